/* Walks the template and its blocks beside the rules. Looks are those of the theme: the style of each piece
 * of wording gives its size, its colour and its face, and the face its height of an x. */
#include "run/lint-rules.h"

#include "channels/channel.h"
#include "content/library-file.h"
#include "content/program.h"
#include "layout/font.h"

#define DEPTH_MAX 64

typedef struct lint {
	eng_ctx *ctx;
	eng_workshop *shop;
	const eng_theme *theme;
	const eng_press *press;
	eng_arena arena;
	eng_channel_set channels, pages;
	/* Of the wording that is walked. */
	const eng_prominence *asked;
	const char *subject; /* "block 'x', as its file asks" */
	const eng_content_rule *rule;
	bool told;
	int depth;
} lint;

/* ---- where the template shows a block ---- */

typedef struct search {
	eng_str id;
	eng_channel_set found;
	int depth;
} search;

static void search_ops(search *s, const eng_op *op, eng_channel_set set);

static void search_op(search *s, const eng_op *op, eng_channel_set set) {
	set &= op->channels;
	if (op->kind == ENG_OP_NODE && op->type == ENG_NODE_BLOCK) {
		const eng_block *block = op->as.block->block;

		for (size_t i = 0; block && eng_str_eq(block->id, s->id) && i < block->n; i++) {
			s->found |= set & block->versions[i]->served;
		}
	} else if (op->kind == ENG_OP_INCLUDE) {
		for (size_t i = 0; i < op->as.include.n; i++) {
			search_ops(s, op->as.include.forms[i]->body, set);
		}
	} else if (op->kind == ENG_OP_NODE && op->type == ENG_NODE_TABLE) {
		search_ops(s, op->as.table->more, set);
	}
	search_ops(s, op->first, set);
}

static void search_ops(search *s, const eng_op *op, eng_channel_set set) {
	if (++s->depth <= DEPTH_MAX) {
		for (; op; op = op->next) {
			search_op(s, op, set);
		}
	}
	s->depth--;
}

static eng_channel_set shown_in(const eng_template *t, eng_str id) {
	search s = { .id = id };

	search_ops(&s, t->head, t->all);
	search_ops(&s, t->body, t->all);
	return s.found;
}

static void check_shown(lint *l, const eng_template *t, const eng_content_rule *rule) {
	for (size_t i = 0; i < rule->required.n; i++) {
		eng_str id = rule->required.items[i];
		eng_channel_set bare = rule->channels & l->channels & ~shown_in(t, id);

		for (int c = 0; eng_content_channel_names[c]; c++) {
			if (bare >> c & 1 &&
			    eng_template_reaches(t, eng_content_channel_names[c])) {
				eng_warn(l->ctx, "rule.never-shown", t->where,
					 "%s may ask for block '%.*s' in %s, where the template "
					 "never shows it",
					 eng_rule_name(&l->arena, rule), ENG_STR_ARG(id),
					 eng_content_channel_names[c]);
				eng_rule_explain(l->ctx, rule);
			}
		}
	}
}

/* ---- how the theme sets wording ---- */

__attribute__((format(printf, 4, 5))) static void object(lint *l, const char *code, eng_loc where,
							 const char *fmt, ...) {
	const char *text;
	va_list ap;

	if (l->told) {
		return;
	}
	va_start(ap, fmt);
	text = eng_arena_vprintf(&l->arena, fmt, ap);
	va_end(ap);
	eng_fail(l->ctx, code, where, "theme '%.*s' sets this %s; %s", ENG_STR_ARG(l->theme->id),
		 text, l->subject);
	if (l->rule) {
		eng_rule_explain(l->ctx, l->rule);
	}
	l->told = true;
}

static const char *element_of(const eng_op *op) {
	static const char *const headings[] = { "heading-1", "heading-2", "heading-3",
						"heading-4" };
	int level = op->as.heading.level;

	return op->type != ENG_NODE_HEADING ? eng_node_type_name(op->type)
					    : headings[(level > 4 ? 4 : level) - 1];
}

