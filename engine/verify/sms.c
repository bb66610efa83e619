/* Short messages: a JSON line whose text gateways send, and the octets for those that take parts. Both
 * must carry the locked words, the octets as 3GPP TS 23.038 (6.2.1, default alphabet and its extension)
 * or UCS-2 says, joined by their headers (TS 23.040 9.2.3.24.1). */
#include "verify/reader.h"

#include <string.h>

#include "base/utf8.h"
#include "compliance/canonical.h"
#include "verify/survey.h"
#include "verify/tree.h"

#define PLACE "the short message"

/* What a septet stands for; 0x1b leads to the extension. */
static const uint16_t septets[128] = {
	'@',   0xa3, '$',  0xa5,  0xe8, 0xe9,  0xf9,  0xec,  0xf2,  0xc7,  '\n',  0xd8,  0xf8,
	'\r',  0xc5, 0xe5, 0x394, '_',  0x3a6, 0x393, 0x39b, 0x3a9, 0x3a0, 0x3a8, 0x3a3, 0x398,
	0x39e, 0,    0xc6, 0xe6,  0xdf, 0xc9,  ' ',   '!',   '"',   '#',   0xa4,  '%',   '&',
	'\'',  '(',  ')',  '*',   '+',  ',',   '-',   '.',   '/',   '0',   '1',   '2',   '3',
	'4',   '5',  '6',  '7',   '8',  '9',   ':',   ';',   '<',   '=',   '>',   '?',   0xa1,
	'A',   'B',  'C',  'D',   'E',  'F',   'G',   'H',   'I',   'J',   'K',   'L',   'M',
	'N',   'O',  'P',  'Q',   'R',  'S',   'T',   'U',   'V',   'W',   'X',   'Y',   'Z',
	0xc4,  0xd6, 0xd1, 0xdc,  0xa7, 0xbf,  'a',   'b',   'c',   'd',   'e',   'f',   'g',
	'h',   'i',  'j',  'k',   'l',  'm',   'n',   'o',   'p',   'q',   'r',   's',   't',
	'u',   'v',  'w',  'x',   'y',  'z',   0xe4,  0xf6,  0xf1,  0xfc,  0xe0,
};

static uint32_t extended(unsigned code) {
	static const uint16_t pairs[][2] = {
		{ 0x0a, '\f' }, { 0x14, '^' }, { 0x28, '{' }, { 0x29, '}' }, { 0x2f, '\\' },
		{ 0x3c, '[' },  { 0x3d, '~' }, { 0x3e, ']' }, { 0x40, '|' }, { 0x65, 0x20ac },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		if (pairs[i][0] == code) {
			return pairs[i][1];
		}
	}
	return 0xfffd;
}

