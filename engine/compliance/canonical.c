/* Canonical text in one pass over code points, then NFC (Unicode standard annex 15) by ICU, which most
 * text passes unchanged. */
#include "compliance/canonical.h"

#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "base/scan.h"
#include "base/utf8.h"

static bool is_dropped(uint32_t c) {
	return c == 0xad || c == 0x200e || c == 0x200f || c == 0x61c ||
	       (c >= 0x2066 && c <= 0x2069);
}

static bool is_space(uint32_t c) {
	return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v' || c == 0x85 ||
	       c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f ||
	       c == 0x205f || c == 0x3000;
}

static bool is_boundary(uint32_t c) {
	return c == '\n' || c == 0x2028 || c == 0x2029;
}

/* Bit 7 of each byte of the word that is a space. */
static uint64_t spaces_of(uint64_t word) {
	uint64_t other = word ^ ENG_SCAN_ONES * ' ';

	return ~(((other & ~ENG_SCAN_TOPS) + ~ENG_SCAN_TOPS) | other) & ENG_SCAN_TOPS;
}

/* How many of the first bytes, by eights, are printable ASCII, each space with another byte behind it. */
static size_t plain_length(eng_str text) {
	size_t i = 0;

	for (; i + 9 <= text.n; i += 8) {
		uint64_t word = eng_scan_word(text.s + i);
		uint64_t spaces = spaces_of(word), next = spaces_of(eng_scan_word(text.s + i + 1));

		if (((word + ENG_SCAN_ONES) | word) & ENG_SCAN_TOPS || eng_scan_below(word, ' ') ||
		    (spaces & next)) {
			break;
		}
	}
	return i;
}

/* True when text is printable ASCII with single spaces and line feeds inside: nothing to do. */
static bool is_plain(eng_str text) {
	size_t i = text.n && text.s[0] != ' ' ? plain_length(text) : 0;
	char last = i ? text.s[i - 1] : ' ';

	for (; i < text.n; i++) {
		char c = text.s[i];
		bool gap = c == ' ' || c == '\n';

		if ((c < 0x20 && c != '\n') || c > 0x7e || c < 0 ||
		    (gap && (last == ' ' || last == '\n'))) {
			return false;
		}
		last = c;
	}
	return text.n == 0 || (last != ' ' && last != '\n');
}

/* Characters that no normal form changes or joins to others, whatever stands around: all below the
 * combining marks, and of the signs of Unicode blocks 2000 and 20A0 those that have no decomposition. */
static bool is_stable(uint32_t c) {
	return c < 0x300 || (c >= 0x2010 && c <= 0x205e) || (c >= 0x20a0 && c <= 0x20bf);
}

static eng_str composed(eng_arena *arena, eng_str text) {
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	int32_t room = (int32_t)text.n + 1, n = 0, made;
	UChar *wide = eng_arena_new_array(arena, (size_t)room, UChar), *normal;
	char *out;

	u_strFromUTF8(wide, room, &n, text.s, (int32_t)text.n, &status);
	if (U_FAILURE(status) || unorm2_quickCheck(nfc, wide, n, &status) == UNORM_YES) {
		return text;
	}
	normal = eng_arena_new_array(arena, (size_t)room * 3, UChar);
	made = unorm2_normalize(nfc, wide, n, normal, room * 3, &status);
	out = eng_arena_alloc(arena, (size_t)made * 3 + 1);
	u_strToUTF8(out, made * 3 + 1, &n, normal, made, &status);
	return U_FAILURE(status) ? text : (eng_str){ out, (size_t)n };
}

static bool is_letter(uint32_t c) {
	return c > ' ' && c < 0x7f;
}

/* Copies what comes next of ASCII without spaces, and takes it off the text; returns how many bytes. There is
 * as much room as there is text. */
