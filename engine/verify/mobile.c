/* JSON for apps: typed components with runs of text, or an Adaptive Card, and beside them the blocks
 * word for word. A line of the surface is what a component shows; the list of blocks is compared by
 * itself, because apps may show that instead. */
#include "verify/reader.h"

#include <string.h>

#include "compliance/canonical.h"
#include "verify/survey.h"
#include "verify/tree.h"

#define DEPTH_MAX 200
#define REGULAR   400
#define BOLD      700

/* What holds for all below a value. */
typedef struct setting {
	const char *hidden;
	bool card;
	bool weighed;
	int weight; /* as CSS has it; 0: not weighed, or the app's own, of headings */
} setting;

static bool is_text(const eng_json_node *value) {
	return value && value->kind == ENG_JSON_STRING;
}

static bool is_true(const eng_json_node *object, const char *key, eng_json_kind kind) {
	const eng_json_node *member = eng_json_find(object, key);

	return member && member->kind == kind;
}

/* "\*" of Markdown becomes "*"; a space that keeps "{{" from being a template goes. */
static eng_str unescaped(eng_arena *arena, eng_str text) {
	char *out = eng_arena_alloc(arena, text.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == '\\' && i + 1 < text.n && strchr("\\`*_[]<", text.s[i + 1])) {
			i++;
		}
		out[n++] = text.s[i];
	}
	return (eng_str){ out, n };
}

/* Why an app may not show a component by one of its members; NULL: it does. */
static const char *hidden_by_member(const eng_json_node *member) {
	eng_str key = member->key;
	int64_t lines;

	if (eng_str_eqc(key, "isVisible") && member->kind == ENG_JSON_FALSE) {
		return "'isVisible' is false";
	}
	if (eng_str_eqc(key, "maxLines") && eng_json_int(member, &lines)) {
		return "'maxLines' cuts it";
	}
	if ((eng_str_eqc(key, "collapsed") || eng_str_eqc(key, "hidden")) &&
	    member->kind == ENG_JSON_TRUE) {
		return "it stands behind something that must be opened";
	}
	return NULL;
}

static const char *hidden_by(const eng_json_node *object) {
	eng_str type = eng_json_find_text(object, "type");
	const char *hidden = NULL;

	for (const eng_json_node *member = object->first; member && !hidden;
	     member = member->next) {
		hidden = hidden_by_member(member);
	}
	if (hidden || type.n < strlen("TextBlock")) {
		return hidden;
	}
	if (eng_str_eqc(type, "TextBlock") && !is_true(object, "wrap", ENG_JSON_TRUE)) {
		return "without 'wrap' it is cut after the first line";
	}
	if (eng_str_eqc(type, "Action.ShowCard") || eng_str_eqc(type, "Action.ToggleVisibility")) {
		return "it stands behind something that must be opened";
	}
	return NULL;
}

static bool is_bullet(eng_str text) {
	return eng_str_eqc(text, "\xe2\x80\xa2") ||
	       (text.n >= 2 && text.n <= 5 &&
		(text.s[text.n - 1] == '.' || text.s[text.n - 1] == ')') &&
		((text.s[0] >= '0' && text.s[0] <= '9') || text.n == 2));
}

static void add_line(eng_surface *s, const eng_json_node *at, eng_str text, const setting *set) {
	eng_line *line;

	if (set->card && is_bullet(text)) {
		return;
	}
	line = eng_surface_add(s, text);
	if (!line) {
		return;
	}
	line->at = at;
	line->hidden = set->hidden;
	line->lightest = line->boldest = set->weight;
}

/* Asked for only where somebody weighs: it means another look at each object. */
static int weight_by(const eng_json_node *object, const setting *around) {
	if (!around->weighed) {
		return 0;
	}
	if (is_true(object, "strong", ENG_JSON_TRUE) ||
	    eng_str_eqc(eng_json_find_text(object, "weight"), "Bolder")) {
		return BOLD;
	}
	return eng_str_eqc(eng_json_find_text(object, "type"), "heading") ? 0 : around->weight;
}

