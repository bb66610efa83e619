/* Opening everything a worker needs and carrying one record through it. */
#include "run/workshop.h"

#include "base/file.h"
#include "base/meter.h"
#include "compliance/rules.h"
#include "content/block.h"
#include "run/clock.h"
#include "run/environment.h"

struct eng_workshop {
	eng_workshop_options options;
	eng_library *library;
	eng_template *tmpl;
	eng_rules *rules;
	eng_composer *composer;
	eng_map **maps;
	size_t map_count;
	eng_arena arena; /* theme and names */
	eng_theme *theme;
	eng_press *press;
	eng_prover *prover;
	eng_studio studio;
	eng_desk *desks[ENG_CHANNELS_MAX];
	bool opened[ENG_CHANNELS_MAX];
};

/* The channels that make a message of words, without the body. */
static eng_channel_set assembling(void) {
	eng_channel_set set = 0;

	for (int i = 0; eng_channels[i]; i++) {
		set |= (eng_channel_set)eng_channels[i]->assembles << i;
	}
	return set;
}

/* The channels without pages that show the body. */
static eng_channel_set flowing(void) {
	eng_channel_set set = 0;

	for (int i = 0; eng_channels[i]; i++) {
		bool flows = !eng_channels[i]->pages && !eng_channels[i]->assembles;

		set |= (eng_channel_set)flows << i;
	}
	return set;
}

static bool check_force(eng_ctx *ctx, const eng_workshop *shop) {
	size_t count;
	const eng_str *languages = eng_template_languages(shop->tmpl, &count);

	return eng_block_check_force(ctx, shop->library, languages, count, shop->options.run_date);
}

static bool open_rules(eng_ctx *ctx, eng_workshop *shop) {
	eng_rules_options options = { .channel_names = eng_content_channel_names,
				      .date = shop->options.run_date,
				      .vocabulary = eng_template_vocabulary(shop->tmpl),
				      .tmpl = eng_template_id(shop->tmpl),
				      .purpose = eng_template_purpose(shop->tmpl) };

	shop->rules = eng_rules_load(ctx, shop->library, &options);
	return shop->rules != NULL;
}

static bool open_content(eng_ctx *ctx, eng_workshop *shop) {
	const eng_workshop_options *o = &shop->options;
	eng_template_options tmpl_options = { .channel_names = eng_content_channel_names,
					      .run_date = o->run_date,
					      .assembling = assembling(),
					      .flowing = flowing(),
					      .lint = o->lint };
	eng_compose_options compose_options = { eng_channels_content(o->channels),
						eng_content_channel_names, o->run_date, o->draft,
						o->trace };

	shop->library = eng_library_open(ctx, o->library);
	if (!shop->library) {
		return false;
	}
	if (o->partial) {
		eng_library_set_partial(shop->library);
	}
	shop->tmpl = eng_str_ends(o->tmpl, ".xml")
			 ? eng_template_load_file(ctx, shop->library,
						  eng_str_dup(&shop->arena, o->tmpl), &tmpl_options)
			 : eng_template_load(ctx, shop->library, o->tmpl, &tmpl_options);
	if (!shop->tmpl || !open_rules(ctx, shop)) {
		return false;
	}
	shop->maps = eng_arena_new_array(&shop->arena, o->map_count, eng_map *);
	for (size_t i = 0; i < o->map_count; i++) {
		shop->maps[i] = eng_map_load(ctx, shop->library, o->maps[i]);
		if (!shop->maps[i]) {
			return false;
		}
		shop->map_count++;
	}
	if (o->released && !check_force(ctx, shop)) {
		return false;
	}
	shop->composer = eng_composer_new(ctx, shop->library, shop->tmpl, &compose_options);
	return shop->composer != NULL;
}

