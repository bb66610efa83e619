/* Certificates against the block files that were approved: the words that an artifact is certified to show
 * must be those of the file, with nothing in the place of slots but values that these may hold.
 *
 * The file is read here by its grammar alone (schemas/block-1.rnc); nothing of what composes it is asked.
 * White space is left out on both sides, so that layout of paragraphs has no say. */
#include "run/check.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/utf8.h"
#include "channels/channel.h"
#include "compliance/canonical.h"
#include "markup/xml.h"

enum {
	SLOT = 1,        /* stands for a slot in a pattern; no XML file has it */
	MOST_SLOTS = 64, /* of one form */
	MOST_STEPS = 100000,
	LONGEST_VALUE = 80,  /* code points of a formatted number or date */
	LONGEST_CURRENCY = 8 /* letters of its sign */
};

/* The words of a form or of its footnotes. */
typedef struct pattern {
	eng_buf text; /* as gathered; a slot is SLOT */
	eng_str words;
	const eng_xml_node *slots[MOST_SLOTS]; /* their declarations, in order */
	size_t n;
	bool bad;
} pattern;

typedef struct wording {
	pattern words, notes;
} wording;

/* ---- the form ---- */

typedef struct gathering {
	const eng_xml_node *block;
	eng_str channel;
	wording *out;
} gathering;

static bool lists(eng_str words, eng_str word) {
	eng_str one;

	while (eng_str_word(&words, &one)) {
		if (eng_str_eq(one, word)) {
			return true;
		}
	}
	return false;
}

static bool is_for(const eng_xml_node *e, eng_str channel) {
	const eng_xml_attr *only = eng_xml_attr_find(e, "channels");
	const eng_xml_attr *except = eng_xml_attr_find(e, "except");

	return only ? lists(only->value, channel) : !except || !lists(except->value, channel);
}

static void gather_slot(const gathering *g, const eng_xml_node *e, pattern *p) {
	eng_str name = eng_xml_attr_value(e, "name");

	for (eng_xml_node *d = eng_xml_element(g->block->first); d; d = eng_xml_element(d->next)) {
		if (eng_str_eqc(d->name, "slot") && p->n < MOST_SLOTS &&
		    eng_str_eq(eng_xml_attr_value(d, "name"), name)) {
			p->slots[p->n++] = d;
			eng_buf_char(&p->text, SLOT);
			return;
		}
	}
	p->bad = true;
}

static void gather(const gathering *g, const eng_xml_node *e, pattern *p) {
	for (const eng_xml_node *n = e->first; n; n = n->next) {
		if (n->kind == ENG_XML_TEXT) {
			eng_buf_str(&p->text, n->text);
		} else if (!is_for(n, g->channel)) {
			continue;
		} else if (eng_str_eqc(n->name, "slot")) {
			gather_slot(g, n, p);
		} else if (eng_str_eqc(n->name, "footnote")) {
			gather(g, n, &g->out->notes);
		} else {
			/* What an image or a fact says beside its content. */
			eng_buf_str(&p->text, eng_xml_attr_value(n, "alt"));
			eng_buf_str(&p->text, eng_xml_attr_value(n, "label"));
			gather(g, n, p);
		}
	}
}

/* The form that names the channel, else the one that names none. */
static const eng_xml_node *form_for(const eng_xml_node *block, eng_str channel) {
	const eng_xml_node *plain = NULL;

	for (eng_xml_node *n = eng_xml_element(block->first); n; n = eng_xml_element(n->next)) {
		const eng_xml_attr *channels = eng_xml_attr_find(n, "channels");

		if (eng_str_eqc(n->name, "form") && channels && lists(channels->value, channel)) {
			return n;
		}
		plain = eng_str_eqc(n->name, "form") && !channels ? n : plain;
	}
	return plain;
}

/* Canonical, without white space. */
static eng_str squeezed(eng_arena *arena, eng_str text) {
	eng_str own = eng_canonical_text(arena, text);
	char *out = eng_arena_alloc(arena, own.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < own.n; i++) {
		if (own.s[i] != ' ' && own.s[i] != '\n') {
			out[n++] = own.s[i];
		}
	}
	return (eng_str){ out, n };
}

static void finish(eng_arena *arena, pattern *p) {
	p->words = squeezed(arena, eng_str_copy(arena, eng_buf_view(&p->text)));
	eng_buf_finish(&p->text);
}

