/* Telling people and machines how a library stands: whom the policy trusts, what was decided about
 * which file, and whether the audit log is whole. */
#include "base/file.h"
#include "compliance/release.h"
#include "markup/json-write.h"
#include "run/trust.h"

/* ---- the policy ---- */

static void print_words(FILE *out, const eng_str *words, size_t n) {
	for (size_t i = 0; i < n; i++) {
		fprintf(out, "%s%.*s", i ? ", " : "", ENG_STR_ARG(words[i]));
	}
}

static void print_person(FILE *out, const eng_person *person) {
	char id[ENG_KEY_ID_TEXT];

	fprintf(out, "  %-16.*s %.*s (", ENG_STR_ARG(person->id), ENG_STR_ARG(person->name));
	print_words(out, person->roles, person->role_count);
	fputs(")\n", out);
	for (size_t i = 0; i < person->key_count; i++) {
		const eng_person_key *key = &person->keys[i];

		eng_key_id_text(key->key.id, id);
		fprintf(out, "  %-16s key %s%s\n", "", id,
			key->compromised ? ", revoked"
			: key->retired   ? ", no longer used"
					 : "");
	}
}

static void print_policy(FILE *out, const eng_policy *policy) {
	fprintf(out, "%.*s, serial %lld, signed by the root key\n\nPeople:\n",
		ENG_STR_ARG(policy->name), (long long)policy->serial);
	for (size_t i = 0; i < policy->person_count; i++) {
		print_person(out, &policy->people[i]);
	}
	fputs("\nWhat needs whose approval:\n", out);
	for (size_t i = 0; i < policy->requirement_count; i++) {
		const eng_requirement *r = &policy->requirements[i];

		fprintf(out, "  %-16.*s ", ENG_STR_ARG(r->kind));
		print_words(out, r->roles, r->role_count);
		fprintf(out, " (%zu %s)\n", r->people, r->people == 1 ? "person" : "persons");
	}
	for (size_t i = 0; i < policy->revocation_count; i++) {
		fprintf(out, "%s  %.*s: %.*s\n", i ? "" : "\nRevoked:\n",
			ENG_STR_ARG(policy->revocations[i].path),
			ENG_STR_ARG(policy->revocations[i].reason));
	}
}

bool eng_policy_report(const eng_trust_options *o, FILE *out) {
	eng_trust t;
	bool ok = eng_trust_open(&t, o);

	if (ok) {
		print_policy(out, t.policy);
	}
	eng_trust_finish(&t);
	return ok;
}

/* ---- files ---- */

typedef struct report {
	eng_trust *trust;
	eng_report_kind kind;
	FILE *out;
	bool approved;
	size_t files;
} report;

static void print_status(FILE *out, const eng_approval *a) {
	fprintf(out, "%-9s %s", eng_approval_state_name(a->state), a->path);
	if (a->state == ENG_APPROVAL_WAITING) {
		fprintf(out, "  (missing: %.*s)", ENG_STR_ARG(a->missing));
	} else if (a->reason.n) {
		fprintf(out, "  (%.*s)", ENG_STR_ARG(a->reason));
	}
	fputc('\n', out);
}

static void print_history(FILE *out, const eng_approval *a) {
	char date[ENG_DATE_TEXT], hex[ENG_HASH_HEX];

	print_status(out, a);
	for (size_t i = 0; i < a->decision_count; i++) {
		const eng_decision *d = &a->decisions[i];

		eng_date_format(d->date, date);
		eng_hash_hex(&d->hash, hex);
		fprintf(out, "  %s  %-8s %.*s as %.*s, bytes %.12s%s%s%.*s\n", date,
			eng_action_name(d->action), ENG_STR_ARG(d->person), ENG_STR_ARG(d->role),
			hex, d->current ? "" : " (an earlier form)", d->note.n ? ": " : "",
			ENG_STR_ARG(d->note));
	}
}