static size_t copy_word(eng_str *text, char *out) {
	size_t n = 0;
	uint64_t odd = 0;

	for (; !odd && text->n - n >= 16; n += odd ? (size_t)__builtin_ctzll(odd) : 16) {
		odd = eng_scan_odd(text->s + n, ' ', '!');
		memcpy(out + n, text->s + n, 16);
	}
	for (; n < text->n && is_letter((unsigned char)text->s[n]); n++) {
		out[n] = text->s[n];
	}
	*text = eng_str_sub(*text, n, text->n);
	return n;
}

eng_str eng_canonical_text(eng_arena *arena, eng_str text) {
	char *out;
	size_t n = 0;
	bool space = false, boundary = false, wide = false;
	uint32_t c;

	if (is_plain(text)) {
		return text;
	}
	out = eng_arena_room(arena, text.n * 3 + 1, 1); /* an ill-formed byte becomes U+FFFD */
	while (eng_utf8_next(&text, &c)) {
		if (is_space(c) || is_boundary(c)) {
			space = true;
			boundary |= is_boundary(c);
			continue;
		}
		if (!is_letter(c) && is_dropped(c)) {
			continue;
		}
		if (space && n) {
			out[n++] = boundary ? '\n' : ' ';
		}
		space = boundary = false;
		if (is_letter(c)) { /* nearly all there is */
			out[n++] = (char)c;
			n += copy_word(&text, out + n);
		} else {
			wide |= !is_stable(c);
			n += eng_utf8_encode(c == 0x2212 ? '-' : c, out + n);
		}
	}
	return wide ? composed(arena, (eng_str){ out, n }) : (eng_str){ out, n };
}

eng_str eng_canonical_flat(eng_arena *arena, eng_str text) {
	eng_str flat = text;
	char *copy;

	if (!text.n || !memchr(text.s, '\n', text.n)) {
		return text;
	}
	copy = eng_str_dup(arena, text);
	for (size_t i = 0; i < text.n; i++) {
		copy[i] = (char)(copy[i] == '\n' ? ' ' : copy[i]);
	}
	flat.s = copy;
	return flat;
}

/* Text below the node, boundaries of blocks as line feeds. Footnotes are gone into when one is the
 * root. */
static void gather(const eng_node *root, int channel, eng_buf *out) {
	eng_walk walk = eng_walk_start((eng_node *)root);

	while (eng_walk_next(&walk)) {
		const eng_node *at = walk.node;

		if (!eng_node_is_inline(at)) {
			eng_buf_char(out, '\n');
		}
		if (!walk.entering) {
			continue;
		}
		if (!eng_node_shown(at, channel) || (at != root && at->type == ENG_NODE_FOOTNOTE)) {
			eng_walk_skip(&walk);
		} else if (at->type == ENG_NODE_TEXT) {
			eng_buf_str(out, at->as.text.value.text);
		} else if (at->type == ENG_NODE_BR) {
			eng_buf_char(out, ' ');
		} else if (at->type == ENG_NODE_FACT) {
			gather(at->as.fact.label, channel, out);
		} else if (at->type == ENG_NODE_IMAGE && !at->as.image.decorative) {
			eng_buf_str(out, at->as.image.alt);
		}
	}
}

static eng_str finished(eng_arena *arena, eng_buf *text) {
	eng_str out =
	    eng_canonical_text(arena, eng_str_copy(arena, eng_str_trim(eng_buf_view(text))));

	eng_buf_finish(text);
	return out;
}

eng_str eng_canonical_node(eng_arena *arena, const eng_node *node, int channel) {
	eng_buf text = { 0 };

	gather(node, channel, &text);
	return finished(arena, &text);
}

eng_str eng_canonical_notes(eng_arena *arena, const eng_node *node, int channel) {
	eng_walk walk = eng_walk_start((eng_node *)node);
	eng_buf text = { 0 };

	while (eng_walk_next(&walk)) {
		if (!walk.entering) {
			continue;
		}
		if (!eng_node_shown(walk.node, channel)) {
			eng_walk_skip(&walk);
		} else if (walk.node->type == ENG_NODE_FOOTNOTE) {
			gather(walk.node, channel, &text);
			eng_buf_char(&text, '\n');
			eng_walk_skip(&walk);
		}
	}
	return finished(arena, &text);
}
