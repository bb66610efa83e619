/* Drawing the conclusion from all decisions about a file.
 *
 * Nobody who submitted these bytes approves them, one person counts once, every role that the policy
 * asks for is filled by another person, and one rejection or revocation outweighs all approvals. */
#include "compliance/approval.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "compliance/release.h"

#define FILE_LIMIT (64u << 20)

static const char *const state_names[] = { "new",      "changed",  "waiting",
					   "approved", "rejected", "revoked" };

const char *eng_approval_state_name(eng_approval_state state) {
	return state_names[state];
}

typedef struct loader {
	eng_ctx *ctx;
	eng_arena *arena;
	const eng_policy *policy;
	const char *library;
	eng_approval *out;
	size_t cap, role_cap;
} loader;

/* ---- what the file needs ---- */

static void add_role(loader *l, eng_str role) {
	eng_approval *out = l->out;

	for (size_t i = 0; i < out->role_count; i++) {
		if (eng_str_eq(out->roles[i], role)) {
			return;
		}
	}
	out->roles =
	    eng_arena_grow(l->arena, out->roles, out->role_count, &l->role_cap, sizeof(eng_str));
	out->roles[out->role_count++] = role;
}

static bool add_kind(loader *l, eng_str path) {
	eng_str kind = eng_policy_kind(path);
	const eng_requirement *requirement = eng_policy_requirement(l->policy, kind);

	if (!requirement) {
		return eng_fail(l->ctx, "approval.no-rule", ((eng_loc){ l->policy->path, 0, 0 }),
				"policy does not say who approves '%.*s'", ENG_STR_ARG(path));
	}
	for (size_t i = 0; i < requirement->role_count; i++) {
		add_role(l, requirement->roles[i]);
	}
	if (l->out->people < requirement->people) {
		l->out->people = requirement->people;
	}
	return true;
}

/* A release needs the roles of every kind of file in it. */
static bool find_needs(loader *l) {
	eng_release release;
	bool ok = true;

	if (!eng_str_eqc(eng_policy_kind(eng_str_from(l->out->path)), "releases")) {
		return add_kind(l, eng_str_from(l->out->path));
	}
	if (!eng_release_parse(l->ctx, l->arena, l->out->path, l->out->data, &release)) {
		return false;
	}
	for (size_t i = 0; i < release.count; i++) {
		ok = add_kind(l, release.files[i].path) && ok;
	}
	if (l->out->people < l->out->role_count) {
		l->out->people = l->out->role_count;
	}
	return ok;
}

/* ---- decisions ---- */

static bool add_decision(loader *l, const eng_signature *signature) {
	eng_approval *out = l->out;
	eng_decision *d;

	out->decisions = eng_arena_grow(l->arena, out->decisions, out->decision_count, &l->cap,
					sizeof(*out->decisions));
	d = &out->decisions[out->decision_count];
	if (!eng_decision_parse(l->ctx, l->arena, signature, d)) {
		return false;
	}
	if (!eng_str_eqc(d->path, out->path)) {
		return eng_fail(l->ctx, "approval.other-file", signature->where,
				"decision is about '%.*s', not about '%s'", ENG_STR_ARG(d->path),
				out->path);
	}
	d->current = eng_hash_eq(&d->hash, &out->hash);
	if (!eng_decision_check(l->ctx, l->arena, l->policy, d,
				d->current ? out->data : (eng_str){ NULL, 0 })) {
		return false;
	}
	out->decision_count++;
	return true;
}

static int by_date(const void *a, const void *b) {
	const eng_decision *x = a, *y = b;
	int64_t dx = eng_date_days(x->date), dy = eng_date_days(y->date);

	if (dx != dy) {
		return dx < dy ? -1 : 1;
	}
	return x->action != y->action ? (int)x->action - (int)y->action
				      : eng_str_cmp(x->person, y->person);
}

/* Whatever order the decisions came in, one conclusion. */
static void sort_decisions(eng_approval *a) {
	if (a->decision_count > 1) {
		qsort(a->decisions, a->decision_count, sizeof(*a->decisions), by_date);
	}
}