static void write_decision(eng_json_writer *w, const eng_decision *d) {
	char date[ENG_DATE_TEXT], hex[ENG_HASH_HEX], id[ENG_KEY_ID_TEXT];

	eng_json_write_object(w);
	eng_json_member_cstr(w, "action", eng_action_name(d->action));
	eng_json_member_text(w, "person", d->person);
	eng_json_member_text(w, "role", d->role);
	eng_json_member_text(w, "date", eng_date_format(d->date, date));
	eng_hash_hex(&d->hash, hex);
	eng_json_member_cstr(w, "sha256", hex);
	eng_json_member_bool(w, "current", d->current);
	eng_key_id_text(d->signature.key_id, id);
	eng_json_member_cstr(w, "key", id);
	eng_json_member_some(w, "note", d->note);
	eng_json_write_object_end(w);
}

static void print_json(FILE *out, const eng_approval *a) {
	eng_buf text = { 0 };
	char hex[ENG_HASH_HEX];
	eng_json_writer w;

	eng_json_write_init(&w, &text, false);
	eng_json_write_object(&w);
	eng_json_member_cstr(&w, "file", a->path);
	eng_hash_hex(&a->hash, hex);
	eng_json_member_cstr(&w, "sha256", hex);
	eng_json_member_cstr(&w, "state", eng_approval_state_name(a->state));
	eng_json_member_some(&w, "missing", a->missing);
	eng_json_member_some(&w, "reason", a->reason);
	eng_json_member_array(&w, "decisions");
	for (size_t i = 0; i < a->decision_count; i++) {
		write_decision(&w, &a->decisions[i]);
	}
	eng_json_write_array_end(&w);
	eng_json_write_object_end(&w);
	fprintf(out, "%s\n", text.s);
	eng_buf_finish(&text);
}

/* True for what is no release. */
static bool check_release(report *r, const eng_approval *a) {
	eng_trust *t = r->trust;
	eng_release release;

	return !eng_str_eqc(eng_policy_kind(eng_str_from(a->path)), "releases") ||
	       (eng_release_parse(&t->ctx, &t->arena, a->path, a->data, &release) &&
		eng_release_check(&t->ctx, &release, t->options->library));
}

static bool report_file(report *r, const char *path) {
	eng_approval a;

	if (!eng_approval_load(&r->trust->ctx, &r->trust->arena, r->trust->policy,
			       r->trust->options->library, path, &a)) {
		return false;
	}
	r->files++;
	r->approved &= a.state == ENG_APPROVAL_APPROVED;
	switch (r->kind) {
	case ENG_REPORT_VERIFY:
		print_status(r->out, &a);
		return check_release(r, &a);
	case ENG_REPORT_STATUS:
		print_status(r->out, &a);
		break;
	case ENG_REPORT_HISTORY:
		print_history(r->out, &a);
		break;
	case ENG_REPORT_JSON:
		print_json(r->out, &a);
		break;
	}
	return true;
}

static bool report_folder(report *r, const char *path) {
	eng_trust *t = r->trust;
	const char *const *names;
	bool ok = true;
	size_t n;

	if (!eng_file_list(&t->ctx, &t->arena, eng_path_join(&t->arena, t->options->library, path),
			   &names, &n)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		const char *name = eng_path_join(&t->arena, path, names[i]);
		bool dir = eng_file_is_dir(eng_path_join(&t->arena, t->options->library, name));

		ok = (dir ? report_folder(r, name) : report_file(r, name)) && ok;
	}
	return ok;
}

bool eng_approval_report(const eng_trust_options *o, const char *file, eng_report_kind kind,
			 FILE *out, bool *approved) {
	eng_trust t;
	report r = { .trust = &t, .kind = kind, .out = out, .approved = true };
	bool ok = eng_trust_open(&t, o);

	if (ok) {
		ok = eng_file_is_dir(eng_path_join(&t.arena, o->library, file))
			 ? report_folder(&r, file)
			 : report_file(&r, file);
	}
	*approved = ok && r.approved && r.files > 0;
	eng_trust_finish(&t);
	return ok;
}

/* ---- the log ---- */

bool eng_audit_report(const eng_trust_options *o, FILE *out) {
	char hex[ENG_HASH_HEX];
	eng_trust t;
	bool ok = eng_trust_open(&t, o);

	if (ok) {
		eng_hash_hex(&t.audit.head, hex);
		fprintf(out, "audit log is whole: %zu %s, head %s\n", t.audit.count,
			t.audit.count == 1 ? "entry" : "entries", hex);
	}
	eng_trust_finish(&t);
	return ok;
}
