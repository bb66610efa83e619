/* From glyphs back to characters (ISO 32000-1 9.10; PDF/UA-1 7.21.7). Knows no PDF syntax.
 *
 * A glyph that alone shows its cluster is entered in the font's ToUnicode map, ligatures with all
 * their letters. Where several glyphs show several characters one by one they are entered singly.
 * What is left, reordered or fused syllables and a glyph that already means something else, is not
 * spoken: its word goes into ActualText, and its glyphs keep the best entries that can be found,
 * because every used glyph must have one. */
#include "channels/common/pdf/cluster.h"

#include "base/utf8.h"

#define MAX_CODES 16

/* Scripts whose glyphs come in another order than their characters: Indic, Tibetan, Myanmar, Khmer
 * and their relatives. */
static bool reorders(uint32_t c) {
	return (c >= 0x900 && c < 0xe00) || (c >= 0xf00 && c < 0x10a0) ||
	       (c >= 0x1780 && c < 0x1800) || (c >= 0x1900 && c < 0x1b80) ||
	       (c >= 0xa800 && c < 0xab00 && !(c >= 0xa960 && c < 0xa980)) ||
	       (c >= 0x11000 && c < 0x12000);
}

/* Characters without a shape of their own; a search should not stumble over them. */
static bool is_silent(uint32_t c) {
	return c == 0xad || c == 0x34f || c == 0x61c || c == 0x200b ||
	       (c >= 0x200e && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x2069) || (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff;
}

static bool is_joiner(eng_str text) {
	return eng_str_eqc(text, "\xe2\x80\x8c") || eng_str_eqc(text, "\xe2\x80\x8d");
}

static bool begins_with_space(eng_str text) {
	uint32_t c;

	return eng_str_trim(text).n < text.n ||
	       (eng_utf8_next(&text, &c) &&
		(c == 0xa0 || c == 0x202f || (c >= 0x2000 && c <= 0x200a) || c == 0x3000));
}

static bool has_silent(eng_str text) {
	uint32_t c;

	while (eng_utf8_next(&text, &c)) {
		if (is_silent(c)) {
			return true;
		}
	}
	return false;
}

/* The text without silent characters; all of it when nothing else is there. */
static eng_str audible(eng_arena *arena, eng_str text) {
	eng_str rest = text;
	uint32_t c;
	char *kept;
	size_t n = 0;

	if (!has_silent(text)) {
		return text;
	}
	kept = eng_arena_alloc(arena, text.n + 4);
	while (eng_utf8_next(&rest, &c)) {
		if (!is_silent(c)) {
			n += eng_utf8_encode(c, kept + n);
		}
	}
	return (eng_str){ kept, n };
}

static eng_str encoded(uint32_t c, char out[4]) {
	return (eng_str){ out, eng_utf8_encode(c, out) };
}

/* True when the font maps a character to the glyph that is not just a form of another one (the
 * presentation forms of Arabic and Hebrew). */
static bool has_own_meaning(eng_pdf_face *face, uint32_t glyph) {
	uint32_t code = eng_pdf_face_code(face, glyph);

	return code && !(code >= 0xfb1d && code <= 0xfdff) && !(code >= 0xfe70 && code <= 0xfefe);
}

/* One glyph for one character each, in reading order. */
static bool claim_singly(eng_pdf_face *face, const eng_glyph_run *run,
			 const eng_pdf_cluster *cluster, bool exact) {
	size_t count = cluster->to - cluster->from, n = 0;
	uint32_t codes[MAX_CODES], c;
	eng_str rest = cluster->text;
	bool ok = true;

	while (eng_utf8_next(&rest, &c)) {
		if (n == MAX_CODES) {
			return false;
		}
		codes[n++] = c;
	}
	if (n != count) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t glyph = run->glyphs[run->rtl ? cluster->to - 1 - i : cluster->from + i].id;
		hb_codepoint_t nominal;
		bool own = hb_font_get_nominal_glyph(face->font->hb, codes[i], &nominal) &&
			   nominal == glyph;

		if (!own && (reorders(codes[i]) || has_own_meaning(face, glyph))) {
			return false;
		}
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t glyph = run->glyphs[run->rtl ? cluster->to - 1 - i : cluster->from + i].id;
		char bytes[4];

		ok &= eng_pdf_face_claim(face, eng_pdf_face_use(face, glyph, exact),
					 encoded(codes[i], bytes));
	}
	return ok;
}