static const wording *read_form(eng_check *c, eng_str file, eng_str channel) {
	wording *w = eng_arena_new(&c->arena, wording);
	eng_ctx quiet;
	const eng_xml_node *block, *form;

	eng_ctx_init(&quiet, NULL, NULL);
	quiet.quiet = true;
	block = eng_xml_parse(&quiet, &c->arena, "block", file);
	form = block ? form_for(block, channel) : NULL;
	if (form) {
		gather(&(gathering){ block, channel, w }, form, &w->words);
	}
	w->words.bad |= !form;
	finish(&c->arena, &w->words);
	finish(&c->arena, &w->notes);
	return w;
}

/* ---- holding words against it ---- */

/* Whether a slot may have become this. */
static bool fits(const eng_xml_node *slot, eng_str value) {
	eng_str type = eng_xml_attr_value(slot, "type");
	eng_str longest = eng_xml_attr_value(slot, "max-length"), rest = value;
	eng_str format = eng_xml_attr_value(slot, "format");
	size_t most = 0, letters = 0, n = eng_utf8_length(value);
	bool digit = false, money = eng_str_eqc(type, "money"), date = eng_str_eqc(type, "date");
	bool text = eng_str_eqc(type, "text") || eng_str_eqc(type, "currency");
	uint32_t letter;

	if (!value.n) {
		return eng_str_eqc(eng_xml_attr_value(slot, "optional"), "yes");
	}
	for (size_t i = 0; i < longest.n; i++) {
		most = most * 10 + (size_t)(longest.s[i] - '0');
	}
	while (eng_utf8_next(&rest, &letter)) {
		digit |= u_isdigit((UChar32)letter);
		letters += u_isalpha((UChar32)letter) != 0;
	}
	if (text) {
		return !most || n <= most;
	}
	return digit && n <= LONGEST_VALUE &&
	       (date || letters <= (money || format.n ? LONGEST_CURRENCY : 0));
}

static bool begins(eng_str text, eng_str with) {
	return with.n <= text.n && memcmp(text.s, with.s, with.n) == 0;
}

/* Of a pattern, up to its next slot. */
static eng_str literal_of(eng_str text) {
	size_t n = 0;

	while (n < text.n && text.s[n] != SLOT) {
		n++;
	}
	return eng_str_sub(text, 0, n);
}

typedef struct matching {
	const pattern *p;
	unsigned steps;
} matching;

/* Whether text is what the rest of the pattern says, whose next slot has this number. */
static bool matches(matching *m, eng_str rest, size_t slot, eng_str text) {
	eng_str literal = literal_of(rest), next;

	if (!begins(text, literal)) {
		return false;
	}
	text = eng_str_sub(text, literal.n, text.n);
	if (literal.n == rest.n) {
		return text.n == 0;
	}
	rest = eng_str_sub(rest, literal.n + 1, rest.n);
	next = literal_of(rest);
	for (size_t n = 0; n <= text.n && m->steps < MOST_STEPS; n++) {
		bool inside = n < text.n && ((unsigned char)text.s[n] & 0xc0) == 0x80;
		eng_str behind = eng_str_sub(text, n, text.n);

		m->steps++;
		if (!inside && begins(behind, next) &&
		    fits(m->p->slots[slot], eng_str_sub(text, 0, n)) &&
		    matches(m, rest, slot + 1, behind)) {
			return true;
		}
	}
	return false;
}

static bool says(eng_check *c, const pattern *p, eng_str text) {
	return !p->bad && matches(&(matching){ .p = p }, p->words, 0, squeezed(&c->line, text));
}

bool eng_check_wording(eng_check *c, eng_str path, eng_str file, eng_str channel, eng_str text,
		       eng_str notes) {
	const char *name = eng_str_dup(&c->line, channel);
	const eng_channel *out = eng_channel_find(name);
	const char *key;
	const wording *w;

	channel = out && out->mirrors ? eng_str_from(out->mirrors) : channel;
	key = eng_arena_printf(&c->line, "%.*s|%.*s", ENG_STR_ARG(path), ENG_STR_ARG(channel));
	if (!c->wordings) {
		c->wordings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	}
	w = g_hash_table_lookup(c->wordings, key);
	if (!w) {
		w = read_form(c, file, eng_str_copy(&c->arena, channel));
		g_hash_table_insert(c->wordings, g_strdup(key), (gpointer)w);
	}
	return says(c, &w->words, text) && says(c, &w->notes, notes);
}
