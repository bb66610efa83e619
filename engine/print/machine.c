/* Reads profiles of inserters, and says which marks a sheet gets. Draws nothing. */
#include "print/machine.h"

#include <string.h>

#include "base/buf.h"
#include "print/settings.h"

static const struct {
	const char *name;
	int most; /* of the number behind the name; 0: none */
} kinds[ENG_SLOTS] = {
	[ENG_SLOT_START] = { "start", 0 },   [ENG_SLOT_SAFETY] = { "safety", 0 },
	[ENG_SLOT_RETIME] = { "retime", 0 }, [ENG_SLOT_BLANK] = { "blank", 0 },
	[ENG_SLOT_BEGIN] = { "begin", 0 },   [ENG_SLOT_END] = { "end", 0 },
	[ENG_SLOT_INSERT] = { "insert", 0 }, [ENG_SLOT_DIVERT] = { "divert", 0 },
	[ENG_SLOT_FEED] = { "feed-", 8 },    [ENG_SLOT_SEQUENCE] = { "sequence-", 8 },
	[ENG_SLOT_MATCH] = { "match-", 16 }, [ENG_SLOT_ENVELOPE] = { "envelope-", 8 },
	[ENG_SLOT_PARITY] = { "parity", 0 },
};

static bool read_number(eng_str text, int most, int *number) {
	*number = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] < '0' || text.s[i] > '9' || *number > most) {
			return false;
		}
		*number = *number * 10 + text.s[i] - '0';
	}
	return text.n > 0 && *number >= 1 && *number <= most;
}

static bool read_slot(eng_str text, eng_slot *slot) {
	*slot = (eng_slot){ .inverted = eng_str_starts(text, "not-") };
	if (slot->inverted) {
		text = eng_str_sub(text, 4, text.n);
	}
	for (int k = 0; k < ENG_SLOTS; k++) {
		slot->kind = (eng_slot_kind)k;
		if (kinds[k].most == 0
			? eng_str_eqc(text, kinds[k].name)
			: eng_str_starts(text, kinds[k].name) &&
			      read_number(eng_str_sub(text, strlen(kinds[k].name), text.n),
					  kinds[k].most, &slot->number)) {
			return true;
		}
	}
	return false;
}

static void read_slots(eng_settings *s, const eng_yaml *list, eng_machine *m) {
	bool starts = false;

	for (const eng_yaml *item = list->first; item; item = item->next) {
		eng_slot *slot = &m->slots[m->slot_count];

		if (m->slot_count == ENG_MOST_SLOTS) {
			eng_settings_fault(s, "print.bad-value", item->where,
					   "more than %d slots for marks", ENG_MOST_SLOTS);
			return;
		}
		if (item->kind != ENG_YAML_SCALAR || !read_slot(item->text, slot)) {
			eng_settings_fault(s, "print.bad-value", item->where,
					   "'%s' is no slot, see the list in docs/print.md",
					   eng_quote(s->arena, item->text));
			continue;
		}
		starts |= slot->kind == ENG_SLOT_START;
		m->counter_bits = slot->kind == ENG_SLOT_SEQUENCE && slot->number > m->counter_bits
				      ? slot->number
				      : m->counter_bits;
		m->slot_count++;
	}
	if (!starts) {
		eng_settings_fault(s, "print.missing-key", eng_yaml_where(list),
				   "no slot is 'start', the reader would not see the sheet");
	}
}

/* What vendors state of bars that their readers tell apart. */
static void check_bars(eng_settings *s, const eng_yaml *marks, const eng_machine *m) {
	if (m->thickness <= 0 || m->length <= 0 || m->pitch < m->thickness * 2) {
		eng_settings_fault(s, "print.bad-value", eng_yaml_where(marks),
				   "bars need a length and a thickness, and a pitch of at least "
				   "twice the thickness");
	}
}

