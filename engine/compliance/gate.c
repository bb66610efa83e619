/* Letting files through, or not.
 *
 * A version of a block that nobody approved yet is as if it were not there: the one before it stays in
 * force. Bytes that were approved once and are others now, a withdrawn version, a file that the release
 * does not list or that is missing are never passed over: somebody would read other words than were
 * approved. */
#include "compliance/gate.h"

#include "base/file.h"

struct eng_gate {
	eng_arena arena;
	const char *library;
	eng_policy *policy;
	eng_audit audit;
	eng_guard guard;
	eng_release release;
	bool has_release;
	eng_approval **approvals; /* of what was let through */
	size_t approval_count, approval_cap;
	eng_passed_over *passed_over;
	size_t passed_over_count, passed_over_cap;
};

/* ---- what stands on approvals of its own ---- */

static bool was_approved(const eng_approval *a) {
	for (size_t i = 0; i < a->decision_count; i++) {
		if (a->decisions[i].action == ENG_ACTION_APPROVE) {
			return true;
		}
	}
	return false;
}

static void pass_over(eng_gate *gate, const eng_approval *a) {
	eng_str why = a->state == ENG_APPROVAL_WAITING ? a->missing : a->reason;

	gate->passed_over = eng_arena_grow(&gate->arena, gate->passed_over, gate->passed_over_count,
					   &gate->passed_over_cap, sizeof(*gate->passed_over));
	gate->passed_over[gate->passed_over_count++] = (eng_passed_over){ a->path, a->state, why };
}

static void keep(eng_gate *gate, eng_approval *a) {
	gate->approvals = eng_arena_grow(&gate->arena, gate->approvals, gate->approval_count,
					 &gate->approval_cap, sizeof(*gate->approvals));
	gate->approvals[gate->approval_count++] = a;
}

static bool is_logged(eng_ctx *ctx, const eng_gate *gate, const eng_approval *a) {
	bool ok = true;

	for (size_t i = 0; i < a->decision_count; i++) {
		ok = eng_audit_require(ctx, &gate->audit, &a->decisions[i]) && ok;
	}
	return ok;
}

/* Whether a later entry than i of the log took those bytes back. */
static bool is_taken_back(const eng_audit *audit, size_t i) {
	const eng_audit_entry *entry = &audit->entries[i];

	for (size_t k = i + 1; k < audit->count; k++) {
		const eng_audit_entry *later = &audit->entries[k];

		if (eng_str_eq(later->path, entry->path) &&
		    eng_hash_eq(&later->hash, &entry->hash) &&
		    (eng_str_eqc(later->action, "reject") ||
		     eng_str_eqc(later->action, "revoke"))) {
			return true;
		}
	}
	return false;
}

/* Whether people approved other bytes of the file after these: putting the older ones back would undo what
 * they decided. */
static bool is_superseded(const eng_gate *gate, const eng_approval *a, int64_t *entry) {
	const eng_audit *audit = &gate->audit;

	for (size_t i = audit->count; i-- > 0;) {
		if (eng_str_eqc(audit->entries[i].path, a->path) &&
		    eng_str_eqc(audit->entries[i].action, "approve") && !is_taken_back(audit, i)) {
			*entry = audit->entries[i].number;
			return !eng_hash_eq(&audit->entries[i].hash, &a->hash);
		}
	}
	return false;
}

