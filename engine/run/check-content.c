/* Whether what a run used was approved: the files that it kept, judged anew by the signatures beside them
 * and the policy of that day. No library and no log is asked. */
#include "run/check.h"

#include <string.h>

#include "base/file.h"
#include "compliance/approvers.h"
#include "run/kept.h"
#include "run/lines.h"

/* A file of content, and what signatures say of it. */
typedef struct vouched {
	eng_hash hash;
	eng_str bytes;     /* of block files, rules and templates; of others empty */
	bool decided;      /* there are signatures */
	const char *fault; /* why they do not let it be used; NULL: they do */
	eng_str approvers; /* as certificates have them */
} vouched;

static const char *fault_of(eng_check *c, const eng_approval *approval, eng_ctx *judging) {
	eng_diag_list *told = judging->user;

	if (!told->n) {
		eng_approval_require(judging, approval, (eng_loc){ 0 });
	}
	return told->n ? eng_arena_strdup(&c->arena, told->items[0].message) : NULL;
}

/* The conclusion that the policy draws from the signatures. */
static void judge(eng_check *c, const char *path, const eng_kept_file *file, vouched *out) {
	eng_diag_list told = { .arena = &c->arena };
	eng_approval approval = { 0 };
	eng_ctx judging;

	eng_ctx_init(&judging, eng_diag_collect, &told);
	if (eng_approval_judge(&judging, &c->arena, c->policy, path, file->bytes,
			       eng_kept_decisions(&judging, &c->arena, file), file->decision_count,
			       &approval)) {
		out->approvers = eng_approvers_text(&c->arena, &approval);
	}
	out->fault = fault_of(c, &approval, &judging);
}

void eng_check_kept(eng_check *c, const eng_json_node *line) {
	eng_kept_file file;
	const char *path;
	vouched *v;

	if (!eng_kept_read(&c->arena, line, &file)) {
		eng_check_object(c, "verify.bad-content", NULL,
				 "a kept file of content has other bytes than its hash says");
		return;
	}
	if (file.job) {
		return;
	}
	path = eng_str_dup(&c->arena, file.path);
	v = eng_arena_new(&c->arena, vouched);
	v->hash = file.hash;
	if (eng_str_starts(file.path, "blocks/") || eng_str_starts(file.path, "rules") ||
	    eng_str_starts(file.path, "communications/")) {
		v->bytes = eng_str_copy(&c->arena, file.bytes);
	}
	v->decided = file.decision_count > 0;
	if (v->decided && c->policy) {
		judge(c, path, &file, v);
	}
	if (!c->vouched) {
		c->vouched = g_hash_table_new(g_str_hash, g_str_equal);
	}
	g_hash_table_replace(c->vouched, (gpointer)path, v);
}

void eng_check_each_kept(eng_check *c, const char *folder, eng_check_kept_fn *take, void *user) {
	GList *paths = c->vouched ? g_hash_table_get_keys(c->vouched) : NULL;

	paths = g_list_sort(paths, (GCompareFunc)strcmp);
	for (GList *p = paths; p; p = p->next) {
		const vouched *v = g_hash_table_lookup(c->vouched, p->data);

		if (g_str_has_prefix(p->data, folder)) {
			take(user, p->data, v->bytes, v->decided && !v->fault);
		}
	}
	g_list_free(paths);
}

static const vouched *find(const eng_check *c, eng_str path) {
	char *name = g_strndup(path.n ? path.s : "", path.n);
	const vouched *v = c->vouched ? g_hash_table_lookup(c->vouched, name) : NULL;

	g_free(name);
	return v;
}

void eng_check_content(eng_check *c, const eng_json_node *seal) {
	eng_lines lines;
	eng_str line;
	const char *why;

	eng_lines_open(&lines, eng_path_join(&c->arena, c->run, ENG_KEPT_FILE), false);
	while (eng_lines_next(&lines, &line)) {
		eng_arena_reset(&c->line);
		eng_check_kept(c, eng_json_tree(&c->line, line, &why));
	}
	eng_lines_close(&lines);
	eng_check_release(c, seal);
	eng_check_rules_begin(c);
}

