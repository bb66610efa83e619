/* Processes and sockets (POSIX, and prctl and close_range of Linux). Messages go with their length in
 * front. A hand dies with the process that forked it, and leaves signals of the terminal to that. */
#include "run/crew.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "run/clock.h"

typedef struct hand {
	pid_t pid; /* 0: gone */
	int socket;
	eng_buf out, in;
	size_t sent, taken;
	size_t load;
	uint64_t beat; /* as last seen */
	double since;
} hand;

struct eng_crew {
	hand *hands;
	size_t count;
	eng_worker_mark *marks; /* shared with the hands */
	double patience;
	eng_hand_fn *work;
	void *user;
	struct pollfd *polls;
};

static _Noreturn void live(eng_crew *crew, size_t index, int socket, pid_t parent) {
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent) {
		_exit(0);
	}
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	/* Sockets of the others, so that their ends are seen; locks that are not ours. */
	if (socket > 3) {
		close_range(3, (unsigned)socket - 1, 0);
	}
	close_range((unsigned)socket + 1, ~0u, 0);
	crew->work(crew->user, socket, &crew->marks[index]);
	_exit(0);
}

static bool start(eng_ctx *ctx, eng_crew *crew, size_t index) {
	hand *h = &crew->hands[index];
	pid_t parent = getpid();
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
		return eng_fail(ctx, "run.no-worker", (eng_loc){ 0 },
				"no worker can be started: %s", strerror(errno));
	}
	memset(&crew->marks[index], 0, sizeof(crew->marks[index]));
	fflush(NULL);
	h->pid = fork();
	if (h->pid == 0) {
		close(pair[0]);
		live(crew, index, pair[1], parent);
	}
	close(pair[1]);
	if (h->pid < 0) {
		close(pair[0]);
		h->pid = 0;
		return eng_fail(ctx, "run.no-worker", (eng_loc){ 0 },
				"no worker can be started: %s", strerror(errno));
	}
	h->socket = pair[0];
	h->load = h->sent = h->taken = 0;
	eng_buf_clear(&h->out);
	eng_buf_clear(&h->in);
	h->beat = 0;
	h->since = eng_clock_seconds();
	return true;
}

static void reap(hand *h, int *status) {
	close(h->socket);
	while (waitpid(h->pid, status, 0) < 0 && errno == EINTR) {}
	h->pid = 0;
}

eng_crew *eng_crew_new(eng_ctx *ctx, size_t count, double patience, eng_hand_fn *work, void *user) {
	eng_crew *crew = eng_malloc(sizeof(*crew));
	bool ok;

	*crew = (eng_crew){ .patience = patience, .work = work, .user = user };
	crew->hands = eng_malloc(count * sizeof(*crew->hands));
	memset(crew->hands, 0, count * sizeof(*crew->hands));
	crew->polls = eng_malloc(count * sizeof(*crew->polls));
	crew->marks = mmap(NULL, count * sizeof(*crew->marks), PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (crew->marks == MAP_FAILED) {
		eng_oom();
	}
	signal(SIGPIPE, SIG_IGN);
	for (ok = true; ok && crew->count < count; crew->count++) {
		ok = start(ctx, crew, crew->count);
	}
	if (!ok) {
		eng_crew_free(crew);
		return NULL;
	}
	return crew;
}

void eng_crew_free(eng_crew *crew) {
	int status;

	if (!crew) {
		return;
	}
	for (size_t i = 0; i < crew->count; i++) {
		hand *h = &crew->hands[i];

		if (h->pid && h->load) {
			kill(h->pid, SIGKILL);
		}
		if (h->pid) {
			reap(h, &status);
		}
		eng_buf_finish(&h->out);
		eng_buf_finish(&h->in);
	}
	munmap(crew->marks, crew->count * sizeof(*crew->marks));
	free(crew->hands);
	free(crew->polls);
	free(crew);
}

size_t eng_crew_count(const eng_crew *crew) {
	return crew->count;
}

size_t eng_crew_load(const eng_crew *crew, size_t i) {
	return crew->hands[i].load;
}

bool eng_crew_replace(eng_ctx *ctx, eng_crew *crew, size_t i) {
	return start(ctx, crew, i);
}

/* Writes what the socket takes at once. What it does not take, or that nobody is there any more, shows
 * when waiting. */
static void push(hand *h) {
	while (h->sent < h->out.n) {
		ssize_t n = send(h->socket, h->out.s + h->sent, h->out.n - h->sent, MSG_DONTWAIT);

		if (n < 0 && errno == EINTR) {
			continue;
		}
		if (n <= 0) {
			return;
		}
		h->sent += (size_t)n;
	}
	eng_buf_clear(&h->out);
	h->sent = 0;
}

void eng_crew_send(eng_crew *crew, size_t i, eng_str message) {
	hand *h = &crew->hands[i];
	uint64_t n = message.n;

	/* A hand that always has work is never sent all of it: what it has makes room. */
	if (h->sent) {
		memmove(h->out.s, h->out.s + h->sent, h->out.n - h->sent);
		h->out.n -= h->sent;
		h->sent = 0;
	}
	if (h->load++ == 0) {
		h->since = eng_clock_seconds();
	}
	eng_buf_add(&h->out, &n, sizeof(n));
	eng_buf_str(&h->out, message);
	push(h);
}

/* Takes in what came. False: the other end is closed. */
static bool pull(hand *h) {
	for (;;) {
		char *to = eng_buf_reserve(&h->in, 65536);
		ssize_t n = recv(h->socket, to, 65536, MSG_DONTWAIT);

		if (n > 0) {
			h->in.n += (size_t)n;
		} else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
			return false;
		} else if (errno == EAGAIN) {
			return true;
		}
	}
}

