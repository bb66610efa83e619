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

bool eng_trust_date(eng_trust *t, const char *text, eng_date *date) {
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
	ok = eng_trust_date(&t, date_text, &date) &&
	     eng_secret_key_load(&t.ctx, key_file, password, &key) && sign_policy(&t, &key, date);
	eng_secret_key_finish(&key);
	eng_trust_finish(&t);
	return ok;
}
