/* Keys, signing the policy, and taking decisions: everything that needs a person's secret key. */
#include "run/trust.h"

#include <string.h>

#include "base/file.h"
#include "compliance/release.h"

static void tell(void *user, const eng_diag *diag) {
	const eng_trust_options *o = user;

	if (o->message) {
		o->message(o->user, &(eng_notice){ (eng_notice_level)diag->level, diag->code,
						   diag->where.file, diag->where.line,
						   diag->where.column, diag->message });
	}
}

void eng_trust_init(eng_trust *t, const eng_trust_options *options) {
	*t = (eng_trust){ .options = options };
	eng_ctx_init(&t->ctx, tell, (void *)options);
	eng_arena_init(&t->arena);
}

bool eng_trust_open(eng_trust *t, const eng_trust_options *options) {
	eng_public_key root;

	eng_trust_init(t, options);
	if (!options->trust) {
		return eng_fail(&t->ctx, "policy.no-root", (eng_loc){ 0 },
				"the root's public key is needed: name its file with --trust");
	}
	if (!eng_public_key_load(&t->ctx, options->trust, &root)) {
		return false;
	}
	return eng_audit_open(&t->ctx, &t->arena, options->library, &root, &t->policy, &t->audit);
}

void eng_trust_finish(eng_trust *t) {
	eng_arena_finish(&t->arena);
}

/* ---- keys ---- */

/* A mark in the id: chance gives it to one key in four thousand millions, which is then made again. */
static void init_key(eng_secret_key *key, bool demonstration) {
	do {
		eng_secret_key_init(key);
		if (demonstration) {
			key->id[7] = 0xDE;
			key->id[6] = 0x30;
			key->id[5] = key->id[4] = 0;
		}
	} while (eng_key_is_demonstration(key->id) != demonstration);
}

static bool write_public(eng_trust *t, const char *path, const eng_public_key *key) {
	char id[ENG_KEY_ID_TEXT], text[ENG_PUBLIC_KEY_TEXT];

	eng_key_id_text(key->id, id);
	eng_public_key_text(key, text);
	return eng_file_write(
	    &t->ctx, path,
	    eng_str_printf(&t->arena, "untrusted comment: public key %s\n%s\n", id, text), true);
}

bool eng_key_new(const eng_trust_options *o, const char *path, const char *password,
		 bool demonstration, char public_key[ENG_KEY_TEXT]) {
	eng_public_key shown;
	eng_secret_key key;
	eng_trust t;
	bool ok;

	eng_trust_init(&t, o);
	init_key(&key, demonstration);
	shown = eng_secret_key_public(&key);
	eng_public_key_text(&shown, public_key);
	ok = eng_secret_key_write(&t.ctx, eng_arena_printf(&t.arena, "%s.key", path), &key,
				  password) &&
	     write_public(&t, eng_arena_printf(&t.arena, "%s.pub", path), &shown);
	eng_secret_key_finish(&key);
	eng_trust_finish(&t);
	return ok;
}

bool eng_key_is_protected(const eng_trust_options *o, const char *path, bool *out) {
	eng_trust t;
	bool ok;

	eng_trust_init(&t, o);
	ok = eng_secret_key_is_protected(&t.ctx, path, out);
	eng_trust_finish(&t);
	return ok;
}

static bool take_date(eng_trust *t, const char *text, eng_date *date) {
	return (text && eng_date_parse(eng_str_from(text), date) && !date->has_time) ||
	       eng_fail(&t->ctx, "approval.bad-date", (eng_loc){ 0 },
			"'%s' is no date; one as 2026-11-01 is expected", text ? text : "");
}

/* ---- the policy ---- */

/* Each change of the policy has a serial of its own, so that a run can refuse an older one. */
static bool check_serial(eng_trust *t) {
	int64_t serial;
	eng_hash hash;

	if (!eng_audit_load(&t->ctx, &t->arena, NULL, t->options->library, &t->audit)) {
		return false;
	}
	if (eng_audit_last_policy(&t->audit, &serial, &hash) && t->policy->serial <= serial &&
	    !eng_hash_eq(&hash, &t->policy->hash)) {
		return eng_fail(
		    &t->ctx, "policy.serial", ((eng_loc){ t->policy->path, 0, 0 }),
		    "policy was changed, but its serial %lld is not above %lld, which was "
		    "signed already",
		    (long long)t->policy->serial, (long long)serial);
	}
	return true;
}

