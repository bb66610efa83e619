/* `engross verify`: a run, one of its artifacts, or an evidence file; and what is told about it. */
#include "run/check.h"

#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "markup/json-write.h"
#include "run/evidence.h"
#include "run/known-fonts.h"
#include "run/lines.h"

bool eng_check_object(eng_check *c, const char *code, const char *artifact, const char *fmt, ...) {
	eng_json_writer w;
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = eng_arena_vprintf(&c->arena, fmt, ap);
	va_end(ap);
	c->objections++;
	if (c->options->json) {
		eng_buf_cstr(&c->json, c->objections > 1 ? "," : "");
		eng_json_write_init(&w, &c->json, false);
		eng_json_write_object(&w);
		eng_json_member_cstr(&w, "code", code);
		if (artifact) {
			eng_json_member_cstr(&w, "artifact", artifact);
		}
		eng_json_member_cstr(&w, "message", text);
		eng_json_write_object_end(&w);
	} else {
		eng_diag_say(c->options->out, "OBJECTION  %s%s%s [%s]\n", artifact ? artifact : "",
			     artifact ? ": " : "", text, code);
	}
	return false;
}

/* Salts and leaves, read along with the manifest: each of its lines has one of both. */
typedef struct walk {
	eng_check *c;
	eng_lines manifest, salts, leaves;
	const char *file;   /* name of the one artifact file that is asked about; NULL: all */
	const char *source; /* where its bytes are read instead */
	uint64_t last_leaf;
	bool any;
} walk;

typedef struct salt {
	uint64_t leaf;
	int64_t ordinal;
	eng_str channel;
	eng_hash hash;
} salt;

/* The next line of the salts that has not been passed; false at the end. */
static bool next_salt(walk *w, salt *out) {
	eng_str line;
	const char *why;
	const eng_json_node *entry;
	int64_t number;

	if (!eng_lines_next(&w->salts, &line) || !line.n) {
		return false;
	}
	entry = eng_json_tree(&w->c->line, line, &why);
	if (!eng_json_find_int(entry, "leaf", &number) || number < 0 ||
	    !eng_json_find_int(entry, "ordinal", &out->ordinal) ||
	    !eng_hash_parse(eng_json_find_text(entry, "salt"), &out->hash)) {
		return false;
	}
	out->leaf = (uint64_t)number;
	out->channel = eng_json_find_text(entry, "channel");
	return true;
}

/* The leaf of that index, behind those already passed; false: there is none. */
static bool find_leaf(walk *w, uint64_t index, eng_hash *leaf) {
	eng_str line = { 0 };

	while (w->leaves.number <= index && eng_lines_next(&w->leaves, &line)) {}
	return w->leaves.number == index + 1 && eng_hash_parse(line, leaf);
}

static void check_leaf(walk *w, const eng_json_node *entry, eng_str line, const char *name) {
	eng_check *c = w->c;
	int64_t own = -1;
	eng_hash leaf, sealed;
	salt s;

	eng_json_find_int(entry, "ordinal", &own);
	if (!next_salt(w, &s)) {
		eng_check_object(c, "verify.no-salt", name,
				 "no line of '" ENG_SALTS_FILE "' is left for it");
		return;
	}
	if (s.ordinal != own || !eng_str_eq(s.channel, eng_json_find_text(entry, "channel")) ||
	    (w->any && s.leaf <= w->last_leaf)) {
		eng_check_object(c, "verify.no-salt", name,
				 "the salt at its place is for record %lld in channel '%.*s': "
				 "a line of the manifest or of the salts is missing or moved",
				 (long long)s.ordinal, ENG_STR_ARG(s.channel));
		return;
	}
	w->any = true;
	w->last_leaf = s.leaf;
	leaf = eng_seal_leaf(&s.hash, line);
	if (!find_leaf(w, s.leaf, &sealed) || !eng_hash_eq(&leaf, &sealed)) {
		eng_check_object(c, "verify.line-differs", name,
				 "its manifest line or salt is not the one that was sealed");
	}
}