/* Opens the dictionaries of the template's languages when a channel of pages may divide words. */
static bool divide_words(eng_ctx *ctx, eng_workshop *shop) {
	const eng_workshop_options *o = &shop->options;
	const char *folders = o->hyphen_path ? o->hyphen_path : "/usr/share/hyphen";
	size_t count;
	const eng_str *languages = eng_template_languages(shop->tmpl, &count);
	bool pages = false;

	for (int i = 0; eng_channels[i]; i++) {
		pages |= eng_channels[i]->pages && (o->channels >> i & 1);
	}
	return !pages || eng_press_hyphenate(ctx, shop->press, folders, languages, count);
}

/* What decides the looks is content like everything else. */
static bool note_looks(eng_ctx *ctx, eng_workshop *shop) {
	size_t n;
	const eng_content_file *files = eng_press_files(shop->press, &n);
	bool ok = true;

	for (size_t i = 0; i < shop->theme->file_count; i++) {
		ok &= eng_library_note_file(ctx, shop->library, shop->theme->files[i].path,
					    shop->theme->files[i].hash);
	}
	for (size_t i = 0; i < n; i++) {
		ok &= eng_library_note_file(ctx, shop->library, files[i].path, files[i].hash);
	}
	return ok;
}

static bool open_looks(eng_ctx *ctx, eng_workshop *shop) {
	const eng_workshop_options *o = &shop->options;
	eng_str theme = o->theme.n ? o->theme : eng_template_theme(shop->tmpl);

	shop->theme = eng_theme_load(ctx, &shop->arena, o->library, theme);
	if (!shop->theme) {
		return false;
	}
	shop->press = eng_press_new(ctx, shop->theme, o->library,
				    o->font_path ? o->font_path : "/usr/share/fonts");
	if (!shop->press) {
		return false;
	}
	if (!note_looks(ctx, shop) || !divide_words(ctx, shop)) {
		return false;
	}
	shop->prover =
	    eng_prover_new(shop->library, eng_content_channel_names, assembling(), shop->press);
	shop->studio = (eng_studio){
		.theme = shop->theme,
		.library = o->library,
		.press = shop->press,
		.channel_names = eng_content_channel_names,
		.send_time = o->send_time,
		.indent = o->indent,
		.preview = o->preview,
		.pdf = o->pdf,
		.mail = o->mail,
		.exact_fonts = o->exact_fonts,
		.trail = o->trail,
	};
	return true;
}

eng_workshop *eng_workshop_open(eng_ctx *ctx, const eng_workshop_options *options) {
	eng_workshop *shop = eng_malloc(sizeof(*shop));

	memset(shop, 0, sizeof(*shop));
	eng_arena_init(&shop->arena);
	shop->options = *options;
	if (!open_content(ctx, shop) || (!options->document_only && !open_looks(ctx, shop))) {
		eng_workshop_close(shop);
		return NULL;
	}
	return shop;
}

void eng_workshop_close(eng_workshop *shop) {
	if (!shop) {
		return;
	}
	for (int i = 0; eng_channels[i]; i++) {
		if (shop->opened[i] && eng_channels[i]->close) {
			eng_channels[i]->close(shop->desks[i]);
		}
	}
	eng_prover_free(shop->prover);
	eng_press_free(shop->press);
	eng_composer_free(shop->composer);
	eng_rules_close(shop->rules);
	eng_library_close(shop->library);
	eng_arena_finish(&shop->arena);
	free(shop);
}

eng_library *eng_workshop_library(eng_workshop *shop) {
	return shop->library;
}

const eng_template *eng_workshop_template(const eng_workshop *shop) {
	return shop->tmpl;
}

const eng_theme *eng_workshop_theme(const eng_workshop *shop) {
	return shop->theme;
}

const eng_rules *eng_workshop_rules(const eng_workshop *shop) {
	return shop->rules;
}

eng_press *eng_workshop_press(const eng_workshop *shop) {
	return shop->press;
}

eng_composer *eng_workshop_composer(eng_workshop *shop) {
	return shop->composer;
}

/* Appends the words of names that are not there yet. */
static void add_names(eng_buf *out, eng_str names) {
	eng_str word;

	while (eng_str_word(&names, &word)) {
		eng_str rest = eng_buf_view(out), there;
		bool found = false;

		while (!found && eng_str_word(&rest, &there)) {
			found = eng_str_eq(there, word);
		}
		if (!found) {
			eng_buf_printf(out, "%s%.*s", out->n ? " " : "", ENG_STR_ARG(word));
		}
	}
}

