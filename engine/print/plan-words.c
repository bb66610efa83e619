/* Reads what a print plan has written on sheets beside the pages of its parts. */
#include "base/file.h"
#include "print/plan-parts.h"
#include "print/postal.h"

static void read_font(eng_settings *s, const eng_yaml *yaml, eng_print_plan *plan) {
	const eng_yaml *value = eng_yaml_find(yaml, "font");
	const char *name = eng_str_dup(s->arena, eng_settings_text(s, yaml, "font", false));
	const char *path = eng_path_join(s->arena, eng_path_dir(s->arena, plan->path), name);

	if (*name) {
		if (!eng_file_exists(path)) {
			path = eng_path_join(s->arena, "/usr/share/fonts", name);
		}
		plan->lettering = eng_lettering_open(s->ctx, path, value->where);
		s->good &= plan->lettering != NULL;
	}
}

static void need_font(eng_settings *s, const eng_yaml *yaml, const eng_print_plan *plan) {
	if (!plan->lettering && s->good) {
		eng_settings_fault(s, "print.missing-key", eng_yaml_where(yaml),
				   "'font' is missing, a font file to write this with");
	}
}

static void read_banners(eng_settings *s, const eng_yaml *yaml, eng_print_plan *plan) {
	static const char *const keys[] = { "paper", "begin", "end", "every", "between", NULL };
	static const char *const between[] = { "nothing", "countries", "groups", "trays", NULL };

	if (!eng_settings_keys(s, yaml, keys, "'banners'")) {
		return;
	}
	plan->banner_paper = eng_print_plan_paper(plan, eng_settings_text(s, yaml, "paper", false));
	if (!plan->banner_paper) {
		eng_settings_fault(s, "print.bad-value", eng_yaml_where(yaml),
				   "the paper of 'banners' is none of the plan's 'papers'");
	}
	plan->banner_begin = eng_settings_flag(s, yaml, "begin", true);
	plan->banner_end = eng_settings_flag(s, yaml, "end", true);
	plan->banner_every = (uint64_t)eng_settings_number(s, yaml, "every", 1, 10000000, 0);
	plan->banner_between =
	    (eng_between)eng_settings_choice(s, yaml, "between", between, ENG_BETWEEN_NOTHING);
	if (plan->banner_between == ENG_BETWEEN_TRAYS && !(plan->postal && plan->postal->trays)) {
		eng_settings_fault(s, "print.missing-key", eng_yaml_where(yaml),
				   "separations between trays need 'trays' in 'postal'");
	}
	need_font(s, yaml, plan);
}

static void read_numbers(eng_settings *s, const eng_yaml *yaml, eng_print_plan *plan) {
	static const char *const keys[] = { "left", "top", "size", "text", NULL };
	eng_code_spec *n = &plan->numbering;

	if (!eng_settings_keys(s, yaml, keys, "'numbers'")) {
		return;
	}
	n->left = eng_settings_length(s, yaml, "left", ENG_MM(20));
	n->top = eng_settings_length(s, yaml, "top", ENG_MM(290));
	plan->numbering_size = eng_settings_length(s, yaml, "size", 7000);
	n->value = eng_settings_text(s, yaml, "text", true);
	n->where = eng_yaml_where(yaml);
	if (plan->numbering_size < 3000 || plan->numbering_size > 72000 || n->left < 0 ||
	    n->top < 0) {
		eng_settings_fault(s, "print.bad-value", eng_yaml_where(yaml),
				   "numbers need a place on the sheet and a size from 3 to 72 pt");
	}
	need_font(s, yaml, plan);
}

void eng_print_plan_read_words(eng_settings *s, const eng_yaml *yaml, eng_print_plan *plan) {
	const eng_yaml *banners = eng_yaml_find(yaml, "banners");
	const eng_yaml *numbers = eng_yaml_find(yaml, "numbers");

	read_font(s, yaml, plan);
	if (banners) {
		read_banners(s, banners, plan);
	}
	if (numbers) {
		read_numbers(s, numbers, plan);
	}
}
