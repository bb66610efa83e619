/* Says which part of the work goes on, so that somebody above can time it: the engine itself has no
 * clock. Costs a test of a pointer when nobody listens. */
#ifndef ENG_BASE_METER_H
#define ENG_BASE_METER_H

#include "base/diag.h"

typedef enum eng_phase {
	ENG_PHASE_REST,    /* nothing below */
	ENG_PHASE_READ,    /* read, map and check the record */
	ENG_PHASE_COMPOSE, /* record and template to document; choice of channels */
	ENG_PHASE_LAYOUT,  /* document to pages */
	ENG_PHASE_WRITE,   /* content and structure of an artifact */
	ENG_PHASE_DEFLATE, /* compression */
	ENG_PHASE_OBJECTS, /* putting an artifact together */
	ENG_PHASE_VERIFY,  /* reading artifacts back */
	ENG_PHASE_PROVE,   /* hashes and manifest */
	ENG_PHASE_FILE,    /* files, syncs and the journal */
	ENG_PHASES,
} eng_phase;

typedef struct eng_meter {
	eng_phase now;
	void (*turn)(struct eng_meter *meter); /* called before now changes */
} eng_meter;

/* Begins a phase and returns the one that went on, to be entered again afterwards. */
static inline eng_phase eng_phase_enter(const eng_ctx *ctx, eng_phase phase) {
	eng_meter *meter = ctx->meter;
	eng_phase before = ENG_PHASE_REST;

	if (meter) {
		before = meter->now;
		meter->turn(meter);
		meter->now = phase;
	}
	return before;
}

#endif
