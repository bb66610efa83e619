/* A crew: forked processes that get messages through a socket and answer each with one. Those that die
 * or hang are noticed and can be replaced; what the messages say is not known here. */
#ifndef ENG_RUN_CREW_H
#define ENG_RUN_CREW_H

#include "base/buf.h"
#include "base/diag.h"
#include "run/worker.h"

typedef struct eng_crew eng_crew;

/* What a hand does, in its own process: answers messages until there are none. Never returns to the
 * caller's code. */
typedef void eng_hand_fn(void *user, int socket, eng_worker_mark *mark);

typedef enum eng_event_kind {
	ENG_EVENT_NONE,   /* time went by */
	ENG_EVENT_ANSWER, /* the hand's oldest message is answered */
	ENG_EVENT_DIED,   /* the hand is gone; eng_crew_replace makes another */
	ENG_EVENT_HUNG,   /* the same: it was killed, for it made no headway */
} eng_event_kind;

typedef struct eng_event {
	eng_event_kind kind;
	size_t hand;
	eng_str answer;   /* until the next call */
	uint64_t ordinal; /* + 1 of the record in work when it ended; 0: none */
	int signal;       /* that ended it; 0: it ended by itself */
} eng_event;

/* Forks count hands. patience: seconds that a hand may spend on one record. NULL after reporting. */
eng_crew *eng_crew_new(eng_ctx *ctx, size_t count, double patience, eng_hand_fn *work, void *user);
/* Ends all: those that work are killed. */
void eng_crew_free(eng_crew *crew);

size_t eng_crew_count(const eng_crew *crew);
/* Messages that a hand has not answered. */
size_t eng_crew_load(const eng_crew *crew, size_t hand);
void eng_crew_send(eng_crew *crew, size_t hand, eng_str message);
/* Forks a hand in place of one that is gone. False after reporting. */
bool eng_crew_replace(eng_ctx *ctx, eng_crew *crew, size_t hand);
/* Waits at most so many milliseconds for something to happen. False after reporting. */
bool eng_crew_wait(eng_ctx *ctx, eng_crew *crew, int milliseconds, eng_event *event);

/* For hands: the next message in *in (false: there is no more), and its answer. */
bool eng_hand_receive(int socket, eng_buf *in);
bool eng_hand_answer(int socket, eng_str answer);

#endif
