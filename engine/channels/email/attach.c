/* The list of what may be sent is short on purpose: what a mail program would run is not on it, whatever
 * the data calls it. */
#include "channels/email/attach.h"

#include <glib.h>

#include "base/utf8.h"

#define NAME_MAX_BYTES 120

typedef struct file_type {
	const char *mime, *extensions;
	const char *magic; /* how its bytes begin; NULL: any */
	bool on_request; /* travels only where the job says so: it may hold what no one looked at */
} file_type;

#define OFFICE "application/vnd.openxmlformats-officedocument."

static const file_type types[] = {
	{ "application/json", "json", NULL, false },
	{ "application/pdf", "pdf", "%PDF-", false },
	{ "application/pkcs7-mime", "p7m", "\x30", true },
	{ "application/vnd.oasis.opendocument.text", "odt", "PK\3\4", true },
	{ OFFICE "spreadsheetml.sheet", "xlsx", "PK\3\4", true },
	{ OFFICE "wordprocessingml.document", "docx", "PK\3\4", true },
	{ "application/xml", "xml", NULL, false },
	{ "application/zip", "zip", "PK\3\4", true },
	{ "image/jpeg", "jpg jpeg", "\xff\xd8\xff", false },
	{ "image/png", "png", "\x89PNG", false },
	{ "text/calendar", "ics", "BEGIN:VCALENDAR", false },
	{ "text/csv", "csv", NULL, false },
	{ "text/plain", "txt", NULL, false },
	{ "text/xml", "xml", NULL, false },
};

#define TYPES (sizeof(types) / sizeof(types[0]))

static bool is_allowed(size_t type, unsigned allowed) {
	return allowed ? allowed >> type & 1 : !types[type].on_request;
}

bool eng_attach_allow(unsigned *allowed, eng_str word) {
	eng_str first, rest;
	bool known = false;

	for (size_t i = 0; i < TYPES; i++) {
		rest = eng_str_from(types[i].extensions);
		if (eng_str_word(&rest, &first) && eng_str_eq(first, word)) {
			*allowed |= 1u << i;
			known = true;
		}
	}
	return known;
}

/* "json, pdf, xml, ..." of what may travel; every: of all that is known. */
static eng_str list_of(eng_arena *arena, unsigned allowed, bool every) {
	eng_buf list = { 0 };
	eng_str made;

	for (size_t i = 0; i < TYPES; i++) {
		eng_str rest = eng_str_from(types[i].extensions), first;
		bool said = i + 1 == TYPES; /* both names of XML end in the same letters */

		if (!said && eng_str_word(&rest, &first) && (every || is_allowed(i, allowed))) {
			eng_buf_printf(&list, "%s%.*s", list.n ? ", " : "", ENG_STR_ARG(first));
		}
	}
	made = eng_str_copy(arena, eng_buf_view(&list));
	eng_buf_finish(&list);
	return made;
}

eng_str eng_attach_types(eng_arena *arena) {
	return list_of(arena, 0, true);
}

static const file_type *type_of(eng_str mime, unsigned allowed) {
	for (size_t i = 0; i < TYPES; i++) {
		if (is_allowed(i, allowed) && mime.n == strlen(types[i].mime) &&
		    g_ascii_strncasecmp(mime.s, types[i].mime, mime.n) == 0) {
			return &types[i];
		}
	}
	return NULL;
}

/* Marks and formats that change how a name is read: what stands behind U+202E reads as its extension. */
static bool is_treacherous(uint32_t c) {
	return eng_utf8_is_control(c) || (c >= 0x200b && c <= 0x200f) ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0x61c ||
	       c == 0xad || c == 0xfeff || c == '\n' || c == '\r' || c == '\t';
}

static bool is_space(uint32_t c) {
	return c == ' ' || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f ||
	       c == 0x205f || c == 0x3000;
}

static bool has_extension(eng_str name, const char *extensions, eng_str *first) {
	eng_str rest = eng_str_from(extensions), word;
	bool found = false;

	*first = (eng_str){ 0 };
	while (eng_str_word(&rest, &word)) {
		*first = first->n ? *first : word;
		found |= name.n > word.n + 1 && name.s[name.n - word.n - 1] == '.' &&
			 g_ascii_strncasecmp(name.s + name.n - word.n, word.s, word.n) == 0;
	}
	return found;
}