static void judge(lint *l, const eng_style *style, bool bold, eng_loc where) {
	const eng_prominence *p = l->asked;
	const eng_typeface *face = eng_press_face(l->press, style->family, bold, style->italic);
	const eng_font *font = face->fonts[0];
	eng_length height = eng_font_scale(font, font->x_height, style->size);
	int contrast = eng_color_contrast(style->color, style->has_background ? style->background
									      : l->theme->paper);

	if (p->min_size && style->size < p->min_size) {
		object(l, "rule.too-small", where, "in %s, at least %s is needed",
		       eng_length_text(&l->arena, style->size, false),
		       eng_length_text(&l->arena, p->min_size, false));
	} else if (p->min_x_height && height < p->min_x_height) {
		object(l, "rule.too-small", where,
		       "in %s, with an x-height of %s, at least %s is needed",
		       eng_length_text(&l->arena, style->size, false),
		       eng_length_text(&l->arena, height, true),
		       eng_length_text(&l->arena, p->min_x_height, true));
	} else if (p->contrast && contrast < p->contrast) {
		object(l, "rule.contrast", where,
		       "with a contrast of %d.%d, at least %d.%d is needed", contrast / 1000,
		       contrast / 100 % 10, p->contrast / 1000, p->contrast / 100 % 10);
	} else if (p->weight == ENG_WEIGHT_BOLD && !bold) {
		object(l, "rule.weight", where, "in type that is not bold, and all of it must be");
	} else if (p->weight == ENG_WEIGHT_REGULAR && bold) {
		object(l, "rule.weight", where, "in bold type, and none of it may be");
	}
}

/* A style of the wording around, changed by what an inline element sets. */
static eng_style inside(const lint *l, const eng_op *op, const eng_style *around) {
	const eng_style *own =
	    eng_theme_style(l->theme, eng_node_type_name(op->type), op->tags.role);
	eng_style out = *around;

	out.bold = own->set & ENG_SET_BOLD ? own->bold : out.bold;
	out.italic = own->set & ENG_SET_ITALIC ? own->italic : out.italic;
	out.size = own->set & ENG_SET_SIZE ? own->size : out.size;
	out.color = own->set & ENG_SET_COLOR ? own->color : out.color;
	out.family = own->set & ENG_SET_FONT ? own->family : out.family;
	return out;
}

static bool is_inline(eng_node_type type) {
	return type == ENG_NODE_STRONG || type == ENG_NODE_EM || type == ENG_NODE_SPAN ||
	       type == ENG_NODE_LINK || type == ENG_NODE_NOBR;
}

static void walk(lint *l, const eng_op *op, const eng_style *around);

static void walk_op(lint *l, const eng_op *op, const eng_style *around) {
	eng_style style = *around;

	switch (op->kind) {
	case ENG_OP_WORDS:
	case ENG_OP_VALUE:
	case ENG_OP_PHRASE:
	case ENG_OP_SLOT:
		if (op->kind != ENG_OP_WORDS || !eng_str_blank(op->as.words)) {
			judge(l, around, around->bold, op->where);
		}
		return;
	case ENG_OP_INCLUDE:
		for (size_t i = 0; i < op->as.include.n; i++) {
			walk(l, op->as.include.forms[i]->body, around);
		}
		return;
	case ENG_OP_NODE:
		if (op->type == ENG_NODE_BLOCK || op->type == ENG_NODE_FOOTNOTE) {
			return; /* blocks are walked by themselves */
		}
		if (op->type == ENG_NODE_FACT && op->as.fact.label) {
			walk(l, op->as.fact.label,
			     eng_theme_style(l->theme, "fact.label", op->tags.role));
		}
		style = is_inline(op->type)
			    ? inside(l, op, around)
			    : *eng_theme_style(l->theme, element_of(op), op->tags.role);
		break;
	default:
		break;
	}
	walk(l, op->first, &style);
}

static void walk(lint *l, const eng_op *op, const eng_style *around) {
	if (++l->depth <= DEPTH_MAX) {
		for (; op; op = op->next) {
			if (op->channels & l->pages) {
				walk_op(l, op, around);
			}
		}
	}
	l->depth--;
}

static bool asks_looks(const eng_prominence *p) {
	return p->min_size || p->min_x_height || p->contrast || p->weight;
}

