/* Reads print plans. Knows keys and what they may be; what is done with them is the assembly's business. */
#include "print/plan.h"

#include "base/file.h"
#include "print/plan-parts.h"
#include "print/postal.h"

enum { MOST_PAPERS = 16, MOST_ENVELOPES = 8, MOST_PROFILE = 32 << 20 };

static void read_paper(eng_settings *s, const eng_yaml *m, eng_paper *paper) {
	static const char *const keys[] = { "tray",      "stock",       "weight",
					    "thickness", "pre-printed", NULL };

	if (eng_settings_keys(s, m, keys, "a paper")) {
		paper->name = m->key;
		paper->tray = eng_settings_text(s, m, "tray", true);
		paper->stock = eng_settings_text(s, m, "stock", false);
		paper->grammage = (int)eng_settings_number(s, m, "weight", 30, 500, 80);
		paper->thickness = eng_settings_length(s, m, "thickness", 0);
		paper->preprinted = eng_settings_flag(s, m, "pre-printed", false);
	}
}

static void read_papers(eng_settings *s, const eng_yaml *yaml, eng_print_plan *plan) {
	const eng_yaml *papers = eng_yaml_find(yaml, "papers");

	plan->papers = eng_arena_new_array(s->arena, MOST_PAPERS, eng_paper);
	if (!papers || papers->kind != ENG_YAML_MAPPING || !papers->first) {
		eng_settings_fault(s, "print.missing-key", eng_yaml_where(papers ? papers : yaml),
				   "'papers' is missing, the sheets by their names and trays");
		return;
	}
	for (const eng_yaml *m = papers->first; m; m = m->next) {
		if (plan->paper_count == MOST_PAPERS) {
			eng_settings_fault(s, "print.bad-value", m->key_where,
					   "more than %d papers", MOST_PAPERS);
			return;
		}
		read_paper(s, m, &plan->papers[plan->paper_count++]);
	}
}

static void read_window(eng_settings *s, const eng_yaml *yaml, eng_envelope *e) {
	static const char *const keys[] = { "left", "top", "width", "height", NULL };
	const eng_yaml *window = eng_yaml_find(yaml, "window");

	if (!window || !eng_settings_keys(s, window, keys, "'window'")) {
		return;
	}
	e->has_window = true;
	e->window = (eng_rect){ eng_settings_length(s, window, "left", 0),
				eng_settings_length(s, window, "top", 0),
				eng_settings_length(s, window, "width", 0),
				eng_settings_length(s, window, "height", 0) };
	if (e->window.w <= 0 || e->window.h <= 0 || e->window.x + e->window.w > e->width ||
	    e->window.y + e->window.h > e->height) {
		eng_settings_fault(s, "print.bad-value", eng_yaml_where(window),
				   "the window does not lie on its envelope");
	}
}

static void read_envelope(eng_settings *s, const eng_yaml *m, eng_envelope *e) {
	static const char *const keys[] = { "sheets", "weight",    "own-weight", "by-hand",
					    "width",  "height",    "window",     "panel",
					    "panels", "thickness", "tolerance",  "return-line",
					    NULL };

	if (!eng_settings_keys(s, m, keys, "an envelope")) {
		return;
	}
	e->name = m->key;
	e->sheets = (int)eng_settings_number(s, m, "sheets", 1, 10000, 10000);
	e->weight = eng_settings_grams(s, m, "weight", 0);
	e->thickness = eng_settings_length(s, m, "thickness", 0);
	e->panels = (int)eng_settings_number(s, m, "panels", 1, 8, 1);
	e->own = eng_settings_grams(s, m, "own-weight", 5000);
	e->by_hand = eng_settings_flag(s, m, "by-hand", false);
	e->width = eng_settings_length(s, m, "width", ENG_MM(220));
	e->height = eng_settings_length(s, m, "height", ENG_MM(110));
	e->panel = eng_settings_length(s, m, "panel", ENG_MM(105));
	e->tolerance = eng_settings_length(s, m, "tolerance", 0);
	e->return_line = eng_settings_length(s, m, "return-line", 0);
	read_window(s, m, e);
}

static void read_envelopes(eng_settings *s, const eng_yaml *yaml, eng_print_plan *plan) {
	const eng_yaml *list = eng_yaml_find(yaml, "envelopes");

	plan->envelopes = eng_arena_new_array(s->arena, MOST_ENVELOPES, eng_envelope);
	for (const eng_yaml *m = list ? list->first : NULL; m; m = m->next) {
		if (plan->envelope_count == MOST_ENVELOPES) {
			eng_settings_fault(s, "print.bad-value", m->key_where,
					   "more than %d envelopes", MOST_ENVELOPES);
			return;
		}
		read_envelope(s, m, &plan->envelopes[plan->envelope_count++]);
	}
}

static void read_split(eng_settings *s, const eng_yaml *yaml, eng_print_plan *plan) {
	static const char *const keys[] = { "pieces", "sheets", "megabytes", "trays", NULL };
	const eng_yaml *split = eng_yaml_find(yaml, "split");

	plan->most_bytes = (uint64_t)2000 << 20;
	if (split && eng_settings_keys(s, split, keys, "'split'")) {
		plan->most_pieces =
		    (uint64_t)eng_settings_number(s, split, "pieces", 1, 10000000, 0);
		plan->most_sheets =
		    (uint64_t)eng_settings_number(s, split, "sheets", 1, 10000000, 0);
		plan->most_bytes =
		    (uint64_t)eng_settings_number(s, split, "megabytes", 1, 4000, 2000) << 20;
		plan->most_trays = (uint64_t)eng_settings_number(s, split, "trays", 1, 1000000, 0);
	}
	if (plan->most_trays && !(plan->postal && plan->postal->trays)) {
		eng_settings_fault(s, "print.missing-key", eng_yaml_where(split),
				   "'split' at trays needs 'trays' in 'postal'");
	}
}

