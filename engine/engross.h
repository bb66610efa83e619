/* # Engross
 *
 * The public interface of libengross: one template with locked blocks and a customer's data become
 * PDF, HTML e-mail, SMS, mobile JSON and text. This header is the reference manual.
 *
 * ## In five calls
 *
 *     eng_engine *e = eng_engine_open(&(eng_engine_options){
 *         .library = "templates", .tmpl = "welcome-letter", .run_date = "2026-11-01" });
 *     eng_engine_compose(e, data, length, "anna.xml", my_output, my_user);
 *     eng_engine_close(e);
 *
 * ## Rules
 *
 * Functions return false or NULL if and only if they have told at least one error to the message
 * function. Pointers handed to callbacks are borrowed for the time of the call. An engine
 * serves one thread at a time; several objects are independent of each other. No function reads the
 * clock, the locale or the environment. */
#ifndef ENGROSS_H
#define ENGROSS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

/* "0.1.0". */
const char *eng_version(void);

/* ## Memory
 *
 * A failed allocation of the engine prints a line and aborts the process. This makes the same of failed
 * allocations inside ICU, libxml2 and OpenSSL, which otherwise may look like a fault of template or
 * record. It is for the whole process: call it once, before anything else. False: one of them is
 * already in use. */
bool eng_memory_guard(void);

/* ## Messages */

typedef enum eng_notice_level { ENG_NOTICE_NOTE, ENG_NOTICE_WARNING, ENG_NOTICE_ERROR } eng_notice_level;

typedef struct eng_notice {
	eng_notice_level level;
	const char *code; /* stable, see eng_explain; NULL for a note */
	const char *file; /* NULL: none */
	int line, column; /* from 1; 0: unknown */
	const char *text;
} eng_notice;

typedef void eng_notice_fn(void *user, const eng_notice *message);

/* Prints "file:line:column: error: text [code]", the source line and a caret. */
void eng_notice_print(FILE *out, const eng_notice *message);

/* The manual's entry for a code, NULL when there is no such code; with NULL as code, all codes, one a
 * line. Owned: free() it. */
char *eng_explain(const char *code);

/* ## Channels */

typedef struct eng_channel_info {
	const char *name, *extension, *media_type, *summary;
} eng_channel_info;

/* The i-th channel, alphabetical, previews last; false behind the last. Never tells a message. */
bool eng_channel_info_at(size_t i, eng_channel_info *channel);

/* ## Composing single records: drafts, or under the gate of production */

typedef struct eng_engine eng_engine;

typedef struct eng_engine_options {
	const char *library;   /* folder of all content */
	const char *tmpl;      /* template id, or the path of a template file */
	const char *theme;     /* NULL: the template's own */
	const char *channels;  /* space or comma separated names; NULL or "all": all but previews */
	const char *maps;      /* space or comma separated ids of data maps; NULL: none */
	const char *format;    /* xml, ndjson, json or csv; NULL: by the file name or the first bytes */
	const char *run_date;  /* "2026-11-01"; required: there is no clock */
	const char *send_time; /* "2026-11-01T06:00:00+01:00"; NULL: none */
	const char *preview;   /* what previews show: words among png, svg, locked, data, and a resolution
				* such as 150ppi; NULL: png of 96 pixels an inch */
	const char *password;  /* expression over the record: opens its PDF; NULL: not encrypted */
	const char *owner_password_file; /* its first line opens every PDF with all rights; NULL: none */
	const char *allow;     /* what readers of encrypted files may do: words among print, copy,
				* annotate, fill, change; NULL: print, copy, fill */
	const char *font_path; /* folders separated by ':'; NULL: /usr/share/fonts */
	const char *hyphen_path; /* folders separated by ':'; NULL: /usr/share/hyphen */
	bool exact_fonts;      /* font subsets per document instead of the run's shared subset */
	bool final;            /* no DRAFT mark: tmpl is an id, and only its approved release is used, as
				* by a run; needs trust */
	const char *trust;     /* of final: the root's public key; else NULL */
	const char *out;       /* of final: folder that remembers by which policy it went, as a run's, so that
				* an older one is refused; NULL: none */
	eng_notice_fn *message;
	void *user; /* of the message function */
} eng_engine_options;

