/* Messages to hands and back: whole, in order, and in the same memory however many there are. */
#include <stdlib.h>
#include <time.h>

#include "run/crew.h"
#include "unit.h"

#define SIZE     ((size_t)400000) /* more than a socket takes at once */
#define MESSAGES 300
#define AHEAD    2

/* Answers each message by its first byte and its length. */
static void work(void *user, int socket, eng_worker_mark *mark) {
	eng_buf in = { 0 };

	(void)user, (void)mark;
	while (eng_hand_receive(socket, &in)) {
		char answer[32];
		int n = snprintf(answer, sizeof(answer), "%c%zu", in.s[in.n - 1], in.n);

		if (!eng_hand_answer(socket, (eng_str){ answer, (size_t)n })) {
			break;
		}
		/* The next message is asked for when the one behind it has been sent, too. */
		nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
	}
	eng_buf_finish(&in);
}

/* KiB that this process had at most. */
static long peak(void) {
	FILE *file = fopen("/proc/self/status", "r");
	char line[256];
	long kib = 0;

	while (file && fgets(line, sizeof(line), file)) {
		if (strncmp(line, "VmHWM:", 6) == 0) {
			kib = strtol(line + 6, NULL, 10);
		}
	}
	if (file) {
		fclose(file);
	}
	return kib;
}

int main(void) {
	char *message = malloc(SIZE), expected[32];
	size_t sent = 0, answered = 0;
	long before = 0;
	eng_crew *crew;
	eng_ctx ctx;

	eng_ctx_init(&ctx, NULL, NULL);
	memset(message, 'x', SIZE);
	crew = eng_crew_new(&ctx, 1, 60, work, NULL);
	CHECK(crew != NULL);
	while (crew && answered < MESSAGES) {
		eng_event event;

		while (sent < MESSAGES && eng_crew_load(crew, 0) < AHEAD) {
			message[SIZE - 1 - sent] = (char)('a' + sent % 26);
			eng_crew_send(crew, 0, (eng_str){ message, SIZE - sent });
			sent++;
		}
		if (!eng_crew_wait(&ctx, crew, 1000, &event)) {
			break;
		}
		if (event.kind == ENG_EVENT_ANSWER) {
			snprintf(expected, sizeof(expected), "%c%zu", (char)('a' + answered % 26),
				 SIZE - answered);
			CHECK_STR(event.answer, expected);
			answered++;
		}
		before = answered == 10 ? peak() : before;
	}
	CHECK(answered == MESSAGES);
	CHECK(before > 0 && peak() - before < 4096);
	eng_crew_free(crew);
	free(message);
	return unit_done();
}
