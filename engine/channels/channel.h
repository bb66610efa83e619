/* A way out of the engine: one folder, one const struct, one word in channels/meson.build.
 *
 * Every hook gets the finished document and the theme, never the template or the record. */
#ifndef ENG_CHANNELS_CHANNEL_H
#define ENG_CHANNELS_CHANNEL_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/hash.h"
#include "document/document.h"
#include "layout/layout.h"
#include "theme/theme.h"

/* What a whole run shares with a channel. Owned by the caller, outlives the desk. */
typedef struct eng_studio {
	const eng_theme *theme;
	const char *library;
	eng_press *press;         /* fonts and images; never NULL */
	const char *const *channel_names;
	eng_hash fingerprint;     /* ids and boundaries derive from it */
	eng_date send_time;       /* Date of messages; year 0: none given, then the run date */
	bool indent;              /* artifacts are for eyes: JSON on many lines */
	bool exact_fonts;         /* subset per document instead of the run's shared subset */
} eng_studio;

/* A finished artifact of another channel of the same record, by channel name. */
typedef struct eng_artifact_ref {
	const char *channel, *file_name, *media_type;
	eng_str bytes;
} eng_artifact_ref;

/* What a channel tells about an artifact, for the manifest and statistics. */
typedef struct eng_measures {
	size_t pages, segments;
	const char *encoding; /* sms: "gsm7" or "ucs2"; else NULL */
} eng_measures;

typedef struct eng_desk eng_desk; /* a channel's own state in one worker: caches, prebuilt bytes */

typedef struct eng_channel {
	const char *name;       /* "sms": the --channel word */
	const char *extension;  /* "eml" */
	const char *media_type;
	const char *summary;    /* one line for `engross channels` */
	bool lines;             /* artifacts are lines: a run always gathers them */
	const char *pack;       /* kind of the file that gathers a chunk's artifacts, its extension:
				 * "mbox" (messages), "ndjson" (lines); NULL: "zip" (any) */
	bool pages;             /* uses layout */
	bool assembles;         /* makes a message of brief, first action and blocks, walks no body:
				 * the rest is not composed for it */
	const char *after;      /* channel whose artifact it may attach; NULL: none */
	/* State for a worker; NULL hook: none. NULL result after reporting. */
	eng_desk *(*open)(eng_ctx *ctx, const eng_studio *studio);
	void (*close)(eng_desk *desk);
	/* Writes the artifact of the document to out. scratch is the record's arena. Required. */
	bool (*render)(eng_ctx *ctx, eng_desk *desk, const eng_studio *studio, const eng_document *doc,
		       const eng_artifact_ref *others, size_t other_count, eng_arena *scratch,
		       eng_buf *out, eng_measures *measures);
	/* What this channel carries of a node: NULL when it carries it, else why not ("by design: ..."). */
	const char *(*leaves_out)(const eng_node *node);
	/* Readable text of an artifact's structure for tests; NULL: the artifact itself. */
} eng_channel;

/* The generated table, alphabetical, NULL-ended. */
extern const eng_channel *const eng_channels[];
/* The same names, NULL-ended: bit i of an eng_channel_set. */
extern const char *const eng_channel_names[];
const eng_channel *eng_channel_find(const char *name);

#endif