static eng_standing judge(eng_ctx *ctx, eng_gate *gate, const char *path, eng_approval **out) {
	eng_approval *a = eng_arena_new(&gate->arena, eng_approval);
	int64_t entry = 0;

	if (!eng_approval_load(ctx, &gate->arena, gate->policy, gate->library, path, a) ||
	    !is_logged(ctx, gate, a)) {
		return ENG_STANDING_REFUSED;
	}
	*out = a;
	switch (a->state) {
	case ENG_APPROVAL_APPROVED:
		if (is_superseded(gate, a, &entry)) {
			eng_fail(ctx, "approval.superseded", (eng_loc){ path, 0, 0 },
				 "'%s' is an older state of the file: entry %lld of the audit log "
				 "approves other bytes; restore those",
				 path, (long long)entry);
			return ENG_STANDING_REFUSED;
		}
		keep(gate, a);
		return ENG_STANDING_USABLE;
	case ENG_APPROVAL_REVOKED:
		keep(gate, a);
		return ENG_STANDING_WITHDRAWN;
	case ENG_APPROVAL_CHANGED:
		if (was_approved(a)) {
			eng_approval_require(ctx, a, (eng_loc){ path, 0, 0 });
			return ENG_STANDING_REFUSED;
		}
		break;
	case ENG_APPROVAL_NEW:
	case ENG_APPROVAL_WAITING:
	case ENG_APPROVAL_REJECTED:
		break;
	}
	pass_over(gate, a);
	return ENG_STANDING_WAITING;
}

static eng_standing judge_version(void *user, eng_ctx *ctx, eng_str path) {
	eng_gate *gate = user;
	eng_approval *approval;

	return judge(ctx, gate, eng_str_dup(&gate->arena, path), &approval);
}

const eng_approval *eng_gate_approval(const eng_gate *gate, eng_str path) {
	for (size_t i = 0; i < gate->approval_count; i++) {
		if (eng_str_eqc(path, gate->approvals[i]->path)) {
			return gate->approvals[i];
		}
	}
	return NULL;
}

/* ---- the guard ---- */

/* Its path may be a piece of a longer text. */
static eng_loc place(eng_gate *gate, const eng_content_file *file) {
	return (eng_loc){ eng_str_dup(&gate->arena, file->path), 0, 0 };
}

static bool is_changed(eng_ctx *ctx, eng_gate *gate, const eng_content_file *file) {
	return eng_fail(ctx, "approval.changed", place(gate, file),
			"'%.*s' was changed while the run began", ENG_STR_ARG(file->path));
}

static bool admit_alone(eng_ctx *ctx, eng_gate *gate, const eng_content_file *file) {
	const eng_approval *known = eng_gate_approval(gate, file->path);
	eng_approval *found = NULL;

	if (!known) {
		if (judge(ctx, gate, eng_str_dup(&gate->arena, file->path), &found) ==
		    ENG_STANDING_REFUSED) {
			return false;
		}
		known = found;
	}
	if (eng_str_eqc(eng_policy_kind(file->path), "rules") &&
	    !eng_approval_require(ctx, known, (eng_loc){ known->path, 0, 0 })) {
		return false;
	}
	return eng_hash_eq(&known->hash, &file->hash) || is_changed(ctx, gate, file);
}

static bool admit_released(eng_ctx *ctx, eng_gate *gate, const eng_content_file *file) {
	const eng_content_file *listed = eng_release_find(&gate->release, file->path);
	const char *release = gate->release.path;

	if (!listed) {
		return eng_fail(ctx, "release.not-listed", place(gate, file),
				"'%.*s' is used, but does not stand in '%s', which was approved",
				ENG_STR_ARG(file->path), release);
	}
	return eng_hash_eq(&listed->hash, &file->hash) ||
	       eng_release_differs(ctx, &gate->release, listed);
}

static bool admit(void *user, eng_ctx *ctx, const eng_content_file *file) {
	eng_gate *gate = user;
	eng_str kind = eng_policy_kind(file->path);
	const eng_revocation *revocation = eng_policy_revocation(gate->policy, &file->hash);

	if (eng_str_eqc(file->path, ENG_POLICY_FILE)) {
		return eng_hash_eq(&gate->policy->hash, &file->hash) || is_changed(ctx, gate, file);
	}
	if (eng_str_eqc(kind, "blocks") || eng_str_eqc(kind, "rules")) {
		return admit_alone(ctx, gate, file);
	}
	if (revocation) {
		return eng_fail(ctx, "approval.revoked", place(gate, file),
				"'%.*s' was revoked: %.*s", ENG_STR_ARG(file->path),
				ENG_STR_ARG(revocation->reason));
	}
	return admit_released(ctx, gate, file);
}

