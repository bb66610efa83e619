/* Reads `masters:`: sizes of pages and where body, parts, address and marks stand.
 *
 * A box is given by two of left, right, width and two of top, bottom, height; right and bottom are
 * measured from the page's edges. Masters of the same name in later files are merged key by key,
 * frames part by part; a box is replaced whole. */
#include <string.h>

#include "theme/loader.h"

enum { MOST_MASTERS = 32, MOST_FRAMES = 64, MOST_MARKS = 32 };

static const char *const part_names[] = { "footer", "header",     "info",
					  "legal",  "letterhead", "sender" };

enum { PARTS = sizeof(part_names) / sizeof(part_names[0]) };

static bool read_size(eng_theme_loader *l, const eng_yaml *value, eng_master *master) {
	eng_str rest = value->text, w, h, more;

	if (value->kind == ENG_YAML_SCALAR && eng_str_eqc(value->text, "A4")) {
		master->width = ENG_MM(210);
		master->height = ENG_MM(297);
		return true;
	}
	if (value->kind == ENG_YAML_SCALAR && eng_str_eqc(value->text, "letter")) {
		master->width = ENG_PT(612);
		master->height = ENG_PT(792);
		return true;
	}
	if (value->kind == ENG_YAML_SCALAR && eng_str_word(&rest, &w) && eng_str_word(&rest, &h) &&
	    !eng_str_word(&rest, &more) && eng_length_parse(w, &master->width) &&
	    eng_length_parse(h, &master->height) && master->width >= ENG_PT(72) &&
	    master->height >= ENG_PT(72) && master->width <= ENG_PT(14400) &&
	    master->height <= ENG_PT(14400)) {
		return true;
	}
	return eng_theme_fault(
	    l, "theme.bad-value", value->where,
	    "'%s' is no page size, should be A4, letter or two lengths from 72pt to "
	    "14400pt such as 210mm 99mm",
	    eng_quote(l->arena, value->text));
}

/* One axis of a box: two of start, end and extent are known. */
static bool read_axis(eng_theme_loader *l, const eng_yaml *box, const char *const keys[3],
		      eng_length page, eng_length *at, eng_length *extent) {
	eng_length v[3] = { 0 };
	bool has[3];
	int n = 0;

	for (int i = 0; i < 3; i++) {
		const eng_yaml *value = eng_yaml_find(box, keys[i]);

		has[i] = value != NULL;
		n += has[i];
		if (value && !eng_theme_length(l, value, &v[i])) {
			return false;
		}
	}
	if (n != 2) {
		return eng_theme_fault(l, "theme.box", eng_yaml_where(box),
				       "box '%.*s' needs two of %s, %s and %s, not %d",
				       ENG_STR_ARG(box->key), keys[0], keys[1], keys[2], n);
	}
	*extent = has[2] ? v[2] : page - v[0] - v[1];
	*at = has[0] ? v[0] : page - v[1] - *extent;
	return true;
}

static bool read_box(eng_theme_loader *l, const eng_yaml *box, const eng_master *master,
		     eng_rect *out) {
	static const char *const across[] = { "left", "right", "width" };
	static const char *const down[] = { "top", "bottom", "height" };

	if (!eng_theme_expect(l, box, ENG_YAML_MAPPING,
			      eng_arena_printf(l->arena, "box '%s'", box->key.s)) ||
	    !read_axis(l, box, across, master->width, &out->x, &out->w) ||
	    !read_axis(l, box, down, master->height, &out->y, &out->h)) {
		return false;
	}
	if (out->x < 0 || out->y < 0 || out->w <= 0 || out->h <= 0 ||
	    out->x + out->w > master->width || out->y + out->h > master->height) {
		return eng_theme_fault(l, "theme.box", eng_yaml_where(box),
				       "box '%.*s' does not lie on the page of %gpt x %gpt",
				       ENG_STR_ARG(box->key), (double)master->width / 1000,
				       (double)master->height / 1000);
	}
	return true;
}

