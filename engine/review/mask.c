/* Letters keep what decides how they are set and sent: script, case, whether GSM's alphabet has them. */
#include "review/mask.h"

#include <glib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "channels/sms/gsm7.h"

#define DIGIT '5' /* no number begins with 0, and none becomes one that is */

/* One letter for each script: its small form, its capital where it has any, its mark. */
static const struct {
	GUnicodeScript script;
	uint32_t letter, capital, mark;
} letters[] = {
	{ G_UNICODE_SCRIPT_ARABIC, 0x646, 0, 0x64e },
	{ G_UNICODE_SCRIPT_CYRILLIC, 0x445, 0x425, 0x301 },
	{ G_UNICODE_SCRIPT_DEVANAGARI, 0x915, 0, 0x93e },
	{ G_UNICODE_SCRIPT_GREEK, 0x3bb, 0x39b, 0x301 },
	{ G_UNICODE_SCRIPT_HAN, 0x67d0, 0, 0 },
	{ G_UNICODE_SCRIPT_HANGUL, 0xac00, 0, 0 },
	{ G_UNICODE_SCRIPT_HEBREW, 0x5d0, 0, 0x5b7 },
	{ G_UNICODE_SCRIPT_HIRAGANA, 0x3042, 0, 0 },
	{ G_UNICODE_SCRIPT_KATAKANA, 0x30a2, 0, 0 },
	{ G_UNICODE_SCRIPT_THAI, 0xe01, 0, 0xe34 },
};

/* Latin, and what no other row is for. */
static uint32_t latin(uint32_t c, bool capital) {
	if (c < 128) {
		return capital ? 'X' : 'x';
	}
	return eng_gsm7_septets(c) ? (capital ? 0xd6 : 0xf6) : (capital ? 0x141 : 0x142);
}

static uint32_t letter_for(uint32_t c) {
	bool capital = g_unichar_isupper(c) || g_unichar_istitle(c);
	GUnicodeScript script = g_unichar_get_script(c);

	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		if (letters[i].script == script) {
			return capital && letters[i].capital ? letters[i].capital
							     : letters[i].letter;
		}
	}
	return latin(c, capital);
}

/* A mark belongs to the script of the letter before it. */
static uint32_t mark_for(uint32_t c, uint32_t before) {
	GUnicodeScript script = g_unichar_get_script(before);

	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		if (letters[i].script == script && letters[i].mark) {
			return letters[i].mark;
		}
	}
	return g_unichar_get_script(c) == G_UNICODE_SCRIPT_INHERITED ? 0x301 : c;
}

eng_str eng_mask_text(eng_arena *arena, eng_str text) {
	eng_buf out = { 0 };
	uint32_t c, before = 0;
	eng_str copy;

	while (eng_utf8_next(&text, &c)) {
		uint32_t masked = g_unichar_isdigit(c)   ? (c < 128 ? (uint32_t)DIGIT : c)
				  : g_unichar_ismark(c)  ? mark_for(c, before)
				  : g_unichar_isalpha(c) ? letter_for(c)
							 : c;

		/* Digits of other scripts stand in tens: the five of the same ten. */
		if (c >= 128 && g_unichar_isdigit(c)) {
			masked = c - (uint32_t)g_unichar_digit_value(c) + 5;
		}
		eng_buf_utf8(&out, masked);
		before = masked;
	}
	copy = eng_str_copy(arena, eng_buf_view(&out));
	eng_buf_finish(&out);
	return copy;
}

static eng_field *copy_field(eng_arena *arena, const eng_field *from, const eng_decl *decl,
			     bool hidden) {
	eng_field *field = eng_arena_copy(arena, from, sizeof(*from));

	hidden |= decl && decl->confidential;
	field->first = field->last = field->next = field->previous = field->parent = NULL;
	if (hidden) {
		field->text = eng_mask_text(arena, from->text);
	}
	for (const eng_field *child = from->first; child; child = child->next) {
		eng_field *copy = copy_field(
		    arena, child, decl ? eng_decl_find(decl, child->name) : NULL, hidden);

		copy->parent = field;
		copy->previous = field->last;
		*(field->last ? &field->last->next : &field->first) = copy;
		field->last = copy;
	}
	return field;
}

const eng_record *eng_mask_record(eng_arena *arena, const eng_vocabulary *vocabulary,
				  const eng_record *record) {
	eng_record *copy = eng_arena_copy(arena, record, sizeof(*record));

	copy->root = copy_field(arena, record->root, vocabulary->root, false);
	if (record->source.n) {
		copy->source = ENG_STR("<masked/>");
	}
	return copy;
}
