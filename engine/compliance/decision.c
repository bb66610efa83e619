/* The trusted comment of a decision, "engross:1 decision=approve role=legal person=mara date=...
 * file=... sha256=... note=...", its signature, and whether the policy stands behind it. The note is
 * the rest of the line, so that it may hold anything but a line break. */
#include "compliance/decision.h"

#include <string.h>

#include "base/file.h"

static const char *const names[] = { "submit", "approve", "reject", "revoke", "comment" };

#define FORMAT "engross:1"

const char *eng_action_name(eng_action action) {
	return names[action];
}

bool eng_action_parse(eng_str name, eng_action *out) {
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (eng_str_eqc(name, names[i])) {
			*out = (eng_action)i;
			return true;
		}
	}
	return false;
}

eng_str eng_decision_comment(eng_arena *arena, const eng_decision *d) {
	char hex[ENG_HASH_HEX], date[ENG_DATE_TEXT];

	eng_hash_hex(&d->hash, hex);
	eng_date_format(d->date, date);
	return eng_str_printf(
	    arena, FORMAT " decision=%s role=%.*s person=%.*s date=%s file=%.*s sha256=%s%s%.*s",
	    names[d->action], ENG_STR_ARG(d->role), ENG_STR_ARG(d->person), date,
	    ENG_STR_ARG(d->path), hex, d->note.n ? " note=" : "", ENG_STR_ARG(d->note));
}

/* "key=value " of the comment; each in its place, so that there is one way to write a decision. */
static bool take_field(eng_str *rest, const char *key, eng_str *value) {
	eng_str word;

	if (!eng_str_split(rest, ' ', &word) || !eng_str_starts(word, key)) {
		return false;
	}
	*value = eng_str_sub(word, strlen(key), word.n);
	return value->n > 0;
}

static bool parse_comment(eng_arena *arena, eng_str comment, eng_decision *out) {
	eng_str rest = comment, format, action, date, hash;

	if (!eng_str_split(&rest, ' ', &format) || !eng_str_eqc(format, FORMAT) ||
	    !take_field(&rest, "decision=", &action) || !eng_action_parse(action, &out->action) ||
	    !take_field(&rest, "role=", &out->role) ||
	    !take_field(&rest, "person=", &out->person) || !take_field(&rest, "date=", &date) ||
	    !eng_date_parse(date, &out->date) || !take_field(&rest, "file=", &out->path) ||
	    !eng_path_is_safe(out->path) || !take_field(&rest, "sha256=", &hash) ||
	    !eng_hash_parse(hash, &out->hash)) {
		return false;
	}
	if (rest.s && !eng_str_starts(rest, "note=")) {
		return false;
	}
	out->note = rest.s ? eng_str_sub(rest, 5, rest.n) : ENG_STR("");
	/* One way to write it: what reads the same is the same. */
	return eng_str_eq(eng_decision_comment(arena, out), comment);
}

bool eng_decision_parse(eng_ctx *ctx, eng_arena *arena, const eng_signature *signature,
			eng_decision *out) {
	*out = (eng_decision){ .signature = *signature };
	if (!parse_comment(arena, signature->comment, out)) {
		return eng_fail(ctx, "approval.bad-comment", signature->where,
				"trusted comment '%s' does not say a decision of engross",
				eng_quote(arena, signature->comment));
	}
	return true;
}

/* "-1a2b3c4d" for a comment: the same words on the same day are the same. */
static const char *words_of(eng_arena *arena, const eng_decision *d) {
	char hex[ENG_HASH_HEX], date[ENG_DATE_TEXT];
	eng_str text = eng_str_printf(
	    arena, "%.*s %.*s", ENG_STR_ARG(eng_date_format(d->date, date)), ENG_STR_ARG(d->note));
	eng_hash hash = eng_hash_of(text.s, text.n);

	eng_hash_hex(&hash, hex);
	return eng_arena_printf(arena, "-%.8s", hex);
}

