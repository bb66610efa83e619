/* Demands against sightings. A block that was not seen is told by whoever looked for it; only the demand
 * that it be shown says so again. */
#include "verify/demand.h"

#include "compliance/wording.h"

#define SLACK     5    /* 1/1000 pt: sizes are rounded */
#define TOUCH     500  /* 1/1000 pt that boxes may overlap and still stand one behind the other */
#define BOLD_FROM 600  /* weight as CSS has it */
#define PAPER     1500 /* 1/1000 pt: A4 is 595.28 by 841.89, and many writers round */

typedef struct check {
	const eng_demand *demands, *d;
	const eng_claim *claims;
	size_t claim_count;
	eng_findings *out;
} check;

__attribute__((format(printf, 3, 4))) static void object(check *c, const char *code,
							 const char *fmt, ...) {
	const char *text, *by = c->d->by;
	va_list ap;

	va_start(ap, fmt);
	text = eng_arena_vprintf(c->out->arena, fmt, ap);
	va_end(ap);
	if (by) {
		eng_findings_add(c->out, code, ENG_FINDING_ARTIFACT, "%s is broken: %s", by, text);
	} else {
		eng_findings_add(c->out, code, ENG_FINDING_ARTIFACT, "%s, as its file asks", text);
	}
	c->out->items[c->out->n - 1].demand = (size_t)(c->d - c->demands) + 1;
}

/* The next sighting of a block from *at on. */
static const eng_sighting *next_seen(const check *c, eng_str id, size_t *at) {
	while (*at < c->out->seen_n) {
		const eng_sighting *s = &c->out->seen[(*at)++];

		if (eng_str_eq(c->claims[s->claim].id, id)) {
			return s;
		}
	}
	return NULL;
}

static const char *place(const eng_sighting *s, eng_arena *arena) {
	return s->part   ? eng_arena_printf(arena, " in the %s part", s->part)
	       : s->page ? eng_arena_printf(arena, " on page %d", s->page)
			 : "";
}

/* ---- where things stand ---- */

/* Whether b stands behind a: on a later page or line, below it, or beside it in reading direction. */
static bool is_after(const check *c, const eng_sighting *a, const eng_sighting *b) {
	bool rtl = eng_claim_is_rtl(&c->claims[b->claim]);
	eng_length left = rtl ? b->x + b->width : a->x + a->width, right = rtl ? a->x : b->x;

	if (!a->page || !b->page) {
		return b->order > a->order;
	}
	if (a->page != b->page) {
		return b->page > a->page;
	}
	return right >= left - TOUCH || b->y >= a->y + a->height - TOUCH;
}

/* In one part of a message only what stands there counts. */
static bool comparable(const eng_sighting *a, const eng_sighting *b) {
	return a->part == b->part || (a->part && b->part && strcmp(a->part, b->part) == 0);
}

/* The first use of the other block in the part where s stands. */
static const eng_sighting *first_of(const check *c, eng_str id, const eng_sighting *s) {
	const eng_sighting *other, *first = NULL;
	size_t at = 0;

	while ((other = next_seen(c, id, &at))) {
		if (comparable(other, s) && (!first || is_after(c, other, first))) {
			first = other;
		}
	}
	return first;
}

static void check_after(check *c) {
	const eng_sighting *s, *other;
	size_t at = 0;

	while ((s = next_seen(c, c->d->block, &at))) {
		other = first_of(c, c->d->other, s);
		if (other && !is_after(c, other, s)) {
			object(c, "rule.order",
			       "block '%.*s' stands before '%.*s'%s, it should "
			       "follow it",
			       ENG_STR_ARG(c->d->block), ENG_STR_ARG(c->d->other),
			       place(s, c->out->arena));
			return;
		}
	}
}

/* Whether words stand between the two on their page. */
static bool is_parted(const check *c, const eng_sighting *a, const eng_sighting *b) {
	const eng_survey *survey = c->out->survey;

	for (size_t i = 0; i < survey->line_count; i++) {
		const eng_survey_line *l = &survey->lines[i];

		if (l->page == a->page && !l->running && l->y >= a->y + a->height - TOUCH &&
		    l->y + l->height <= b->y + TOUCH) {
			return true;
		}
	}
	return false;
}

