/* What the words of a code may be, as far as the posts publish it (docs/print.md says how sure that is). What
 * libzint checks anyhow is left to it. */
#include "layout/post-symbol.h"

#include <stdlib.h>

#include "base/date.h"

typedef struct words {
	eng_ctx *ctx;
	eng_arena *arena;
	eng_str value;
	eng_loc where;
} words;

static bool bad(const words *w, const char *what, const char *right) {
	return eng_fail(w->ctx, "layout.post-code", w->where, "'%s' %s, should be %s",
			eng_quote(w->arena, w->value), what, right);
}

static bool all_digits(eng_str s) {
	for (size_t i = 0; i < s.n; i++) {
		if (s.s[i] < '0' || s.s[i] > '9') {
			return false;
		}
	}
	return true;
}

static bool all_of(eng_str s, const char *others) {
	for (size_t i = 0; i < s.n; i++) {
		char c = s.s[i];

		if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') &&
		    (c == '\0' || !strchr(others, c))) {
			return false;
		}
	}
	return true;
}

/* Barcode id, service type, mailer id, serial number; a hyphen; the routing code. */
static bool intelligent_mail(const words *w) {
	size_t dash = eng_str_index(w->value, ENG_STR("-"));
	eng_str tracking = eng_str_sub(w->value, 0, dash);
	eng_str routing = eng_str_sub(w->value, dash + 1, w->value.n);

	if (tracking.n != 20 || !all_digits(tracking)) {
		return bad(w, "has not the 20 digits of an Intelligent Mail barcode",
			   "barcode id (2), service type (3), mailer id (6 or 9) and serial number "
			   "(9 or 6)");
	}
	if (tracking.s[1] > '4') {
		return bad(w, "has a barcode id whose second digit is above 4", "00 to 94");
	}
	if (!all_digits(routing) ||
	    (routing.n != 0 && routing.n != 5 && routing.n != 9 && routing.n != 11)) {
		return bad(w, "has no routing code behind the hyphen",
			   "the 5, 9 or 11 digits of a ZIP code, or nothing");
	}
	return true;
}

static bool kix(const words *w) {
	return (w->value.n >= 1 && w->value.n <= 18 && all_of(w->value, "")) ||
	       bad(w, "is no KIX code",
		   "postcode, number of the house, X and what follows the number: capitals and "
		   "digits");
}

/* Positions from 1: 1 "JGB ", 5 information type, 6 version, 7 class, 8 supply chain, 15 item, 23 destination, 32
 * service, 33 postcode for returns, 40 six spaces, 46 the customer's. */
static bool mailmark(const words *w, size_t most) {
	eng_str v = w->value;

	if (v.n < 45 || v.n > most || !all_of(v, " ")) {
		return bad(
		    w, "is no Mailmark",
		    "45 to 90 (wide: 70) capitals, digits and spaces in the places of Royal Mail's "
		    "definition");
	}
	if (!eng_str_starts(v, "JGB ") || !strchr("0ABC", v.s[4]) || v.s[5] != '1') {
		return bad(w, "begins otherwise than a Mailmark",
			   "'JGB ', an information type of 0, A, B or C, and version 1");
	}
	if (!all_digits(eng_str_sub(v, 7, 22))) {
		return bad(w, "has no numbers of supply chain and item",
			   "7 and 8 digits from the eighth place on");
	}
	if (v.s[31] < '0' || v.s[31] > '6') {
		return bad(w, "has no service type at its 32nd place", "a digit from 0 to 6");
	}
	return eng_str_blank(eng_str_sub(v, 39, 45)) ||
	       bad(w, "has no six spaces at its 40th place", "blank there");
}

typedef struct field {
	const char *name;
	int bytes;
	bool needed;
} field;

/* Behind "DEA" and type 0x08; the date takes the place of its number. */
static const field fields[] = {
	{ "price-list", 1, false }, { "customer", 5, true }, { "fee", 2, false },
	{ "date", 2, true },        { "product", 2, true },  { "number", 4, true },
	{ "eds", 4, false },        { "id", 2, true },       { "text", 16, false },
};