static int digit(char c) {
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Octets of hex, in the arena. False: it is no hex. */
static bool octets_of(eng_arena *arena, eng_str hex, unsigned char **out, size_t *n) {
	*n = hex.n / 2;
	*out = eng_arena_alloc(arena, *n + 1);
	for (size_t i = 0; i < *n; i++) {
		int high = digit(hex.s[2 * i]), low = digit(hex.s[2 * i + 1]);

		if (high < 0 || low < 0) {
			return false;
		}
		(*out)[i] = (unsigned char)(high * 16 + low);
	}
	return hex.n % 2 == 0;
}

static void add_septets(const unsigned char *octets, size_t n, eng_buf *text) {
	for (size_t i = 0; i < n; i++) {
		if (octets[i] == 0x1b && i + 1 < n) {
			eng_buf_utf8(text, extended(octets[++i]));
		} else {
			eng_buf_utf8(text, octets[i] < 0x80 ? septets[octets[i]] : 0xfffd);
		}
	}
}

static void add_ucs2(const unsigned char *octets, size_t n, eng_buf *text) {
	for (size_t i = 0; i + 1 < n; i += 2) {
		uint32_t c = (uint32_t)octets[i] << 8 | octets[i + 1];

		if (c >= 0xd800 && c < 0xdc00 && i + 3 < n) {
			uint32_t low = (uint32_t)octets[i + 2] << 8 | octets[i + 3];

			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			i += 2;
		}
		eng_buf_utf8(text, c);
	}
}

/* The header of a part of several says number `part` of `total`. */
static bool is_header(eng_str udh, size_t part, size_t total, unsigned *reference) {
	static const char digits[] = "0123456789abcdef";
	char tail[] = { digits[total >> 4 & 15], digits[total & 15], digits[part >> 4 & 15],
			digits[part & 15] };
	unsigned number;

	if (udh.n != 12 || memcmp(udh.s, "050003", 6) != 0 || memcmp(udh.s + 8, tail, 4) != 0 ||
	    digit(udh.s[6]) < 0 || digit(udh.s[7]) < 0) {
		return false;
	}
	number = (unsigned)(digit(udh.s[6]) * 16 + digit(udh.s[7]));
	if (part > 1 && number != *reference) {
		return false;
	}
	*reference = number;
	return true;
}

/* What a phone shows when it joins the parts. */
static bool join_parts(eng_arena *arena, const eng_json_node *message, eng_buf *text,
		       eng_findings *out) {
	const eng_json_node *parts = eng_json_find(message, "parts");
	bool ucs2 = eng_str_eqc(eng_json_find_text(message, "encoding"), "ucs2");
	size_t total = parts && parts->last ? parts->last->index + 1 : 0;
	unsigned reference = 0;
	int64_t segments = 0;

	if (!total || !eng_json_find_int(message, "segments", &segments) ||
	    (size_t)segments != total) {
		return eng_findings_add(out, "verify.incomplete", ENG_FINDING_ARTIFACT,
					"the short message has %zu parts, its count says %lld",
					total, (long long)segments);
	}
	for (const eng_json_node *part = parts->first; part; part = part->next) {
		eng_str udh = eng_json_find_text(part, "udh");
		unsigned char *octets;
		size_t n;

		if (!octets_of(arena, eng_json_find_text(part, "hex"), &octets, &n) ||
		    n > 140 * (ucs2 ? 1u : 2u) ||
		    (total > 1 && !is_header(udh, part->index + 1, total, &reference))) {
			return eng_findings_add(out, "verify.unreadable", ENG_FINDING_ARTIFACT,
						"part %zu of the short message is not what a phone "
						"can read",
						part->index + 1);
		}
		if (ucs2) {
			add_ucs2(octets, n, text);
		} else {
			add_septets(octets, n, text);
		}
	}
	return true;
}

/* The claim's words as they may stand here: the address of a link may follow its words. */
static bool words_match(eng_str text, size_t at, eng_str words, const eng_claim *claim,
			size_t *end) {
	size_t k = 0;

	while (k < words.n && at < text.n) {
		size_t length;

		if (text.s[at] == words.s[k]) {
			at++;
			k++;
			continue;
		}
		if (!claim->link_count || at == 0) {
			return false;
		}
		/* " https://..." that the words do not have */
		at -= text.s[at - 1] == ' ' ? 1 : 0;
		k -= at < text.n && k > 0 && words.s[k - 1] == ' ' ? 1 : 0;
		length = 1;
		while (at + length < text.n && text.s[at + length] != ' ') {
			length++;
		}
		if (length < 5 ||
		    !eng_claim_has_link(claim, (eng_str){ text.s + at + 1, length - 1 })) {
			return false;
		}
		at += length;
	}
	*end = at;
	return k == words.n;
}

/* A claim stands among other words: between spaces or at an end. */
static bool stands_in(eng_str text, const eng_claim *claim, eng_str words, size_t *start,
		      size_t *end) {
	for (size_t i = 0; i < text.n; i++) {
		if ((i == 0 || text.s[i - 1] == ' ') && words_match(text, i, words, claim, end) &&
		    (*end == text.n || text.s[*end] == ' ')) {
			*start = i;
			return true;
		}
	}
	return false;
}

static void check_claims(eng_arena *arena, eng_str text, const char *place, bool see,
			 const eng_claim *claims, size_t n, eng_findings *out) {
	text = eng_canonical_flat(arena, eng_canonical_text(arena, text));
	for (size_t i = 0; i < n; i++) {
		eng_str words = eng_canonical_flat(arena, claims[i].text);
		size_t start, end;

		if (stands_in(text, &claims[i], words, &start, &end)) {
			if (see) {
				eng_sighting *seen = eng_findings_see(out, i);

				seen->anchor = ENG_STR("/text");
				seen->start = eng_utf8_length(eng_str_sub(text, 0, start));
				seen->length = eng_utf8_length(eng_str_sub(text, start, end));
				seen->order = start + 1;
				seen->order_end = end == text.n ? UINT64_MAX : end + 1;
			}
		} else {
			eng_findings_add(out, "verify.text-differs", i,
					 "%s is not as approved in %s: '%.*s' is locked, it says "
					 "'%.*s'",
					 eng_claim_name(arena, &claims[i]), place,
					 ENG_STR_ARG(words), ENG_STR_ARG(text));
		}
	}
}

static bool starts_with(eng_str text, eng_str mark) {
	return eng_str_eq(eng_str_sub(text, 0, mark.n), mark);
}

bool eng_verify_sms(eng_arena *arena, eng_str bytes, const eng_claim *claims, size_t n,
		    eng_findings *out) {
	size_t before = out->n;
	const char *why;
	const eng_json_node *message = eng_json_tree(arena, bytes, &why);
	eng_str text = eng_json_find_text(message, "text");
	eng_buf sent = { 0 };

	if (!message || message->kind != ENG_JSON_OBJECT) {
		return eng_findings_add(out, "verify.unreadable", ENG_FINDING_ARTIFACT,
					"the short message is not a line of JSON: %s",
					message ? "it is no object" : why);
	}
	if (out->survey) {
		eng_buf_str(&out->survey->text, text);
	}
	if (!starts_with(text, out->draft_mark)) {
		eng_findings_add(
		    out, "verify.no-mark", ENG_FINDING_ARTIFACT,
		    "it is a draft, but the short message does not begin with the mark "
		    "'%.*s'",
		    ENG_STR_ARG(out->draft_mark));
	}
	check_claims(arena, text, PLACE, true, claims, n, out);
	if (join_parts(arena, message, &sent, out) && !eng_str_eq(eng_buf_view(&sent), text)) {
		eng_findings_add(out, "verify.incomplete", ENG_FINDING_ARTIFACT,
				 "the parts of the short message do not say its text");
		check_claims(arena, eng_str_copy(arena, eng_buf_view(&sent)),
			     "the parts of the short message", false, claims, n, out);
	}
	eng_buf_finish(&sent);
	return out->n == before;
}
