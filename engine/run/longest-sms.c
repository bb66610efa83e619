/* Puts the longest pieces together and measures them by the channel's own means: what may be altered is
 * altered, the rest counts as it stands. */
#include "run/longest-sms.h"

#include "base/utf8.h"
#include "channels/channel.h"
#include "channels/sms/gsm7.h"
#include "channels/sms/smart.h"
#include "run/longest-walk.h"

static void add_run(eng_arena *arena, eng_sms_piece *piece, eng_str text, bool fixed) {
	piece->runs =
	    eng_arena_grow(arena, piece->runs, piece->count, &piece->cap, sizeof(*piece->runs));
	piece->runs[piece->count++] = (eng_sms_run){ text, fixed };
}

static eng_sms_message message_of(eng_arena *arena, const eng_longest_pieces *p) {
	eng_sms_message message = { .count = p->n };

	message.pieces = eng_arena_new_array(arena, p->n, eng_sms_piece);
	for (size_t i = 0; i < p->n; i++) {
		const eng_longest_piece *from = &p->items[i];
		eng_sms_piece *to = &message.pieces[i];

		to->source = from->source;
		add_run(arena, to, from->words.text, from->source == ENG_SMS_BLOCK);
		if (from->fixed.n) {
			add_run(arena, to, from->fixed, true);
		}
		if (from->block) {
			eng_node *node = eng_node_new(arena, ENG_NODE_BLOCK, (eng_loc){ 0 }, 0);

			node->as.block.block_id = from->block->id;
			to->node = node;
		}
	}
	return message;
}

typedef struct worst {
	eng_str language;
	eng_longest_pieces pieces;
	eng_gsm7_size size;
	bool wide; /* reckoned as UCS-2 although its own words are GSM */
} worst;

/* What the text needs when some letter of the data is outside of GSM. */
static eng_gsm7_size as_wide(eng_str text) {
	eng_gsm7_size size = { .ucs2 = true };

	size.units = eng_utf8_length(text);
	size.segments = size.units <= 70 ? 1 : (size.units + 66) / 67;
	return size;
}

static void keep_worse(worst *w, eng_str language, const eng_longest_pieces *p, eng_gsm7_size size,
		       bool wide) {
	if (size.segments > w->size.segments) {
		*w = (worst){ language, *p, size, wide };
	}
}

static void report(eng_ctx *ctx, eng_arena *arena, const eng_template *tmpl, const worst *w,
		   int max) {
	eng_loc where = tmpl->brief ? tmpl->brief->where : tmpl->where;
	eng_sms_message message = message_of(arena, &w->pieces);
	const eng_longest *most = NULL;
	eng_buf text = { 0 };

	eng_buf_printf(&text,
		       "longest message in '%.*s' needs %zu segments (%zu %s)%s, at most %d are "
		       "allowed (%zu):",
		       ENG_STR_ARG(w->language), w->size.segments, w->size.units,
		       w->size.ucs2 ? "UCS-2 units" : "septets",
		       w->wide ? " when data has a character outside of GSM" : "", max,
		       eng_gsm7_room(w->size.ucs2, (size_t)max));
	for (size_t i = 0; i < w->pieces.n; i++) {
		const eng_longest_piece *p = &w->pieces.items[i];
		size_t n = eng_utf8_length(p->words.text) + eng_utf8_length(p->fixed);

		eng_buf_printf(&text, "%s %s %zu", i ? "," : "",
			       eng_sms_piece_name(arena, &message.pieces[i]), n);
		most = p->words.field && (!most || p->words.share > most->share) ? &p->words : most;
	}
	if (w->wide) {
		eng_warn(ctx, "sms.worst-case", where, "%s", eng_buf_view(&text).s);
	} else {
		eng_fail(ctx, "sms.worst-case", where, "%s", eng_buf_view(&text).s);
	}
	if (most) {
		eng_note(ctx, most->field->where, "'%s' alone may add %zu characters",
			 eng_decl_path(most->field, arena), most->share);
	}
	eng_buf_finish(&text);
}

static void report_open(eng_ctx *ctx, eng_arena *arena, const eng_reckoner *r) {
	eng_loc where = r->tmpl->brief ? r->tmpl->brief->where : r->tmpl->where;

	if (r->scope.open_field) {
		eng_warn(ctx, "sms.no-maximum", where,
			 "longest message cannot be known: '%s' has no %s",
			 eng_decl_path(r->scope.open_field, arena),
			 r->scope.open_field->repeated ? "max-count" : "max-length");
	} else if (r->scope.open_source.n) {
		eng_warn(ctx, "sms.no-maximum", where,
			 "longest message cannot be known: '%.*s' has no longest value",
			 ENG_STR_ARG(r->scope.open_source));
	}
}

static void reckon(eng_reckoner *r, const eng_theme *theme, eng_smart *smart, worst *sure,
		   worst *wide) {
	eng_longest_pieces *p = eng_arena_new(r->scope.arena, eng_longest_pieces);
	eng_sms_message message;
	eng_str text;

	r->frame = eng_arena_new_array(r->scope.arena, r->tmpl->slots, eng_longest);
	r->scope.variables = r->frame;
	eng_reckoner_pieces(r, theme->sms.prefix, p);
	message = message_of(r->scope.arena, p);
	if (smart) {
		eng_smart_apply(smart, r->scope.arena, &message);
	}
	text = eng_sms_message_text(r->scope.arena, &message);
	keep_worse(sure, r->language, p, eng_gsm7_measure(text), false);
	for (size_t i = 0; i < p->n; i++) {
		const eng_decl *field = p->items[i].words.field;

		if (field && field->type == ENG_TYPE_TEXT && !p->items[i].fixed.n) {
			keep_worse(wide, r->language, p, as_wide(text), true);
		}
	}
}

void eng_longest_sms_check(eng_ctx *ctx, const eng_template *tmpl, const eng_theme *theme,
			   eng_date date) {
	eng_arena arena;
	eng_reckoner r = { .tmpl = tmpl, .date = date };
	worst *sure, *wide;
	eng_smart *smart = NULL;
	int max = theme->sms.max_segments;

	if (!tmpl->recipient.phone.present) {
		return;
	}
	if (theme->sms.smart || theme->sms.transliterate) {
		smart = eng_smart_open(ctx, theme->sms.smart, theme->sms.transliterate);
	}
	eng_arena_init(&arena);
	sure = eng_arena_new(&arena, worst);
	wide = eng_arena_new(&arena, worst);
	for (int i = 0; eng_channel_names[i]; i++) {
		r.bit |= (eng_channel_set)(strcmp(eng_channel_names[i], "sms") == 0) << i;
	}
	for (size_t i = 0; i < tmpl->language_count; i++) {
		eng_locale *locale =
		    eng_locale_new(ctx, eng_str_dup(&arena, tmpl->languages[i]), "");

		if (locale) {
			r.scope = (eng_longest_scope){ ctx,
						       &arena,
						       locale,
						       eng_library_services(tmpl->library),
						       NULL,
						       eng_reckoner_cost,
						       r.scope.open_field,
						       r.scope.open_source };
			r.language = tmpl->languages[i];
			reckon(&r, theme, smart, sure, wide);
			eng_locale_free(locale);
		}
	}
	report_open(ctx, &arena, &r);
	if (sure->size.segments > (size_t)max) {
		report(ctx, &arena, tmpl, sure, max);
	} else if (wide->size.segments > (size_t)max) {
		report(ctx, &arena, tmpl, wide, max);
	}
	eng_smart_close(smart);
	eng_arena_finish(&arena);
}