/* The value of "name=value; name=value"; NULL s when there is none. */
static eng_str value_of(eng_str all, const char *name) {
	eng_str pair;

	while (eng_str_split(&all, ';', &pair)) {
		size_t sign = eng_str_index(pair, ENG_STR("="));

		if (eng_str_eqc(eng_str_trim(eng_str_sub(pair, 0, sign)), name) && sign < pair.n) {
			return eng_str_trim(eng_str_sub(pair, sign + 1, pair.n));
		}
	}
	return (eng_str){ 0 };
}

/* Day of the year and the year's last two digits, as a number of five digits. */
static bool day_and_year(eng_str text, uint64_t *number) {
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
	eng_date date;
	bool leap;

	if (!eng_date_parse(text, &date)) {
		return false;
	}
	leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
	*number = (uint64_t)(before[date.month - 1] + date.day + (leap && date.month > 2));
	*number = *number * 100 + (uint64_t)(date.year % 100);
	return true;
}

static bool put_number(const words *w, const field *f, eng_str text, eng_buf *out) {
	uint64_t number = 0;
	bool good = text.n <= 12 && all_digits(text);

	for (size_t i = 0; good && i < text.n; i++) {
		number = number * 10 + (uint64_t)(text.s[i] - '0');
	}
	if (strcmp(f->name, "date") == 0) {
		good = day_and_year(text, &number);
	}
	if (!good || (f->bytes < 8 && number >> (8 * f->bytes) != 0)) {
		return bad(w, eng_arena_printf(w->arena, "has a bad value for '%s'", f->name),
			   strcmp(f->name, "date") == 0 ? "a day such as 2026-11-01"
							: "a number that its bytes can hold");
	}
	for (int i = f->bytes - 1; i >= 0; i--) {
		eng_buf_char(out, (char)(number >> (8 * i) & 0xff));
	}
	return true;
}

static bool put_field(const words *w, const field *f, eng_buf *out) {
	eng_str text = value_of(w->value, f->name);

	if (!text.n && f->needed) {
		return bad(w, eng_arena_printf(w->arena, "has no '%s'", f->name),
			   "customer=...; date=2026-11-01; product=...; number=...; id=...");
	}
	if (strcmp(f->name, "text") != 0) {
		return put_number(w, f, text, out);
	}
	if (text.n > 16) {
		return bad(w, "has a 'text' of more than 16 bytes", "shorter");
	}
	eng_buf_str(out, text);
	for (size_t i = text.n; i < 16; i++) {
		eng_buf_char(out, ' ');
	}
	return true;
}

static bool premiumadress(const words *w, eng_str *out) {
	static const char head[] = { 'D', 'E', 'A', 0x08 };
	eng_str rest = w->value, pair;
	eng_buf bytes = { 0 };
	bool ok = true;

	while (ok && eng_str_split(&rest, ';', &pair)) {
		eng_str name =
		    eng_str_trim(eng_str_sub(pair, 0, eng_str_index(pair, ENG_STR("="))));

		ok = name.n == 0;
		for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
			ok = ok || eng_str_eqc(name, fields[i].name);
		}
		if (!ok) {
			bad(w, "has a field that PREMIUMADRESS has not",
			    "price-list, customer, fee, date, product, number, eds, id or text");
		}
	}
	eng_buf_add(&bytes, head, sizeof(head));
	for (size_t i = 0; ok && i < sizeof(fields) / sizeof(fields[0]); i++) {
		ok = put_field(w, &fields[i], &bytes);
	}
	*out = eng_str_copy(w->arena, eng_buf_view(&bytes));
	eng_buf_finish(&bytes);
	return ok;
}

bool eng_post_words(eng_ctx *ctx, eng_arena *arena, eng_str name, eng_str value, eng_loc where,
		    eng_str *out) {
	const words w = { ctx, arena, value, where };

	*out = value;
	if (eng_str_eqc(name, "usps-imb")) {
		return intelligent_mail(&w);
	} else if (eng_str_eqc(name, "kix")) {
		return kix(&w);
	} else if (eng_str_starts(name, "mailmark-2d")) {
		return mailmark(&w, eng_str_ends(name, "-wide") ? 70 : 90);
	} else if (eng_str_eqc(name, "premiumadress")) {
		return premiumadress(&w, out);
	}
	return true;
}
