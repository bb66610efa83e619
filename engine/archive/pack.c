/* Packing: what stands between and around the artifacts of each kind of file, and writing in large
 * pieces. An mbox is RFC 4155 but for the line ends inside of messages, which stay CR LF: they are
 * part of what was hashed. */
#include "archive/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "archive/zip.h"
#include "base/file.h"
#include "base/scan.h"

#define PIECE ((size_t)1 << 20)

typedef enum kind { LINES, MBOX, ZIP } kind;

struct eng_pack {
	kind kind;
	const char *extension;
	eng_date stamp;
	char *path;
	int file;
	eng_buf out; /* not yet written */
	uint64_t written, lines;
	eng_buf envelope; /* line before each message */
	eng_zip zip;
};

/* RFC 4155: the sender is not known here, as in mail that has none; the time is UTC as asctime writes. */
static void make_envelope(eng_pack *pack) {
	static const char days[] = "MonTueWedThuFriSatSun";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int64_t seconds = eng_date_seconds(pack->stamp);
	eng_date d = eng_date_from_seconds(seconds, 0);

	eng_buf_printf(&pack->envelope, "From MAILER-DAEMON %.3s %.3s %2d %02d:%02d:%02d %04d\n",
		       days + (eng_date_weekday(d) - 1) * 3, months + (d.month - 1) * 3, d.day,
		       d.hour, d.minute, d.second, (int)d.year);
}

eng_pack *eng_pack_new(const char *extension, eng_date stamp) {
	eng_pack *pack = eng_malloc(sizeof(*pack));

	*pack = (eng_pack){ .extension = extension, .stamp = stamp, .file = -1 };
	if (strcmp(extension, "zip") == 0) {
		pack->kind = ZIP;
	} else if (strcmp(extension, "mbox") == 0) {
		pack->kind = MBOX;
		make_envelope(pack);
	}
	return pack;
}

void eng_pack_free(eng_pack *pack) {
	if (!pack) {
		return;
	}
	if (pack->file >= 0) {
		close(pack->file);
	}
	eng_buf_finish(&pack->out);
	eng_buf_finish(&pack->envelope);
	eng_zip_finish(&pack->zip);
	free(pack->path);
	free(pack);
}

const char *eng_pack_extension(const eng_pack *pack) {
	return pack->extension;
}

bool eng_pack_start(eng_ctx *ctx, eng_pack *pack, const char *path) {
	size_t n = strlen(path) + 1;

	free(pack->path);
	pack->path = eng_malloc(n);
	memcpy(pack->path, path, n);
	eng_buf_clear(&pack->out);
	eng_zip_clear(&pack->zip);
	pack->written = pack->lines = 0;
	pack->file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	return pack->file >= 0 || eng_file_unwritable(ctx, pack->path, "written");
}

static bool flush(eng_ctx *ctx, eng_pack *pack) {
	bool ok = eng_file_write_all(pack->file, eng_buf_view(&pack->out)) ||
		  eng_file_unwritable(ctx, pack->path, "written");

	pack->written += pack->out.n;
	eng_buf_clear(&pack->out);
	return ok;
}

/* A reader of mboxes takes such a line for the next message; quoting it would change the message. */
static bool has_from_line(eng_str message) {
	const char *p = message.s, *end = p + message.n;
	bool found = eng_str_starts(message, "From ");

	for (; !found && end - p >= 17; p += 16) {
		uint64_t lines = eng_scan_same(p, '\n') & eng_scan_same(p + 1, 'F');

		for (; lines && !found; lines &= lines - 1) {
			const char *line = p + __builtin_ctzll(lines) + 1;

			found = end - line >= 5 && memcmp(line, "From ", 5) == 0;
		}
	}
	return found || (p < end && memmem(p, (size_t)(end - p), "\nFrom ", 6));
}

bool eng_pack_add(eng_ctx *ctx, eng_pack *pack, const char *name, eng_str bytes,
		  eng_pack_place *place) {
	*place = (eng_pack_place){ 0 };
	if (pack->kind == MBOX && has_from_line(bytes)) {
		return eng_fail(ctx, "archive.from-line", (eng_loc){ pack->path, 0, 0 },
				"message '%s' has a line that begins with 'From ', which an mbox "
				"cannot hold: it must be encoded",
				name);
	}
	if (pack->kind == MBOX) {
		eng_buf_str(&pack->out, eng_buf_view(&pack->envelope));
	} else if (pack->kind == ZIP) {
		eng_zip_member(&pack->zip, &pack->out, eng_str_from(name), bytes,
			       pack->written + pack->out.n, pack->stamp);
		place->member = name;
	} else {
		place->line = ++pack->lines;
	}
	place->offset = pack->written + pack->out.n;
	eng_buf_str(&pack->out, bytes);
	if (pack->kind == MBOX) {
		eng_buf_char(&pack->out, '\n');
	}
	return pack->out.n < PIECE || flush(ctx, pack);
}

bool eng_pack_end(eng_ctx *ctx, eng_pack *pack) {
	bool ok;

	if (pack->kind == ZIP) {
		eng_zip_end(&pack->zip, &pack->out, pack->written + pack->out.n);
	}
	ok = flush(ctx, pack);
	if (close(pack->file) != 0 && ok) {
		ok = eng_file_unwritable(ctx, pack->path, "written");
	}
	pack->file = -1;
	return ok;
}