static void check_follows(check *c) {
	const eng_sighting *s, *other;
	size_t at = 0;

	while ((s = next_seen(c, c->d->block, &at))) {
		other = first_of(c, c->d->other, s);
		if (other && (s->page ? s->page != other->last_page || !is_after(c, other, s) ||
					    is_parted(c, other, s)
				      : s->order != other->order_end + 1)) {
			object(c, "rule.place", "block '%.*s' does not follow '%.*s' directly%s",
			       ENG_STR_ARG(c->d->block), ENG_STR_ARG(c->d->other),
			       place(s, c->out->arena));
			return;
		}
	}
}

/* First or last of the blocks of its part. Footers and letterheads, which stand on several kinds of page,
 * are in no order. */
static void check_edge(check *c, bool last) {
	for (size_t i = 0; i < c->out->seen_n; i++) {
		const eng_sighting *other = &c->out->seen[i], *s;
		size_t at = 0;

		if (c->claims[other->claim].repeats ||
		    eng_str_eq(c->claims[other->claim].id, c->d->block)) {
			continue;
		}
		while ((s = next_seen(c, c->d->block, &at))) {
			if (comparable(other, s) &&
			    !(last ? is_after(c, other, s) : is_after(c, s, other))) {
				object(c, "rule.place", "block '%.*s' stands %s '%.*s'%s",
				       ENG_STR_ARG(c->d->block), last ? "before" : "after",
				       ENG_STR_ARG(c->claims[other->claim].id),
				       place(s, c->out->arena));
				return;
			}
		}
	}
}

/* Running content stands on later pages, too. */
static bool stands_earlier(const check *c, const eng_sighting *seen) {
	for (const eng_sighting *s = c->out->seen; c->claims[seen->claim].repeats && s < seen;
	     s++) {
		if (s->claim == seen->claim) {
			return true;
		}
	}
	return false;
}

static void check_pages(check *c) {
	const eng_sighting *s, *other;
	size_t at = 0;

	while ((s = next_seen(c, c->d->block, &at))) {
		other = c->d->kind == ENG_DEMAND_SAME_PAGE ? first_of(c, c->d->other, s) : NULL;
		if (!s->page) {
			continue;
		}
		if (c->d->kind == ENG_DEMAND_MAX_PAGE && s->last_page > c->d->number &&
		    !stands_earlier(c, s)) {
			object(c, "rule.not-together",
			       "block '%.*s' reaches page %d, it should end on page %d",
			       ENG_STR_ARG(c->d->block), s->last_page, c->d->number);
			return;
		}
		if (c->d->kind == ENG_DEMAND_TOGETHER && s->page != s->last_page) {
			object(
			    c, "rule.not-together",
			    "block '%.*s' is divided over pages %d to %d, it should stand on one",
			    ENG_STR_ARG(c->d->block), s->page, s->last_page);
			return;
		}
		if (other && (s->page != other->page || s->last_page != other->last_page ||
			      s->page != s->last_page)) {
			object(c, "rule.not-together",
			       "block '%.*s' stands on page %d and '%.*s' on page %d, they should "
			       "stand on one",
			       ENG_STR_ARG(c->d->block), s->page, ENG_STR_ARG(c->d->other),
			       other->page);
			return;
		}
	}
}

/* ---- how they look ---- */

/* What was measured of the demand's block, or of everything: the part is named. */
typedef struct looks {
	const char *place;
	eng_length size, x_height;
	int contrast, lightest, boldest;
} looks;

static const char *points(check *c, eng_length length) {
	return eng_arena_printf(c->out->arena, "%.2f pt", (double)length / 1000);
}

static const char *millimetres(check *c, eng_length length) {
	return eng_arena_printf(c->out->arena, "%.2f mm", (double)length / 72000 * 25.4);
}