void eng_check_release(eng_check *c, const eng_json_node *seal) {
	eng_str path = eng_json_find_text(seal, "release");
	const vouched *v = find(c, path);
	eng_hash stated;

	if (!c->policy || !c->released) {
		return;
	}
	if (!v || !eng_hash_parse(eng_json_find_text(seal, "release-sha256"), &stated) ||
	    !eng_hash_eq(&v->hash, &stated)) {
		eng_check_object(c, "verify.not-approved", NULL,
				 "the release '%.*s' that was sealed is not among what was kept",
				 ENG_STR_ARG(path));
	} else if (!v->decided || v->fault) {
		eng_check_object(c, "verify.not-approved", NULL, "release '%.*s': %s",
				 ENG_STR_ARG(path), v->fault ? v->fault : "nobody approved it");
	}
}

void eng_check_release_named(eng_check *c, const eng_json_node *line, const char *name) {
	if (c->signed_by && !c->released && !eng_json_find(line, "draft")) {
		eng_check_object(c, "verify.not-approved", name,
				 "it bears no mark of a draft, but the seal names no release");
	}
}

/* Whether the people whom the policy asks for approved the file. */
static void check_approved(eng_check *c, const vouched *v, const eng_json_node *entry,
			   const char *name) {
	eng_str path = eng_json_find_text(entry, "path");

	if (!v->decided || v->fault) {
		eng_check_object(c, "verify.not-approved", name, "'%.*s': %s", ENG_STR_ARG(path),
				 v->fault ? v->fault : "nobody approved it");
	} else if (!eng_kept_same(&c->line, eng_json_find(entry, "approvals"), v->approvers)) {
		eng_check_object(c, "verify.not-approved", name,
				 "the certificate of '%.*s' names other approvals than are signed",
				 ENG_STR_ARG(path));
	}
}

bool eng_check_file_kept(eng_check *c, const eng_json_node *entry, const char *name,
			 eng_str *bytes) {
	eng_str path = eng_json_find_text(entry, "path");
	const vouched *v = find(c, path);
	bool judged = c->policy && c->released;
	eng_hash stated;

	if (!v || !eng_hash_parse(eng_json_find_text(entry, "sha256"), &stated) ||
	    !eng_hash_eq(&v->hash, &stated)) {
		if (judged || c->vouched) {
			eng_check_object(c, "verify.not-approved", name,
					 "'%.*s' is not among what was kept, so nothing shows "
					 "that it was approved",
					 ENG_STR_ARG(path));
		}
		return false;
	}
	if (judged) {
		check_approved(c, v, entry, name);
	}
	*bytes = v->bytes;
	return true;
}

const eng_prominence *eng_check_certificate(eng_check *c, const eng_json_node *block,
					    eng_str channel, const char *name, bool *pictures) {
	eng_str path = eng_json_find_text(block, "path"), bytes;

	*pictures = false;
	if (!eng_check_file_kept(c, block, name, &bytes)) {
		return NULL;
	}
	if (eng_json_find(block, "text") &&
	    !eng_check_wording(c, path, bytes, channel, eng_json_find_text(block, "text"),
			       eng_json_find_text(block, "notes"))) {
		eng_check_object(c, "verify.other-words", name,
				 "the certificate's words are not those of '%.*s'",
				 ENG_STR_ARG(path));
	}
	*pictures = eng_str_index(bytes, ENG_STR("<image")) < bytes.n;
	return eng_check_looks(c, path, bytes);
}

static void forget(GHashTable *table) {
	if (table) {
		g_hash_table_destroy(table);
	}
}

void eng_check_finish(eng_check *c) {
	forget(c->vouched);
	forget(c->wordings);
	forget(c->packs);
	forget(c->looks);
	eng_check_rules_end(c);
	forget(c->passwords);
}