/* An array of runs: members "text", "break", "footnote". */
static void add_runs(eng_surface *s, const eng_json_node *array, const setting *set) {
	const eng_json_node *only = array->first;
	const eng_json_node *said = eng_json_find(only, "text");
	eng_buf words = { 0 };
	setting own = *set;
	size_t before;
	int lightest = 0, boldest = 0;
	bool picture = false; /* a run that is neither words nor a break */

	if (said && is_text(said) && !only->next) {
		own.weight = weight_by(only, set);
		add_line(s, array, said->text, &own);
		return;
	}
	for (const eng_json_node *run = array->first; run; run = run->next) {
		const eng_json_node *text = eng_json_find(run, "text"), *note;
		int weight = weight_by(run, set);

		lightest = run == only || weight < lightest ? weight : lightest;
		boldest = run == only || weight > boldest ? weight : boldest;

		if (is_text(run)) {
			eng_buf_str(&words, run->text);
		} else if (is_text(text)) {
			eng_buf_str(&words, text->text);
		} else if ((note = eng_json_find(run, "footnote"))) {
			add_runs(s, note, set);
		} else {
			picture |= !eng_json_find(run, "break");
			eng_buf_char(&words, ' ');
		}
	}
	before = s->n;
	add_line(s, array, eng_str_copy(s->arena, eng_buf_view(&words)), set);
	if (s->n > before) {
		s->lines[s->n - 1].lightest = lightest;
		s->lines[s->n - 1].boldest = boldest;
		s->lines[s->n - 1].pictured = picture;
	}
	eng_buf_finish(&words);
}

/* A picture that nobody put into words. */
static bool is_silent_picture(const eng_json_node *object) {
	bool picture = eng_json_find(object, "src") ||
		       eng_str_eqc(eng_json_find_text(object, "type"), "Image");

	return picture && !eng_json_find_text(object, "accessibleLabel").n &&
	       !eng_json_find_text(object, "altText").n;
}

static void add_value(eng_surface *s, const eng_json_node *value, setting set, int depth);

static void add_object(eng_surface *s, const eng_json_node *object, setting set, int depth) {
	const char *hidden = hidden_by(object);

	set.hidden = set.hidden ? set.hidden : hidden;
	set.weight = weight_by(object, &set);
	s->picture |= is_silent_picture(object);
	for (const eng_json_node *member = object->first; member; member = member->next) {
		eng_str key = member->key;
		bool words = eng_str_eqc(key, "text") || eng_str_eqc(key, "label") ||
			     eng_str_eqc(key, "title") || eng_str_eqc(key, "value") ||
			     eng_str_eqc(key, "altText");

		if (words && is_text(member)) {
			add_line(s, member,
				 set.card ? unescaped(s->arena, member->text) : member->text, &set);
		} else if ((words || eng_str_eqc(key, "inlines")) &&
			   member->kind == ENG_JSON_ARRAY) {
			add_runs(s, member, &set);
		} else if (eng_str_eqc(key, "accessibleLabel") && eng_json_find(object, "src")) {
			add_line(s, member, member->text, &set);
		} else if (!eng_str_eqc(key, "fallback")) {
			add_value(s, member, set, depth + 1);
		}
	}
}

static void add_value(eng_surface *s, const eng_json_node *value, setting set, int depth) {
	if (depth > DEPTH_MAX) {
		return;
	}
	if (value->kind == ENG_JSON_OBJECT) {
		add_object(s, value, set, depth);
	} else if (value->kind == ENG_JSON_ARRAY) {
		for (const eng_json_node *item = value->first; item; item = item->next) {
			add_value(s, item, set, depth + 1);
		}
	}
}

static bool same_block(const eng_claim *a, const eng_claim *b) {
	return a->version == b->version && eng_str_eq(a->id, b->id);
}