static void check_size(check *c, const char *what, const looks *l) {
	const eng_demand *d = c->d;

	if (d->kind == ENG_DEMAND_MIN_SIZE && l->size && l->size < d->length - SLACK) {
		object(c, "rule.too-small", "%s has letters of %s%s, at least %s are needed", what,
		       points(c, l->size), l->place, points(c, d->length));
	} else if (d->kind == ENG_DEMAND_MIN_X_HEIGHT && l->x_height &&
		   l->x_height < d->length - SLACK) {
		object(c, "rule.too-small", "%s has an x-height of %s%s, at least %s is needed",
		       what, millimetres(c, l->x_height), l->place, millimetres(c, d->length));
	} else if (d->kind == ENG_DEMAND_CONTRAST && l->contrast && l->contrast < d->number) {
		object(c, "rule.contrast", "%s has a contrast of %d.%d%s, at least %d.%d is needed",
		       what, l->contrast / 1000, l->contrast / 100 % 10, l->place, d->number / 1000,
		       d->number / 100 % 10);
	} else if (d->kind == ENG_DEMAND_BOLD && l->lightest && l->lightest < BOLD_FROM) {
		object(c, "rule.weight", "%s has letters that are not bold%s", what, l->place);
	} else if (d->kind == ENG_DEMAND_REGULAR && l->boldest >= BOLD_FROM) {
		object(c, "rule.weight", "%s has bold letters%s, it must have none", what,
		       l->place);
	}
}

static void check_looks(check *c) {
	const eng_survey *survey = c->out->survey;
	const eng_sighting *s;
	size_t at = 0;

	if (!c->d->block.n && survey) {
		looks l = { "",
			    survey->size,
			    survey->x_height,
			    survey->contrast,
			    survey->lightest,
			    survey->boldest };

		check_size(c, "the artifact", &l);
	}
	while (c->d->block.n && (s = next_seen(c, c->d->block, &at))) {
		looks l = { place(s, c->out->arena),
			    s->size,
			    s->x_height,
			    s->contrast,
			    s->lightest,
			    s->boldest };

		check_size(
		    c, eng_arena_printf(c->out->arena, "block '%.*s'", ENG_STR_ARG(c->d->block)),
		    &l);
	}
}

static void check_beside(check *c) {
	bool most = c->d->kind == ENG_DEMAND_PREDOMINANT;
	const eng_sighting *s, *other;
	size_t at = 0;

	while ((s = next_seen(c, c->d->block, &at))) {
		eng_length size = most && c->out->survey ? c->out->survey->predominant : 0;

		other = most ? NULL : first_of(c, c->d->other, s);
		size = other ? other->size : size;
		if (s->size && size && s->size < size - SLACK) {
			object(c, "rule.too-small",
			       "block '%.*s' has letters of %s%s, %s%.*s%s has %s",
			       ENG_STR_ARG(c->d->block), points(c, s->size),
			       place(s, c->out->arena), most ? "most of the text" : "block '",
			       ENG_STR_ARG(c->d->other), most ? "" : "'", points(c, size));
			return;
		}
	}
}

/* ---- everything ---- */

static eng_length distance(eng_length a, eng_length b) {
	return a > b ? a - b : b - a;
}

static void check_paper(check *c) {
	const eng_survey *survey = c->out->survey;

	if (c->d->kind == ENG_DEMAND_MAX_PAGES && survey->page_count > (size_t)c->d->number) {
		object(c, "rule.pages", "the artifact has %zu pages, at most %d are allowed",
		       survey->page_count, c->d->number);
	}
	for (size_t i = 0; c->d->kind != ENG_DEMAND_MAX_PAGES && i < survey->page_count; i++) {
		const eng_survey_page *p = &survey->pages[i];
		bool turned = p->width > p->height;
		eng_length narrow = turned ? p->height : p->width,
			   wide = turned ? p->width : p->height;

		if (c->d->kind == ENG_DEMAND_PORTRAIT ? turned
						      : distance(narrow, c->d->length) > PAPER ||
							    distance(wide, c->d->height) > PAPER) {
			object(c, "rule.pages", "page %zu is %s wide and %s high", i + 1,
			       millimetres(c, p->width), millimetres(c, p->height));
			return;
		}
	}
}

