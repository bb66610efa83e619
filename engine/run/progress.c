/* Progress is the only thing that looks at a clock besides run.json's "observed". */
#include "run/progress.h"

#include "run/clock.h"

#define WIDTH    24
#define INTERVAL 0.1

void eng_progress_start(eng_progress_state *p, eng_progress kind, const char *job) {
	p->kind = kind;
	p->job = job;
	p->started = eng_clock_seconds();
	p->shown = 0;
}

double eng_progress_seconds(const eng_progress_state *p) {
	return eng_clock_seconds() - p->started;
}

static void show_bar(const eng_progress_state *p, const eng_tally *t, double share,
		     double seconds) {
	int filled = share < 0 ? 0 : (int)(share * WIDTH);
	double rate = seconds > 0 ? (double)t->records / seconds : 0;

	fprintf(stderr, "\r%s [", p->job);
	for (int i = 0; i < WIDTH; i++) {
		putc(i < filled ? '#' : '.', stderr);
	}
	fprintf(stderr, "] %llu records, %llu errors, %.0f/s", (unsigned long long)t->records,
		(unsigned long long)(t->quarantined + t->unreadable), rate);
	if (share > 0.01 && share < 1) {
		fprintf(stderr, ", %.0f s left", seconds * (1 - share) / share);
	}
	fputs("\033[K", stderr);
	fflush(stderr);
}

static void show_json(const eng_progress_state *p, const eng_tally *t, double share,
		      double seconds) {
	fprintf(stderr,
		"{\"job\":\"%s\",\"records\":%llu,\"composed\":%llu,\"quarantined\":%llu,"
		"\"skipped\":%llu,\"unreadable\":%llu,\"share\":%.4f,\"seconds\":%.1f}\n",
		p->job, (unsigned long long)t->records, (unsigned long long)t->composed,
		(unsigned long long)t->quarantined, (unsigned long long)t->skipped,
		(unsigned long long)t->unreadable, share, seconds);
}

void eng_progress_show(eng_progress_state *p, const eng_tally *tally, double share) {
	double at = eng_clock_seconds(), seconds = at - p->started;

	if (p->kind == ENG_PROGRESS_NONE || at - p->shown < INTERVAL) {
		return;
	}
	p->shown = at;
	if (p->kind == ENG_PROGRESS_BAR) {
		show_bar(p, tally, share, seconds);
	} else {
		show_json(p, tally, share, seconds);
	}
}

void eng_progress_clear(const eng_progress_state *p) {
	if (p->kind == ENG_PROGRESS_BAR && p->shown > 0) {
		fputs("\r\033[K", stderr);
		fflush(stderr);
	}
}

void eng_progress_end(eng_progress_state *p, const eng_tally *tally) {
	if (p->kind == ENG_PROGRESS_BAR) {
		show_bar(p, tally, 1, eng_clock_seconds() - p->started);
		putc('\n', stderr);
	} else if (p->kind == ENG_PROGRESS_JSON) {
		show_json(p, tally, 1, eng_clock_seconds() - p->started);
	}
	p->shown = 0;
}
