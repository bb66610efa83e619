/* The loop over operators, marked-content sequences, resources and XObjects.
 *
 * What it does not know it refuses: an operator without a meaning here might hide what another reader
 * shows. */
#include "verify/pdf-show.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "verify/pdf-state.h"

enum { MOST_ITEMS = 4000000, FORMS = 8, MOST_STEPS = 40000000 };

struct eng_pdf_font_slot {
	unsigned id;
	eng_pdf_glyphs *font;
};

void eng_pdf_show_begin(eng_pdf_show *show, eng_pdf_source *source) {
	show->source = source;
	show->n = show->sequence_count = 0;
	show->steps = MOST_STEPS;
	show->fonts = NULL;
	show->font_count = show->font_cap = 0;
}

void eng_pdf_show_finish(eng_pdf_show *show) {
	free(show->items);
	free(show->sequences);
	*show = (eng_pdf_show){ 0 };
}

int32_t eng_pdf_show_mcid(const eng_pdf_show *show, const eng_pdf_shown *item) {
	for (uint32_t s = item->sequence; s; s = show->sequences[s - 1].outer) {
		if (show->sequences[s - 1].mcid >= 0) {
			return show->sequences[s - 1].mcid;
		}
	}
	return -1;
}

const eng_pdf_value *eng_pdf_operand(const eng_pdf_interpreter *in, int from_end) {
	static const eng_pdf_value none = { 0 };

	return from_end <= in->count ? &in->operands[in->count - from_end] : &none;
}

bool eng_pdf_operands(eng_pdf_interpreter *in, int n, double *out) {
	const eng_pdf_value *v = eng_pdf_operand(in, n);

	if (in->count < n) {
		return false;
	}
	for (int i = 0; i < n; i++) {
		if (v[i].kind != ENG_PDF_NUMBER) {
			return false;
		}
		out[i] = v[i].as.number;
	}
	return true;
}

eng_pdf_shown *eng_pdf_show_add(eng_pdf_interpreter *in, eng_pdf_shown_kind kind) {
	eng_pdf_show *show = in->show;
	eng_pdf_shown *item;

	if (show->n == show->cap) {
		show->cap = show->cap * 2 + 256;
		show->items = eng_realloc(show->items, show->cap * sizeof(*show->items));
	}
	item = &show->items[show->n++];
	item->kind = kind;
	item->flags = in->now.flags;
	item->sequence = in->sequence;
	item->clip = in->now.clip;
	item->box = ENG_PDF_NOWHERE;
	item->points = NULL;
	item->point_count = 0;
	return item;
}

static const eng_pdf_value *find_slice(const eng_pdf_value *dict, eng_str key) {
	static const eng_pdf_value none = { 0 };

	for (uint32_t i = 0; dict->kind == ENG_PDF_DICT && i < dict->n; i++) {
		if (eng_str_eq(dict->as.pairs[i].key, key)) {
			return &dict->as.pairs[i].value;
		}
	}
	return &none;
}

const eng_pdf_value *eng_pdf_resource(eng_pdf_interpreter *in, const char *kind, eng_str name) {
	return find_slice(eng_pdf_source_find(in->source, in->resources, kind), name);
}

eng_pdf_glyphs *eng_pdf_show_font(eng_pdf_interpreter *in, eng_str name) {
	const eng_pdf_value *value = eng_pdf_resource(in, "Font", name);
	unsigned id = value->kind == ENG_PDF_REF ? value->as.id : 0;
	eng_pdf_show *show = in->show;
	eng_pdf_glyphs *font;

	for (size_t i = 0; id && i < show->font_count; i++) {
		if (show->fonts[i].id == id) {
			return show->fonts[i].font;
		}
	}
	font = eng_pdf_glyphs_read(in->source, value);
	if (font && id) {
		show->fonts = eng_arena_grow(in->source->arena, show->fonts, show->font_count,
					     &show->font_cap, sizeof(*show->fonts));
		show->fonts[show->font_count++] = (struct eng_pdf_font_slot){ id, font };
	}
	return font;
}

