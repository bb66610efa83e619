/* What is told is kept until it is whole, so that nothing is printed before an error. */
#include "run/telling.h"

#include "archive/seal.h"
#include "base/file.h"

static void tell(void *user, const eng_diag *diag) {
	const eng_runs_options *o = user;

	if (o->message) {
		o->message(o->user, &(eng_notice){ (eng_notice_level)diag->level, diag->code,
						   diag->where.file, diag->where.line,
						   diag->where.column, diag->message });
	}
}

void eng_telling_init(eng_telling *look, const eng_runs_options *options) {
	*look = (eng_telling){ .options = options };
	eng_ctx_init(&look->ctx, tell, (void *)options);
	eng_arena_init(&look->arena);
	eng_json_write_init(&look->json, &look->text, true);
}

bool eng_telling_finish(eng_telling *look, bool ok) {
	if (ok && look->text.n) {
		fwrite(look->text.s, 1, look->text.n, look->options->out);
		fputs(look->options->json ? "\n" : "", look->options->out);
	}
	eng_buf_finish(&look->text);
	eng_arena_finish(&look->arena);
	return ok;
}

bool eng_telling_read(eng_telling *look, const char *folder, eng_past *past) {
	eng_str clean = eng_str_from(folder);

	while (clean.n > 1 && eng_str_ends(clean, "/")) {
		clean.n--;
	}
	return eng_past_read(&look->ctx, &look->arena, eng_str_dup(&look->arena, clean), past);
}

bool eng_telling_is_signed(eng_telling *look, const eng_past *past) {
	return eng_file_exists(eng_path_join(&look->arena, past->folder, ENG_SEAL_FILE ".minisig"));
}

uint64_t eng_telling_artifacts(const eng_past *past) {
	const eng_json_node *channels = eng_json_find(past->report, "channels");
	uint64_t n = 0;

	for (const eng_json_node *c = channels ? channels->first : NULL; c; c = c->next) {
		n += eng_past_count(c, "artifacts");
	}
	return n;
}
