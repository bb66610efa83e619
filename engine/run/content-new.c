/* New versions of blocks: copied from the newest one in the same language, or a skeleton to be filled.
 * The copy is made of bytes, so that what the author did not touch is what was approved before. */
#include "base/decimal.h"
#include "base/file.h"
#include "markup/xml.h"
#include "run/trust.h"

#define SKELETON                                                                                   \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                             \
	"<block xmlns=\"urn:engross:block:1\" id=\"%s\" version=\"1\" lang=\"%s\" "                \
	"owner=\"legal\"\n"                                                                        \
	"       effective-from=\"%s\">\n"                                                          \
	"  <form>\n"                                                                               \
	"    <para>The wording.</para>\n"                                                          \
	"  </form>\n"                                                                              \
	"</block>\n"

typedef struct maker {
	eng_trust t;
	const char *id, *language, *date;
	const char *dir; /* blocks/<id>, below the library */
	FILE *out;
} maker;

/* "3.en.xml": 3 and "en". */
static bool split_name(eng_arena *arena, const char *name, int *version, const char **language) {
	eng_str rest = eng_str_from(name), number;
	eng_decimal value;
	int64_t n;

	if (!eng_str_ends(rest, ".xml") || !eng_str_split(&rest, '.', &number) || rest.n < 5 ||
	    !eng_decimal_parse(number, false, &value) || !eng_decimal_to_int64(value, &n) ||
	    n < 1 || n > 1000000) {
		return false;
	}
	*version = (int)n;
	*language = eng_str_dup(arena, eng_str_sub(rest, 0, rest.n - 4));
	return true;
}

static bool write_version(maker *m, int version, const char *language, eng_str text) {
	eng_arena *arena = &m->t.arena;
	const char *path =
	    eng_path_join(arena, m->t.options->library,
			  eng_arena_printf(arena, "%s/%d.%s.xml", m->dir, version, language));

	if (eng_file_exists(path)) {
		return eng_fail(&m->t.ctx, "file.exists", (eng_loc){ path, 0, 0 },
				"'%s' is there already", path);
	}
	if (!eng_file_mkdirs(&m->t.ctx, eng_path_dir(arena, path)) ||
	    !eng_file_write(&m->t.ctx, path, text, true)) {
		return false;
	}
	fprintf(m->out, "%s\n", path);
	return true;
}

/* Replaces an attribute's value in the root's tag, which stands before any other element. */
static eng_str with_value(eng_arena *arena, eng_str text, const eng_xml_node *root,
			  const char *name, const char *value) {
	const eng_xml_attr *attr = eng_xml_attr_find(root, name);
	eng_str key = eng_str_printf(arena, " %s=\"%.*s\"", name, attr ? (int)attr->value.n : 0,
				     attr ? attr->value.s : "");
	size_t at = eng_str_index(text, key);

	return attr && at < text.n
		   ? eng_str_printf(arena, "%.*s %s=\"%s\"%.*s", (int)at, text.s, name, value,
				    (int)(text.n - at - key.n), text.s + at + key.n)
		   : text;
}

static bool copy_version(maker *m, const char *name, int version, const char *language) {
	eng_arena *arena = &m->t.arena;
	const char *path = eng_path_join(arena, m->t.options->library,
					 eng_arena_printf(arena, "%s/%s", m->dir, name));
	eng_str text;
	eng_xml_node *root = eng_xml_load(&m->t.ctx, arena, path, &text);

	if (!root) {
		return false;
	}
	text = with_value(arena, text, root, "version", eng_arena_printf(arena, "%d", version));
	text = with_value(arena, text, root, "effective-from", m->date);
	return write_version(m, version, language, text);
}

/* The newest version in each language, or in the one asked for. */
static bool copy_newest(maker *m, const char *const *names, size_t n, int newest, size_t *made) {
	bool ok = true;

	for (size_t i = 0; i < n; i++) {
		const char *language;
		int version;

		if (split_name(&m->t.arena, names[i], &version, &language) && version == newest &&
		    (!m->language || strcmp(language, m->language) == 0)) {
			ok = copy_version(m, names[i], newest + 1, language) && ok;
			(*made)++;
		}
	}
	return ok;
}

static bool make(maker *m) {
	eng_arena *arena = &m->t.arena;
	const char *dir = eng_path_join(arena, m->t.options->library, m->dir);
	const char *const *names = NULL, *language;
	int newest = 0, version;
	size_t n = 0, made = 0;

	if (eng_file_is_dir(dir) && !eng_file_list(&m->t.ctx, arena, dir, &names, &n)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		if (split_name(arena, names[i], &version, &language) &&
		    (!m->language || strcmp(language, m->language) == 0)) {
			newest = version > newest ? version : newest;
		}
	}
	if (newest && !copy_newest(m, names, n, newest, &made)) {
		return false;
	}
	language = m->language ? m->language : "en";
	return made || write_version(m, 1, language,
				     eng_str_printf(arena, SKELETON, m->id, language, m->date));
}

bool eng_block_new(const eng_trust_options *o, const char *id, const char *language,
		   const char *date, FILE *out) {
	maker m = { .id = id, .language = language, .date = date, .out = out };
	eng_date day;
	bool ok;

	eng_trust_init(&m.t, o);
	m.dir = eng_arena_printf(&m.t.arena, "blocks/%s", id);
	if (!eng_id_is_valid(eng_str_from(id))) {
		ok = eng_fail(&m.t.ctx, "block.bad-name", (eng_loc){ 0 },
			      "'%s' is not the id of a block: small letters, digits and '-'", id);
	} else if (!eng_date_parse(eng_str_from(date), &day) || day.has_time) {
		ok = eng_fail(&m.t.ctx, "approval.bad-date", (eng_loc){ 0 },
			      "'%s' is no date; one as 2026-11-01 is expected", date);
	} else {
		ok = make(&m);
	}
	eng_trust_finish(&m.t);
	return ok;
}