static void read_marks(eng_settings *s, const eng_yaml *yaml, eng_machine *m) {
	static const char *const keys[] = { "left",      "top",         "pitch",      "length",
					    "thickness", "clear-sides", "clear-ends", "slots",
					    "parity",    "counter",     "feeders",    NULL };
	static const char *const parities[] = { "even", "odd", NULL };
	static const char *const ways[] = { "up", "down", NULL };
	static const char *const sheets[] = { "last", "first", NULL };
	const eng_yaml *slots = eng_yaml_find(yaml, "slots");

	if (!eng_settings_keys(s, yaml, keys, "'marks'")) {
		return;
	}
	m->left = eng_settings_length(s, yaml, "left", ENG_MM(6));
	m->top = eng_settings_length(s, yaml, "top", ENG_MM(100));
	m->pitch = eng_settings_length(s, yaml, "pitch", ENG_MM(4.233));
	m->length = eng_settings_length(s, yaml, "length", ENG_MM(10.5));
	m->thickness = eng_settings_length(s, yaml, "thickness", ENG_MM(0.5));
	m->clear_sides = eng_settings_length(s, yaml, "clear-sides", ENG_MM(3));
	m->clear_ends = eng_settings_length(s, yaml, "clear-ends", ENG_MM(8.5));
	m->odd = eng_settings_choice(s, yaml, "parity", parities, 0) == 1;
	m->counts_down = eng_settings_choice(s, yaml, "counter", ways, 0) == 1;
	m->feed_on_first = eng_settings_choice(s, yaml, "feeders", sheets, 0) == 1;
	if (!slots || slots->kind != ENG_YAML_SEQUENCE) {
		eng_settings_fault(s, "print.missing-key", eng_yaml_where(yaml),
				   "'slots' is missing, a list of what the marks say");
		return;
	}
	read_slots(s, slots, m);
	check_bars(s, yaml, m);
}

static void read_code(eng_settings *s, const eng_yaml *yaml, eng_code_spec *code) {
	static const char *const keys[] = { "symbology", "left",  "top",   "width", "height",
					    "module",    "clear", "value", NULL };
	static const char *const forms[] = { "data-matrix", "code-128", "code-39", NULL };

	if (!eng_settings_keys(s, yaml, keys, "a code")) {
		return;
	}
	eng_settings_text(s, yaml, "symbology", true);
	code->symbology = eng_str_from(forms[eng_settings_choice(s, yaml, "symbology", forms, 0)]);
	code->left = eng_settings_length(s, yaml, "left", 0);
	code->top = eng_settings_length(s, yaml, "top", 0);
	code->width = eng_settings_length(s, yaml, "width", ENG_MM(12));
	code->height = eng_settings_length(s, yaml, "height", ENG_MM(12));
	code->module = eng_settings_length(s, yaml, "module", 0);
	code->clear = eng_settings_length(s, yaml, "clear", ENG_MM(2));
	code->value = eng_settings_text(s, yaml, "value", true);
	code->where =
	    eng_yaml_where(eng_yaml_find(yaml, "value") ? eng_yaml_find(yaml, "value") : yaml);
	if (code->width <= 0 || code->height <= 0 || code->left < 0 || code->top < 0) {
		eng_settings_fault(s, "print.bad-value", eng_yaml_where(yaml),
				   "a code needs a place on the sheet and a size");
	}
}

static void read_codes(eng_settings *s, const eng_yaml *list, eng_machine *m) {
	if (list->kind != ENG_YAML_SEQUENCE) {
		eng_settings_fault(s, "print.bad-value", list->where, "'codes' must be a list");
		return;
	}
	for (const eng_yaml *item = list->first; item; item = item->next) {
		if (m->code_count == ENG_MOST_CODES) {
			eng_settings_fault(s, "print.bad-value", item->where,
					   "more than %d codes on a sheet", ENG_MOST_CODES);
			return;
		}
		read_code(s, item, &m->codes[m->code_count++]);
	}
}

