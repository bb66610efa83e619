/* Coordinating: chunks are dealt to workers as they come free, and committed in their order. What a
 * chunk's outcome says is looked at only when all before it are committed, so that nothing depends on
 * who was faster. */
#include <glib.h>
#include <signal.h>
#include <unistd.h>

#include "run/batch.h"
#include "run/crew.h"
#include "run/dealer.h"
#include "run/resume.h"
#include "run/shard.h"
#include "run/worker.h"

#define AHEAD      2   /* chunks that a worker has at most: in work and in its socket */
#define WINDOW     3   /* chunks of a worker that wait to be committed, at most: they are memory */
#define WAIT       100 /* milliseconds */
#define KILLS_MAX  3 /* times that a record is tried alone when the worker was killed from outside */
#define DEATHS_MAX 9 /* of workers that had the same chunk, before the run gives up */

typedef struct coordinator {
	eng_batch *b;
	eng_dealer *dealer;
	eng_worker_options options;
	eng_worker own; /* without a crew */
	eng_crew *crew; /* NULL: this process does the work */
	GQueue window;  /* chunks not yet committed, in order */
	GQueue *loads;  /* per hand: its chunks, in order */
	eng_buf message;
	bool ended;     /* no more records */
	size_t dropped; /* chunks in work whose outcome nobody wants */
} coordinator;

static void work(void *user, int socket, eng_worker_mark *mark) {
	const coordinator *c = user;
	eng_worker worker;
	eng_buf in = { 0 }, out = { 0 };
	eng_ctx quiet;

	eng_ctx_init(&quiet, NULL, NULL);
	quiet.limits = c->b->ctx.limits;
	if (!eng_worker_init(&quiet, &worker, &c->options)) {
		return;
	}
	worker.mark = mark;
	while (eng_hand_receive(socket, &in)) {
		eng_worker_run(&worker, &in);
		eng_buf_clear(&out);
		eng_outcome_write(&worker.out, &out);
		if (!eng_hand_answer(socket, eng_buf_view(&out))) {
			break;
		}
	}
}

static size_t worker_count(const eng_batch *b) {
	long online = sysconf(_SC_NPROCESSORS_ONLN);

	return b->workers > 0 ? (size_t)b->workers : online > 0 ? (size_t)online : 1;
}

static bool start(coordinator *c) {
	eng_batch *b = c->b;
	eng_dealer_options deal = { .limit = b->options->limit, .shards = b->shard.count };
	size_t n = worker_count(b);

	deal.shard = b->shard.count ? b->shard.number - 1 : 0;
	if (b->retry) {
		deal.ordinals = b->retry->ordinals;
		deal.ordinal_count = b->retry->count;
	}

	g_queue_init(&c->window);
	c->dealer = eng_dealer_new(&b->ctx, b->job, b->shop, &b->input, &deal);
	if (b->retry && (!eng_retry_expect(&b->ctx, b->retry, c->dealer) ||
			 (b->seen && !eng_retry_recipients(&b->ctx, b->retry, b->seen)))) {
		return false;
	}
	if (!eng_shard_hear(b, c->dealer) || !eng_batch_resume(b, c->dealer)) {
		return false;
	}
	c->options = (eng_worker_options){ .job = b->job,
					   .shop = b->shop,
					   .plan = b->plan,
					   .input = &b->input,
					   .gate = b->gate,
					   .only = b->options->only,
					   .partial = eng_folder_partial(b->folder),
					   .lone = b->retry != NULL,
					   .timings = b->options->timings };
	if (b->workers == ENG_WORKERS_NONE) {
		return eng_worker_init(&b->ctx, &c->own, &c->options);
	}
	c->loads = g_new0(GQueue, n);
	c->crew = eng_crew_new(&b->ctx, n, b->job->patience, work, c);
	return c->crew != NULL;
}