/* Of what stands in the release alone: that its hash is not revoked was asked when that was taken. */
static bool find_listed(void *user, eng_str path, eng_hash *hash) {
	const eng_gate *gate = user;
	const eng_content_file *file =
	    gate->has_release ? eng_release_find(&gate->release, path) : NULL;

	if (file) {
		*hash = file->hash;
	}
	return file != NULL;
}

/* ---- the release ---- */

static bool take(eng_ctx *ctx, eng_gate *gate, const eng_approval *a) {
	bool ok = eng_release_parse(ctx, &gate->arena, a->path, a->data, &gate->release) &&
		  eng_release_check(ctx, &gate->release, gate->library);

	for (size_t i = 0; ok && i < gate->release.count; i++) {
		ok = admit(gate, ctx, &gate->release.files[i]);
	}
	gate->has_release = ok;
	return ok;
}

static bool no_release(eng_ctx *ctx, const eng_gate *gate, eng_str id, eng_loc where) {
	const eng_passed_over *last = gate->passed_over_count ? gate->passed_over : NULL;

	if (last) {
		return eng_fail(ctx, "release.none", where,
				"template '%.*s' has no approved release; '%s' is %s%s%.*s",
				ENG_STR_ARG(id), last->path, eng_approval_state_name(last->state),
				last->why.n ? ": " : "", ENG_STR_ARG(last->why));
	}
	return eng_fail(ctx, "release.none", where,
			"template '%.*s' has no release; 'engross template release %.*s' makes one",
			ENG_STR_ARG(id), ENG_STR_ARG(id));
}

static bool take_number(eng_ctx *ctx, eng_gate *gate, eng_str id, int number, eng_loc where) {
	const char *path = eng_release_path(&gate->arena, id, number);
	eng_approval *a = NULL;

	if (!eng_file_exists(eng_path_join(&gate->arena, gate->library, path))) {
		return eng_fail(ctx, "release.none", where, "there is no release '%s'", path);
	}
	return judge(ctx, gate, path, &a) != ENG_STANDING_REFUSED &&
	       eng_approval_require(ctx, a, where) && take(ctx, gate, a);
}

bool eng_gate_take_release(eng_ctx *ctx, eng_gate *gate, eng_str id, int number, eng_loc where) {
	int *numbers;
	size_t count;

	if (!eng_id_is_valid(id)) {
		return eng_fail(ctx, "release.none", where,
				"'%.*s' is not the id of a template, and only templates of the "
				"library have releases",
				ENG_STR_ARG(id));
	}
	if (number) {
		return take_number(ctx, gate, id, number, where);
	}
	if (!eng_release_list(ctx, &gate->arena, gate->library, id, &numbers, &count)) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		const char *path = eng_release_path(&gate->arena, id, numbers[i]);
		eng_approval *a = NULL;

		switch (judge(ctx, gate, path, &a)) {
		case ENG_STANDING_USABLE:
			return take(ctx, gate, a);
		case ENG_STANDING_REFUSED:
			return false;
		case ENG_STANDING_WITHDRAWN:
			pass_over(gate, a);
			break;
		case ENG_STANDING_WAITING:
			break;
		}
	}
	return no_release(ctx, gate, id, where);
}

/* ---- opening ---- */

static bool is_revoked_in_log(const eng_audit *audit, eng_str path) {
	for (size_t i = audit->count; i-- > 0;) {
		if (eng_str_eq(audit->entries[i].path, path) &&
		    eng_str_eqc(audit->entries[i].action, "revoke")) {
			return true;
		}
	}
	return false;
}