static bool sign_policy(eng_trust *t, const eng_secret_key *key, eng_date date) {
	const char *library = t->options->library;
	const char *path = eng_path_join(&t->arena, library, ENG_POLICY_FILE);
	eng_public_key root = eng_secret_key_public(key);
	eng_buf text = { 0 };
	eng_str data;
	bool ok;

	t->policy = eng_policy_load(&t->ctx, &t->arena, library, NULL);
	if (!t->policy || !check_serial(t) ||
	    !eng_file_read(&t->ctx, &t->arena, path, 1u << 20, &data)) {
		return false;
	}
	eng_signature_make(
	    key, data,
	    eng_str_printf(&t->arena, "engross:1 policy serial=%lld", (long long)t->policy->serial),
	    &text);
	/* Signed first, then read as others will read it: a policy that its own root would refuse is
	 * not entered in the log. */
	ok = eng_file_write(&t->ctx, eng_path_join(&t->arena, library, ENG_POLICY_SIGNATURE),
			    eng_buf_view(&text), true) &&
	     eng_policy_load(&t->ctx, &t->arena, library, &root) &&
	     eng_audit_add(&t->ctx, &t->arena, library,
			   (eng_audit_entry){
			       .action = ENG_STR(ENG_AUDIT_POLICY),
			       .person = ENG_STR(ENG_AUDIT_ROOT),
			       .role = ENG_STR(ENG_AUDIT_ROOT),
			       .path = ENG_STR(ENG_POLICY_FILE),
			       .note = eng_str_printf(&t->arena, ENG_AUDIT_SERIAL "%lld",
						      (long long)t->policy->serial),
			       .date = date,
			       .hash = t->policy->hash,
			   },
			   key);
	eng_buf_finish(&text);
	return ok;
}

bool eng_policy_sign(const eng_trust_options *o, const char *key_file, const char *password,
		     const char *date_text) {
	eng_secret_key key = { 0 };
	eng_date date;
	eng_trust t;
	bool ok;

	eng_trust_init(&t, o);
	ok = take_date(&t, date_text, &date) &&
	     eng_secret_key_load(&t.ctx, key_file, password, &key) && sign_policy(&t, &key, date);
	eng_secret_key_finish(&key);
	eng_trust_finish(&t);
	return ok;
}

/* ---- decisions ---- */

static bool has_role_for(const eng_approval *approval, eng_action action, eng_str role) {
	if (action == ENG_ACTION_SUBMIT) {
		return eng_str_eqc(role, ENG_AUTHOR_ROLE);
	}
	for (size_t i = 0; i < approval->role_count; i++) {
		if (eng_str_eq(approval->roles[i], role)) {
			return true;
		}
	}
	return false;
}

/* The role asked for, or the only one of the person's that fits. */
static bool choose_role(eng_trust *t, const eng_person *person, const eng_approval *approval,
			const char *asked, eng_decision *d) {
	size_t found = 0;

	for (size_t i = 0; i < person->role_count; i++) {
		eng_str role = person->roles[i];

		if (has_role_for(approval, d->action, role) &&
		    (!asked || eng_str_eqc(role, asked))) {
			d->role = role;
			found++;
		}
	}
	if (found == 0) {
		return eng_fail(&t->ctx, "approval.other-role", person->where,
				"'%.*s' has no role that may %s '%s'", ENG_STR_ARG(person->id),
				eng_action_name(d->action), approval->path);
	}
	if (found > 1) {
		return eng_fail(&t->ctx, "approval.which-role", person->where,
				"'%.*s' has several roles that may %s '%s'; say which with --role",
				ENG_STR_ARG(person->id), eng_action_name(d->action),
				approval->path);
	}
	return true;
}

/* What the state of the file allows. Signing again what is signed already would only confuse. */
static bool check_turn(eng_trust *t, const eng_approval *a, const eng_decision *d) {
	bool submitted = false;

	for (size_t i = 0; i < a->decision_count; i++) {
		const eng_decision *old = &a->decisions[i];
		bool same = old->current && eng_str_eq(old->person, d->person);

		submitted |= old->current && old->action == ENG_ACTION_SUBMIT;
		if (same && old->action == d->action) {
			return eng_fail(&t->ctx, "approval.done", old->signature.where,
					"'%.*s' decided so already", ENG_STR_ARG(d->person));
		}
		if (same && old->action == ENG_ACTION_SUBMIT && d->action == ENG_ACTION_APPROVE) {
			return eng_fail(&t->ctx, "approval.own-work", old->signature.where,
					"'%.*s' submitted '%s' and cannot approve it",
					ENG_STR_ARG(d->person), a->path);
		}
	}
	if (d->action == ENG_ACTION_APPROVE && !submitted) {
		return eng_fail(&t->ctx, "approval.not-submitted", (eng_loc){ a->path, 0, 0 },
				"'%s' was not submitted by its author yet", a->path);
	}
	if (a->state == ENG_APPROVAL_REJECTED || a->state == ENG_APPROVAL_REVOKED) {
		return eng_approval_require(&t->ctx, a, (eng_loc){ a->path, 0, 0 });
	}
	return true;
}