static void stop(coordinator *c) {
	eng_chunk *chunk;

	for (size_t i = 0; c->crew && i < eng_crew_count(c->crew); i++) {
		while ((chunk = g_queue_pop_head(&c->loads[i]))) {
			if (chunk->dropped) {
				eng_chunk_free(chunk);
			}
		}
	}
	eng_crew_free(c->crew);
	eng_worker_finish(&c->own);
	while ((chunk = g_queue_pop_head(&c->window))) {
		eng_chunk_free(chunk);
	}
	eng_dealer_free(c->dealer);
	eng_buf_finish(&c->message);
	g_free(c->loads);
}

/* The next chunk to work on: one that waits again, or a new one; *out NULL: none now. False after
 * reporting. */
static bool find_work(coordinator *c, eng_chunk **out) {
	size_t room = c->crew ? WINDOW * eng_crew_count(c->crew) + 2 : 1;
	eng_chunk *chunk;

	for (GList *at = c->window.head; at; at = at->next) {
		chunk = at->data;
		if (chunk->state == ENG_CHUNK_WAITS) {
			*out = chunk;
			return true;
		}
	}
	*out = NULL;
	if (c->ended || c->window.length >= room) {
		return true;
	}
	if (!eng_dealer_next(c->dealer, out)) {
		return false;
	}
	c->ended = !*out;
	if (*out) {
		g_queue_push_tail(&c->window, *out);
	}
	return true;
}

static void send(coordinator *c, size_t hand, eng_chunk *chunk) {
	eng_buf *message = &c->message;

	eng_buf_clear(message);
	eng_chunk_write(chunk, message);
	chunk->state = ENG_CHUNK_DEALT;
	if (c->crew) {
		g_queue_push_tail(&c->loads[hand], chunk);
		eng_crew_send(c->crew, hand, eng_buf_view(message));
	} else {
		eng_buf out = { 0 };

		eng_worker_run(&c->own, message);
		eng_outcome_write(&c->own.out, &out);
		eng_outcome_read(&chunk->out, eng_buf_view(&out));
		eng_buf_finish(&out);
		chunk->state = ENG_CHUNK_DONE;
	}
}

/* Gives work to whoever has the least. A record that is tried alone gets a worker of its own. */
static bool deal(coordinator *c) {
	for (;;) {
		size_t best = 0, n = c->crew ? eng_crew_count(c->crew) : 0;
		eng_chunk *chunk;

		for (size_t i = 1; i < n; i++) {
			if (eng_crew_load(c->crew, i) < eng_crew_load(c->crew, best)) {
				best = i;
			}
		}
		if (n && eng_crew_load(c->crew, best) >= AHEAD) {
			return true;
		}
		if (!find_work(c, &chunk)) {
			return false;
		}
		if (!chunk) {
			return true;
		}
		send(c, best, chunk);
		if (!c->crew) {
			return true;
		}
	}
}

static void tell_failure(coordinator *c, const eng_chunk *chunk) {
	eng_wire wire = { eng_buf_view(&chunk->out.notes), false };

	while (wire.rest.n && !wire.bad) {
		for (uint64_t n = eng_wire_take_number(&wire); n > 0 && !wire.bad; n--) {
			eng_diag diag = eng_wire_take_diag(&wire);

			eng_batch_tell(c->b, &diag);
		}
	}
	c->b->ctx.errors++;
}

static bool drop_stage(coordinator *c, const eng_chunk *chunk) {
	return eng_folder_drop(&c->b->ctx, c->b->folder, chunk->index);
}

/* Forgets all chunks behind the first. Those in work are waited for: their folders are theirs. */
static bool drop_rest(coordinator *c) {
	bool ok = true;

	while (c->window.length > 1) {
		eng_chunk *last = g_queue_pop_tail(&c->window);

		if (last->state == ENG_CHUNK_DEALT) {
			last->dropped = true;
			c->dropped++;
			continue;
		}
		ok = drop_stage(c, last) && ok;
		eng_chunk_free(last);
	}
	return ok;
}