static bool check_style(eng_theme_loader *l, const eng_yaml *box, eng_str *out) {
	const eng_yaml *value = eng_yaml_find(box, "style");
	const char **names = eng_arena_new_array(l->arena, l->theme->style_count, const char *);
	const char *near;

	if (!value) {
		return true;
	}
	for (size_t i = 0; i < l->theme->style_count; i++) {
		names[i] = l->theme->styles[i].name.s;
		if (eng_str_eq(value->text, l->theme->styles[i].name)) {
			*out = l->theme->styles[i].name;
			return true;
		}
	}
	near = eng_str_nearest(value->text, names, l->theme->style_count);
	return eng_theme_fault(l, "theme.unknown-style", value->where,
			       near ? "unknown style '%s', did you mean '%s'?"
				    : "unknown style '%s'",
			       eng_quote(l->arena, value->text), near);
}

static void read_frame(eng_theme_loader *l, const eng_yaml *box, eng_master *master) {
	eng_frame frame = { .part = box->key, .style = box->key };
	size_t at = 0;

	while (at < master->frame_count && !eng_str_eq(master->frames[at].part, box->key)) {
		at++;
	}
	if (box->kind == ENG_YAML_SCALAR && eng_str_eqc(box->text, "none")) {
		if (at < master->frame_count) {
			memmove(&master->frames[at], &master->frames[at + 1],
				(--master->frame_count - at) * sizeof(frame));
		}
		return;
	}
	eng_theme_read(l, box, eng_theme_box_keys, &frame,
		       eng_arena_printf(l->arena, "frame '%s'", box->key.s));
	if (box->kind != ENG_YAML_MAPPING || !read_box(l, box, master, &frame.box) ||
	    !check_style(l, box, &frame.style)) {
		return;
	}
	if (at == MOST_FRAMES) {
		eng_theme_fault(l, "theme.bad-value", box->where, "more than %d frames",
				MOST_FRAMES);
		return;
	}
	master->frames[at] = frame;
	master->frame_count += at == master->frame_count;
}

/* The frames of a master in one of the files. */
static const eng_yaml *frames_of(const eng_theme_loader *l, size_t file, eng_str master) {
	const eng_yaml *masters = eng_yaml_find(l->files[file], "masters");

	return eng_yaml_find(eng_yaml_find(masters, eng_str_dup(l->arena, master)), "frames");
}

/* True when a later file has a frame for the part: then this one does not count. */
static bool is_replaced(const eng_theme_loader *l, size_t file, const eng_master *master,
			eng_str part) {
	for (size_t i = file + 1; i < l->file_count; i++) {
		const eng_yaml *frames = frames_of(l, i, master->name);

		if (frames && frames->kind == ENG_YAML_MAPPING &&
		    eng_yaml_find(frames, eng_str_dup(l->arena, part))) {
			return true;
		}
	}
	return false;
}

static void read_frames(eng_theme_loader *l, size_t file, eng_master *master) {
	const eng_yaml *frames = frames_of(l, file, master->name);

	if (!frames) {
		return;
	}
	if (!eng_theme_expect(l, frames, ENG_YAML_MAPPING, "'frames'")) {
		return;
	}
	for (const eng_yaml *m = frames->first; m; m = m->next) {
		bool known = false;

		for (size_t i = 0; i < PARTS; i++) {
			known = known || eng_str_eqc(m->key, part_names[i]);
		}
		if (known && !is_replaced(l, file, master, m->key)) {
			read_frame(l, m, master);
		} else if (!known) {
			const char *near = eng_str_nearest(m->key, part_names, PARTS);

			eng_theme_fault(
			    l, "theme.unknown-part", m->key_where,
			    near ? "unknown part '%s', did you mean '%s'?"
				 : "unknown part '%s', should be letterhead, sender, info, "
				   "header, footer or legal",
			    eng_quote(l->arena, m->key), near);
		}
	}
}