/* The claim's entry in the list of blocks: uses stand there in the order of the claims. */
static const eng_json_node *find_entry(const eng_json_node *blocks, const eng_claim *claims,
				       size_t index) {
	const eng_claim *claim = &claims[index];
	size_t before = 0;

	for (size_t i = 0; i < index; i++) {
		before += same_block(&claims[i], claim);
	}
	for (const eng_json_node *entry = blocks ? blocks->first : NULL; entry;
	     entry = entry->next) {
		int64_t version = 0;

		eng_json_find_int(entry, "version", &version);
		if (eng_str_eq(eng_json_find_text(entry, "id"), claim->id) &&
		    version == claim->version && before-- == 0) {
			return entry;
		}
	}
	return NULL;
}

static void check_entry(eng_arena *arena, const eng_json_node *blocks, const eng_claim *claims,
			size_t index, eng_findings *out) {
	const eng_claim *claim = &claims[index];
	const eng_json_node *entry = find_entry(blocks, claims, index);
	char hash[ENG_HASH_HEX];

	if (!entry) {
		eng_findings_add(out, "verify.missing", index,
				 "%s is not in the list of blocks of the JSON",
				 eng_claim_name(arena, claim));
		return;
	}
	eng_hash_hex(&claim->file_hash, hash);
	if (!eng_str_eqc(eng_json_find_text(entry, "hash"), hash)) {
		eng_findings_add(out, "verify.hash-differs", index,
				 "the list of blocks in the JSON names another file for %s",
				 eng_claim_name(arena, claim));
	}
	/* A forced line break is a line feed there, which canonical text has as a space. */
	if (!eng_str_eq(eng_canonical_flat(arena, claim->text),
			eng_canonical_flat(
			    arena, eng_canonical_text(arena, eng_json_find_text(entry, "text"))))) {
		eng_findings_compare(out, claims, index,
				     eng_canonical_text(arena, eng_json_find_text(entry, "text")),
				     "the list of blocks of the JSON");
	}
}

static eng_str anchor_of(const eng_surface *s, size_t line) {
	return eng_json_pointer(s->arena, s->lines[line].at);
}

/* Apps show the member "draft" as the mark. */
static void check_mark(const eng_json_node *root, eng_findings *out) {
	if (!eng_str_eq(eng_json_find_text(root, "draft"), out->draft_mark)) {
		eng_findings_add(out, "verify.no-mark", ENG_FINDING_ARTIFACT,
				 "it is a draft, but the JSON's member 'draft' does not say '%.*s'",
				 ENG_STR_ARG(out->draft_mark));
	}
}

bool eng_verify_mobile(eng_arena *arena, eng_str bytes, const eng_claim *claims, size_t n,
		       eng_findings *out) {
	eng_surface surface = { .arena = arena, .place = "the JSON", .anchor = anchor_of };
	size_t before = out->n;
	const char *why;
	const eng_json_node *root = eng_json_tree(arena, bytes, &why), *card;
	bool weighed = out->survey && out->survey->looks;
	setting set = { .weighed = weighed, .weight = weighed ? REGULAR : 0 };

	if (!root || root->kind != ENG_JSON_OBJECT) {
		return eng_findings_add(out, "verify.unreadable", ENG_FINDING_ARTIFACT,
					"the JSON cannot be read: %s",
					root ? "it is no object" : why);
	}
	card = eng_json_find(root, "card");
	set.card = card != NULL;
	for (const eng_json_node *member = root->first; member; member = member->next) {
		if (member == card || eng_str_eqc(member->key, "content") ||
		    eng_str_eqc(member->key, "parts")) {
			add_value(&surface, member, set, 0);
		}
	}
	eng_survey_surface(out->survey, &surface);
	surface.marked = !set.card;
	if (out->draft_mark.n) {
		check_mark(root, out);
	}
	eng_surface_check(&surface, claims, n, out);
	for (size_t i = 0; i < n; i++) {
		check_entry(arena, eng_json_find(root, "blocks"), claims, i, out);
	}
	return out->n == before;
}