static bool load_decisions(loader *l) {
	const char *dir =
	    eng_arena_printf(l->arena, "%s/" ENG_APPROVALS_DIR "/%s", l->library, l->out->path);
	const char *const *files;
	size_t n = 0;
	bool ok = true;

	if (!eng_file_is_dir(dir)) {
		return true;
	}
	if (!eng_file_list(l->ctx, l->arena, dir, &files, &n)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		eng_signature signature;

		ok = eng_signature_load(l->ctx, l->arena, eng_path_join(l->arena, dir, files[i]),
					&signature) &&
		     add_decision(l, &signature) && ok;
	}
	sort_decisions(l->out);
	return ok;
}

/* ---- the conclusion ---- */

/* The first current decision of that kind by that person (any person: empty). */
static const eng_decision *find(const eng_approval *a, eng_action action, eng_str person) {
	for (size_t i = 0; i < a->decision_count; i++) {
		const eng_decision *d = &a->decisions[i];

		if (d->current && d->action == action &&
		    (person.n == 0 || eng_str_eq(d->person, person))) {
			return d;
		}
	}
	return NULL;
}

/* Each approval is by another person than the authors and than the other approvals. */
static bool check_persons(eng_ctx *ctx, const eng_approval *a) {
	bool ok = true;

	for (size_t i = 0; i < a->decision_count; i++) {
		const eng_decision *d = &a->decisions[i];

		if (!d->current || d->action != ENG_ACTION_APPROVE) {
			continue;
		}
		if (find(a, ENG_ACTION_SUBMIT, d->person)) {
			ok = eng_fail(ctx, "approval.own-work", d->signature.where,
				      "'%.*s' submitted '%s' and cannot approve it",
				      ENG_STR_ARG(d->person), a->path);
		}
		if (find(a, ENG_ACTION_APPROVE, d->person) != d) {
			ok = eng_fail(ctx, "approval.same-person", d->signature.where,
				      "'%.*s' approved '%s' twice; one person counts once",
				      ENG_STR_ARG(d->person), a->path);
		}
	}
	return ok;
}

static bool role_is_filled(const eng_approval *a, eng_str role) {
	for (size_t i = 0; i < a->decision_count; i++) {
		const eng_decision *d = &a->decisions[i];

		if (d->current && d->action == ENG_ACTION_APPROVE && eng_str_eq(d->role, role)) {
			return true;
		}
	}
	return false;
}

static void find_missing(loader *l) {
	eng_approval *a = l->out;
	size_t approvals = 0;
	eng_buf text = { 0 };

	for (size_t i = 0; i < a->decision_count; i++) {
		approvals +=
		    a->decisions[i].current && a->decisions[i].action == ENG_ACTION_APPROVE;
	}
	if (!find(a, ENG_ACTION_SUBMIT, ENG_STR(""))) {
		eng_buf_cstr(&text, "an author's submission");
	}
	for (size_t i = 0; i < a->role_count; i++) {
		if (!role_is_filled(a, a->roles[i])) {
			eng_buf_printf(&text, "%sapproval by %.*s", text.n ? ", " : "",
				       ENG_STR_ARG(a->roles[i]));
		}
	}
	if (text.n == 0 && approvals < a->people) {
		eng_buf_printf(&text, "%zu more %s", a->people - approvals,
			       a->people - approvals == 1 ? "person" : "persons");
	}
	a->missing = text.n ? eng_str_copy(l->arena, eng_buf_view(&text)) : ENG_STR("");
	eng_buf_finish(&text);
}