/* The bytes of an artifact: a file, or a stretch of one. */
static bool bytes_of(walk *w, const eng_json_node *entry, const char *name, eng_str *bytes) {
	eng_check *c = w->c;
	const char *path = w->source ? w->source : eng_path_join(&c->line, c->run, name);
	int64_t offset = 0, length = 0;

	if (!eng_path_is_safe(eng_str_from(name))) {
		return eng_check_object(c, "verify.no-file", name, "its path leaves the run");
	}
	if (!eng_file_exists(path)) {
		return eng_check_object(c, "verify.no-file", name, "the file is missing");
	}
	if (!w->source && !eng_file_is_plain(path)) {
		return eng_check_object(c, "verify.no-file", name, "it is not a file");
	}
	if (!eng_file_read(&c->ctx, &c->line, path, c->ctx.limits.artifact_bytes, bytes)) {
		return eng_check_object(c, "verify.no-file", name, "the file cannot be read");
	}
	eng_json_find_int(entry, "bytes", &length);
	if (eng_json_find_int(entry, "offset", &offset)) {
		*bytes = eng_str_sub(*bytes, (size_t)offset, (size_t)(offset + length));
	}
	return true;
}

static void check_line(walk *w, eng_str line, int number) {
	eng_check *c = w->c;
	const char *why, *name;
	const eng_json_node *entry;
	eng_str bytes;

	eng_arena_reset(&c->line);
	entry = eng_json_tree(&c->line, line, &why);
	name = eng_str_dup(&c->line, eng_json_find_text(entry, "path"));
	if (!*name) {
		eng_check_object(c, "verify.line-differs", NULL,
				 "line %d of 'manifest.ndjson' cannot be read", number);
		return;
	}
	if (w->file && strcmp(eng_path_base(name), w->file) != 0) {
		salt passed;

		next_salt(w, &passed);
		return;
	}
	check_leaf(w, entry, line, name);
	if (bytes_of(w, entry, name, &bytes)) {
		eng_check_artifact(c, entry, name, bytes);
	}
}

static bool open_lines(walk *w, eng_lines *lines, const char *name) {
	eng_lines_open(lines, eng_path_join(&w->c->arena, w->c->run, name), false);
	return lines->file ||
	       eng_check_object(w->c, "verify.no-file", NULL, "'%s' is missing", name);
}

static void walk_lines(walk *w) {
	eng_check *c = w->c;
	eng_str line;
	salt left;

	while (eng_lines_next(&w->manifest, &line) && line.n) {
		check_line(w, line, (int)w->manifest.number);
	}
	if (w->manifest.bad || w->salts.bad || w->leaves.bad) {
		eng_check_object(c, "verify.no-file", NULL, "a file of the run cannot be read");
	}
	if (!w->file && next_salt(w, &left)) {
		eng_check_object(c, "verify.line-missing", NULL,
				 "'manifest.ndjson' has no line for record %lld in channel '%.*s', "
				 "though its salt is there",
				 (long long)left.ordinal, ENG_STR_ARG(left.channel));
	}
	c->erased = c->leaf_count > w->manifest.number ? c->leaf_count - w->manifest.number : 0;
	if (w->file && c->artifacts == 0) {
		eng_check_object(c, "verify.unknown", w->file,
				 "the run made no artifact of this name");
	}
}

static void check_lines(eng_check *c, const char *file, const char *source) {
	walk w = { .c = c, .file = file, .source = source };

	if (open_lines(&w, &w.manifest, "manifest.ndjson") &&
	    open_lines(&w, &w.salts, ENG_SALTS_FILE) &&
	    open_lines(&w, &w.leaves, ENG_LEAVES_FILE)) {
		walk_lines(&w);
	}
	eng_lines_close(&w.manifest);
	eng_lines_close(&w.salts);
	eng_lines_close(&w.leaves);
}

/* Who made the folder may have put a pipe in the place of a file: nothing would ever come out of it. */
static bool has_files(eng_check *c) {
	const char *const *names;
	bool ok = true;
	size_t n;

	if (!eng_file_list(&c->ctx, &c->arena, c->run, &names, &n)) {
		return eng_check_object(c, "verify.no-file", NULL, "the folder cannot be read");
	}
	for (size_t i = 0; i < n; i++) {
		const char *path = eng_path_join(&c->arena, c->run, names[i]);

		if (!eng_file_is_dir(path) && !eng_file_is_plain(path)) {
			ok = eng_check_object(c, "verify.no-file", NULL, "'%s' is not a file",
					      names[i]);
		}
	}
	return ok;
}