/* A box of its own, or the window of an envelope. */
static bool read_window(eng_theme_loader *l, const eng_yaml *box, eng_master *master) {
	static const char *const keys[] = { "left", "right", "width", "top", "bottom", "height" };
	const eng_yaml *window = eng_yaml_find(box, "window");

	if (!window) {
		return read_box(l, box, master, &master->address);
	}
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const eng_yaml *other = eng_yaml_find(box, keys[i]);

		if (other) {
			return eng_theme_fault(l, "theme.box", other->key_where,
					       "a window has its own place, leave '%s' out",
					       keys[i]);
		}
	}
	return eng_theme_window(l, window, master, &master->address);
}

static void read_address(eng_theme_loader *l, const eng_yaml *box, eng_master *master) {
	eng_frame unused = { 0 };

	master->has_address = box->kind != ENG_YAML_SCALAR || !eng_str_eqc(box->text, "none");
	if (!master->has_address) {
		return;
	}
	master->address_style = ENG_STR("address");
	eng_theme_read(l, box, eng_theme_address_keys, &unused, "'address'");
	if (read_window(l, box, master)) {
		check_style(l, box, &master->address_style);
	}
}

/* Where sheets are folded in three, and where the middle of two holes goes. */
static const struct {
	const char *name;
	eng_mark marks[3];
} mark_sets[] = {
	{ "din-5008-a",
	  { { ENG_MM(5), ENG_MM(87), ENG_MM(4), 250 },
	    { ENG_MM(5), ENG_MM(297) / 2, ENG_MM(6), 250 },
	    { ENG_MM(5), ENG_MM(192), ENG_MM(4), 250 } } },
	{ "din-5008-b",
	  { { ENG_MM(5), ENG_MM(105), ENG_MM(4), 250 },
	    { ENG_MM(5), ENG_MM(297) / 2, ENG_MM(6), 250 },
	    { ENG_MM(5), ENG_MM(210), ENG_MM(4), 250 } } },
	{ "letter",
	  { { ENG_MM(5), ENG_PT(264), ENG_MM(4), 250 },
	    { ENG_MM(5), ENG_PT(396), ENG_MM(6), 250 },
	    { ENG_MM(5), ENG_PT(528), ENG_MM(4), 250 } } },
};

static void use_mark_set(eng_theme_loader *l, const eng_yaml *name, eng_master *master) {
	for (size_t i = 0; i < sizeof(mark_sets) / sizeof(*mark_sets); i++) {
		const eng_mark *marks = mark_sets[i].marks;

		if (eng_str_eqc(name->text, mark_sets[i].name)) {
			master->marks = eng_arena_copy(l->arena, marks, sizeof(mark_sets[i].marks));
			master->mark_count = 3;
			if (marks[2].y > master->height) {
				eng_theme_fault(l, "theme.box", name->where,
						"mark does not lie on the page");
			}
			return;
		}
	}
	eng_theme_fault(l, "theme.bad-value", name->where,
			"marks '%s' should be din-5008-a, din-5008-b, letter or a list",
			eng_quote(l->arena, name->text));
}

static void read_marks(eng_theme_loader *l, const eng_yaml *list, eng_master *master) {
	if (list->kind == ENG_YAML_SCALAR) {
		use_mark_set(l, list, master);
		return;
	}
	if (!eng_theme_expect(l, list, ENG_YAML_SEQUENCE, "'marks'")) {
		return;
	}
	if (list->count > MOST_MARKS) {
		eng_theme_fault(l, "theme.bad-value", list->where, "more than %d marks",
				MOST_MARKS);
		return;
	}
	master->marks = eng_arena_new_array(l->arena, list->count, eng_mark);
	master->mark_count = 0;
	for (const eng_yaml *m = list->first; m; m = m->next) {
		eng_mark *mark = &master->marks[master->mark_count++];

		*mark = (eng_mark){ .length = ENG_MM(4), .width = 250 };
		eng_theme_read(l, m, eng_theme_mark_keys, mark, "a mark");
		if (mark->x + mark->length > master->width || mark->y > master->height) {
			eng_theme_fault(l, "theme.box", m->where, "mark does not lie on the page");
		}
	}
}