static void conclude(loader *l) {
	eng_approval *a = l->out;
	const eng_revocation *revocation = eng_policy_revocation(l->policy, &a->hash);
	const eng_decision *revoked = find(a, ENG_ACTION_REVOKE, ENG_STR(""));
	const eng_decision *rejected = find(a, ENG_ACTION_REJECT, ENG_STR(""));
	bool current = false, any = false;

	for (size_t i = 0; i < a->decision_count; i++) {
		if (a->decisions[i].action != ENG_ACTION_COMMENT) {
			current |= a->decisions[i].current;
			any = true;
		}
	}
	find_missing(l);
	if (revocation || revoked) {
		a->state = ENG_APPROVAL_REVOKED;
		a->reason = revocation ? revocation->reason : revoked->note;
	} else if (rejected) {
		a->state = ENG_APPROVAL_REJECTED;
		a->reason = rejected->note;
	} else if (!current) {
		a->state = any ? ENG_APPROVAL_CHANGED : ENG_APPROVAL_NEW;
	} else {
		a->state = a->missing.n ? ENG_APPROVAL_WAITING : ENG_APPROVAL_APPROVED;
	}
}

bool eng_approval_judge(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy, const char *path,
			eng_str data, const eng_signature *signatures, size_t n,
			eng_approval *out) {
	loader l = { .ctx = ctx, .arena = arena, .policy = policy, .out = out };
	bool ok = true;

	*out = (eng_approval){ .path = path, .data = data, .hash = eng_hash_of(data.s, data.n) };
	if (!find_needs(&l)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		ok = add_decision(&l, &signatures[i]) && ok;
	}
	sort_decisions(out);
	if (!ok || !check_persons(ctx, out)) {
		return false;
	}
	conclude(&l);
	return true;
}

bool eng_approval_load(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy,
		       const char *library, const char *path, eng_approval *out) {
	loader l = { .ctx = ctx, .arena = arena, .policy = policy, .library = library, .out = out };

	*out = (eng_approval){ .path = path };
	if (!eng_path_is_safe(eng_str_from(path)) || strchr(path, ' ') ||
	    eng_policy_kind(eng_str_from(path)).n == 0) {
		return eng_fail(
		    ctx, "approval.bad-path", ((eng_loc){ path, 0, 0 }),
		    "'%s' is not a file of a library that can be approved; its path should "
		    "begin with a folder such as 'blocks/' and hold no spaces",
		    path);
	}
	if (!eng_file_read(ctx, arena, eng_path_join(arena, library, path), FILE_LIMIT,
			   &out->data)) {
		return false;
	}
	out->hash = eng_hash_of(out->data.s, out->data.n);
	if (!find_needs(&l) || !load_decisions(&l) || !check_persons(ctx, out)) {
		return false;
	}
	conclude(&l);
	return true;
}

const eng_decision *eng_approval_next(const eng_approval *a, size_t *at) {
	while (*at < a->decision_count) {
		const eng_decision *d = &a->decisions[(*at)++];

		if (d->current && d->action == ENG_ACTION_APPROVE) {
			return d;
		}
	}
	return NULL;
}

bool eng_approval_require(eng_ctx *ctx, const eng_approval *a, eng_loc where) {
	switch (a->state) {
	case ENG_APPROVAL_APPROVED:
		return true;
	case ENG_APPROVAL_NEW:
		return eng_fail(ctx, "approval.not-approved", where,
				"'%s' was never submitted for approval", a->path);
	case ENG_APPROVAL_CHANGED:
		return eng_fail(
		    ctx, "approval.changed", where,
		    "'%s' was changed after it was submitted or approved; restore it, or "
		    "submit it again",
		    a->path);
	case ENG_APPROVAL_WAITING:
		return eng_fail(ctx, "approval.not-approved", where,
				"'%s' is not approved yet; missing: %.*s", a->path,
				ENG_STR_ARG(a->missing));
	case ENG_APPROVAL_REJECTED:
		return eng_fail(ctx, "approval.rejected", where, "'%s' was rejected%s%.*s", a->path,
				a->reason.n ? ": " : "", ENG_STR_ARG(a->reason));
	case ENG_APPROVAL_REVOKED:
		return eng_fail(ctx, "approval.revoked", where, "'%s' was revoked%s%.*s", a->path,
				a->reason.n ? ": " : "", ENG_STR_ARG(a->reason));
	}
	return false;
}