static void tell_json(eng_check *c) {
	eng_json_writer w;
	eng_buf out = { 0 };

	eng_json_write_init(&w, &out, false);
	eng_json_write_object(&w);
	eng_json_member_bool(&w, "good", c->objections == 0);
	eng_json_member_cstr(&w, "run", c->name ? c->name : "");
	eng_json_member_int(&w, "artifacts", (int64_t)c->artifacts);
	eng_json_member_int(&w, "blocks", (int64_t)c->blocks);
	eng_json_member_int(&w, "rules", (int64_t)c->rules);
	eng_json_member_int(&w, "erased", (int64_t)c->erased);
	if (c->signed_by) {
		eng_json_member_cstr(&w, "signer", c->signer);
	}
	eng_json_member_bool(&w, "signature-checked", c->options->trust != NULL);
	eng_json_write_key(&w, ENG_STR("objections"));
	eng_json_write_raw(
	    &w, eng_str_printf(&c->arena, "[%.*s]", ENG_STR_ARG(eng_buf_view(&c->json))));
	eng_json_write_object_end(&w);
	fprintf(c->options->out, "%s\n", out.s);
	eng_buf_finish(&out);
}

static void tell(eng_check *c) {
	FILE *out = c->options->out;

	if (c->options->json) {
		tell_json(c);
		return;
	}
	eng_diag_say(out, "%s: %llu artifacts with %llu locked blocks read back%s\n",
		     c->name ? c->name : c->run, (unsigned long long)c->artifacts,
		     (unsigned long long)c->blocks, c->objections ? "" : ", all as certified");
	if (c->rules) {
		eng_diag_say(out, "%llu rules of required content judged again\n",
			     (unsigned long long)c->rules);
	}
	if (c->erased) {
		eng_diag_say(out, "%llu artifacts were erased; their leaves still prove the rest\n",
			     (unsigned long long)c->erased);
	}
	if (c->signed_by) {
		eng_diag_say(out, "the seal is signed: %s\n", c->signer);
	} else if (!c->options->trust) {
		eng_diag_say(out, "the seal's signature was not checked: name a trusted key with "
				  "--trust\n");
	}
	if (c->objections) {
		eng_diag_say(out, "%llu objections\n", (unsigned long long)c->objections);
	}
}

void eng_check_tell(void *user, const eng_diag *diag) {
	const eng_verify_options *o = user;

	if (o->message) {
		o->message(o->user, &(eng_notice){ (eng_notice_level)diag->level, diag->code,
						   diag->where.file, diag->where.line,
						   diag->where.column, diag->message });
	}
}

eng_exit eng_verify(const eng_verify_options *options, bool *good) {
	eng_check c = { .options = options, .run = options->run };
	eng_pdf_fonts fonts = { 0 };
	bool able;

	eng_ctx_init(&c.ctx, eng_check_tell, (void *)options);
	eng_arena_init(&c.arena);
	eng_arena_init(&c.line);
	if (options->run) {
		fonts = eng_known_fonts_find(&c.arena, options->run,
					     options->font_path ? options->font_path
								: "/usr/share/fonts");
	}
	c.verifier = eng_verifier_new(fonts);
	able = eng_check_take_passwords(&c);
	if (options->run) {
		able = able && (eng_file_is_dir(options->run) ||
				eng_fail(&c.ctx, "verify.no-run", (eng_loc){ options->run, 0, 0 },
					 "'%s' is not the folder of a run", options->run));
		if (able && has_files(&c)) {
			eng_check_seal(&c);
			check_lines(&c, options->file ? eng_path_base(options->file) : NULL,
				    options->file);
		}
	} else {
		able = able && eng_check_evidence(&c, options->file);
	}
	if (able) {
		tell(&c);
	}
	*good = able && c.objections == 0;
	eng_verifier_free(c.verifier);
	eng_check_finish(&c);
	eng_buf_finish(&c.json);
	eng_arena_finish(&c.line);
	eng_arena_finish(&c.arena);
	return !able ? ENG_EXIT_USAGE : *good ? ENG_EXIT_OK : ENG_EXIT_QUARANTINED;
}