eng_source_options eng_workshop_source(eng_workshop *shop, const eng_source_options *options) {
	const eng_vocabulary *vocabulary = eng_template_vocabulary(shop->tmpl);
	eng_source_options source = *options;
	eng_buf records = { 0 }, keep = { 0 };

	add_names(&records, source.record);
	add_names(&keep, source.keep);
	for (size_t i = 0; i < shop->map_count; i++) {
		if (source.format != ENG_FORMAT_JSON) {
			add_names(&records, eng_map_records(shop->maps[i]));
		}
		add_names(&keep, eng_map_keep(shop->maps[i]));
	}
	if (!records.n && vocabulary && source.format != ENG_FORMAT_JSON) {
		add_names(&records, vocabulary->root->name->text);
	}
	source.record = eng_str_copy(&shop->arena, eng_buf_view(&records));
	source.keep = eng_str_copy(&shop->arena, eng_buf_view(&keep));
	if (!source.root_name.n && vocabulary) {
		source.root_name = vocabulary->root->name->text;
	}
	source.keep_source = eng_template_wants_source(shop->tmpl);
	eng_buf_finish(&records);
	eng_buf_finish(&keep);
	return source;
}

static void add_environment(eng_hasher *hasher) {
	eng_environment e = eng_environment_now();

	for (size_t i = 0; i < ENG_ENVIRONMENT_PARTS; i++) {
		eng_hasher_field(hasher, eng_str_from(e.parts[i].version));
	}
}

static void add_preview(eng_hasher *hasher, const eng_preview *preview) {
	int numbers[] = { preview->png, preview->svg, preview->locked, preview->data,
			  preview->ppi };
	char text[64];

	snprintf(text, sizeof(text), "%d %d %d %d %d", numbers[0], numbers[1], numbers[2],
		 numbers[3], numbers[4]);
	eng_hasher_field(hasher, eng_str_from(text));
}

/* True when a channel of the run sets type; messages of text alone need no font to be read through. */
static bool sets_type(eng_channel_set channels) {
	bool any = false;

	for (int i = 0; eng_channels[i]; i++) {
		any |= eng_channels[i]->fonts && (channels >> i & 1);
	}
	return any;
}

eng_hash eng_workshop_hash(const eng_workshop *shop) {
	eng_hasher *hasher = eng_hasher_new();
	const eng_workshop_options *o = &shop->options;
	const eng_content_file *files;
	char date[ENG_DATE_TEXT];
	size_t n;
	eng_hash hash;

	add_environment(hasher);
	eng_hasher_field(hasher, eng_template_id(shop->tmpl));
	eng_hasher_field(hasher, eng_date_format(o->run_date, date));
	eng_hasher_field(hasher,
			 o->send_time.year ? eng_date_format(o->send_time, date) : ENG_STR(""));
	eng_hasher_field(hasher, o->draft ? ENG_STR("draft") : ENG_STR("production"));
	eng_hasher_field(hasher, o->exact_fonts ? ENG_STR("exact") : ENG_STR("shared"));
	for (int i = 0; eng_channel_names[i]; i++) {
		if (o->channels >> i & 1) {
			eng_hasher_field(hasher, eng_str_from(eng_channel_names[i]));
		}
	}
	eng_hasher_field(hasher, o->pdf.bare ? ENG_STR("a-2u") : ENG_STR("a-3a"));
	eng_hasher_add(hasher, &o->pdf.allow, sizeof(o->pdf.allow));
	eng_hasher_field(hasher, o->pdf.owner);
	eng_hasher_add(hasher, &o->mail.attachments, sizeof(o->mail.attachments));
	eng_hasher_field(hasher, o->mail.utf8 ? ENG_STR("smtputf8") : ENG_STR(""));
	add_preview(hasher, &o->preview);
	eng_library_files(shop->library, &files, &n);
	for (size_t i = 0; i < n; i++) {
		eng_hasher_field(hasher, files[i].path);
		eng_hasher_add(hasher, files[i].hash.bytes, ENG_HASH_SIZE);
	}
	if (shop->theme) {
		eng_hasher_add(hasher, shop->theme->hash.bytes, ENG_HASH_SIZE);
	}
	if (shop->theme && sets_type(o->channels)) {
		eng_hash press = eng_press_hash(shop->press);

		eng_hasher_add(hasher, press.bytes, ENG_HASH_SIZE);
	}
	hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	return hash;
}