/* BDC and BMC (14.6). Properties may be a resource. */
static bool open_sequence(eng_pdf_interpreter *in, bool properties) {
	eng_pdf_show *show = in->show;
	const eng_pdf_value *tag = eng_pdf_operand(in, properties ? 2 : 1), *dict;
	eng_pdf_sequence *s;
	int64_t mcid = -1;

	if (tag->kind != ENG_PDF_NAME) {
		return false;
	}
	if (show->sequence_count == show->sequence_cap) {
		show->sequence_cap = show->sequence_cap * 2 + 256;
		show->sequences =
		    eng_realloc(show->sequences, show->sequence_cap * sizeof(*show->sequences));
	}
	s = &show->sequences[show->sequence_count++];
	*s = (eng_pdf_sequence){ .outer = in->sequence, .mcid = -1 };
	in->sequence = (uint32_t)show->sequence_count;
	s->artifact = eng_str_eqc(tag->as.text, "Artifact");
	s->layered = eng_str_eqc(tag->as.text, "OC");
	if (!properties) {
		return true;
	}
	dict = eng_pdf_operand(in, 1);
	if (dict->kind == ENG_PDF_NAME) {
		dict = eng_pdf_source_value(in->source,
					    eng_pdf_resource(in, "Properties", dict->as.text));
	}
	/* Numbers of sequences inside of a form count for that form, not for the page. */
	if (in->form_depth == 0 &&
	    eng_pdf_value_integer(eng_pdf_value_find(dict, "MCID"), 0, INT32_MAX, &mcid)) {
		s->mcid = (int32_t)mcid;
	}
	dict = dict->n > 1 || s->mcid < 0 ? dict : &(const eng_pdf_value){ 0 };
	s->running =
	    s->artifact && eng_pdf_value_is_name(eng_pdf_value_find(dict, "Type"), "Pagination");
	s->watermark =
	    s->running && eng_pdf_value_is_name(eng_pdf_value_find(dict, "Subtype"), "Watermark");
	if (eng_pdf_value_find(dict, "ActualText")->kind == ENG_PDF_STRING) {
		s->spoken = true;
		s->actual = eng_pdf_value_text(in->source->arena,
					       eng_pdf_value_find(dict, "ActualText")->as.text);
	}
	return true;
}

static bool close_sequence(eng_pdf_interpreter *in) {
	if (!in->sequence) {
		return false;
	}
	in->sequence = in->show->sequences[in->sequence - 1].outer;
	return true;
}

static bool run(eng_pdf_interpreter *in, eng_str content);

static void add_picture(eng_pdf_interpreter *in, const eng_pdf_box *box) {
	eng_pdf_shown *item = eng_pdf_show_add(in, ENG_PDF_PICTURE);

	item->box = *box;
	item->tint = in->now.fill;
	item->tint.unknown = true;
}

/* A form is painted as a group: its alpha, mask and layer hold for all that it shows. */
static bool run_form(eng_pdf_interpreter *in, eng_pdf_object *form) {
	const eng_pdf_value *outer = in->resources, *own;
	eng_pdf_graphics before = in->now;
	uint32_t sequence = in->sequence;
	int depth = in->depth;
	eng_pdf_box clip;
	double v[6];
	eng_str data;
	bool good;

	if (in->form_depth == FORMS) {
		return eng_pdf_source_fail(in->source, "forms of the pdf file are nested too deep");
	}
	if (eng_pdf_source_numbers(in->source, eng_pdf_value_find(&form->value, "Matrix"), 6, v)) {
		eng_pdf_matrix m = { v[0], v[1], v[2], v[3], v[4], v[5] };

		in->now.ctm = eng_pdf_matrix_times(&m, &in->now.ctm);
	}
	if (eng_pdf_source_numbers(in->source, eng_pdf_value_find(&form->value, "BBox"), 4, v)) {
		clip = eng_pdf_box_moved(&in->now.ctm, v[0], v[1], v[2], v[3]);
		in->now.clip = eng_pdf_box_common(&in->now.clip, &clip);
	}
	own = eng_pdf_source_find(in->source, &form->value, "Resources");
	in->resources = own->kind == ENG_PDF_DICT ? own : outer;
	in->form_depth++;
	in->now.flags |= ENG_PDF_INSIDE;
	good = eng_pdf_source_data(in->source, form, &data) && run(in, data);
	in->form_depth--;
	in->resources = outer;
	in->now = before;
	in->depth = depth;
	in->sequence = sequence;
	return good;
}

static bool paint_xobject(eng_pdf_interpreter *in) {
	eng_pdf_value name = *eng_pdf_operand(in, 1);
	unsigned before = in->now.flags;
	eng_pdf_object *object;
	eng_pdf_box box;
	bool good = true;

	if (name.kind != ENG_PDF_NAME) {
		return false;
	}
	object = eng_pdf_source_stream(in->source, eng_pdf_resource(in, "XObject", name.as.text));
	if (!object) {
		return eng_pdf_source_fail(in->source, "an image of the pdf file is missing");
	}
	if (eng_pdf_value_find(&object->value, "OC")->kind != ENG_PDF_NULL) {
		in->now.flags |= ENG_PDF_LAYERED;
	}
	if (eng_pdf_value_is_name(eng_pdf_source_find(in->source, &object->value, "Subtype"),
				  "Form")) {
		good = run_form(in, object);
	} else {
		box = eng_pdf_box_moved(&in->now.ctm, 0, 0, 1, 1);
		add_picture(in, &box);
	}
	in->now.flags = before;
	return good;
}