static bool write_decision(eng_trust *t, const eng_decision *d, eng_str data,
			   const eng_secret_key *key) {
	const char *library = t->options->library;
	const char *path = eng_decision_file(&t->arena, library, d);

	/* The log first: a decision that is only logged shows, one that is not logged might not. */
	return eng_audit_add(&t->ctx, &t->arena, library, eng_audit_entry_of(d), key) &&
	       eng_file_mkdirs(&t->ctx, eng_path_dir(&t->arena, path)) &&
	       eng_file_write(&t->ctx, path, eng_decision_sign(&t->arena, d, data, key), true);
}

static bool take_note(eng_trust *t, const char *note, eng_decision *d) {
	d->note = eng_str_from(note);
	for (size_t i = 0; i < d->note.n; i++) {
		if ((unsigned char)d->note.s[i] < 0x20) {
			return eng_fail(&t->ctx, "approval.bad-note", (eng_loc){ 0 },
					"note should be one line without control characters");
		}
	}
	if (d->note.n == 0 && (d->action == ENG_ACTION_REJECT || d->action == ENG_ACTION_REVOKE)) {
		return eng_fail(&t->ctx, "approval.bad-note", (eng_loc){ 0 },
				"say why with --note: others will ask");
	}
	return true;
}

/* What is read before it is approved is what the release lists. */
static bool check_release(eng_trust *t, const eng_approval *approval, eng_action action) {
	eng_release release;

	return (action != ENG_ACTION_SUBMIT && action != ENG_ACTION_APPROVE) ||
	       !eng_str_eqc(eng_policy_kind(eng_str_from(approval->path)), "releases") ||
	       (eng_release_parse(&t->ctx, &t->arena, approval->path, approval->data, &release) &&
		eng_release_check(&t->ctx, &release, t->options->library));
}

static bool decide_file(eng_trust *t, const eng_decision_options *o, const eng_person *person,
			const char *file, eng_decision d, const eng_secret_key *key) {
	eng_approval approval;

	d.path = eng_str_from(file);
	if (!eng_approval_load(&t->ctx, &t->arena, t->policy, t->options->library, file,
			       &approval) ||
	    !choose_role(t, person, &approval, o->role, &d) || !check_turn(t, &approval, &d)) {
		return false;
	}
	d.hash = approval.hash;
	return check_release(t, &approval, d.action) && write_decision(t, &d, approval.data, key);
}

static bool decide(eng_trust *t, const eng_decision_options *o, const eng_secret_key *key) {
	const eng_person_key *held;
	const eng_person *person = eng_policy_holder(t->policy, key->id, &held);
	eng_decision d = { 0 };
	char id[ENG_KEY_ID_TEXT];
	bool ok = true;

	if (!eng_action_parse(eng_str_from(o->action), &d.action)) {
		return eng_fail(&t->ctx, "approval.bad-action", (eng_loc){ 0 },
				"'%s' is no decision; submit, approve, reject, revoke are",
				o->action);
	}
	if (!person) {
		eng_key_id_text(key->id, id);
		return eng_fail(&t->ctx, "approval.unknown-key", ((eng_loc){ o->key, 0, 0 }),
				"key %s belongs to nobody in the policy", id);
	}
	d.person = person->id;
	if (!take_date(t, o->date, &d.date) || !take_note(t, o->note, &d)) {
		return false;
	}
	for (size_t i = 0; i < o->file_count; i++) {
		ok = decide_file(t, o, person, o->files[i], d, key) && ok;
	}
	return ok;
}

bool eng_decide(const eng_trust_options *o, const eng_decision_options *decision) {
	eng_secret_key key = { 0 };
	eng_trust t;
	bool ok;

	ok = eng_trust_open(&t, o) &&
	     eng_secret_key_load(&t.ctx, decision->key, decision->password, &key) &&
	     decide(&t, decision, &key);
	eng_secret_key_finish(&key);
	eng_trust_finish(&t);
	return ok;
}
