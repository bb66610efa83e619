/* Records of a zip archive, little-endian, in the order of APPNOTE.TXT 4.3.7, 4.3.12, 4.3.14 to 4.3.16. */
#include "archive/zip.h"

#include <libdeflate.h>

#define MADE_BY    (3 << 8 | 45) /* Unix, version 4.5 */
#define VERSION    20
#define VERSION_64 45
#define MODE       0100644u

static void put(eng_buf *out, uint64_t value, int bytes) {
	for (int i = 0; i < bytes; i++) {
		eng_buf_char(out, (char)(value >> 8 * i));
	}
}

void eng_zip_finish(eng_zip *zip) {
	eng_buf_finish(&zip->directory);
	zip->members = 0;
}

void eng_zip_clear(eng_zip *zip) {
	eng_buf_clear(&zip->directory);
	zip->members = 0;
}

/* The time of MS-DOS (4.4.6): two seconds, minutes, hours; day, month, years from 1980. */
static uint32_t dos_time(eng_date d) {
	uint32_t time = d.has_time ? d.second / 2u | d.minute * 32u | d.hour * 2048u : 0;
	uint32_t year = d.year < 1980 ? 0 : d.year > 2107 ? 127 : (uint32_t)(d.year - 1980);

	return time | (year << 9 | d.month * 32u | d.day) << 16;
}

/* What the local header and the directory say alike (4.4.3 to 4.4.10). */
static void add_facts(eng_buf *out, eng_str name, eng_str bytes, uint32_t crc, eng_date stamp) {
	put(out, 0, 2); /* flags */
	put(out, 0, 2); /* stored */
	put(out, dos_time(stamp), 4);
	put(out, crc, 4);
	put(out, bytes.n, 4);
	put(out, bytes.n, 4);
	put(out, name.n, 2);
}

void eng_zip_member(eng_zip *zip, eng_buf *out, eng_str name, eng_str bytes, uint64_t offset,
		    eng_date stamp) {
	uint32_t crc = libdeflate_crc32(0, bytes.s, bytes.n);
	bool far = offset >= UINT32_MAX;
	eng_buf *dir = &zip->directory;

	put(out, 0x04034b50, 4);
	put(out, VERSION, 2);
	add_facts(out, name, bytes, crc, stamp);
	put(out, 0, 2);
	eng_buf_str(out, name);
	put(dir, 0x02014b50, 4);
	put(dir, MADE_BY, 2);
	put(dir, far ? VERSION_64 : VERSION, 2);
	add_facts(dir, name, bytes, crc, stamp);
	put(dir, far ? 12 : 0, 2);
	put(dir, 0, 2 + 2 + 2); /* comment, disk, internal attributes */
	put(dir, (uint64_t)MODE << 16, 4);
	put(dir, far ? UINT32_MAX : offset, 4);
	eng_buf_str(dir, name);
	if (far) { /* 4.5.3 */
		put(dir, 1, 2);
		put(dir, 8, 2);
		put(dir, offset, 8);
	}
	zip->members++;
}

static void add_end_64(eng_buf *out, uint64_t members, uint64_t size, uint64_t offset) {
	put(out, 0x06064b50, 4);
	put(out, 44, 8);
	put(out, MADE_BY, 2);
	put(out, VERSION_64, 2);
	put(out, 0, 4 + 4);
	put(out, members, 8);
	put(out, members, 8);
	put(out, size, 8);
	put(out, offset, 8);
	put(out, 0x07064b50, 4);
	put(out, 0, 4);
	put(out, offset + size, 8);
	put(out, 1, 4);
}

void eng_zip_end(eng_zip *zip, eng_buf *out, uint64_t offset) {
	uint64_t size = zip->directory.n;
	uint64_t members = zip->members < UINT16_MAX ? zip->members : UINT16_MAX;

	eng_buf_str(out, eng_buf_view(&zip->directory));
	if (members == UINT16_MAX || size >= UINT32_MAX || offset >= UINT32_MAX) {
		add_end_64(out, zip->members, size, offset);
	}
	put(out, 0x06054b50, 4);
	put(out, 0, 2 + 2);
	put(out, members, 2);
	put(out, members, 2);
	put(out, size < UINT32_MAX ? size : UINT32_MAX, 4);
	put(out, offset < UINT32_MAX ? offset : UINT32_MAX, 4);
	put(out, 0, 2);
}
