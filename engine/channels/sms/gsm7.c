/* The tables are ranges and a short list: what is not ASCII is 40 characters. */
#include "channels/sms/gsm7.h"

#include "base/utf8.h"

/* Characters of the base table above ASCII, ascending. */
static const uint16_t base[] = {
	0x00a1, 0x00a3, 0x00a4, 0x00a5, 0x00a7, 0x00bf, 0x00c4, 0x00c5, 0x00c6, 0x00c7,
	0x00c9, 0x00d1, 0x00d6, 0x00d8, 0x00dc, 0x00df, 0x00e0, 0x00e4, 0x00e5, 0x00e6,
	0x00e8, 0x00e9, 0x00ec, 0x00f1, 0x00f2, 0x00f6, 0x00f8, 0x00f9, 0x00fc, 0x0393,
	0x0394, 0x0398, 0x039b, 0x039e, 0x03a0, 0x03a3, 0x03a6, 0x03a8, 0x03a9,
};

int eng_gsm7_septets(uint32_t c) {
	if (c < 0x80) {
		if (c == '\f' || (c && strchr("^{}\\[]~|", (int)c))) {
			return 2;
		}
		return c == '\n' || c == '\r' || (c >= 0x20 && c < 0x7f && c != '`');
	}
	for (size_t i = 0; i < sizeof(base) / sizeof(base[0]); i++) {
		if (base[i] == c) {
			return 1;
		}
	}
	return c == 0x20ac ? 2 : 0; /* the euro sign */
}

bool eng_gsm7_covers(eng_str text) {
	uint32_t c;

	while (eng_utf8_next(&text, &c)) {
		if (eng_gsm7_septets(c) == 0) {
			return false;
		}
	}
	return true;
}

size_t eng_gsm7_room(bool ucs2, size_t segments) {
	if (segments <= 1) {
		return ucs2 ? 70 : 160;
	}
	return segments * (ucs2 ? 67 : 153);
}

eng_gsm7_size eng_gsm7_measure(eng_str text) {
	eng_gsm7_size size = { .ucs2 = !eng_gsm7_covers(text), .segments = 1 };
	size_t each = size.ucs2 ? 67 : 153, used = 0, segments = 1;
	uint32_t c;

	while (eng_utf8_next(&text, &c)) {
		size_t units = size.ucs2 ? (c > 0xffff ? 2 : 1) : (size_t)eng_gsm7_septets(c);

		size.units += units;
		if (used + units > each) {
			segments++;
			used = 0;
		}
		used += units;
	}
	if (size.units > eng_gsm7_room(size.ucs2, 1)) {
		size.segments = segments;
	}
	size.room = eng_gsm7_room(size.ucs2, size.segments);
	return size;
}
