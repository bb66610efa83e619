/* The workshop: all that one worker needs to make artifacts from records. Library, template, theme,
 * fonts, maps and channels are opened once; then each record becomes a piece.
 *
 * Nothing that happens here depends on which records came before. */
#ifndef ENG_RUN_WORKSHOP_H
#define ENG_RUN_WORKSHOP_H

#include "base/arena.h"
#include "channels/channel.h"
#include "compose/compose.h"
#include "content/map.h"
#include "data/source.h"
#include "run/proof.h"

typedef struct eng_workshop_options {
	const char *library;     /* folder */
	const char *font_path;   /* NULL: /usr/share/fonts */
	const char *hyphen_path; /* NULL: /usr/share/hyphen */
	eng_str tmpl;            /* id, or a path ending in .xml */
	eng_str theme;           /* empty: the template's */
	const eng_str *maps;
	size_t map_count;
	eng_channel_set channels;
	eng_date run_date, send_time;
	eng_preview preview;
	eng_pdf_options pdf;
	eng_mail_options mail;
	bool draft, exact_fonts;
	bool partial; /* the library holds what a run kept (content/library.h) */
	bool indent;        /* artifacts are for eyes: JSON on many lines */
	bool released;      /* for a run that goes out: blocks must be in force */
	bool lint;          /* report warnings about the template too */
	eng_trace *trace;   /* is told which way composing went; NULL: nobody asks */
	eng_trail *trail;   /* is told where nodes stand in messages; NULL: nobody asks */
	bool document_only; /* no theme, fonts or channels: for dump and lint of content */
} eng_workshop_options;

typedef struct eng_workshop eng_workshop;

/* What one channel made of a record. */
typedef struct eng_artifact {
	int channel;
	const char *reason; /* "always", "preference", "fallback from sms: no address" */
	eng_buf bytes;
	eng_measures measures;
	uint64_t nanoseconds; /* of CPU time that making and reading it back took */
	eng_proof proof; /* in the record's arena */
	const eng_layout *layout; /* of a survey: its pages, in the record's arena; else NULL */
} eng_artifact;

/* One of the files that an artifact is: itself, or a page of a preview. */
typedef struct eng_artifact_file {
	const char *name, *media_type; /* "00000123-C1042.pdf" */
	eng_str bytes;
	eng_hash hash;
	size_t pages, segments;
} eng_artifact_file;

#define ENG_CHANNELS_MAX 32

/* A record's artifacts; buffers are reused from piece to piece. */
typedef struct eng_work {
	const eng_document *document;
	eng_artifact artifacts[ENG_CHANNELS_MAX];
	size_t count;
	bool survey; /* whether it could be sent, and what it measures: pages are laid out and not
		      * written, figures of messages not painted; all else is made and read back */
} eng_work;

/* NULL after reporting. */
eng_workshop *eng_workshop_open(eng_ctx *ctx, const eng_workshop_options *options);
void eng_workshop_close(eng_workshop *shop);

eng_library *eng_workshop_library(eng_workshop *shop);
const eng_template *eng_workshop_template(const eng_workshop *shop);
const eng_theme *eng_workshop_theme(const eng_workshop *shop);
/* The rules that may hold for its template (compliance/rules.h). */
const struct eng_rules *eng_workshop_rules(const eng_workshop *shop);
eng_press *eng_workshop_press(const eng_workshop *shop);
eng_composer *eng_workshop_composer(eng_workshop *shop);
/* How sources must be opened for the maps (record names, keep); options as a job or user gave them. */
eng_source_options eng_workshop_source(eng_workshop *shop, const eng_source_options *options);
/* Hash of all that decides bytes here: content files, theme, fonts, options, library versions. */
eng_hash eng_workshop_hash(const eng_workshop *shop);
/* Ids and boundaries of messages derive from the run's fingerprint; set before the first piece. */
bool eng_workshop_start(eng_ctx *ctx, eng_workshop *shop, eng_hash fingerprint);
/* The same without a run, for lint: whether each channel that the template's recipients may be reached
 * by can work with the theme. False after reporting. */
bool eng_workshop_try(eng_ctx *ctx, eng_workshop *shop);

/* The map that is for a record as it was read; NULL: none is, or the job has none. */
const eng_map *eng_workshop_map(const eng_workshop *shop, const eng_record *source);
/* Maps a foreign record and checks it against the vocabulary. NULL after reporting. */
const eng_record *eng_workshop_record(eng_ctx *ctx, eng_workshop *shop, eng_arena *arena,
				      const eng_record *source);
/* Composes the checked record; NULL after reporting. */
eng_document *eng_workshop_document(eng_ctx *ctx, eng_workshop *shop, eng_arena *arena,
				    const eng_record *record);
/* Renders the document in the channels of work->artifacts (channel and reason set by the caller, in
 * order of channel index). False after reporting: then none of the artifacts counts. */
bool eng_workshop_render(eng_ctx *ctx, eng_workshop *shop, eng_arena *arena,
			 const eng_document *document, eng_work *work);
void eng_work_finish(eng_work *work);
/* The files of a rendered artifact, at least one. */
size_t eng_artifact_files(const eng_artifact *artifact);
eng_artifact_file eng_artifact_file_at(eng_arena *arena, const eng_document *document,
				       const eng_artifact *artifact, size_t index);

/* What its line of the manifest says, certificates included; where it is kept is the caller's to add. approvers NULL:
 * the certificates name none. */
eng_manifest_line eng_artifact_line(eng_arena *arena, const eng_document *document,
				    const eng_artifact *artifact, const eng_artifact_file *file,
				    eng_approvers *approvers);

/* "00000123-C1042": ordinal and sanitised recipient id, without extension. */
const char *eng_work_name(eng_arena *arena, const eng_document *document);

#endif