static bool says(const check *c, eng_str words) {
	return eng_wording_says(c->out->arena, eng_buf_view(&c->out->survey->text), words);
}

static void check_shown(check *c) {
	size_t at = 0;
	bool seen = next_seen(c, c->d->block, &at) != NULL;

	if (c->d->kind == ENG_DEMAND_SHOWN && !seen) {
		object(c, "rule.missing", "block '%.*s' was not found", ENG_STR_ARG(c->d->block));
	} else if (c->d->kind == ENG_DEMAND_ABSENT && seen) {
		object(c, "rule.excluded", "block '%.*s' must not be there",
		       ENG_STR_ARG(c->d->block));
	}
}

static void check_one(check *c) {
	switch (c->d->kind) {
	case ENG_DEMAND_SHOWN:
	case ENG_DEMAND_ABSENT:
		check_shown(c);
		break;
	case ENG_DEMAND_AFTER:
		check_after(c);
		break;
	case ENG_DEMAND_FOLLOWS:
		check_follows(c);
		break;
	case ENG_DEMAND_FIRST:
	case ENG_DEMAND_LAST:
		check_edge(c, c->d->kind == ENG_DEMAND_LAST);
		break;
	case ENG_DEMAND_TOGETHER:
	case ENG_DEMAND_SAME_PAGE:
	case ENG_DEMAND_MAX_PAGE:
		check_pages(c);
		break;
	case ENG_DEMAND_PREDOMINANT:
	case ENG_DEMAND_AS_LARGE_AS:
		check_beside(c);
		break;
	case ENG_DEMAND_MIN_SIZE:
	case ENG_DEMAND_MIN_X_HEIGHT:
	case ENG_DEMAND_CONTRAST:
	case ENG_DEMAND_BOLD:
	case ENG_DEMAND_REGULAR:
		check_looks(c);
		break;
	case ENG_DEMAND_MAX_PAGES:
	case ENG_DEMAND_PAPER:
	case ENG_DEMAND_PORTRAIT:
		check_paper(c);
		break;
	case ENG_DEMAND_SAID:
		if (!says(c, c->d->words)) {
			object(c, "rule.missing", "block '%.*s' was not found",
			       ENG_STR_ARG(c->d->block));
		}
		break;
	case ENG_DEMAND_UNSAID:
		if (says(c, c->d->words)) {
			object(c, "rule.forbidden", "the words '%.*s' must not be there",
			       ENG_STR_ARG(c->d->words));
		}
		break;
	}
}

bool eng_demands_survey(const eng_demand *demands, size_t n, eng_survey *survey) {
	bool any = false;

	*survey = (eng_survey){ 0 };
	for (size_t i = 0; i < n; i++) {
		const eng_demand *d = &demands[i];

		switch (d->kind) {
		case ENG_DEMAND_SAID:
		case ENG_DEMAND_UNSAID:
			survey->words = any = true;
			break;
		case ENG_DEMAND_CONTRAST:
			survey->grounds |= !d->block.n;
			survey->looks |= !d->block.n;
			any |= !d->block.n;
			break;
		case ENG_DEMAND_FOLLOWS:
		case ENG_DEMAND_PREDOMINANT:
		case ENG_DEMAND_BOLD:
		case ENG_DEMAND_REGULAR:
			survey->looks = any = true;
			break;
		case ENG_DEMAND_MAX_PAGES:
		case ENG_DEMAND_PAPER:
		case ENG_DEMAND_PORTRAIT:
			any = true;
			break;
		default:
			survey->looks |= d->kind >= ENG_DEMAND_MIN_SIZE && !d->block.n;
			any |= survey->looks;
			break;
		}
	}
	return any;
}

void eng_demands_check(const eng_demand *demands, size_t n, const eng_claim *claims,
		       size_t claim_count, eng_findings *out) {
	check c = { .demands = demands, .claims = claims, .claim_count = claim_count, .out = out };

	for (size_t i = 0; i < n; i++) {
		c.d = &demands[i];
		check_one(&c);
	}
}