eng_machine *eng_machine_load(eng_ctx *ctx, eng_arena *arena, const char *path) {
	static const char *const keys[] = { "machine", "about", "order", "side",
					    "marks",   "codes", NULL };
	static const char *const orders[] = { "forward", "reverse", NULL };
	static const char *const sides[] = { "front", "back", NULL };
	const eng_yaml *yaml = eng_yaml_load(ctx, arena, path, NULL);
	eng_settings s = { ctx, arena, yaml != NULL };
	eng_machine *m = eng_arena_new(arena, eng_machine);
	const eng_yaml *marks = eng_yaml_find(yaml, "marks"), *codes = eng_yaml_find(yaml, "codes");

	if (!yaml || !eng_settings_keys(&s, yaml, keys, "a machine's profile")) {
		return NULL;
	}
	m->name = eng_settings_text(&s, yaml, "machine", true);
	m->reverse = eng_settings_choice(&s, yaml, "order", orders, 0) == 1;
	m->back = eng_settings_choice(&s, yaml, "side", sides, 0) == 1;
	if (marks) {
		read_marks(&s, marks, m);
	}
	if (codes) {
		read_codes(&s, codes, m);
	}
	if (!marks && !codes) {
		eng_settings_fault(&s, "print.missing-key", yaml->where,
				   "a machine's profile needs 'marks' or 'codes'");
	}
	return s.good ? m : NULL;
}

/* Whether what the slot is about is so; of parity, never. */
static bool holds(const eng_machine *m, const eng_slot *slot, const eng_sheet_facts *f) {
	bool first = f->sheet == 1, last = f->sheet == f->sheets;
	unsigned period = 1u << m->counter_bits, count = (unsigned)(f->counter % period);

	switch (slot->kind) {
	case ENG_SLOT_START:
	case ENG_SLOT_SAFETY:
	case ENG_SLOT_RETIME:
		return true;
	case ENG_SLOT_BEGIN:
		return first;
	case ENG_SLOT_END:
	case ENG_SLOT_INSERT:
		return last;
	case ENG_SLOT_DIVERT:
		return f->divert;
	case ENG_SLOT_FEED:
		return (m->feed_on_first ? first : last) && f->feeders >> (slot->number - 1) & 1;
	case ENG_SLOT_SEQUENCE:
		return (m->counts_down ? period - 1 - count : count) >> (slot->number - 1) & 1;
	case ENG_SLOT_MATCH:
		return f->piece >> (slot->number - 1) & 1;
	case ENG_SLOT_ENVELOPE:
		return f->envelope == (unsigned)slot->number;
	case ENG_SLOT_BLANK:
	case ENG_SLOT_PARITY:
	case ENG_SLOTS:
		break;
	}
	return false;
}

uint32_t eng_machine_bars(const eng_machine *m, const eng_sheet_facts *facts) {
	uint32_t bars = 0;
	unsigned count = 0;

	for (size_t i = 0; i < m->slot_count; i++) {
		bool there = m->slots[i].kind != ENG_SLOT_PARITY &&
			     holds(m, &m->slots[i], facts) != m->slots[i].inverted;

		bars |= (uint32_t)there << i;
		count += there;
	}
	for (size_t i = 0; i < m->slot_count; i++) {
		if (m->slots[i].kind == ENG_SLOT_PARITY && (count & 1) != (unsigned)m->odd) {
			bars |= (uint32_t)1 << i;
			count++;
		}
	}
	return bars;
}

eng_rect eng_machine_bar(const eng_machine *m, size_t slot) {
	return (eng_rect){ m->left, m->top + (eng_length)slot * m->pitch, m->length, m->thickness };
}

eng_rect eng_machine_zone(const eng_machine *m) {
	eng_length all = (eng_length)(m->slot_count - 1) * m->pitch + m->thickness;

	return (eng_rect){ m->left - m->clear_sides, m->top - m->clear_ends,
			   m->length + 2 * m->clear_sides, all + 2 * m->clear_ends };
}

eng_rect eng_machine_code_zone(const eng_code_spec *c) {
	return (eng_rect){ c->left - c->clear, c->top - c->clear, c->width + 2 * c->clear,
			   c->height + 2 * c->clear };
}
