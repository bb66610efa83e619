/* What may be decided by whom and when, and entering it, with a key at hand or signatures from elsewhere. */
#include "run/deciding.h"

#include "base/file.h"
#include "compliance/release.h"

static bool has_role_for(const eng_approval *approval, eng_action action, eng_str role) {
	if (action == ENG_ACTION_SUBMIT) {
		return eng_str_eqc(role, ENG_AUTHOR_ROLE);
	}
	if (action == ENG_ACTION_COMMENT && eng_str_eqc(role, ENG_AUTHOR_ROLE)) {
		return true;
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
		    (!asked || eng_str_eqc(role, asked)) &&
		    (d->action != ENG_ACTION_COMMENT || found == 0)) {
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

/* The same words twice would be one file. */
static bool check_comment(eng_trust *t, const eng_approval *a, const eng_decision *d) {
	for (size_t i = 0; i < a->decision_count; i++) {
		const eng_decision *old = &a->decisions[i];

		if (old->current && old->action == d->action &&
		    eng_str_eq(old->person, d->person) && eng_str_eq(old->note, d->note) &&
		    eng_date_days(old->date) == eng_date_days(d->date)) {
			return eng_fail(&t->ctx, "approval.done", old->signature.where,
					"'%.*s' said so already", ENG_STR_ARG(d->person));
		}
	}
	return true;
}

/* What the state of the file allows. Signing again what is signed already would only confuse. */
static bool check_turn(eng_trust *t, const eng_approval *a, const eng_decision *d) {
	bool submitted = false;

	if (d->action == ENG_ACTION_COMMENT) {
		return check_comment(t, a, d);
	}
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

static bool take_note(eng_trust *t, const char *note, eng_decision *d) {
	d->note = eng_str_from(note);
	for (size_t i = 0; i < d->note.n; i++) {
		if ((unsigned char)d->note.s[i] < 0x20) {
			return eng_fail(&t->ctx, "approval.bad-note", (eng_loc){ 0 },
					"note should be one line without control characters");
		}
	}
	if (d->note.n == 0 && d->action == ENG_ACTION_COMMENT) {
		return eng_fail(&t->ctx, "approval.bad-note", (eng_loc){ 0 },
				"a comment should say something");
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

/* Whose key it is, what is to be decided, when and why: the same for all files. */
static bool prepare(eng_trust *t, const eng_asking *a, const eng_person **person, eng_decision *d) {
	const eng_person_key *held;
	char id[ENG_KEY_ID_TEXT];

	*d = (eng_decision){ 0 };
	*person = eng_policy_holder(t->policy, a->key_id, &held);
	if (!eng_action_parse(eng_str_from(a->action), &d->action)) {
		return eng_fail(
		    &t->ctx, "approval.bad-action", (eng_loc){ 0 },
		    "'%s' is no decision; submit, approve, reject, revoke and comment are",
		    a->action);
	}
	if (!*person) {
		eng_key_id_text(a->key_id, id);
		return eng_fail(&t->ctx, "approval.unknown-key", ((eng_loc){ a->key_file, 0, 0 }),
				"key %s belongs to nobody in the policy", id);
	}
	d->person = (*person)->id;
	return eng_trust_date(t, a->date, &d->date) && take_note(t, a->note, d);
}

static bool prepare_file(eng_trust *t, const eng_asking *a, const eng_person *person,
			 const char *file, eng_decision *d, eng_approval *approval) {
	d->path = eng_str_from(file);
	if (!eng_approval_load(&t->ctx, &t->arena, t->policy, t->options->library, file,
			       approval) ||
	    !choose_role(t, person, approval, a->role, d) || !check_turn(t, approval, d)) {
		return false;
	}
	d->hash = approval->hash;
	return check_release(t, approval, d->action);
}

/* ---- with a key at hand ---- */

static bool write_decision(eng_trust *t, const eng_decision *d, eng_str data,
			   const eng_secret_key *key) {
	const char *library = t->options->library;
	const char *path = eng_decision_file(&t->arena, library, d);

	/* The log first: a decision that is only logged shows, one that is not logged might not. */
	return eng_audit_add(&t->ctx, &t->arena, library, eng_audit_entry_of(d), key) &&
	       eng_file_mkdirs(&t->ctx, eng_path_dir(&t->arena, path)) &&
	       eng_file_write(&t->ctx, path, eng_decision_sign(&t->arena, d, data, key), true);
}

static bool decide(eng_trust *t, const eng_decision_options *o, const eng_secret_key *key) {
	eng_asking asking = { .action = o->action,
			      .role = o->role,
			      .date = o->date,
			      .note = o->note,
			      .key_file = o->key };
	const eng_person *person;
	eng_decision common;
	bool ok = true;

	memcpy(asking.key_id, key->id, sizeof(asking.key_id));
	if (!prepare(t, &asking, &person, &common)) {
		return false;
	}
	for (size_t i = 0; i < o->file_count; i++) {
		eng_decision d = common;
		eng_approval approval;

		ok = prepare_file(t, &asking, person, o->files[i], &d, &approval) &&
		     write_decision(t, &d, approval.data, key) && ok;
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

/* ---- with a key elsewhere ---- */

bool eng_deciding_ask(eng_trust *t, const eng_asking *asking, eng_asked *out) {
	const eng_person *person;
	eng_approval approval;

	*out = (eng_asked){ 0 };
	if (!prepare(t, asking, &person, &out->decision) ||
	    !prepare_file(t, asking, person, asking->file, &out->decision, &approval)) {
		return false;
	}
	out->data = approval.data;
	out->comment = eng_decision_comment(&t->arena, &out->decision);
	out->entry = eng_audit_entry_of(&out->decision);
	eng_audit_place(&t->audit, &out->entry);
	out->line = eng_audit_line_text(&t->arena, &out->entry);
	out->line_comment = eng_audit_line_comment(&t->arena, &out->entry);
	return true;
}

bool eng_deciding_enter(eng_trust *t, const eng_asked *asked, eng_str signature,
			eng_str line_signature) {
	const char *library = t->options->library;
	const char *path = eng_decision_file(&t->arena, library, &asked->decision);
	eng_signature parsed;
	eng_decision d;

	if (!eng_signature_parse(&t->ctx, &t->arena, "signature", signature, &parsed) ||
	    !eng_decision_parse(&t->ctx, &t->arena, &parsed, &d)) {
		return false;
	}
	if (!eng_str_eq(parsed.comment, asked->comment)) {
		return eng_fail(&t->ctx, "approval.bad-comment", (eng_loc){ 0 },
				"the signature is for another decision than the one asked for");
	}
	return eng_decision_check(&t->ctx, &t->arena, t->policy, &d, asked->data) &&
	       eng_audit_enter(&t->ctx, &t->arena, t->policy, library, &asked->entry,
			       line_signature) &&
	       eng_file_mkdirs(&t->ctx, eng_path_dir(&t->arena, path)) &&
	       eng_file_write(&t->ctx, path, signature, true);
}