bool eng_workshop_start(eng_ctx *ctx, eng_workshop *shop, eng_hash fingerprint) {
	shop->studio.fingerprint = fingerprint;
	for (int i = 0; eng_channels[i]; i++) {
		if (!(shop->options.channels >> i & 1) || shop->opened[i] ||
		    !eng_channels[i]->open) {
			continue;
		}
		shop->desks[i] = eng_channels[i]->open(ctx, &shop->studio);
		if (!shop->desks[i]) {
			return false;
		}
		shop->opened[i] = true;
	}
	return true;
}

bool eng_workshop_try(eng_ctx *ctx, eng_workshop *shop) {
	for (int i = 0; eng_channels[i]; i++) {
		if (!eng_template_reaches(shop->tmpl, eng_channel_names[i])) {
			shop->options.channels &= ~((eng_channel_set)1 << i);
		}
	}
	return eng_workshop_start(ctx, shop, (eng_hash){ 0 });
}

const eng_map *eng_workshop_map(const eng_workshop *shop, const eng_record *source) {
	for (size_t i = 0; i < shop->map_count; i++) {
		if (eng_map_matches(shop->maps[i], source)) {
			return shop->maps[i];
		}
	}
	return NULL;
}

const eng_record *eng_workshop_record(eng_ctx *ctx, eng_workshop *shop, eng_arena *arena,
				      const eng_record *source) {
	const eng_vocabulary *vocabulary = eng_template_vocabulary(shop->tmpl);
	const eng_map *map = eng_workshop_map(shop, source);
	const eng_record *record = source;

	if (map) {
		record =
		    eng_map_apply(ctx, arena, shop->library, map, source, shop->options.run_date);
	} else if (shop->map_count) {
		return eng_fail_null(ctx, "run.no-map", eng_field_where(source->root, source),
				     "no map of the job is for records named '%s'",
				     eng_quote(arena, source->root->name->text));
	}
	if (!record || !eng_vocabulary_validate(ctx, arena, vocabulary, record)) {
		return NULL;
	}
	return record;
}

eng_document *eng_workshop_document(eng_ctx *ctx, eng_workshop *shop, eng_arena *arena,
				    const eng_record *record) {
	eng_document *document = eng_compose(ctx, shop->composer, arena, record);

	return document && eng_rules_choose(ctx, shop->rules, arena, record, document) ? document
										       : NULL;
}

/* Renders one artifact; those already made are at hand for channels that attach them. */
static bool render_one(eng_ctx *ctx, eng_workshop *shop, eng_arena *arena,
		       const eng_document *document, eng_work *work, eng_artifact *artifact,
		       const bool *done) {
	const eng_channel *channel = eng_channels[artifact->channel];
	eng_artifact_ref others[ENG_CHANNELS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < work->count; i++) {
		const eng_artifact *there = &work->artifacts[i];
		const eng_channel *other = eng_channels[there->channel];

		if (done[i] && !other->lines && !other->mirrors) {
			others[n++] =
			    (eng_artifact_ref){ other->name,
						eng_arena_printf(arena, "%s.%s",
								 eng_work_name(arena, document),
								 other->extension),
						other->media_type,
						there->layout ? eng_str_from(other->name)
							      : eng_buf_view(&there->bytes) };
		}
	}
	eng_phase_enter(ctx, ENG_PHASE_WRITE);
	if (!channel->render(ctx, shop->desks[artifact->channel], &shop->studio, document, others,
			     n, arena, &artifact->bytes, &artifact->measures)) {
		return false;
	}
	if (artifact->bytes.n > ctx->limits.artifact_bytes) {
		return eng_fail(ctx, "limit.artifact-bytes", document->title->where,
				"the %s artifact has %zu bytes, more than %zu", channel->name,
				artifact->bytes.n, ctx->limits.artifact_bytes);
	}
	return true;
}

