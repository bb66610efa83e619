/* Lines of the audit log: members in a fixed order, the signature last, over all that stands before
 * it. A line has one form: what is read is written again and compared, so that nothing hides in a
 * line that a reader would skip. */
#include "compliance/audit-line.h"

#include "base/decimal.h"
#include "markup/json-write.h"
#include "markup/json.h"

typedef struct line {
	eng_arena *arena;
	eng_audit_entry *entry;
	eng_str signature;
	eng_str key;
	bool bad;
} line;

/* ---- writing ---- */

static void write_members(eng_json_writer *w, const eng_audit_entry *e) {
	char hex[ENG_HASH_HEX], date[ENG_DATE_TEXT];

	eng_json_member_int(w, "n", e->number);
	eng_hash_hex(&e->previous, hex);
	eng_json_member_cstr(w, "previous", hex);
	eng_json_member_text(w, "action", e->action);
	eng_json_member_text(w, "person", e->person);
	eng_json_member_text(w, "role", e->role);
	eng_json_member_text(w, "date", eng_date_format(e->date, date));
	eng_json_member_text(w, "file", e->path);
	eng_hash_hex(&e->hash, hex);
	eng_json_member_cstr(w, "sha256", hex);
	eng_json_member_some(w, "note", e->note);
}

eng_str eng_audit_line_format(eng_arena *arena, const eng_audit_entry *entry, eng_str signature) {
	eng_buf text = { 0 };
	eng_json_writer w;
	eng_str out;

	eng_json_write_init(&w, &text, false);
	eng_json_write_object(&w);
	write_members(&w, entry);
	eng_json_member_some(&w, "signature", signature);
	eng_json_write_object_end(&w);
	out = eng_str_copy(arena, eng_buf_view(&text));
	eng_buf_finish(&text);
	return out;
}

eng_str eng_audit_line_body(eng_arena *arena, const eng_audit_entry *entry) {
	return eng_audit_line_format(arena, entry, ENG_STR(""));
}

/* ---- reading ---- */

static bool take_number(eng_str text, int64_t *out) {
	eng_decimal number;

	return eng_decimal_parse(text, false, &number) && eng_decimal_to_int64(number, out);
}

static bool take_text(line *l, eng_str text) {
	eng_audit_entry *e = l->entry;
	const struct {
		const char *key;
		eng_str *to;
	} texts[] = { { "action", &e->action }, { "person", &e->person },
		      { "role", &e->role },     { "file", &e->path },
		      { "note", &e->note },     { "signature", &l->signature } };

	if (eng_str_eqc(l->key, "previous")) {
		return eng_hash_parse(text, &e->previous);
	}
	if (eng_str_eqc(l->key, "sha256")) {
		return eng_hash_parse(text, &e->hash);
	}
	if (eng_str_eqc(l->key, "date")) {
		return eng_date_parse(text, &e->date);
	}
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		if (eng_str_eqc(l->key, texts[i].key)) {
			*texts[i].to = eng_str_copy(l->arena, text);
			return true;
		}
	}
	return false;
}

static bool take(void *user, const eng_json_token *token) {
	line *l = user;

	switch (token->kind) {
	case ENG_JSON_OBJECT:
		l->bad |= token->depth != 0;
		break;
	case ENG_JSON_KEY:
		l->key = eng_str_copy(l->arena, token->text);
		break;
	case ENG_JSON_NUMBER:
		l->bad |= !eng_str_eqc(l->key, "n") || !take_number(token->text, &l->entry->number);
		break;
	case ENG_JSON_STRING:
		l->bad |= token->depth != 1 || !take_text(l, token->text);
		break;
	case ENG_JSON_OBJECT_END:
		break;
	case ENG_JSON_ARRAY:
	case ENG_JSON_ARRAY_END:
	case ENG_JSON_TRUE:
	case ENG_JSON_FALSE:
	case ENG_JSON_NULL:
		l->bad = true;
		break;
	}
	return true;
}

bool eng_audit_line_parse(eng_ctx *ctx, eng_arena *arena, eng_loc where, eng_str text,
			  eng_audit_entry *entry, eng_str *signature) {
	line l = { .arena = arena, .entry = entry };
	eng_json_reader *reader = eng_json_reader_new(ctx, where.file, take, &l);
	size_t taken;
	bool ok;

	*entry = (eng_audit_entry){ .where = where };
	eng_json_reader_reset(reader, 0, where.line);
	ok = eng_json_reader_feed(reader, text.s, text.n, &taken) && eng_json_reader_finish(reader);
	eng_json_reader_free(reader);
	if (!ok) {
		return false;
	}
	*signature = l.signature;
	if (l.bad || !l.signature.s || entry->date.year == 0 ||
	    !eng_str_eq(eng_audit_line_format(arena, entry, l.signature), text)) {
		return eng_fail(
		    ctx, "audit.bad-line", where,
		    "not a line of an audit log: members are unknown, missing or not in order");
	}
	return true;
}
