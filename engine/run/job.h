/* Jobs: the YAML file that says which records, template, channels and outputs (docs/jobs.md). */
#ifndef ENG_RUN_JOB_H
#define ENG_RUN_JOB_H

#include "base/arena.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/diag.h"
#include "base/hash.h"
#include "base/str.h"
#include "channels/channel.h"
#include "data/source.h"
#include "document/node.h"

#define ENG_JOB_WORKERS 256 /* at most */

/* "paper: pdf" of prefers-map. */
typedef struct eng_preference {
	eng_str value;
	int channel;
} eng_preference;

/* "email: [pdf]" of fallback: where a missing address or consent leads, in order. */
typedef struct eng_fallback {
	int channel;
	int *then;
	size_t count;
} eng_fallback;

/* An expression of the job over the vocabulary: of consent (channel) or totals (name). */
typedef struct eng_job_expr {
	eng_str name;
	int channel;
	eng_str source;
	eng_loc where;
} eng_job_expr;

typedef struct eng_job {
	eng_str name;
	const char *path;    /* of the job file */
	const char *library; /* folder, relative names resolved against the job file */
	const char *font_path, *hyphen_path; /* folders separated by ':' */
	eng_str tmpl;
	eng_loc tmpl_where;
	int release; /* of the template; 0: the highest approved one */
	const char *const *files; /* globs expanded */
	size_t file_count;
	eng_source_options source;
	eng_str *maps;
	size_t map_count;
	eng_date run_date;        /* year 0: not given in the job */
	eng_date send_time;       /* year 0: not given */
	eng_channel_set channels; /* all that a recipient may get */
	eng_channel_set always;
	bool choose; /* by the recipient's preference */
	eng_preference *preferences;
	size_t preference_count;
	eng_fallback *fallbacks;
	size_t fallback_count;
	eng_job_expr *consents;
	size_t consent_count;
	eng_job_expr *totals;
	size_t total_count;
	eng_job_expr *facts; /* what the print plan may know of a record */
	size_t fact_count;
	eng_job_expr *passwords; /* one or none: of the recipient's PDF */
	size_t password_count;
	eng_pdf_options pdf;
	eng_mail_options mail;
	const char *out_dir;
	eng_decimal stop_percent; /* coefficient 0: by count alone, or never when stop_count is 0 */
	uint64_t stop_count;      /* errors that stop a run whatever the share; 0: none */
	uint64_t stop_at_least;   /* a share stops a run only from this many errors on */
	eng_preview preview;
	bool exact_fonts, redact, allow_duplicates;
	bool pack; /* artifacts of a chunk and channel in one file */
	uint64_t chunk_records, chunk_bytes;
	int workers;     /* 0: one a processor */
	double patience; /* seconds that a worker may spend on one record */
	eng_hash hash;   /* of the file's bytes */
} eng_job;

/* Loads a job. channel_names: what channels may be named. NULL after reporting job.*. */
eng_job *eng_job_load(eng_ctx *ctx, eng_arena *arena, const char *path,
		      const char *const *channel_names);

/* The same of text that was kept; path: where it stood, for relative names. The records are read from these
 * files, whatever the job says. */
eng_job *eng_job_parse(eng_ctx *ctx, eng_arena *arena, const char *path, eng_str text,
		       const char *const *files, size_t file_count,
		       const char *const *channel_names);

#endif