static void read_offset(eng_settings *s, const eng_yaml *yaml, eng_print_plan *plan) {
	static const char *const keys[] = { "front-right", "front-down", "back-right", "back-down",
					    NULL };
	const eng_yaml *offset = eng_yaml_find(yaml, "offset");

	if (offset && eng_settings_keys(s, offset, keys, "'offset'")) {
		plan->front_x = eng_settings_length(s, offset, "front-right", 0);
		plan->front_y = eng_settings_length(s, offset, "front-down", 0);
		plan->back_x = eng_settings_length(s, offset, "back-right", 0);
		plan->back_y = eng_settings_length(s, offset, "back-down", 0);
	}
}

/* An output profile of four inks (ICC.1:2001-04 6.1): class at byte 12, space at byte 16. */
static bool is_printer_profile(eng_str bytes) {
	return bytes.n > 128 && memcmp(bytes.s + 12, "prtr", 4) == 0 &&
	       memcmp(bytes.s + 16, "CMYK", 4) == 0 && memcmp(bytes.s + 36, "acsp", 4) == 0;
}

static void read_output(eng_settings *s, const eng_yaml *yaml, eng_print_plan *plan) {
	static const char *const keys[] = { "condition", "profile", NULL };
	const eng_yaml *output = eng_yaml_find(yaml, "output");
	const char *name, *path;

	if (!output || !eng_settings_keys(s, output, keys, "'output'")) {
		if (!output) {
			eng_settings_fault(s, "print.missing-key", yaml->where,
					   "'output' is missing, the printing condition and its "
					   "ICC profile");
		}
		return;
	}
	plan->condition = eng_settings_text(s, output, "condition", true);
	name = eng_str_dup(s->arena, eng_settings_text(s, output, "profile", true));
	path = eng_path_join(s->arena, eng_path_dir(s->arena, plan->path), name);
	if (!eng_file_exists(path)) {
		path = eng_path_join(s->arena, "/usr/share/color/icc", name);
	}
	if (!*name || !eng_file_read(s->ctx, s->arena, path, MOST_PROFILE, &plan->profile)) {
		s->good = false;
	} else if (!is_printer_profile(plan->profile)) {
		eng_settings_fault(s, "print.bad-profile", eng_yaml_where(output),
				   "'%s' is no ICC profile of a printing condition with four inks",
				   name);
	}
}

static void read_machine(eng_settings *s, const eng_yaml *yaml, eng_print_plan *plan) {
	const char *name = eng_str_dup(s->arena, eng_settings_text(s, yaml, "machine", false));

	if (*name) {
		plan->machine = eng_machine_load(
		    s->ctx, s->arena,
		    eng_path_join(s->arena, eng_path_dir(s->arena, plan->path), name));
		s->good &= plan->machine != NULL;
	}
}

eng_print_plan *eng_print_plan_load(eng_ctx *ctx, eng_arena *arena, const char *path) {
	static const char *const keys[] = { "print-plan", "about",     "plex",    "order",
					    "output",     "papers",    "offset",  "split",
					    "machine",    "envelopes", "inserts", "facts",
					    "pieces",     "font",      "banners", "numbers",
					    "postal",     NULL };
	static const char *const plexes[] = { "simplex", "duplex", "tumble", NULL };
	static const char *const orders[] = { "run", "postcode", NULL };
	eng_print_plan *plan = eng_arena_new(arena, eng_print_plan);
	eng_settings s = { ctx, arena, true };
	eng_str source;
	const eng_yaml *yaml = eng_yaml_load(ctx, arena, path, &source);

	if (!yaml || !eng_settings_keys(&s, yaml, keys, "a print plan")) {
		return NULL;
	}
	plan->path = path;
	plan->hash = eng_hash_of(source.s, source.n);
	plan->name = eng_settings_text(&s, yaml, "print-plan", true);
	if (plan->name.n && !eng_id_is_valid(plan->name)) {
		eng_settings_fault(&s, "print.bad-value", yaml->where,
				   "'%s' is no name for a plan, should be of small letters, digits "
				   "and hyphens",
				   eng_quote(arena, plan->name));
	}
	plan->plex = (eng_plex)eng_settings_choice(&s, yaml, "plex", plexes, ENG_PLEX_SIMPLEX);
	plan->order =
	    (eng_print_order)eng_settings_choice(&s, yaml, "order", orders, ENG_ORDER_RUN);
	read_output(&s, yaml, plan);
	read_papers(&s, yaml, plan);
	read_offset(&s, yaml, plan);
	read_envelopes(&s, yaml, plan);
	eng_print_plan_read_pieces(&s, yaml, plan);
	read_machine(&s, yaml, plan);
	plan->postal = eng_postal_read(&s, yaml, path);
	read_split(&s, yaml, plan);
	eng_print_plan_read_words(&s, yaml, plan);
	if (!s.good) {
		eng_print_plan_close(plan);
		return NULL;
	}
	return plan;
}

void eng_print_plan_close(eng_print_plan *plan) {
	if (plan) {
		eng_rule_book_free(plan->book);
		plan->book = NULL;
		eng_lettering_close(plan->lettering);
		plan->lettering = NULL;
	}
}

const eng_paper *eng_print_plan_paper(const eng_print_plan *plan, eng_str name) {
	for (size_t i = 0; i < plan->paper_count; i++) {
		if (eng_str_eq(plan->papers[i].name, name)) {
			return &plan->papers[i];
		}
	}
	return name.n ? NULL : &plan->papers[0];
}