/* The pages of a survey; those of a mirror are the other channel's. */
static bool lay_out(eng_ctx *ctx, eng_workshop *shop, eng_arena *arena,
		    const eng_document *document, eng_artifact *a) {
	const char *mirrors = eng_channels[a->channel]->mirrors;
	int shows = mirrors ? eng_document_channel(document, mirrors) : a->channel;

	a->layout = eng_layout_pages(ctx, arena, shop->press, document, shows);
	a->measures = (eng_measures){ .pages = a->layout ? a->layout->page_count : 0 };
	return a->layout != NULL;
}

/* Reads back what was written, but for the copies that show another channel's content. */
static bool verify(eng_ctx *ctx, eng_workshop *shop, eng_arena *arena, const eng_document *document,
		   eng_work *work) {
	eng_phase before = eng_phase_enter(ctx, ENG_PHASE_VERIFY);
	bool ok = true;

	for (size_t i = 0; i < work->count; i++) {
		eng_artifact *a = &work->artifacts[i];

		const eng_channel *channel = eng_channels[a->channel];
		int shows = channel->mirrors ? eng_document_channel(document, channel->mirrors)
					     : a->channel;

		a->proof = (eng_proof){ .copy = channel->mirrors && !channel->certifies };
		if (!a->proof.copy && !a->layout) {
			uint64_t since = eng_clock_cpu();

			ok &= eng_proof_check(ctx, shop->prover, arena, document, shows,
					      eng_buf_view(&a->bytes), a->measures.stands,
					      a->measures.stand_count, &a->proof);
			a->nanoseconds += eng_clock_cpu() - since;
		}
	}
	eng_phase_enter(ctx, before);
	return ok;
}

/* A document that breaks a rule is not written at all. */
static bool check_rules(eng_ctx *ctx, eng_arena *arena, const eng_document *document,
			const eng_work *work) {
	bool ok = true;

	for (size_t i = 0; i < work->count; i++) {
		int channel = work->artifacts[i].channel;

		ok &= eng_channels[channel]->mirrors ||
		      eng_rules_check(ctx, arena, document, channel);
	}
	return ok;
}

/* What a record before left, were this one to fail early. */
static void clear(eng_work *work) {
	for (size_t i = 0; i < work->count; i++) {
		eng_artifact *a = &work->artifacts[i];

		eng_buf_clear(&a->bytes);
		a->measures = (eng_measures){ 0 };
		a->proof = (eng_proof){ 0 };
		a->layout = NULL;
		a->nanoseconds = 0;
	}
}

bool eng_workshop_render(eng_ctx *ctx, eng_workshop *shop, eng_arena *arena,
			 const eng_document *document, eng_work *work) {
	bool done[ENG_CHANNELS_MAX] = { false };
	bool ok = true;

	work->document = document;
	clear(work);
	shop->studio.unpainted = work->survey;
	if (!check_rules(ctx, arena, document, work)) {
		return false;
	}
	/* First those that attach nothing, then those that may attach the others. */
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < work->count; i++) {
			eng_artifact *a = &work->artifacts[i];
			bool later = eng_channels[a->channel]->after != NULL;
			uint64_t since = eng_clock_cpu();

			if (later == (pass == 1)) {
				done[i] =
				    work->survey && eng_channels[a->channel]->pages
					? lay_out(ctx, shop, arena, document, a)
					: render_one(ctx, shop, arena, document, work, a, done);
				a->nanoseconds = eng_clock_cpu() - since;
				ok &= done[i];
			}
		}
	}
	return ok && verify(ctx, shop, arena, document, work);
}

void eng_work_finish(eng_work *work) {
	for (int i = 0; i < ENG_CHANNELS_MAX; i++) {
		eng_buf_finish(&work->artifacts[i].bytes);
	}
}
