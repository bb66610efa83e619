/* The register is locked while it is read and written: of two assemblies that want the same numbers one gets
 * them. USPS wants 45 days between for Intelligent Mail, Royal Mail 90 for Mailmark; of what others want nothing
 * is known, so the longer time counts. */
#include "print/serials.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "print/postal.h"
#include "print/rows.h"

enum { MANY_DAYS = 90, IMB_DAYS = 45 };

#define HEAD "first,last,date,days,plan,mailing\r\n"

/* How long the numbers of the plan's codes must not come again; 0: it has none. */
static int64_t days_of(const eng_postal *postal) {
	int64_t days = 0;

	for (size_t i = 0; postal && i < postal->code_count; i++) {
		const eng_postal_code *code = &postal->codes[i];
		int64_t wanted = eng_str_eqc(code->symbology, "usps-imb") ? IMB_DAYS : MANY_DAYS;

		if (eng_str_index(code->value, ENG_STR("{serial")) < code->value.n) {
			days = wanted > days ? wanted : days;
		}
	}
	return days;
}

bool eng_serials_kept(const eng_print_plan *plan) {
	return days_of(plan->postal) > 0 && plan->postal->serials != NULL;
}

typedef struct search {
	eng_ctx *ctx;
	const char *path;
	const eng_serial_range *range;
	int64_t day, days; /* of the run; until they may come again */
	bool there;        /* this mailing has these numbers already */
} search;

static bool read_day(eng_str text, int64_t *day) {
	eng_date date;
	bool ok = eng_date_parse(text, &date);

	*day = ok ? eng_date_days(date) : 0;
	return ok;
}

static bool take_line(void *user, const eng_str *c, int line) {
	search *s = user;
	eng_loc where = { s->path, line, 0 };
	uint64_t first, last, days;
	eng_hash mailing;
	int64_t day, apart, wanted;

	if (!eng_table_number(c[0], &first) || !eng_table_number(c[1], &last) ||
	    !read_day(c[2], &day) || !eng_table_number(c[3], &days) ||
	    !eng_hash_parse(c[5], &mailing)) {
		return eng_fail(s->ctx, "print.bad-list", where,
				"this is no line of a register of serial numbers");
	}
	if (last < s->range->first || first > s->range->last) {
		return true;
	}
	if (first == s->range->first && eng_hash_eq(&mailing, &s->range->mailing)) {
		s->there = true;
		return true;
	}
	apart = day > s->day ? day - s->day : s->day - day;
	wanted = (int64_t)days > s->days ? (int64_t)days : s->days;
	return apart >= wanted ||
	       eng_fail(s->ctx, "print.serial-used", where,
			"serial numbers from %llu to %llu were given to other letters on %.*s, "
			"these want those from %llu to %llu; say a first one that is free with "
			"--serial",
			(unsigned long long)first, (unsigned long long)last, ENG_STR_ARG(c[2]),
			(unsigned long long)s->range->first, (unsigned long long)s->range->last);
}

/* The register, for one assembly at a time; negative after reporting. */
static int open_register(eng_ctx *ctx, const char *path) {
	int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	struct stat about;
	bool ok = (fd >= 0 && flock(fd, LOCK_EX) == 0 && fstat(fd, &about) == 0) ||
		  eng_file_unwritable(ctx, path, "written");

	ok = ok && (about.st_size || eng_file_append(ctx, path, fd, ENG_STR(HEAD)));
	if (!ok && fd >= 0) {
		close(fd);
	}
	return ok ? fd : -1;
}

static bool append(eng_ctx *ctx, const search *s, const eng_print_plan *plan, eng_str day, int fd) {
	char hex[ENG_HASH_HEX];
	eng_buf line = { 0 };
	bool ok;

	eng_hash_hex(&s->range->mailing, hex);
	eng_buf_printf(&line, "%llu,%llu,%.*s,%lld,", (unsigned long long)s->range->first,
		       (unsigned long long)s->range->last, ENG_STR_ARG(day), (long long)s->days);
	eng_table_put(&line, plan->name);
	eng_buf_printf(&line, ",%s\r\n", hex);
	ok = eng_file_append(ctx, s->path, fd, eng_buf_view(&line));
	eng_buf_finish(&line);
	return ok;
}

bool eng_serials_take(eng_ctx *ctx, eng_arena *arena, const eng_print_plan *plan,
		      const eng_serial_range *range, bool look) {
	static const char *const names[] = { "first", "last",    "date", "days",
					     "plan",  "mailing", NULL };
	search s = { .ctx = ctx,
		     .path = plan->postal->serials,
		     .range = range,
		     .days = days_of(plan->postal) };
	eng_str day = eng_part_day(arena, range->date);
	int fd = open_register(ctx, s.path);
	bool ok = fd >= 0;

	read_day(day, &s.day);
	ok = ok && eng_table_read(ctx, s.path, names, take_line, &s) &&
	     (look || s.there || append(ctx, &s, plan, day, fd));
	if (fd >= 0) {
		close(fd);
	}
	return ok;
}
