/* Packing artifacts: places, mail that an mbox cannot hold, and archives beyond 65,535 members, which
 * Python's zipfile reads back. */
#include "archive/pack.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "archive/zip.h"
#include "base/file.h"
#include "unit.h"

#define FILE_NAME "test-pack.tmp"

static void ignore(void *user, const eng_diag *diag) {
	(void)user, (void)diag;
}

static eng_date date(const char *text) {
	eng_date d;

	CHECK(eng_date_parse(eng_str_from(text), &d));
	return d;
}

static void places(eng_ctx *ctx) {
	eng_pack *pack = eng_pack_new("ndjson", date("2026-11-01"));
	eng_pack_place place;

	for (int again = 0; again < 2; again++) {
		CHECK(eng_pack_start(ctx, pack, FILE_NAME));
		CHECK(eng_pack_add(ctx, pack, "a", ENG_STR("{}\n"), &place));
		CHECK(place.line == 1 && place.offset == 0 && !place.member);
		CHECK(eng_pack_add(ctx, pack, "b", ENG_STR("[1]\n"), &place));
		CHECK(place.line == 2 && place.offset == 3);
		CHECK(eng_pack_end(ctx, pack));
	}
	eng_pack_free(pack);
}

static void from_lines(eng_ctx *ctx) {
	eng_pack *pack = eng_pack_new("mbox", date("2026-11-01T06:00:00+01:00"));
	eng_pack_place place;
	eng_arena arena;
	eng_str all;

	eng_arena_init(&arena);
	CHECK(eng_pack_start(ctx, pack, FILE_NAME));
	CHECK(
	    eng_pack_add(ctx, pack, "a", ENG_STR("Subject: a\r\n\r\nFrom\r\n>From a\r\n"), &place));
	CHECK(!eng_pack_add(ctx, pack, "b", ENG_STR("From a\r\n"), &place));
	CHECK(!eng_pack_add(ctx, pack, "b", ENG_STR("a\r\nFrom b\r\n"), &place));
	CHECK(eng_pack_add(ctx, pack, "c", ENG_STR("a\r\nFrom"), &place));
	CHECK(eng_pack_end(ctx, pack));
	eng_pack_free(pack);
	CHECK(eng_file_read(ctx, &arena, FILE_NAME, 1000, &all));
	CHECK(eng_str_starts(all, "From MAILER-DAEMON Sun Nov  1 05:00:00 2026\nSubject: a\r\n"));
	CHECK(eng_str_eqc(eng_str_sub(all, place.offset, all.n), "a\r\nFrom\n"));
	eng_arena_finish(&arena);
}

static bool python_reads(void) {
	return system("python3 -c \"import zipfile as z, datetime; a = z.ZipFile('" FILE_NAME "'); "
		      "assert a.testzip() is None and len(a.namelist()) == 70000; "
		      "assert a.read('m69999') == b'bytes 69999'; i = a.getinfo('m7'); "
		      "assert i.date_time == (2026, 11, 1, 6, 0, 10) and i.compress_type == 0\"") ==
	       0;
}

static void many_members(eng_ctx *ctx) {
	eng_pack *pack = eng_pack_new("zip", date("2026-11-01T06:00:11+01:00"));
	eng_pack_place place;

	CHECK(eng_pack_start(ctx, pack, FILE_NAME));
	for (int i = 0; i < 70000; i++) {
		char name[16], bytes[32];

		snprintf(name, sizeof(name), "m%d", i);
		snprintf(bytes, sizeof(bytes), "bytes %d", i);
		CHECK(eng_pack_add(ctx, pack, name, eng_str_from(bytes), &place));
		CHECK(strcmp(place.member, name) == 0);
	}
	CHECK(eng_pack_end(ctx, pack));
	CHECK(python_reads());
	eng_pack_free(pack);
}

/* A member behind 4 GiB, without writing so much: the file has a hole. */
static void far_member(void) {
	const uint64_t far = ((uint64_t)5 << 30) + 7;
	eng_zip zip = { 0 };
	eng_buf out = { 0 };
	int file = open(FILE_NAME, O_RDWR | O_CREAT | O_TRUNC, 0666);

	eng_zip_member(&zip, &out, ENG_STR("far"), ENG_STR("there"), far, date("1970-01-01"));
	eng_buf_cstr(&out, "there");
	eng_zip_end(&zip, &out, far + out.n);
	CHECK(pwrite(file, out.s, out.n, (off_t)far) == (ssize_t)out.n);
	close(file);
	CHECK(system("python3 -c \"import zipfile as z; a = z.ZipFile('" FILE_NAME "'); "
		     "assert a.read('far') == b'there'\"") == 0);
	eng_buf_finish(&out);
	eng_zip_finish(&zip);
}

int main(void) {
	eng_ctx ctx;

	eng_ctx_init(&ctx, ignore, NULL);
	places(&ctx);
	from_lines(&ctx);
	many_members(&ctx);
	far_member();
	unlink(FILE_NAME);
	return unit_done();
}