/* The characters of the cluster that no glyph of it maps to by itself. */
static eng_str left_over(eng_pdf_face *face, const eng_glyph_run *run,
			 const eng_pdf_cluster *cluster, eng_arena *arena) {
	char *kept = eng_arena_alloc(arena, cluster->text.n + 4);
	eng_str rest = cluster->text;
	uint32_t c;
	size_t n = 0;

	while (eng_utf8_next(&rest, &c)) {
		bool mapped = false;

		for (size_t i = cluster->from; i < cluster->to; i++) {
			mapped |= eng_pdf_face_code(face, run->glyphs[i].id) == c;
		}
		if (!mapped) {
			n += eng_utf8_encode(c, kept + n);
		}
	}
	return n ? (eng_str){ kept, n } : cluster->text;
}

/* Entries for the glyphs of a cluster that cannot be spoken: the character of a glyph that has one;
 * others get the characters that are left over. */
static void suggest(eng_pdf_face *face, const eng_glyph_run *run, const eng_pdf_cluster *cluster,
		    bool exact, eng_arena *arena) {
	for (size_t i = cluster->from; i < cluster->to; i++) {
		eng_pdf_use *use = eng_pdf_face_use(face, run->glyphs[i].id, exact);
		uint32_t code = eng_pdf_face_code(face, run->glyphs[i].id);
		char bytes[4];

		eng_pdf_face_suggest(
		    face, use, code ? encoded(code, bytes) : left_over(face, run, cluster, arena));
	}
}

/* A ligature of a right-to-left script stands for its first letter; the others are spelled. */
static bool claim_first(eng_pdf_face *face, eng_pdf_use *use, eng_pdf_cluster *cluster) {
	eng_str rest = cluster->text;
	uint32_t first, c;
	size_t n;

	if (!eng_utf8_next(&rest, &first) || rest.n == 0) {
		return eng_pdf_face_claim(face, use, cluster->text);
	}
	n = cluster->text.n - rest.n;
	cluster->rest = rest;
	while (eng_utf8_next(&rest, &c)) {
		if (c > 0xffff) {
			cluster->rest = (eng_str){ 0 };
			return eng_pdf_face_claim(face, use, cluster->text);
		}
	}
	return eng_pdf_face_claim(face, use, eng_str_sub(cluster->text, 0, n));
}

static void understand(eng_pdf_face *face, const eng_glyph_run *run, eng_pdf_cluster *cluster,
		       bool exact, eng_arena *arena) {
	bool speaking = cluster->text.n && !is_joiner(cluster->text);

	if (speaking && cluster->to - cluster->from == 1) {
		eng_pdf_use *use = eng_pdf_face_use(face, run->glyphs[cluster->from].id, exact);

		cluster->spoken = run->rtl ? claim_first(face, use, cluster)
					   : eng_pdf_face_claim(face, use, cluster->text);
	} else {
		cluster->spoken = speaking && claim_singly(face, run, cluster, exact);
	}
	if (!cluster->spoken) {
		suggest(face, run, cluster, exact, arena);
	}
}

/* True when cluster values rise (or fall, right to left) as shapers leave them. */
static bool is_monotone(const eng_glyph_run *run) {
	for (size_t i = 0; i < run->count; i++) {
		uint32_t before = i ? run->glyphs[i - 1].cluster : 0, now = run->glyphs[i].cluster;

		if (now > run->text.n || (i && (run->rtl ? now > before : now < before))) {
			return false;
		}
	}
	return true;
}

/* Characters from the cluster's own offset to the next one in reading order; what stands before the
 * first cluster belongs to it. */
static eng_str cluster_text(const eng_glyph_run *run, size_t from, size_t to) {
	uint32_t at = run->glyphs[from].cluster;
	bool first = run->rtl ? to == run->count : from == 0;
	bool last = run->rtl ? from == 0 : to == run->count;
	size_t end = last ? run->text.n : run->glyphs[run->rtl ? from - 1 : to].cluster;

	return eng_str_sub(run->text, first ? 0 : at, end);
}

/* A word is either spoken whole or in ActualText whole: readers that stop at the edges of a sequence
 * must not see a word in pieces. */
static void spread(eng_pdf_cluster *items, size_t n) {
	for (size_t from = 0, to; from < n; from = to + (to < n)) {
		bool spoken = true;

		for (to = from; to < n && !items[to].space; to++) {
			spoken &= items[to].spoken;
		}
		for (size_t i = from; i < to; i++) {
			items[i].spoken = spoken;
		}
	}
}

/* What all glyphs of a run have in common. */
typedef struct common {
	eng_pdf_variant variant; /* of the first */
	bool even;               /* all are of its variant, and on the baseline */
} common;

