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
#include "channels/trail.h"
#include "document/document.h"
#include "layout/layout.h"
#include "theme/theme.h"

/* What previews show; all zero: PNG of 96 pixels an inch, plain. */
typedef struct eng_preview {
	bool png, svg; /* a file a page of each; neither: PNG */
	bool locked,
	    data; /* overlays: locked blocks outlined with id@version, variable data shaded */
	int ppi;  /* of PNG; 0: 96 */
} eng_preview;

/* Takes a word of a user or job: "png", "svg", "locked", "data", "150ppi" (24 to 1200). False: none of
 * these; reports nothing. */
bool eng_preview_take(eng_preview *preview, eng_str word);

/* What a run asks of its PDF files. */
typedef struct eng_pdf_options {
	bool bare;      /* PDF/A-2u without attachments, instead of PDF/A-3a */
	unsigned allow; /* permission bits of encrypted files (ISO 32000-2 table 22) */
	eng_str owner; /* password of who may do anything with all files; empty: none. Encrypts also
			 * the files of documents without a password, which then open without one */
} eng_pdf_options;

/* What readers of encrypted files may do: print, copy and fill in; nothing; more by a word of "print",
 * "copy", "annotate", "fill", "change". False: none of these; reports nothing. */
void eng_pdf_allow_usual(eng_pdf_options *options);
void eng_pdf_allow_nothing(eng_pdf_options *options);
bool eng_pdf_allow(eng_pdf_options *options, eng_str word);

/* What a run lets its messages do. */
typedef struct eng_mail_options {
	unsigned attachments; /* types of files they may carry (channels/email/attach.h); 0: usual */
	bool utf8;            /* recipients' names before the @ in any script (RFC 6531) */
} eng_mail_options;

/* What a whole run shares with a channel. Owned by the caller, outlives the desk. */
typedef struct eng_studio {
	const eng_theme *theme;
	const char *library;
	eng_press *press; /* fonts and images; never NULL */
	const char *const *channel_names;
	eng_hash fingerprint; /* ids and boundaries derive from it */
	eng_date send_time;   /* Date of messages; year 0: none given, then the run date */
	bool indent;          /* artifacts are for eyes: JSON on many lines */
	eng_preview preview;
	eng_pdf_options pdf;
	eng_mail_options mail;
	bool exact_fonts;     /* subset per document instead of the run's shared subset */
	eng_trail *trail;     /* NULL: nobody asks */
	bool unpainted; /* figures of messages are laid out, and a name stands for their pixels */
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
	struct eng_cut *cuts; /* what the bytes fall into, in order; NULL: one file */
	size_t cut_count;
	const eng_part_stand *stands; /* of pages: where parts with locked wording stand */
	size_t stand_count;
} eng_measures;

/* One file of an artifact of several: a stretch of the bytes. */
typedef struct eng_cut {
	const char *suffix, *extension, *media_type; /* suffix: behind the record's name, "-2" */
	size_t start, length;
} eng_cut;

typedef struct eng_desk eng_desk; /* a channel's own state in one worker: caches, prebuilt bytes */

typedef struct eng_channel {
	const char *name;      /* "sms": the --channel word */
	const char *extension; /* "eml" */
	const char *media_type;
	const char *summary; /* one line for `engross channels` */
	bool lines;          /* artifacts are lines: a run always gathers them */
	const char *pack;    /* kind of the file that gathers a chunk's artifacts, its extension:
				 * "mbox" (messages), "ndjson" (lines); NULL: "zip" (any) */
	bool pages;          /* uses layout */
	bool fonts;     /* sets type, in pages or in pictures: the theme's fonts decide its bytes */
	bool assembles; /* makes a message of brief, first action and blocks, walks no body:
				 * the rest is not composed for it */
	const char *mirrors; /* channel whose content it shows; none is written for it, and it is
				 * not among "all". NULL: content of its own */
	bool certifies;      /* of one that mirrors: it reaches the recipient, so its wording is
				 * read back as that of the other is */
	const char *after;   /* channel whose artifact it may attach; NULL: none */
	/* State for a worker; NULL hook: none. NULL result after reporting. */
	eng_desk *(*open)(eng_ctx *ctx, const eng_studio *studio);
	void (*close)(eng_desk *desk);
	/* Writes the artifact of the document to out. scratch is the record's arena. Required. */
	bool (*render)(eng_ctx *ctx, eng_desk *desk, const eng_studio *studio,
		       const eng_document *doc, const eng_artifact_ref *others, size_t other_count,
		       eng_arena *scratch, eng_buf *out, eng_measures *measures);
	/* What this channel carries of a node: NULL when it carries it, else why not ("by design: ..."). */
	const char *(*leaves_out)(const eng_node *node);
	/* Readable text of an artifact's structure for tests; NULL: the artifact itself. */
} eng_channel;

/* The generated table, NULL-ended: those with content of their own, then those that mirror another,
 * each alphabetical. */
extern const eng_channel *const eng_channels[];
/* The same names, NULL-ended: bit i of an eng_channel_set. */
extern const char *const eng_channel_names[];
/* The names of those with content of their own, at the same bits: what templates may name. */
extern const char *const eng_content_channel_names[];
/* The set with each mirror replaced by the channel whose content it shows. */
eng_channel_set eng_channels_content(eng_channel_set channels);
const eng_channel *eng_channel_find(const char *name);

#endif
