/* Sinks. */
#include "base/sink.h"

static bool write_to_buf(void *user, const void *data, size_t n) {
	eng_buf_add(user, data, n);
	return true;
}

eng_sink eng_sink_to_buf(eng_buf *buf) {
	return (eng_sink){ write_to_buf, buf };
}

bool eng_sink_write(const eng_sink *sink, const void *data, size_t n) {
	return sink->write(sink->user, data, n);
}

bool eng_sink_str(const eng_sink *sink, eng_str s) {
	return eng_sink_write(sink, s.s, s.n);
}
