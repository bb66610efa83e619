/* The value types of vocabularies: what text is a decimal, a date, an IBAN, and what would be
 * right.
 *
 * ISO 4217, ISO 3166 and BCP 47 are checked in form only: lists of codes grow old. ISO 13616 check
 * digits are computed. Nothing here reports; the caller knows the place. */
#include <glib.h>

#include "base/check.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/utf8.h"
#include "data/vocabulary.h"

const char *eng_type_name(eng_type type) {
	static const char *const names[ENG_TYPES] = {
		"group",    "text",    "decimal",  "integer", "date", "datetime", "boolean",
		"currency", "country", "language", "iban",    "url",  "email",    "phone",
	};

	return names[type];
}

static bool all_upper(eng_str s) {
	for (size_t i = 0; i < s.n; i++) {
		if (!g_ascii_isupper(s.s[i])) {
			return false;
		}
	}
	return true;
}

static bool all_alnum(eng_str s) {
	for (size_t i = 0; i < s.n; i++) {
		if (!g_ascii_isalnum(s.s[i])) {
			return false;
		}
	}
	return true;
}

static bool is_decimal(eng_str text, bool json_number) {
	eng_decimal d;

	return eng_decimal_parse(text, json_number, &d);
}

static bool is_integer(eng_str text, bool json_number) {
	eng_decimal d;

	return eng_decimal_parse(text, json_number, &d) && eng_decimal_is_integer(d);
}

static bool is_date(eng_str text, bool with_time) {
	eng_date d;

	return eng_date_parse(text, &d) && d.has_time == with_time;
}

static bool is_country(eng_str s) {
	if (s.n < 2 || !all_upper(eng_str_sub(s, 0, 2))) {
		return false;
	}
	return s.n == 2 ||
	       (s.n >= 4 && s.n <= 6 && s.s[2] == '-' && all_alnum(eng_str_sub(s, 3, s.n)));
}

/* RFC 5646 section 2.1 in its general form: subtags of one to eight letters and digits. */
static bool is_language(eng_str s) {
	eng_str rest = s, part;
	bool first = true;

	while (eng_str_split(&rest, '-', &part)) {
		if (part.n < (first ? 2u : 1u) || part.n > 8 || !all_alnum(part) ||
		    (first && !g_ascii_isalpha(part.s[0]))) {
			return false;
		}
		first = false;
	}
	return !first;
}

/* ISO 13616-1: country, two check digits, at most 30 characters more. */
static bool is_iban(eng_str s) {
	char compact[34];
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.s[i] == ' ') {
			continue;
		}
		if (n == sizeof(compact)) {
			return false;
		}
		compact[n++] = s.s[i];
	}
	return n >= 15 && g_ascii_isupper(compact[0]) && g_ascii_isupper(compact[1]) &&
	       g_ascii_isdigit(compact[2]) && g_ascii_isdigit(compact[3]) && eng_check_mod97(s);
}

static bool has_space_or_control(eng_str s) {
	uint32_t c;

	while (eng_utf8_next(&s, &c)) {
		if (c <= ' ' || eng_utf8_is_control(c)) {
			return true;
		}
	}
	return false;
}

static bool is_url(eng_str s) {
	static const char *const schemes[] = { "https://", "http://", "mailto:", "tel:" };

	for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++) {
		size_t n = strlen(schemes[i]);

		if (s.n > n && g_ascii_strncasecmp(s.s, schemes[i], n) == 0) {
			return !has_space_or_control(s);
		}
	}
	return false;
}

static bool is_domain(eng_str s) {
	eng_str part;
	bool any = false;

	while (eng_str_split(&s, '.', &part)) {
		if (part.n == 0 || part.n > 63 || part.s[0] == '-' || part.s[part.n - 1] == '-') {
			return false;
		}
		for (size_t i = 0; i < part.n; i++) {
			char c = part.s[i];

			if (!g_ascii_isalnum(c) && c != '-' && (unsigned char)c < 0x80) {
				return false;
			}
		}
		any = true;
	}
	return any;
}

/* RFC 5321 without quoted local parts and address literals; RFC 6531 letters allowed. */
static bool is_email(eng_str s) {
	size_t at = eng_str_index(s, ENG_STR("@"));
	eng_str local = eng_str_sub(s, 0, at), part;

	if (at == 0 || at >= s.n || at > 64 || has_space_or_control(s)) {
		return false;
	}
	while (eng_str_split(&local, '.', &part)) {
		if (part.n == 0) {
			return false;
		}
		for (size_t i = 0; i < part.n; i++) {
			if (strchr("()<>[]:;\\,\"@", part.s[i])) {
				return false;
			}
		}
	}
	return is_domain(eng_str_sub(s, at + 1, s.n));
}

static bool is_phone(eng_str s) {
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.s[i];

		if (g_ascii_isdigit(c)) {
			digits++;
		} else if (!(c == '+' && i == 0) && (c == '\0' || !strchr(" ()-./", c))) {
			return false;
		}
	}
	return digits >= 3 && digits <= 15;
}

static bool accepts(eng_type type, eng_str text, bool json_number) {
	switch (type) {
	case ENG_TYPE_DECIMAL:
		return is_decimal(text, json_number);
	case ENG_TYPE_INTEGER:
		return is_integer(text, json_number);
	case ENG_TYPE_DATE:
		return is_date(text, false);
	case ENG_TYPE_DATETIME:
		return is_date(text, true);
	case ENG_TYPE_BOOLEAN:
		return eng_str_eqc(text, "true") || eng_str_eqc(text, "false");
	case ENG_TYPE_CURRENCY:
		return text.n == 3 && all_upper(text);
	case ENG_TYPE_COUNTRY:
		return is_country(text);
	case ENG_TYPE_LANGUAGE:
		return is_language(text);
	case ENG_TYPE_IBAN:
		return is_iban(text);
	case ENG_TYPE_URL:
		return is_url(text);
	case ENG_TYPE_EMAIL:
		return is_email(text);
	case ENG_TYPE_PHONE:
		return is_phone(text);
	default:
		return true;
	}
}

bool eng_type_accepts(eng_type type, eng_str text, bool json_number, const char **why) {
	static const char *const right[ENG_TYPES] = {
		[ENG_TYPE_DECIMAL] = "a number like -1234.50, at most 34 digits",
		[ENG_TYPE_INTEGER] = "a whole number",
		[ENG_TYPE_DATE] = "a date like 2026-11-01",
		[ENG_TYPE_DATETIME] = "a date and time like 2026-11-01T06:00:00+01:00",
		[ENG_TYPE_BOOLEAN] = "true or false",
		[ENG_TYPE_CURRENCY] = "three capital letters like EUR",
		[ENG_TYPE_COUNTRY] = "two capital letters like CH, or a subdivision like US-CA",
		[ENG_TYPE_LANGUAGE] = "a language tag like de-CH",
		[ENG_TYPE_IBAN] = "an IBAN whose check digits are right",
		[ENG_TYPE_URL] = "a URL that begins with https, http, mailto or tel",
		[ENG_TYPE_EMAIL] = "an e-mail address like name@example.org",
		[ENG_TYPE_PHONE] = "a telephone number of 3 to 15 digits like +41 44 123 45 67",
	};
	bool good = accepts(type, eng_str_trim(text), json_number);

	if (why) {
		*why = good ? NULL : right[type];
	}
	return good;
}
