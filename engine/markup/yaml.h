/* YAML files of our own (themes, jobs, strings, policy) as a small tree in an arena.
 *
 * A careful subset: mappings with scalar keys, sequences, scalars. Nothing is typed implicitly (no,
 * 1e3 and ~ are text); the key decides what a value means. Refused: anchors, aliases, tags, merge
 * keys, duplicate keys, several documents in one file. Syntax is libyaml's business (YAML 1.1). */
#ifndef ENG_MARKUP_YAML_H
#define ENG_MARKUP_YAML_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

typedef enum eng_yaml_kind { ENG_YAML_SCALAR, ENG_YAML_MAPPING, ENG_YAML_SEQUENCE } eng_yaml_kind;

typedef struct eng_yaml {
	eng_yaml_kind kind;
	eng_loc where; /* of the value: its first character, quote or bracket */
	eng_str text;  /* scalar; NUL-terminated, empty for "key:" with nothing behind it */
	bool quoted;   /* scalar: written in quotes or as a block, so "" is meant */
	eng_str key;   /* member of a mapping: its key; NUL-terminated; else empty */
	eng_loc key_where;
	size_t count; /* children */
	struct eng_yaml *parent, *first, *last, *next;
} eng_yaml;

/* Reads a whole file; NULL after reporting (file.*, limit.*, markup.*). Tree and strings live in the
 * arena. *source, when not NULL, gets the file's bytes (for hashing). */
eng_yaml *eng_yaml_load(eng_ctx *ctx, eng_arena *arena, const char *path, eng_str *source);
/* The same for text in memory, which need not outlive the call; file is for messages. */
eng_yaml *eng_yaml_parse(eng_ctx *ctx, eng_arena *arena, const char *file, eng_str text);

/* Member of a mapping; NULL when absent or when yaml is NULL or no mapping. */
eng_yaml *eng_yaml_find(const eng_yaml *yaml, const char *key);
/* Text of a scalar member, or an empty slice with s NULL. */
eng_str eng_yaml_text(const eng_yaml *yaml, const char *key);
const char *eng_yaml_kind_name(eng_yaml_kind kind);
/* Place of a member's key, or of the value when it has none: where "unknown key" points. */
eng_loc eng_yaml_where(const eng_yaml *yaml);

#endif
