/* Print for callers of the library: contexts, exit codes and what is told in one line. */
#include <errno.h>

#include "engross-print.h"
#include "markup/json-write.h"
#include "print/assemble.h"
#include "print/check.h"
#include "print/reconcile.h"

typedef struct listener {
	const eng_print_options *options;
	bool system; /* something that is not the plan's or the run's fault was told */
} listener;

static void pass_on(void *user, const eng_diag *diag) {
	listener *l = user;

	l->system |= diag->code && strcmp(diag->code, "file.unwritable") == 0;
	if (l->options->message) {
		l->options->message(l->options->user,
				    &(eng_notice){ (eng_notice_level)diag->level, diag->code,
						   diag->where.file, diag->where.line,
						   diag->where.column, diag->message });
	}
}

typedef struct count {
	const char *name;
	uint64_t value;
} count;

/* A line of JSON: what was done in which folder, and its counts. */
static void say(FILE *out, const char *what, const char *folder, const count *counts, size_t n,
		bool good) {
	eng_buf line = { 0 };
	eng_json_writer w;

	eng_json_write_init(&w, &line, false);
	eng_json_write_object(&w);
	eng_json_member_cstr(&w, "format", what);
	eng_json_member_cstr(&w, "folder", folder);
	for (size_t i = 0; i < n; i++) {
		eng_json_member_int(&w, counts[i].name, (int64_t)counts[i].value);
	}
	eng_json_member_bool(&w, "good", good);
	eng_json_write_object_end(&w);
	fprintf(out, "%.*s\n", (int)line.n, line.s);
	eng_buf_finish(&line);
}

#define COUNTS(list) list, sizeof(list) / sizeof((list)[0])

static void say_totals(FILE *out, const eng_print_totals *t, const char *to) {
	const count counts[] = {
		{ "parts", t->parts },       { "taken", t->taken },
		{ "rejects", t->rejects },   { "quarantined", t->quarantined },
		{ "pieces", t->pieces },     { "left-out", t->left_out },
		{ "trays", t->trays },       { "streams", t->streams },
		{ "sheets", t->sheets },     { "pages", t->pages },
		{ "diverted", t->diverted }, { "weight-mg", (uint64_t)t->weight },
	};

	say(out, "engross-print-assembly-1", to, COUNTS(counts), t->rejects == 0);
}

static void tell(FILE *out, const eng_print_totals *t, const char *to) {
	fprintf(out, "%s: %llu streams, %llu pieces, %llu sheets, %llu pages, %lld.%03lld kg", to,
		(unsigned long long)t->streams, (unsigned long long)t->pieces,
		(unsigned long long)t->sheets, (unsigned long long)t->pages,
		(long long)(t->weight / 1000000), (long long)(t->weight / 1000 % 1000));
	if (t->diverted) {
		fprintf(out, ", %llu to hand work", (unsigned long long)t->diverted);
	}
	if (t->left_out) {
		fprintf(out, ", %llu left out", (unsigned long long)t->left_out);
	}
	if (t->rejects) {
		fprintf(out, ", %llu REJECTED: see rejects.csv", (unsigned long long)t->rejects);
	}
	if (t->quarantined) {
		fprintf(out, ", %llu of them cannot be delivered: see quarantine.csv",
			(unsigned long long)t->quarantined);
	}
	fputc('\n', out);
}

eng_exit eng_print_assemble(const eng_print_options *options) {
	const eng_assembly_options assembly = {
		options->runs, options->run_count, options->plan,
		options->out,  options->only,      options->serial
	};
	listener l = { options, false };
	eng_print_totals totals;
	eng_ctx ctx;

	eng_ctx_init(&ctx, pass_on, &l);
	if (!eng_assemble(&ctx, &assembly, &totals)) {
		return l.system ? ENG_EXIT_SYSTEM : ENG_EXIT_USAGE;
	}
	if (options->summary && options->json) {
		say_totals(options->summary, &totals, options->out);
	} else if (options->summary) {
		tell(options->summary, &totals, options->out);
	}
	return totals.rejects ? ENG_EXIT_QUARANTINED : ENG_EXIT_OK;
}

eng_exit eng_print_check_streams(const eng_print_options *options, bool *good) {
	listener l = { options, false };
	eng_print_check check = { .dir = options->out,
				  .out = options->summary,
				  .json = options->json };
	eng_print_plan *plan;
	eng_ctx ctx;
	bool able;

	eng_ctx_init(&ctx, pass_on, &l);
	eng_arena_init(&check.arena);
	check.ctx = &ctx;
	plan = eng_print_plan_load(&ctx, &check.arena, options->plan);
	check.plan = plan;
	able = plan && eng_print_check_all(&check, options->runs, options->run_count);
	eng_print_plan_close(plan);
	*good = able && check.objections == 0;
	if (able && options->summary && options->json) {
		const count counts[] = { { "streams", check.streams },
					 { "pieces", check.pieces },
					 { "pages", check.pages },
					 { "objections", check.objections } };

		say(options->summary, "engross-print-check-1", options->out, COUNTS(counts), *good);
	} else if (able && options->summary) {
		fprintf(options->summary, "%s: %llu streams, %llu pieces, %llu pages read back%s",
			options->out, (unsigned long long)check.streams,
			(unsigned long long)check.pieces, (unsigned long long)check.pages,
			*good ? ", each page where it belongs\n" : "\n");
		if (!*good) {
			fprintf(options->summary, "%llu objections\n",
				(unsigned long long)check.objections);
		}
	}
	eng_arena_finish(&check.arena);
	return !able ? ENG_EXIT_USAGE : *good ? ENG_EXIT_OK : ENG_EXIT_QUARANTINED;
}

eng_exit eng_mail_reconcile(const eng_print_options *options, const char *log,
			    const char *reprint) {
	listener l = { options, false };
	eng_reconciliation r;
	eng_ctx ctx;

	eng_ctx_init(&ctx, pass_on, &l);
	if (!eng_reconcile(&ctx, options->out, log, reprint,
			   options->json ? NULL : options->summary, &r)) {
		return l.system ? ENG_EXIT_SYSTEM : ENG_EXIT_USAGE;
	}
	if (options->summary && options->json) {
		const count counts[] = { { "pieces", r.pieces },     { "inserted", r.inserted },
					 { "diverted", r.diverted }, { "damaged", r.damaged },
					 { "missing", r.missing },   { "doubled", r.doubled },
					 { "unknown", r.unknown } };

		say(options->summary, "engross-mail-reconciliation-1", options->out, COUNTS(counts),
		    r.damaged + r.missing + r.doubled + r.unknown == 0);
	} else if (options->summary) {
		fprintf(
		    options->summary,
		    "%llu pieces = %llu inserted + %llu diverted + %llu damaged + %llu missing\n",
		    (unsigned long long)r.pieces, (unsigned long long)r.inserted,
		    (unsigned long long)r.diverted, (unsigned long long)r.damaged,
		    (unsigned long long)r.missing);
		if (r.damaged + r.missing) {
			fprintf(options->summary, "%s lists %llu pieces to be printed again\n",
				reprint, (unsigned long long)(r.damaged + r.missing));
		}
	}
	return r.damaged + r.missing + r.doubled + r.unknown ? ENG_EXIT_QUARANTINED : ENG_EXIT_OK;
}