static bool other_operator(eng_pdf_interpreter *in, uint32_t op) {
	switch (op) {
	case ENG_PDF_OP3('B', 'D', 'C'):
		return open_sequence(in, true);
	case ENG_PDF_OP3('B', 'M', 'C'):
		return open_sequence(in, false);
	case ENG_PDF_OP3('E', 'M', 'C'):
		return close_sequence(in);
	case ENG_PDF_OP2('D', 'o'):
		return paint_xobject(in);
	case ENG_PDF_OP2('s', 'h'):
		add_picture(in, &in->now.clip);
		return true;
	case ENG_PDF_OP2('M', 'P'):
	case ENG_PDF_OP2('D', 'P'):
	case ENG_PDF_OP2('B', 'X'):
	case ENG_PDF_OP2('E', 'X'):
	case ENG_PDF_OP2('d', '0'):
	case ENG_PDF_OP2('d', '1'):
		return true;
	default:
		return false;
	}
}

static bool perform(eng_pdf_interpreter *in, eng_str word) {
	uint32_t op = 0;
	bool known, good;

	for (size_t i = 0; i < word.n && i < 4; i++) {
		op = op << 8 | (unsigned char)word.s[i];
	}
	good = eng_pdf_text_operator(in, op, &known);
	if (!known) {
		good = eng_pdf_path_operator(in, op, &known);
	}
	if (!known) {
		good = eng_pdf_state_operator(in, op, &known);
	}
	if (!known) {
		good = word.n <= 3 && other_operator(in, op);
	}
	in->count = 0;
	return good || eng_pdf_source_fail(in->source,
					   "operator '%.*s' of the pdf file is not "
					   "understood as it stands",
					   word.n < 20 ? (int)word.n : 20, word.s);
}

static bool run(eng_pdf_interpreter *in, eng_str content) {
	eng_pdf_scan s = eng_pdf_scan_of(in->source->arena, content);

	s.content = true;
	in->count = 0;
	for (;;) {
		eng_pdf_value *v = &in->operands[in->count];
		const char *at = s.p;

		if (!eng_pdf_scan_value(&s, v)) {
			s.p = at; /* whatever stands there is no value */
			return !eng_pdf_scan_skip(&s) ||
			       eng_pdf_source_fail(in->source,
						   "a content stream of the pdf file is damaged");
		}
		if (in->show->steps-- == 0 || in->show->n > MOST_ITEMS) {
			return eng_pdf_source_fail(in->source,
						   "the pages of the pdf file take too long "
						   "to read");
		}
		if (v->kind == ENG_PDF_WORD) {
			if (!perform(in, v->as.text)) {
				return false;
			}
		} else if (++in->count == ENG_PDF_OPERANDS) {
			return eng_pdf_source_fail(in->source,
						   "an operator of the pdf file has too many "
						   "operands");
		}
	}
}

/* Streams of a page are read as if they were one (7.8.2). */
static bool gather(eng_pdf_source *source, const eng_pdf_value *contents, eng_buf *joined,
		   eng_str *out) {
	const eng_pdf_value *list = eng_pdf_source_value(source, contents);
	eng_pdf_object *stream = eng_pdf_source_stream(source, contents);
	eng_str data;

	if (stream) {
		return eng_pdf_source_data(source, stream, out);
	}
	for (uint32_t i = 0; list->kind == ENG_PDF_ARRAY && i < list->n; i++) {
		stream = eng_pdf_source_stream(source, &list->as.items[i]);
		if (!stream || !eng_pdf_source_data(source, stream, &data)) {
			return eng_pdf_source_fail(source,
						   "a content stream of the pdf file is missing");
		}
		eng_buf_str(joined, data);
		eng_buf_char(joined, '\n');
	}
	*out = eng_str_copy(source->arena, eng_buf_view(joined));
	return true;
}

/* Resources of a page may stand above it (7.7.3.4). */
static const eng_pdf_value *inherited(eng_pdf_source *source, const eng_pdf_value *page,
				      const char *key) {
	const eng_pdf_value *v = eng_pdf_source_find(source, page, key);

	for (int i = 0; i < ENG_PDF_DEEPEST && v->kind == ENG_PDF_NULL; i++) {
		page = eng_pdf_source_find(source, page, "Parent");
		v = eng_pdf_source_find(source, page, key);
	}
	return v;
}

bool eng_pdf_show_page(eng_pdf_show *show, const eng_pdf_value *page) {
	eng_pdf_interpreter *in = eng_arena_room(show->source->arena, 1, sizeof(*in));
	eng_buf joined = { 0 };
	eng_str content;
	bool good;

	memset(in, 0, offsetof(eng_pdf_interpreter, saved));
	show->n = show->sequence_count = 0;
	in->show = show;
	in->source = show->source;
	in->resources = inherited(show->source, page, "Resources");
	in->now.ctm = ENG_PDF_IDENTITY;
	in->now.clip = (eng_pdf_box){ -1e9, -1e9, 1e9, 1e9 };
	in->now.fill.alpha = in->now.stroke.alpha = 1;
	in->now.line_width = in->now.scale = 1;
	in->path = ENG_PDF_NOWHERE;
	good = gather(show->source, eng_pdf_value_find(page, "Contents"), &joined, &content) &&
	       run(in, content);
	free(in->points);
	eng_buf_finish(&joined);
	return good;
}
