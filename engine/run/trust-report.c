/* Telling people and machines how a library stands: what was decided about which file, and whether the
 * audit log is whole. */
#include "base/file.h"
#include "compliance/release.h"
#include "markup/json-write.h"
#include "run/trust.h"

/* ---- files ---- */

typedef struct report {
	eng_trust *trust;
	eng_report_kind kind;
	bool json;
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
	if (r->json) {
		print_json(r->out, &a);
	} else if (r->kind == ENG_REPORT_HISTORY) {
		print_history(r->out, &a);
	} else {
		print_status(r->out, &a);
	}
	return r->kind != ENG_REPORT_VERIFY || check_release(r, &a);
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
			 bool json, FILE *out, bool *approved) {
	eng_trust t;
	report r = { .trust = &t, .kind = kind, .json = json, .out = out, .approved = true };
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

static void print_log(FILE *out, const eng_audit *audit) {
	char hex[ENG_HASH_HEX];

	eng_hash_hex(&audit->head, hex);
	fprintf(out, "audit log is whole: %zu %s, head %s\n", audit->count,
		audit->count == 1 ? "entry" : "entries", hex);
}

static void print_log_json(FILE *out, const eng_audit *audit) {
	char hex[ENG_HASH_HEX];

	eng_hash_hex(&audit->head, hex);
	fprintf(out, "{\"whole\":true,\"entries\":%zu,\"head\":\"%s\"}\n", audit->count, hex);
}

bool eng_audit_report(const eng_trust_options *o, bool json, FILE *out) {
	eng_trust t;
	bool ok = eng_trust_open(&t, o);

	if (ok) {
		(json ? print_log_json : print_log)(out, &t.audit);
	}
	eng_trust_finish(&t);
	return ok;
}