/* The last value of a key over the stack. */
static const eng_yaml *last_of(const eng_theme_loader *l, eng_str master, const char *key) {
	const eng_yaml *found = NULL;

	for (size_t i = 0; i < l->file_count; i++) {
		const eng_yaml *masters = eng_yaml_find(l->files[i], "masters");
		const eng_yaml *value = eng_yaml_find(eng_yaml_find(masters, master.s), key);

		found = value ? value : found;
	}
	return found;
}

static void require(eng_theme_loader *l, const eng_yaml *value, const eng_master *master,
		    const char *key) {
	eng_loc where = { l->theme->path.s, 1, 1 };

	if (!value) {
		eng_theme_fault(l, "theme.missing-key", where, "master '%.*s' needs the key '%s'",
				ENG_STR_ARG(master->name), key);
	}
}

static void read_master(eng_theme_loader *l, eng_master *master) {
	const eng_yaml *size = last_of(l, master->name, "size");
	const eng_yaml *body = last_of(l, master->name, "body");
	const eng_yaml *address = last_of(l, master->name, "address");
	const eng_yaml *marks = last_of(l, master->name, "marks");
	eng_frame unused = { 0 };

	require(l, size, master, "size");
	require(l, body, master, "body");
	if (!size || !body || !read_size(l, size, master)) {
		return;
	}
	eng_theme_read(l, body, eng_theme_box_keys, &unused, "'body'");
	read_box(l, body, master, &master->body);
	if (address) {
		read_address(l, address, master);
	}
	if (marks) {
		read_marks(l, marks, master);
	}
	master->frames = eng_arena_new_array(l->arena, MOST_FRAMES, eng_frame);
	for (size_t i = 0; i < l->file_count; i++) {
		read_frames(l, i, master);
	}
}

static void collect(eng_theme_loader *l, const eng_yaml *m) {
	eng_theme *theme = l->theme;
	eng_master *master = NULL;

	for (size_t i = 0; i < theme->master_count; i++) {
		master = eng_str_eq(theme->masters[i].name, m->key) ? &theme->masters[i] : master;
	}
	if (!master) {
		if (theme->master_count == MOST_MASTERS) {
			eng_theme_fault(l, "theme.bad-value", m->key_where, "more than %d masters",
					MOST_MASTERS);
			return;
		}
		master = &theme->masters[theme->master_count++];
		master->name = m->key;
	}
	eng_theme_read(l, m, eng_theme_master_keys, master,
		       eng_arena_printf(l->arena, "master '%s'", m->key.s));
}

void eng_theme_read_masters(eng_theme_loader *l) {
	eng_loc where = { l->theme->path.s, 1, 1 };

	l->theme->masters = eng_arena_new_array(l->arena, MOST_MASTERS, eng_master);
	for (size_t i = 0; i < l->file_count; i++) {
		const eng_yaml *masters = eng_yaml_find(l->files[i], "masters");

		if (masters && eng_theme_expect(l, masters, ENG_YAML_MAPPING, "'masters'")) {
			for (const eng_yaml *m = masters->first; m; m = m->next) {
				collect(l, m);
			}
		}
	}
	for (size_t i = 0; i < l->theme->master_count; i++) {
		read_master(l, &l->theme->masters[i]);
	}
	if (!eng_theme_master(l->theme, "first") || !eng_theme_master(l->theme, "rest")) {
		eng_theme_fault(l, "theme.missing-key", where,
				"theme needs the masters 'first' and 'rest'");
	}
}