/* True when a glyph that is a cluster of its own stands for just these characters. What it is first met with is
 * claimed on the way, as it would be below: it is spoken and stands alone. */
static bool is_known(eng_pdf_face *face, const eng_glyph_run *run, eng_pdf_use *use, eng_str text) {
	bool ascii = text.n == 1;

	if (!use->firm && !run->rtl &&
	    (ascii || (run->glyphs[0].cluster == 0 && is_monotone(run) && !is_joiner(text) &&
		       !has_silent(text)))) {
		return eng_pdf_face_claim(face, use, text);
	}
	return use->firm && use->text_n == text.n &&
	       memcmp(face->texts.s + use->text_at, text.s, text.n) == 0;
}

/* Past glyphs that are known ASCII characters of the variant, each behind the other, and on the baseline:
 * nearly all. Stops before the last glyph. */
static size_t skip_letters(const eng_pdf_face *face, const eng_glyph_run *run,
			   eng_pdf_variant variant, size_t i) {
	const eng_glyph *glyphs = run->glyphs;
	const uint8_t *letters = face->letters;
	const unsigned char *text = (const unsigned char *)run->text.s;
	const uint32_t count = face->font->glyph_count, bit = (uint32_t)variant << 7;
	size_t at = glyphs[i].cluster, last = run->count - 1;

	if (at >= run->text.n) {
		return i;
	}
	last = last - i > run->text.n - at ? i + run->text.n - at : last;
	for (; i < last && glyphs[i].id < count; i++, at++) {
		if ((glyphs[i + 1].cluster ^ (uint32_t)(at + 1)) | (uint32_t)glyphs[i].y |
		    (letters[glyphs[i].id] ^ (text[at] | bit))) {
			break;
		}
	}
	return i;
}

/* True when this holds for every glyph: nearly all text. */
static bool all_known(eng_pdf_face *face, const eng_glyph_run *run, bool exact, common *found) {
	const eng_glyph *glyphs = run->glyphs;
	const uint32_t count = face->font->glyph_count;
	uint32_t uneven = 0;

	if (run->count == 0 || glyphs[0].id >= count) {
		return false;
	}
	found->variant = eng_pdf_face_use(face, glyphs[0].id, exact)->variant;
	for (size_t i = 0; i < run->count; i++) {
		size_t at, end = run->text.n;
		eng_pdf_use *use;

		i = run->rtl ? i : skip_letters(face, run, found->variant, i);
		at = glyphs[i].cluster;
		if (run->rtl ? i > 0 : i + 1 < run->count) {
			end = glyphs[run->rtl ? i - 1 : i + 1].cluster;
		}
		if (end <= at || end > run->text.n || glyphs[i].id >= count) {
			return false;
		}
		uneven |= glyphs[i].y != 0 || glyphs[i].id == 0;
		use = eng_pdf_face_use(face, glyphs[i].id, exact);
		uneven |= use->variant != found->variant;
		if (!is_known(face, run, use, eng_str_sub(run->text, at, end))) {
			return false;
		}
	}
	found->even = !uneven;
	return glyphs[run->rtl ? run->count - 1 : 0].cluster == 0;
}

bool eng_pdf_run_is_plain(eng_pdf_face *face, const eng_glyph_run *run, bool exact,
			  eng_pdf_variant *variant) {
	common found = { 0 };

	if (!all_known(face, run, exact, &found) || !found.even) {
		return false;
	}
	*variant = found.variant;
	return true;
}

size_t eng_pdf_clusters(eng_pdf_face *face, const eng_glyph_run *run, bool exact, eng_arena *arena,
			eng_pdf_cluster **clusters) {
	eng_pdf_cluster *items;
	common found = { 0 };
	bool monotone;
	size_t n = 0;

	if (all_known(face, run, exact, &found)) {
		return 0;
	}
	items = eng_arena_new_array(arena, run->count, eng_pdf_cluster);
	monotone = is_monotone(run);
	for (size_t from = 0, to; from < run->count; from = to) {
		for (to = from + 1; to < run->count; to++) {
			if (monotone && run->glyphs[to].cluster != run->glyphs[from].cluster) {
				break;
			}
		}
		items[n].from = from;
		items[n].to = to;
		items[n].text = monotone ? cluster_text(run, from, to) : run->text;
		items[n].space = begins_with_space(items[n].text);
		items[n].text = audible(arena, items[n].text);
		understand(face, run, &items[n++], exact, arena);
	}
	spread(items, n);
	*clusters = items;
	return n;
}