/* Whether a whole answer is there; *answer borrows it. */
static bool take_answer(hand *h, eng_str *answer) {
	uint64_t n;

	if (h->taken) {
		memmove(h->in.s, h->in.s + h->taken, h->in.n - h->taken);
		h->in.n -= h->taken;
		h->taken = 0;
	}
	if (h->in.n < sizeof(n)) {
		return false;
	}
	memcpy(&n, h->in.s, sizeof(n));
	if (h->in.n - sizeof(n) < n) {
		return false;
	}
	*answer = (eng_str){ h->in.s + sizeof(n), (size_t)n };
	h->taken = sizeof(n) + (size_t)n;
	return true;
}

static void bury(eng_crew *crew, size_t i, eng_event *event) {
	int status = 0;

	event->hand = i;
	event->kind = event->kind == ENG_EVENT_HUNG ? ENG_EVENT_HUNG : ENG_EVENT_DIED;
	event->ordinal = crew->marks[i].ordinal;
	reap(&crew->hands[i], &status);
	event->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	crew->hands[i].load = 0;
}

/* Looks at one hand. True: *event is filled. */
static bool look(eng_crew *crew, size_t i, eng_event *event) {
	hand *h = &crew->hands[i];

	if (!h->pid) {
		return false;
	}
	push(h);
	if (take_answer(h, &event->answer)) {
		event->kind = ENG_EVENT_ANSWER;
		event->hand = i;
		h->load--;
		h->since = eng_clock_seconds();
		return true;
	}
	if (!pull(h)) {
		bury(crew, i, event);
		return true;
	}
	if (take_answer(h, &event->answer)) {
		event->kind = ENG_EVENT_ANSWER;
		event->hand = i;
		h->load--;
		h->since = eng_clock_seconds();
		return true;
	}
	if (h->beat != crew->marks[i].beat || !h->load) {
		h->beat = crew->marks[i].beat;
		h->since = eng_clock_seconds();
	}
	if (eng_clock_seconds() - h->since > crew->patience) {
		event->kind = ENG_EVENT_HUNG;
		kill(h->pid, SIGKILL);
		bury(crew, i, event);
		return true;
	}
	return false;
}

bool eng_crew_wait(eng_ctx *ctx, eng_crew *crew, int milliseconds, eng_event *event) {
	*event = (eng_event){ .kind = ENG_EVENT_NONE };
	for (int turn = 0; turn < 2; turn++) {
		for (size_t i = 0; i < crew->count; i++) {
			if (look(crew, i, event)) {
				return true;
			}
			crew->polls[i] = (struct pollfd){
				.fd = crew->hands[i].pid ? crew->hands[i].socket : -1,
				.events = (short)(POLLIN | (crew->hands[i].out.n ? POLLOUT : 0)),
			};
		}
		if (turn == 0 && poll(crew->polls, crew->count, milliseconds) < 0 &&
		    errno != EINTR) {
			return eng_fail(ctx, "run.no-worker", (eng_loc){ 0 },
					"workers cannot be waited for: %s", strerror(errno));
		}
	}
	return true;
}

static bool receive_all(int socket, char *to, size_t n) {
	while (n > 0) {
		ssize_t got = recv(socket, to, n, 0);

		if (got < 0 && errno == EINTR) {
			continue;
		}
		if (got <= 0) {
			return false;
		}
		to += got;
		n -= (size_t)got;
	}
	return true;
}

bool eng_hand_receive(int socket, eng_buf *in) {
	uint64_t n;

	eng_buf_clear(in);
	if (!receive_all(socket, (char *)&n, sizeof(n))) {
		return false;
	}
	if (!receive_all(socket, eng_buf_reserve(in, n), n)) {
		return false;
	}
	in->n = n;
	return true;
}

bool eng_hand_answer(int socket, eng_str answer) {
	uint64_t n = answer.n;

	return eng_file_write_all(socket, (eng_str){ (const char *)&n, sizeof(n) }) &&
	       eng_file_write_all(socket, answer);
}