/* NULL after telling why. */
eng_engine *eng_engine_open(const eng_engine_options *options);
void eng_engine_close(eng_engine *e);

/* An artifact; of a preview, one page of it. */
typedef struct eng_output {
	const char *channel, *name; /* "pdf", "00000000-C1042.pdf" */
	const char *media_type;
	const void *bytes;
	size_t length;
	size_t pages, segments; /* 0 where they do not apply */
	const char *sha256;     /* hex */
} eng_output;

/* Returns false to stop; what it could not do is its own to tell. */
typedef bool eng_output_fn(void *user, const eng_output *artifact);

/* Composes the records of a file ("-": standard input) and hands every artifact to output. Stops at
 * nothing but a broken file: false when any record failed. With all channels, one that a recipient has
 * no address for is left out with a warning; a channel asked for by name is then an error. */
bool eng_engine_compose_file(eng_engine *e, const char *path, eng_output_fn *output, void *user);
/* The same for one record in memory; name stands for the file in messages. */
bool eng_engine_compose(eng_engine *e, const void *data, size_t length, const char *name,
		     eng_output_fn *output, void *user);

typedef enum eng_dump_kind {
	ENG_DUMP_DOCUMENT,    /* the composed tree */
	ENG_DUMP_EQUIVALENCE, /* what each channel carries of it */
	ENG_DUMP_PAGES,       /* pages, lines and boxes */
	ENG_DUMP_CARRIED,     /* the same as equivalence, piece by piece as lines of JSON */
} eng_dump_kind;

/* Prints each record's document readably. */
bool eng_engine_dump(eng_engine *e, const char *path, eng_dump_kind kind, FILE *out);

/* ## Checking content */

/* Loads a template with all it uses and reports every fault and warning. channels as in
 * eng_engine_options. The number of errors, or -1 for wrong usage (told). */
int eng_engine_lint(const eng_engine_options *options);
/* Prints the rules of required content that may hold for the template, in words (docs/rules.md). */
void eng_engine_rules(const eng_engine_options *options, FILE *out);
/* Warns of what no template of the library uses: phrases. Says nothing while one of them does not load.
 * The template of the options is not asked. Returns as eng_engine_lint. */
int eng_engine_lint_library(const eng_engine_options *options);

/* ## Batch runs */

typedef enum eng_exit {
	ENG_EXIT_OK = 0,          /* all composed */
	ENG_EXIT_QUARANTINED = 1, /* some records quarantined, below the limit */
	ENG_EXIT_USAGE = 2,       /* usage, job, template, policy or map error: nothing composed */
	ENG_EXIT_STOPPED = 3,     /* stopped at the error limit */
	ENG_EXIT_SYSTEM = 4,      /* disk, signal, time-out */
	ENG_EXIT_UNBALANCED = 5,  /* totals do not balance, nothing published */
} eng_exit;

typedef enum eng_progress {
	ENG_PROGRESS_NONE,
	ENG_PROGRESS_BAR,  /* one line on standard error, rewritten */
	ENG_PROGRESS_JSON, /* one JSON object a line on standard error */
} eng_progress;

typedef struct eng_run_options {
	const char *job;       /* path of the job file */
	const char *run_date;  /* NULL: the job's */
	const char *out;       /* NULL: the job's output folder */
	const char *only;      /* recipient ids, comma separated; NULL: all */
	unsigned long long limit; /* records at most; 0: all */
	const char *workers;   /* "auto", a number, "0": this process alone; NULL: the job's */
	bool resume;           /* go on with what an interrupted run left */
	const char *shard;     /* "2/3": only every third chunk, from the second on; NULL: all */
	const char *retry;     /* folder of a run: only the records that it quarantined; NULL: all */
	const char *trust;     /* the root's public key: only what was approved under it; NULL: a draft */
	bool draft;            /* anything is used, and every artifact marked DRAFT */
	const char *seed;      /* file of 32 bytes from which salts are derived; NULL: random ones */
	const char *run_key;   /* file of the secret key that signs the run's seal; NULL: not signed */
	const char *run_key_password; /* NULL: the key has none */
	bool timings;          /* measure CPU time by phase of work: run.json's observed.phases, summary */
	eng_progress progress;
	eng_notice_fn *message;
	void *user;
	FILE *summary;            /* the closing lines of a run; NULL: none */
	const volatile int *stop; /* set from a signal handler: 1 finish the chunks in work and stop, 2 stop at once; NULL: none */
} eng_run_options;

