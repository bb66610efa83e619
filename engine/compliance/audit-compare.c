/* The audit log against the decisions in approvals/: each line has its file, each file its line. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "compliance/audit.h"

typedef struct comparison {
	eng_ctx *ctx;
	eng_arena *arena;
	const eng_audit *audit;
	const char *library;
	const char **expected; /* files that the log expects, sorted */
	size_t count;
	bool whole; /* files that are expected are read all the same */
	bool ok;
} comparison;

static bool is_about(const eng_audit_entry *entry, const eng_decision *d) {
	return eng_str_eqc(entry->action, eng_action_name(d->action)) &&
	       eng_str_eq(entry->person, d->person) && eng_str_eq(entry->role, d->role) &&
	       eng_str_eq(entry->path, d->path) && eng_hash_eq(&entry->hash, &d->hash);
}

bool eng_audit_require(eng_ctx *ctx, const eng_audit *audit, const eng_decision *decision) {
	for (size_t i = 0; i < audit->count; i++) {
		if (is_about(&audit->entries[i], decision)) {
			return true;
		}
	}
	return eng_fail(ctx, "audit.not-logged", decision->signature.where,
			"decision does not stand in the audit log");
}

static void check_logged(comparison *c, const char *path) {
	eng_signature signature;
	eng_decision decision;

	if (!eng_signature_load(c->ctx, c->arena, path, &signature) ||
	    !eng_decision_parse(c->ctx, c->arena, &signature, &decision) ||
	    !eng_audit_require(c->ctx, c->audit, &decision)) {
		c->ok = false;
	}
}

static int by_bytes(const void *a, const void *b) {
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_expected(const comparison *c, const char *path) {
	return c->count && bsearch(&path, c->expected, c->count, sizeof(*c->expected), by_bytes);
}

static void walk(comparison *c, const char *dir) {
	const char *const *names;
	size_t n = 0;

	if (!eng_file_list(c->ctx, c->arena, dir, &names, &n)) {
		c->ok = false;
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const char *path = eng_path_join(c->arena, dir, names[i]);

		if (!c->whole && is_expected(c, path)) {
			continue;
		}
		if (eng_file_is_dir(path)) {
			walk(c, path);
		} else {
			check_logged(c, path);
		}
	}
}

/* The file of the decision that an entry is about, which must be there; NULL for a policy, whose
 * signature stands beside it, and after reporting. */
static const char *find_file(comparison *c, const eng_audit_entry *entry) {
	eng_decision decision = { .person = entry->person,
				  .path = entry->path,
				  .hash = entry->hash,
				  .date = entry->date,
				  .note = entry->note };
	const char *path;

	if (!eng_action_parse(entry->action, &decision.action)) {
		return NULL;
	}
	path = eng_decision_file(c->arena, c->library, &decision);
	if (eng_file_exists(path)) {
		return path;
	}
	c->ok = eng_fail(c->ctx, "audit.no-decision", entry->where,
			 "%.*s of '%.*s' by '%.*s' is logged, but its signature '%s' is gone",
			 ENG_STR_ARG(entry->action), ENG_STR_ARG(entry->path),
			 ENG_STR_ARG(entry->person), path);
	return NULL;
}

static bool compare(comparison *c) {
	const char *dir = eng_path_join(c->arena, c->library, ENG_APPROVALS_DIR);

	c->expected = eng_arena_new_array(c->arena, c->audit->count, const char *);
	for (size_t i = 0; i < c->audit->count; i++) {
		const char *path = find_file(c, &c->audit->entries[i]);

		if (path) {
			c->expected[c->count++] = path;
		}
	}
	if (c->count) {
		qsort(c->expected, c->count, sizeof(*c->expected), by_bytes);
	}
	if (eng_file_is_dir(dir)) {
		walk(c, dir);
	}
	return c->ok;
}

bool eng_audit_compare(eng_ctx *ctx, eng_arena *arena, const eng_audit *audit,
		       const char *library) {
	comparison c = { ctx, arena, audit, library, .whole = true, .ok = true };

	return compare(&c);
}

bool eng_audit_compare_names(eng_ctx *ctx, eng_arena *arena, const eng_audit *audit,
			     const char *library) {
	comparison c = { ctx, arena, audit, library, .ok = true };

	return compare(&c);
}