/* What was approved is still there: a version or release taken away would bring an older one back. */
static bool check_gone(eng_ctx *ctx, eng_gate *gate) {
	bool ok = true;

	for (size_t i = 0; i < gate->audit.count; i++) {
		const eng_audit_entry *entry = &gate->audit.entries[i];
		const char *path = eng_path_join(&gate->arena, gate->library,
						 eng_str_dup(&gate->arena, entry->path));

		if (eng_str_eqc(entry->action, "approve") && !eng_file_exists(path) &&
		    !is_revoked_in_log(&gate->audit, entry->path)) {
			ok = eng_fail(ctx, "audit.no-file", entry->where,
				      "'%.*s' was approved, but is gone; restore it, and revoke it "
				      "before it is removed",
				      ENG_STR_ARG(entry->path));
		}
	}
	return ok;
}

/* Up to where the log was checked under this very policy; NULL: nothing is known. */
static const eng_audit_mark *find_mark(const eng_policy *policy, const eng_gate_memory *memories,
				       size_t count) {
	char id[ENG_KEY_ID_TEXT];

	eng_key_id_text(policy->root.id, id);
	for (size_t i = 0; i < count; i++) {
		const eng_gate_memory *m = &memories[i];

		if (eng_str_eqc(m->root, id) && eng_str_eq(m->name, policy->name) &&
		    m->serial == policy->serial) {
			return &m->mark;
		}
	}
	return NULL;
}

static bool open_log(eng_ctx *ctx, eng_gate *gate, const eng_public_key *root,
		     const eng_gate_memory *memories, size_t count) {
	const char *library = gate->library;

	gate->policy = eng_policy_load(ctx, &gate->arena, library, root);
	return gate->policy &&
	       eng_audit_load_behind(ctx, &gate->arena, gate->policy, library,
				     find_mark(gate->policy, memories, count), &gate->audit) &&
	       eng_audit_check_policy(ctx, &gate->audit, gate->policy) &&
	       eng_audit_compare_names(ctx, &gate->arena, &gate->audit, library);
}

eng_gate *eng_gate_open(eng_ctx *ctx, const char *library, const char *trust,
			const eng_gate_memory *memories, size_t count) {
	eng_gate *gate = eng_malloc(sizeof(*gate));
	eng_public_key root;

	*gate = (eng_gate){ .library = library };
	gate->guard = (eng_guard){ gate, admit, judge_version, find_listed };
	eng_arena_init(&gate->arena);
	if (!eng_public_key_load(ctx, trust, &root) ||
	    !open_log(ctx, gate, &root, memories, count) || !check_gone(ctx, gate)) {
		eng_gate_close(gate);
		return NULL;
	}
	return gate;
}

void eng_gate_close(eng_gate *gate) {
	if (gate) {
		eng_arena_finish(&gate->arena);
		free(gate);
	}
}

const eng_guard *eng_gate_guard(const eng_gate *gate) {
	return &gate->guard;
}

const eng_policy *eng_gate_policy(const eng_gate *gate) {
	return gate->policy;
}

const eng_audit *eng_gate_audit(const eng_gate *gate) {
	return &gate->audit;
}

const eng_release *eng_gate_release(const eng_gate *gate) {
	return gate->has_release ? &gate->release : NULL;
}

const eng_passed_over *eng_gate_passed_over(const eng_gate *gate, size_t *count) {
	*count = gate->passed_over_count;
	return gate->passed_over;
}

void eng_gate_identify(const eng_gate *gate, eng_hasher *hasher) {
	eng_hasher_add(hasher, gate->policy->root.bytes, sizeof(gate->policy->root.bytes));
	for (size_t i = 0; i < gate->approval_count; i++) {
		const eng_approval *a = gate->approvals[i];
		const eng_decision *d;
		size_t at = 0;

		eng_hasher_field(hasher, eng_str_from(a->path));
		eng_hasher_add(hasher, a->hash.bytes, ENG_HASH_SIZE);
		while ((d = eng_approval_next(a, &at))) {
			eng_hasher_add(hasher, d->signature.bytes, sizeof(d->signature.bytes));
		}
	}
}
