/* Rules in words, for those who approve and audit them. */
#include "compliance/rules.h"

const char *eng_rule_name(eng_arena *arena, const eng_content_rule *rule) {
	eng_str pack = rule->pack->id;

	return pack.n ? eng_arena_printf(arena, "rule '%.*s' of pack '%.*s'", ENG_STR_ARG(rule->id),
					 ENG_STR_ARG(pack))
		      : eng_arena_printf(arena, "rule '%.*s'", ENG_STR_ARG(rule->id));
}

bool eng_rule_words_hold(const eng_rule_words *words, eng_str word) {
	for (size_t i = 0; i < words->n; i++) {
		if (eng_str_eq(words->items[i], word)) {
			return true;
		}
	}
	return false;
}

void eng_rule_explain(eng_ctx *ctx, const eng_content_rule *rule) {
	eng_note(ctx, rule->where, "%.*s", ENG_STR_ARG(rule->author));
	eng_note(ctx, (eng_loc){ 0 }, "why: %.*s (%.*s)", ENG_STR_ARG(rule->auditor),
		 ENG_STR_ARG(rule->source));
}

static void add(eng_buf *out, const char *separator, const char *text) {
	eng_buf_printf(out, "%s%s", out->n ? separator : "", text);
}

static void add_words(eng_buf *out, const char *separator, const char *before,
		      const eng_rule_words *words) {
	if (!words->n) {
		return;
	}
	add(out, separator, before);
	for (size_t i = 0; i < words->n; i++) {
		eng_buf_printf(out, "%s%.*s", i ? ", " : " ", ENG_STR_ARG(words->items[i]));
	}
}

static eng_str taken(eng_arena *arena, eng_buf *text) {
	eng_str out = eng_str_copy(arena, eng_buf_view(text));

	eng_buf_finish(text);
	return out;
}

eng_str eng_rule_audience(eng_arena *arena, const eng_content_rule *rule,
			  const char *const *channel_names) {
	eng_buf out = { 0 };
	char date[ENG_DATE_TEXT];
	bool all = rule->records.n == 1 && eng_str_eqc(rule->records.items[0], "*");
	const char *before = "channels";

	if (all) {
		eng_buf_cstr(&out, "every record");
	} else {
		add_words(&out, "; ", "records", &rule->records);
	}
	add_words(&out, "; ", "templates", &rule->templates);
	add_words(&out, "; ", "purpose", &rule->purposes);
	add_words(&out, "; ", "jurisdictions", &rule->jurisdictions);
	add_words(&out, "; ", "languages", &rule->languages);
	eng_buf_cstr(&out, "; ");
	for (int i = 0; channel_names[i]; i++) {
		if (rule->channels >> i & 1) {
			eng_buf_printf(&out, "%s %s", before, channel_names[i]);
			before = ",";
		}
	}
	if (rule->from.year) {
		eng_buf_printf(&out, "; from %.*s", ENG_STR_ARG(eng_date_format(rule->from, date)));
	}
	if (rule->to.year) {
		eng_buf_printf(&out, "; to %.*s", ENG_STR_ARG(eng_date_format(rule->to, date)));
	}
	if (rule->condition.n) {
		eng_buf_printf(&out, "; when %.*s", ENG_STR_ARG(rule->condition));
	}
	return taken(arena, &out);
}

const char *eng_length_text(eng_arena *arena, eng_length length, bool mm) {
	double value = (double)length / (mm ? 72000.0 / 25.4 : 1000);

	return eng_arena_printf(arena, mm ? "%.2f mm" : "%.4g pt", value);
}

static void add_looks(eng_arena *arena, eng_buf *out, const eng_prominence *p) {
	if (p->min_size) {
		add(out, "; ", "letters of at least ");
		eng_buf_cstr(out, eng_length_text(arena, p->min_size, false));
	}
	if (p->min_x_height) {
		add(out, "; ", "an x-height of at least ");
		eng_buf_cstr(out, eng_length_text(arena, p->min_x_height, true));
	}
	if (p->contrast) {
		add(out, "; ", "");
		eng_buf_printf(out, "a contrast of at least %d.%d", p->contrast / 1000,
			       p->contrast / 100 % 10);
	}
	if (p->weight) {
		add(out, "; ",
		    p->weight == ENG_WEIGHT_BOLD ? "bold type" : "type that is not bold");
	}
	if (p->predominant) {
		add(out, "; ", "letters no smaller than most");
	}
	if (p->as_large_as.n) {
		add(out, "; ", "letters no smaller than those of ");
		eng_buf_str(out, p->as_large_as);
	}
	if (p->together) {
		add(out, "; ", "on one page");
	}
	if (p->max_page) {
		add(out, "; ", "");
		eng_buf_printf(out, "up to page %d", p->max_page);
	}
	if (p->before.n) {
		add(out, "; ", "before ");
		eng_buf_str(out, p->before);
	}
	if (p->after.n) {
		add(out, "; ", "after ");
		eng_buf_str(out, p->after);
	}
}

static void add_pages(eng_arena *arena, eng_buf *out, const eng_rule_pages *p) {
	if (p->most) {
		add(out, "; ", "");
		eng_buf_printf(out, "at most %d %s", p->most, p->most == 1 ? "page" : "pages");
	}
	if (p->width) {
		add(out, "; ", "paper of ");
		eng_buf_printf(out, "%s by %s", eng_length_text(arena, p->width, true),
			       eng_length_text(arena, p->height, true));
	}
	if (p->portrait) {
		add(out, "; ", "upright pages");
	}
}

eng_str eng_rule_demands(eng_arena *arena, const eng_content_rule *rule) {
	eng_buf out = { 0 };

	add_words(&out, "; ", "shows", &rule->required);
	for (size_t i = 0; i < rule->standing_count; i++) {
		const eng_rule_where *w = &rule->standing[i];

		eng_buf_printf(&out, ", %s", eng_standpoint_name(w->standpoint));
		if (w->block.n) {
			eng_buf_printf(&out, " %.*s", ENG_STR_ARG(w->block));
		}
		if (w->standpoint == ENG_STAND_FIRST_PAGE || w->standpoint == ENG_STAND_SAME_PAGE) {
			eng_buf_cstr(&out, " (of a pdf)");
		}
	}
	add_words(&out, "; ", "does not show", &rule->excluded);
	add_words(&out, "; ", "in this order:", &rule->order);
	add_words(&out, "; ", "never says", &rule->forbidden);
	add_looks(arena, &out, &rule->looks);
	add_pages(arena, &out, &rule->pages);
	return taken(arena, &out);
}