/* A reader found that the file cannot be read on. */
static bool end_file(coordinator *c, eng_chunk *chunk) {
	bool ok = drop_rest(c) && drop_stage(c, chunk);

	ok =
	    eng_dealer_break(c->dealer, chunk, chunk->out.count, eng_buf_view(&chunk->out.notes)) &&
	    ok;
	c->ended = false;
	chunk->state = ENG_CHUNK_WAITS;
	return ok;
}

/* Whether recipients of the chunk were composed before it: then it is to be made again without. False
 * after reporting. */
static bool find_doubles(coordinator *c, eng_chunk *chunk, bool *any) {
	bool found;

	*any = false;
	for (size_t i = 0; c->b->seen && i < chunk->out.count; i++) {
		const eng_record_fate *fate = &chunk->out.fates[i];

		if (fate->fate != ENG_FATE_COMPOSED) {
			continue;
		}
		if (!eng_seen_has(&c->b->ctx, c->b->seen, &fate->recipient, &found)) {
			return false;
		}
		if (found) {
			eng_buf_add(&chunk->refused, &fate->recipient, sizeof(fate->recipient));
			*any = true;
		}
	}
	return true;
}

/* What a trial says: the record can be made, so the chunk is made again. */
static bool end_trial(coordinator *c, eng_chunk *chunk) {
	chunk->trial = false;
	chunk->suspect = 0;
	chunk->kills = 0;
	chunk->state = ENG_CHUNK_WAITS;
	return drop_stage(c, chunk);
}

/* Commits what can be. False after reporting: the system failed. */
static bool commit(coordinator *c) {
	eng_chunk *chunk;
	bool doubles;

	while (!c->b->stopped && c->dropped == 0 && (chunk = g_queue_peek_head(&c->window)) &&
	       chunk->state == ENG_CHUNK_DONE) {
		if (chunk->out.failed) {
			tell_failure(c, chunk);
			return false;
		}
		if (chunk->out.broke) {
			return end_file(c, chunk);
		}
		if (!find_doubles(c, chunk, &doubles)) {
			return false;
		}
		if (doubles) {
			chunk->state = ENG_CHUNK_WAITS;
			return drop_stage(c, chunk);
		}
		if (!eng_batch_commit(c->b, chunk)) {
			return false;
		}
		g_queue_pop_head(&c->window);
		eng_dealer_return(c->dealer, chunk);
	}
	return true;
}

static bool take_answer(coordinator *c, const eng_event *event) {
	eng_chunk *chunk = g_queue_pop_head(&c->loads[event->hand]);

	if (chunk->dropped) {
		bool ok = drop_stage(c, chunk);

		c->dropped--;
		eng_chunk_free(chunk);
		return ok;
	}
	if (!eng_outcome_read(&chunk->out, event->answer)) {
		return eng_fail(&c->b->ctx, "run.no-worker", (eng_loc){ 0 },
				"a worker gave an answer that nobody understands");
	}
	chunk->state = ENG_CHUNK_DONE;
	return !chunk->trial || chunk->out.failed || end_trial(c, chunk);
}

/* The chunk that a lost worker was busy with: its record is tried alone, once. */
static bool blame(coordinator *c, eng_chunk *chunk, const eng_event *event) {
	bool hung = event->kind == ENG_EVENT_HUNG;

	chunk->deaths++;
	if (!event->ordinal || chunk->deaths > DEATHS_MAX) {
		return chunk->deaths <= DEATHS_MAX ||
		       eng_fail(&c->b->ctx, "run.no-worker", (eng_loc){ 0 },
				"%u workers were lost with chunk %u, the last by signal %d",
				chunk->deaths, chunk->index, event->signal);
	}
	if (hung && chunk->trial) {
		return eng_fail(&c->b->ctx, "run.time-out", (eng_loc){ 0 },
				"record %llu took more than %.0f seconds, and again when it was "
				"alone",
				(unsigned long long)event->ordinal - 1, c->b->job->patience);
	}
	if (chunk->trial && event->signal == SIGBUS) {
		return eng_fail(
		    &c->b->ctx, "run.no-worker", (eng_loc){ 0 },
		    "a file that is mapped to memory, such as a font, cannot be read on "
		    "(at record %llu, SIGBUS)",
		    (unsigned long long)event->ordinal - 1);
	}
	/* Who kills from outside, such as the kernel short of memory, may have meant no record. */
	if (chunk->trial && event->signal == SIGKILL && ++chunk->kills < KILLS_MAX) {
		return true;
	}
	if (chunk->trial) {
		uint64_t ordinal = event->ordinal - 1;

		eng_buf_add(&chunk->crashed, &ordinal, sizeof(ordinal));
		chunk->trial = false;
		chunk->suspect = 0;
		chunk->deaths = chunk->kills = 0;
		return true;
	}
	chunk->suspect = event->ordinal;
	chunk->trial = true;
	return true;
}