/* The stem cut at a character, so that it and the extension fit. */
static eng_str stem_of(eng_str name, size_t room) {
	while (name.n > room) {
		name.n = room;
		while (name.n && ((unsigned char)name.s[name.n] & 0xc0) == 0x80) {
			name.n--;
		}
	}
	while (name.n && (name.s[name.n - 1] == '.' || name.s[name.n - 1] == ' ')) {
		name.n--;
	}
	return name;
}

eng_str eng_attach_name(eng_arena *arena, eng_str name, const char *extensions) {
	eng_buf clean = { 0 };
	eng_str extension, stem, made;
	uint32_t c;

	for (size_t i = 0; i < name.n; i++) {
		if (name.s[i] == '/' || name.s[i] == '\\') {
			name = eng_str_sub(name, i + 1, name.n);
			i = (size_t)-1;
		}
	}
	while (eng_utf8_next(&name, &c)) {
		if (clean.n == 0 && (c == '.' || is_space(c))) {
			continue;
		}
		if (c < 0x80 && strchr(":*?\"<>|", (int)c)) {
			eng_buf_char(&clean, '_');
		} else if (!is_treacherous(c)) {
			eng_buf_utf8(&clean, c);
		}
	}
	stem = eng_buf_view(&clean);
	if (has_extension(stem, extensions, &extension)) {
		size_t dot = stem.n;

		while (stem.s[--dot] != '.') {}
		extension = eng_str_copy(arena, eng_str_sub(stem, dot + 1, stem.n));
		stem.n = dot;
	}
	stem = stem_of(stem, NAME_MAX_BYTES - extension.n - 1);
	made = eng_str_printf(arena, "%.*s.%.*s", ENG_STR_ARG(stem.n ? stem : ENG_STR("file")),
			      ENG_STR_ARG(extension));
	eng_buf_finish(&clean);
	return made;
}

static const eng_artifact_ref *other_of(const eng_artifact_ref *others, size_t n, eng_str channel) {
	for (size_t i = 0; i < n; i++) {
		if (eng_str_eqc(channel, others[i].channel)) {
			return &others[i];
		}
	}
	return NULL;
}

static bool own_file(eng_ctx *ctx, eng_arena *arena, const eng_attachment *a, unsigned allowed,
		     eng_message_file *file) {
	const file_type *type = type_of(a->mime, allowed);

	if (!type) {
		return eng_fail(ctx, "email.bad-attachment", a->where,
				"a message of this job may not carry a file of type '%s', but %s",
				eng_quote(arena, a->mime), list_of(arena, allowed, false).s);
	}
	if (type->magic && !eng_str_starts(a->bytes, type->magic)) {
		return eng_fail(
		    ctx, "email.bad-attachment", a->where,
		    "the attachment is no file of type %s: its first bytes say otherwise",
		    type->mime);
	}
	file->mime = eng_str_from(type->mime);
	file->bytes = a->bytes;
	file->name = eng_attach_name(arena, a->name, type->extensions);
	return true;
}

static bool artifact_file(eng_ctx *ctx, eng_arena *arena, const eng_attachment *a,
			  const eng_artifact_ref *other, eng_message_file *file) {
	const char *dot;

	if (!other) {
		return eng_fail(
		    ctx, "email.no-attachment", a->where,
		    "attachment wants the artifact of channel '%s', which this job does "
		    "not make before e-mail",
		    eng_quote(arena, a->channel));
	}
	dot = strrchr(other->file_name, '.');
	file->bytes = other->bytes;
	file->mime = eng_str_from(other->media_type);
	file->name = eng_attach_name(arena, a->name.n ? a->name : eng_str_from(other->file_name),
				     dot ? dot + 1 : other->channel);
	return true;
}

bool eng_attach_files(eng_ctx *ctx, eng_arena *arena, const eng_document *doc, int channel,
		      unsigned allowed, const eng_artifact_ref *others, size_t other_count,
		      eng_message *m) {
	eng_message_file *files =
	    eng_arena_new_array(arena, doc->attachment_count, eng_message_file);

	m->files = files;
	for (size_t i = 0; i < doc->attachment_count; i++) {
		const eng_attachment *a = &doc->attachments[i];
		eng_message_file *file = &files[m->file_count];

		if (!(a->channels >> channel & 1)) {
			continue;
		}
		if (!(a->kind == ENG_ATTACH_CHANNEL
			  ? artifact_file(ctx, arena, a, other_of(others, other_count, a->channel),
					  file)
			  : own_file(ctx, arena, a, allowed, file))) {
			return false;
		}
		m->file_count++;
	}
	return true;
}
