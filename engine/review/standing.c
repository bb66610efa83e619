/* Versions come from the library as the run reads it, decisions from its folder of approvals. */
#include "review/standing.h"

#include <glib.h>

#include "base/file.h"
#include "channels/channel.h"
#include "compliance/audit.h"
#include "content/block.h"

struct eng_standings {
	eng_ctx *ctx;
	const eng_setting *setting;
	eng_arena arena;
	eng_policy *policy;
	eng_audit audit;
	GHashTable *known; /* path -> eng_approval, NULL where it cannot be read */
};

static bool open_policy(eng_standings *s, const char *trust) {
	eng_public_key root;

	return eng_public_key_load(s->ctx, trust, &root) &&
	       eng_audit_open(s->ctx, &s->arena, s->setting->job->library, &root, &s->policy,
			      &s->audit);
}

eng_standings *eng_standings_open(eng_ctx *ctx, const eng_setting *setting, const char *trust) {
	eng_standings *s = eng_malloc(sizeof(*s));

	*s = (eng_standings){ .ctx = ctx, .setting = setting };
	eng_arena_init(&s->arena);
	s->known = g_hash_table_new(g_str_hash, g_str_equal);
	if (trust && !open_policy(s, trust)) {
		eng_standings_close(s);
		return NULL;
	}
	return s;
}

void eng_standings_close(eng_standings *s) {
	if (s) {
		g_hash_table_destroy(s->known);
		eng_arena_finish(&s->arena);
		free(s);
	}
}

eng_ctx *eng_standings_ctx(const eng_standings *s) {
	return s->ctx;
}

const eng_setting *eng_standings_setting(const eng_standings *s) {
	return s->setting;
}

const eng_policy *eng_standings_policy(const eng_standings *s) {
	return s->policy;
}

const eng_approval *eng_standings_find(eng_standings *s, eng_str path) {
	char *name = eng_str_dup(&s->arena, path);
	eng_approval *approval = g_hash_table_lookup(s->known, name);

	if (!s->policy || approval || g_hash_table_contains(s->known, name)) {
		return approval;
	}
	approval = eng_arena_new(&s->arena, eng_approval);
	if (!eng_approval_load(s->ctx, &s->arena, s->policy, s->setting->job->library, name,
			       approval)) {
		approval = NULL;
	}
	g_hash_table_insert(s->known, name, approval);
	return approval;
}

/* ---- telling ---- */

static void date(eng_json_writer *w, const char *key, eng_date when) {
	char text[ENG_DATE_TEXT];

	if (when.year) {
		eng_json_member_text(w, key, eng_date_format(when, text));
	}
}

static const eng_block_version *version_of(eng_standings *s, const eng_block_use *use) {
	const eng_block *block =
	    eng_block_load(s->ctx, eng_workshop_library(s->setting->shop), use->id,
			   eng_content_channel_names, 0, (eng_loc){ 0 });

	for (size_t i = 0; block && i < block->n; i++) {
		if (block->versions[i]->version == use->version &&
		    eng_str_eq(block->versions[i]->language, use->language)) {
			return block->versions[i];
		}
	}
	return NULL;
}

static void write_demands(eng_json_writer *w, const eng_prominence *p) {
	eng_json_member_object(w, "asks");
	if (p->min_size) {
		eng_json_member_int(w, "size", p->min_size);
	}
	if (p->min_x_height) {
		eng_json_member_int(w, "x-height", p->min_x_height);
	}
	if (p->contrast) {
		eng_json_member_int(w, "contrast", p->contrast);
	}
	if (p->together) {
		eng_json_member_bool(w, "together", true);
	}
	if (p->max_page) {
		eng_json_member_int(w, "last-page", p->max_page);
	}
	eng_json_write_object_end(w);
}

static void write_version(eng_json_writer *w, const eng_block_version *v) {
	eng_json_member_some(w, "owner", v->owner);
	date(w, "from", v->from);
	date(w, "to", v->to);
	date(w, "review", v->review);
	eng_json_member_array(w, "jurisdictions");
	for (size_t i = 0; i < v->jurisdiction_count; i++) {
		eng_json_write_text(w, v->jurisdictions[i]);
	}
	eng_json_write_array_end(w);
	write_demands(w, &v->prominence);
}

static void write_decision(eng_standings *s, eng_json_writer *w, const eng_decision *d) {
	const eng_person *person = eng_policy_person(s->policy, d->person);

	eng_json_write_object(w);
	eng_json_member_cstr(w, "action", eng_action_name(d->action));
	eng_json_member_text(w, "person", d->person);
	if (person) {
		eng_json_member_some(w, "name", person->name);
	}
	eng_json_member_text(w, "role", d->role);
	date(w, "date", d->date);
	eng_json_member_some(w, "note", d->note);
	eng_json_write_object_end(w);
}

static void write_approval(eng_standings *s, eng_json_writer *w, const eng_approval *a) {
	eng_json_member_cstr(w, "state", eng_approval_state_name(a->state));
	eng_json_member_some(w, "missing", a->missing);
	eng_json_member_some(w, "reason", a->reason);
	eng_json_member_array(w, "decisions");
	for (size_t i = 0; i < a->decision_count; i++) {
		if (a->decisions[i].current) {
			write_decision(s, w, &a->decisions[i]);
		}
	}
	eng_json_write_array_end(w);
}

void eng_standing_write_file(eng_standings *s, const eng_approval *a, eng_json_writer *w) {
	char hex[ENG_HASH_HEX];

	eng_hash_hex(&a->hash, hex);
	eng_json_member_cstr(w, "path", a->path);
	eng_json_member_cstr(w, "sha256", hex);
	write_approval(s, w, a);
}

void eng_standing_write(eng_standings *s, const eng_block_use *use, eng_json_writer *w) {
	const eng_block_version *version = version_of(s, use);
	const eng_approval *approval = eng_standings_find(s, use->path);
	char hex[ENG_HASH_HEX];

	eng_json_write_object(w);
	eng_json_member_text(w, "id", use->id);
	eng_json_member_int(w, "version", use->version);
	eng_json_member_text(w, "language", use->language);
	eng_json_member_text(w, "path", use->path);
	eng_hash_hex(&use->file_hash, hex);
	eng_json_member_cstr(w, "sha256", hex);
	if (version) {
		write_version(w, version);
	}
	if (approval) {
		write_approval(s, w, approval);
	}
	eng_json_write_object_end(w);
}