/* Executes a job and returns the exit code of the design. */
eng_exit eng_run(const eng_run_options *options);

typedef struct eng_seal_options {
	const char *const *folders; /* of all shards of one run, in any order */
	size_t folder_count;        /* at least 1 */
	const char *out;            /* where the run's folder goes; NULL: beside the first shard */
	const char *seed, *run_key, *run_key_password; /* as of a run */
	eng_notice_fn *message;
	void *user;
	FILE *summary; /* the closing lines; NULL: none */
} eng_seal_options;

/* Joins shards to the run that one process would have made. Codes as of eng_run; ENG_EXIT_SYSTEM also
 * when shards must be resumed first. */
eng_exit eng_seal_shards(const eng_seal_options *options);

typedef struct eng_index_options {
	const char *job, *library, *run_date; /* as of a run */
	bool check; /* write nothing: are the indexes what would be made now? */
	eng_notice_fn *message;
	void *user;
	FILE *summary; /* a line for each file; NULL: none */
} eng_index_options;

/* Writes beside each data file of the job an index of its records, DATA.engross-index, by which runs find them
 * without looking at all of the file. */
bool eng_index_job(const eng_index_options *options);

/* ## Looking at runs */

typedef struct eng_runs_options {
	bool json; /* one JSON object (schemas/runs-1, stats-1) instead of a table for people */
	FILE *out;
	eng_notice_fn *message;
	void *user; /* of the message function */
} eng_runs_options;

/* Prints the runs in a folder: finished, unfinished, shards. */
bool eng_runs_list(const eng_runs_options *options, const char *folder);
/* Prints what a run was, made and left out, and why. */
bool eng_runs_show(const eng_runs_options *options, const char *run);
/* Prints what differs between the reports and artifacts of two runs. */
bool eng_runs_diff(const eng_runs_options *options, const char *a, const char *b, bool *same);
/* Prints the measures of a run, the same for all channels. */
bool eng_run_stats(const eng_runs_options *options, const char *run);

/* ## Proof: what was sent, read back (docs/compliance.md) */

typedef struct eng_verify_options {
	const char *run;   /* folder of a run; NULL: file is an evidence file */
	const char *file;  /* an artifact of the run (its name counts, its bytes are read), or evidence;
			    * NULL: the whole run */
	const char *trust; /* public key of the policy's root or of the run; NULL: no signature is checked */
	const char *passwords; /* file of lines "RECIPIENT PASSWORD" that open encrypted artifacts, a line of
				* one word for everybody else; NULL: none */
	const char *font_path; /* folders separated by ':', in which the run's fonts are looked for;
				* NULL: /usr/share/fonts */
	const char *policy; /* library whose policy of today is asked, too: keys revoked since; NULL: none */
	bool json;         /* one JSON object instead of lines for people */
	FILE *out;
	eng_notice_fn *message;
	void *user; /* of the message function */
} eng_verify_options;

/* Checks a run, an artifact or evidence and prints what was found: 0 good, 1 objections, 2 nothing could
 * be checked. */
eng_exit eng_verify(const eng_verify_options *options, bool *good);
/* Writes the evidence of a record (a recipient's id, or an ordinal) of the run to a file. */
bool eng_prove(const eng_verify_options *options, const char *record, const char *to);

typedef struct eng_replay_options {
	const char *run;     /* folder of a run */
	const char *only;    /* recipients' ids or ordinals, comma separated; NULL: all that are not erased */
	const char *records; /* files of records, comma separated; NULL: where the run read them */
	const char *font_path; /* folders separated by ':'; NULL: the job's */
	const char *to;      /* folder for what comes out with other bytes; NULL: nowhere */
	bool json;           /* one JSON object instead of lines for people */
	FILE *out;
	eng_notice_fn *message;
	void *user; /* of the message function */
} eng_replay_options;

/* Makes records of a finished run again, from the content that it kept, and compares their bytes with its
 * manifest: 0 all the same, 1 something differs, or is not what it was, 2 nothing could be made. */
eng_exit eng_replay(const eng_replay_options *options);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#ifdef __cplusplus
}
#endif

#endif