/* The wording of a block in all languages of the template, as pages show it. */
static void check_version(lint *l, const eng_block_version *version) {
	const eng_style *para = eng_theme_style(l->theme, "para", (eng_str){ 0 });

	l->told = false;
	for (size_t i = 0; i < version->form_count; i++) {
		if (version->forms[i].channels & l->pages) {
			walk(l, version->forms[i].body->first, para);
		}
	}
}

static bool is_spoken(const eng_template *t, const eng_block_version *version) {
	for (size_t i = 0; i < t->language_count; i++) {
		if (eng_block_speaks(version, t->languages[i])) {
			return true;
		}
	}
	return false;
}

/* Each block that the template names, with what its own file asks, then with what rules ask of it. */
static void check_blocks(lint *l, const eng_template *t, const eng_rules *rules) {
	size_t n;
	const eng_block *const *blocks = eng_library_blocks(t->library, &n);

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < blocks[i]->n; k++) {
			const eng_block_version *version = blocks[i]->versions[k];

			if (!is_spoken(t, version) || !(shown_in(t, version->id) & l->pages)) {
				continue;
			}
			l->asked = &version->prominence;
			l->rule = NULL;
			l->subject =
			    eng_arena_printf(&l->arena, "the file of block '%.*s' asks for it",
					     ENG_STR_ARG(version->id));
			if (asks_looks(l->asked)) {
				check_version(l, version);
			}
			for (size_t r = 0; r < rules->n; r++) {
				const eng_content_rule *rule = rules->items[r];

				l->asked = &rule->looks;
				l->rule = rule;
				l->subject = eng_arena_printf(&l->arena, "%s asks for it",
							      eng_rule_name(&l->arena, rule));
				if (rule->channels & l->pages && asks_looks(l->asked) &&
				    (!rule->required.n ||
				     eng_rule_words_hold(&rule->required, version->id))) {
					check_version(l, version);
				}
			}
		}
	}
}

/* What is not locked, where a rule is about everything. */
static void check_everything(lint *l, const eng_template *t, const eng_rules *rules) {
	const eng_style *para = eng_theme_style(l->theme, "para", (eng_str){ 0 });

	for (size_t r = 0; r < rules->n; r++) {
		l->rule = rules->items[r];
		l->asked = &l->rule->looks;
		l->told = false;
		if (!l->rule->required.n && l->rule->channels & l->pages && asks_looks(l->asked)) {
			l->subject = eng_arena_printf(&l->arena, "%s asks for it",
						      eng_rule_name(&l->arena, l->rule));
			walk(l, t->body->first, para);
		}
	}
}

void eng_lint_rules(eng_ctx *ctx, eng_workshop *shop, eng_channel_set channels) {
	const eng_template *t = eng_workshop_template(shop);
	const eng_rules *rules = eng_workshop_rules(shop);
	lint l = { .ctx = ctx,
		   .shop = shop,
		   .theme = eng_workshop_theme(shop),
		   .press = eng_workshop_press(shop),
		   .channels = channels };

	eng_arena_init(&l.arena);
	for (int i = 0; eng_content_channel_names[i]; i++) {
		bool pages = strcmp(eng_content_channel_names[i], "pdf") == 0;

		l.pages |= (eng_channel_set)pages << i;
	}
	for (size_t i = 0; i < rules->n; i++) {
		check_shown(&l, t, rules->items[i]);
	}
	check_blocks(&l, t, rules);
	check_everything(&l, t, rules);
	eng_arena_finish(&l.arena);
}

void eng_lint_rules_tell(eng_workshop *shop, FILE *out) {
	const eng_rules *rules = eng_workshop_rules(shop);
	eng_arena arena;

	eng_arena_init(&arena);
	for (size_t i = 0; i < rules->n; i++) {
		const eng_content_rule *rule = rules->items[i];
		eng_str audience = eng_rule_audience(&arena, rule, eng_content_channel_names);
		eng_str demands = eng_rule_demands(&arena, rule);

		fprintf(out, "  %s: %.*s\n    for %.*s\n", eng_rule_name(&arena, rule),
			ENG_STR_ARG(demands), ENG_STR_ARG(audience));
	}
	eng_arena_finish(&arena);
}