const char *eng_decision_file(eng_arena *arena, const char *library, const eng_decision *d) {
	char hex[ENG_HASH_HEX];

	eng_hash_hex(&d->hash, hex);
	return eng_arena_printf(arena, "%s/" ENG_APPROVALS_DIR "/%.*s/%.12s.%s%s.%.*s.minisig",
				library, ENG_STR_ARG(d->path), hex, names[d->action],
				d->action == ENG_ACTION_COMMENT ? words_of(arena, d) : "",
				ENG_STR_ARG(d->person));
}

eng_str eng_decision_sign(eng_arena *arena, const eng_decision *decision, eng_str data,
			  const eng_secret_key *key) {
	eng_buf text = { 0 };
	eng_str out;

	eng_signature_make(key, data, eng_decision_comment(arena, decision), &text);
	out = eng_str_copy(arena, eng_buf_view(&text));
	eng_buf_finish(&text);
	return out;
}

/* ---- checking ---- */

static bool after(eng_date a, eng_date b) {
	return eng_date_days(a) > eng_date_days(b);
}

static bool check_key(eng_ctx *ctx, const eng_policy *policy, const eng_decision *d,
		      const eng_person_key **key) {
	const eng_person *holder = eng_policy_holder(policy, d->signature.key_id, key);
	char id[ENG_KEY_ID_TEXT];

	eng_key_id_text(d->signature.key_id, id);
	if (!holder) {
		return eng_fail(ctx, "approval.unknown-key", d->signature.where,
				"key %s belongs to nobody in the policy", id);
	}
	if (!eng_str_eq(holder->id, d->person)) {
		return eng_fail(ctx, "approval.other-person", d->signature.where,
				"key %s belongs to '%.*s', but the decision says it is from '%.*s'",
				id, ENG_STR_ARG(holder->id), ENG_STR_ARG(d->person));
	}
	if ((*key)->compromised || ((*key)->retired && after(d->date, (*key)->retired_on))) {
		return eng_fail(ctx, "approval.revoked-key", d->signature.where,
				"key %s of '%.*s' was revoked; what it signed must be signed again",
				id, ENG_STR_ARG(holder->id));
	}
	return true;
}

/* Submitting needs the author's role, deciding one that the policy asks for that kind of file. A
 * release binds files of several kinds: any role that some kind needs may decide there. */
static bool role_decides(const eng_policy *policy, const eng_decision *d) {
	eng_str kind = eng_policy_kind(d->path);

	if (eng_str_eqc(d->role, ENG_AUTHOR_ROLE)) {
		return d->action == ENG_ACTION_SUBMIT || d->action == ENG_ACTION_COMMENT;
	}
	if (d->action == ENG_ACTION_SUBMIT) {
		return false;
	}
	for (size_t i = 0; i < policy->requirement_count; i++) {
		const eng_requirement *requirement = &policy->requirements[i];

		if (!eng_str_eqc(kind, "releases") && !eng_str_eq(requirement->kind, kind)) {
			continue;
		}
		for (size_t k = 0; k < requirement->role_count; k++) {
			if (eng_str_eq(requirement->roles[k], d->role)) {
				return true;
			}
		}
	}
	return false;
}

bool eng_decision_check(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy,
			const eng_decision *d, eng_str data) {
	const eng_person_key *key;
	const char *what = eng_str_dup(arena, d->path);

	if (!check_key(ctx, policy, d, &key) ||
	    !(data.s ? eng_signature_check(ctx, &d->signature, &key->key, data, what)
		     : eng_signature_check_comment(ctx, &d->signature, &key->key, what))) {
		return false;
	}
	if (!eng_person_has_role(eng_policy_person(policy, d->person), d->role)) {
		return eng_fail(ctx, "approval.other-role", d->signature.where,
				"'%.*s' has not the role '%.*s'", ENG_STR_ARG(d->person),
				ENG_STR_ARG(d->role));
	}
	if (!role_decides(policy, d)) {
		return eng_fail(ctx, "approval.other-role", d->signature.where,
				"the role '%.*s' does not decide about '%s'", ENG_STR_ARG(d->role),
				what);
	}
	return true;
}