static bool take_loss(coordinator *c, const eng_event *event) {
	GQueue *load = &c->loads[event->hand];
	bool first = true, ok = true;
	eng_chunk *chunk;

	while (ok && (chunk = g_queue_pop_head(load))) {
		chunk->state = ENG_CHUNK_WAITS;
		ok = drop_stage(c, chunk) && (!first || chunk->dropped || blame(c, chunk, event));
		first = false;
		if (chunk->dropped) {
			c->dropped--;
			eng_chunk_free(chunk);
		}
	}
	return ok && eng_crew_replace(&c->b->ctx, c->crew, event->hand);
}

static bool wait(coordinator *c) {
	eng_event event;

	if (!c->crew) {
		return true;
	}
	if (!eng_crew_wait(&c->b->ctx, c->crew, WAIT, &event)) {
		return false;
	}
	if (event.kind == ENG_EVENT_ANSWER) {
		return take_answer(c, &event);
	}
	return event.kind == ENG_EVENT_NONE || take_loss(c, &event);
}

static bool is_working(const coordinator *c) {
	for (size_t i = 0; c->crew && i < eng_crew_count(c->crew); i++) {
		if (eng_crew_load(c->crew, i)) {
			return true;
		}
	}
	return false;
}

static bool coordinate(coordinator *c) {
	eng_batch *b = c->b;
	const volatile int *signalled = b->options->stop;
	bool ok = true;

	while (ok && !b->stopped) {
		b->interrupted = signalled && *signalled;
		if (!b->interrupted && c->dropped == 0) {
			ok = deal(c);
		}
		/* What was made before a failure counts. */
		ok = commit(c) && ok;
		eng_progress_show(&b->progress, &b->tally, eng_dealer_share(c->dealer));
		if ((c->ended && !c->window.length) || (b->interrupted && !is_working(c)) ||
		    (signalled && *signalled > 1)) {
			break;
		}
		ok = ok && wait(c) && eng_journal_tick(&b->ctx, b->journal);
	}
	return ok;
}

static void keep_dealt(eng_batch *b, const eng_dealer *dealer) {
	const eng_ending *ends = eng_dealer_ends(dealer, &b->dealt.end_count);

	b->tally.files = eng_dealer_files(dealer);
	b->dealt.chunks = eng_dealer_chunks(dealer);
	b->dealt.records = eng_dealer_records(dealer);
	b->dealt.ends = eng_arena_copy(&b->arena, ends, b->dealt.end_count * sizeof(*ends));
}

bool eng_batch_records(eng_batch *b) {
	coordinator c = { .b = b };
	bool ok;

	if (b->options->timings) {
		/* What was spent up to here is the start; workers measure the rest. */
		eng_timings_start(&b->timings, &b->ctx);
		eng_timings_stop(&b->timings, &b->ctx);
	}
	ok = start(&c) && coordinate(&c);
	keep_dealt(b, c.dealer);
	stop(&c);
	/* What is committed stays, whatever happened afterwards. */
	return (!b->journal || eng_journal_sync(&b->ctx, b->journal)) && ok;
}
