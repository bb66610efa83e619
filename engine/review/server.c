/* One session: whoever has the address that is printed at the start, which holds a token good for one
 * visit, gets a cookie; everything else needs that cookie, and what changes something also a second token
 * that only the page knows, and the page's own origin. Files are served by name from the list of the
 * folder, so that no path can lead out of it. */
#include "review/server.h"

#include <arpa/inet.h>
#include <glib.h>
#include <microhttpd.h>
#include <sys/random.h>
#include <time.h>

#include "base/decimal.h"
#include "base/file.h"
#include "review/decide.h"

#define TOKEN      32 /* bytes, told in hex */
#define TOKEN_TEXT (2 * TOKEN + 1)
#define BODY_MAX   (64u << 10)
#define FILE_MAX   (256u << 20)

typedef struct server {
	eng_ctx *ctx;
	const eng_server_options *options;
	GHashTable *names; /* files of the folder */
	eng_arena arena;
	char enter[TOKEN_TEXT], session[TOKEN_TEXT], csrf[TOKEN_TEXT];
	bool entered;
	unsigned port;
	char host[64], origin[80];
} server;

typedef struct request {
	eng_buf body;
	bool large;
} request;

/* ---- answers ---- */

static const struct {
	const char *ending, *type;
} types[] = { { ".html", "text/html; charset=utf-8" },
	      { ".css", "text/css; charset=utf-8" },
	      { ".js", "text/javascript; charset=utf-8" },
	      { ".svg", "image/svg+xml" },
	      { ".pdf", "application/pdf" },
	      { ".txt", "text/plain; charset=utf-8" },
	      { ".json", "application/json" } };

static const char *type_of(const char *name) {
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (eng_str_ends(eng_str_from(name), types[i].ending)) {
			return types[i].type;
		}
	}
	return "application/octet-stream";
}

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status, const char *type,
			      eng_str body, const char *name, const char *value) {
	static const char *const headers[][2] = {
		{ "Content-Security-Policy",
		  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
		  "img-src "
		  "'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
		  "frame-ancestors 'none'" },
		{ "X-Content-Type-Options", "nosniff" },
		{ "Referrer-Policy", "no-referrer" },
		{ "Cross-Origin-Resource-Policy", "same-origin" },
		{ "Cross-Origin-Opener-Policy", "same-origin" },
		{ "Cache-Control", "no-store" },
	};
	struct MHD_Response *response =
	    MHD_create_response_from_buffer(body.n, (void *)body.s, MHD_RESPMEM_MUST_COPY);
	enum MHD_Result result;

	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		MHD_add_response_header(response, headers[i][0], headers[i][1]);
	}
	MHD_add_response_header(response, "Content-Type", type);
	if (name) {
		MHD_add_response_header(response, name, value);
	}
	result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result refuse(struct MHD_Connection *connection, unsigned status, const char *why) {
	return answer(connection, status, "text/plain; charset=utf-8", eng_str_from(why), NULL,
		      NULL);
}

/* ---- who asks ---- */

static void make_token(char text[TOKEN_TEXT]) {
	uint8_t bytes[TOKEN];

	if (getrandom(bytes, sizeof(bytes), 0) != sizeof(bytes)) {
		abort(); /* without luck there is no session */
	}
	for (size_t i = 0; i < TOKEN; i++) {
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	}
}

/* Takes as long whatever is wrong. */
static bool same_token(const char *given, const char *token) {
	unsigned differs = 0;

	if (!given || strlen(given) != TOKEN_TEXT - 1) {
		return false;
	}
	for (size_t i = 0; i < TOKEN_TEXT - 1; i++) {
		differs |= (unsigned)(given[i] ^ token[i]);
	}
	return differs == 0;
}

static const char *header(struct MHD_Connection *connection, const char *name) {
	return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

/* A name that a foreign page made point here is not ours. */
static bool is_for_us(const server *s, struct MHD_Connection *connection) {
	const char *host = header(connection, MHD_HTTP_HEADER_HOST);

	return host && strcmp(host, s->host) == 0;
}

static bool may_change(const server *s, struct MHD_Connection *connection) {
	const char *origin = header(connection, MHD_HTTP_HEADER_ORIGIN);
	const char *type = header(connection, MHD_HTTP_HEADER_CONTENT_TYPE);

	return origin && strcmp(origin, s->origin) == 0 && type &&
	       strcmp(type, "application/json") == 0 &&
	       same_token(header(connection, "X-Engross-Token"), s->csrf);
}

/* ---- what is asked for ---- */

static enum MHD_Result enter(server *s, struct MHD_Connection *connection, const char *token) {
	char cookie[TOKEN_TEXT + 64];

	if (s->entered || !same_token(token, s->enter)) {
		return refuse(connection, MHD_HTTP_FORBIDDEN,
			      "This address was good for one visit. Start the review again.\n");
	}
	s->entered = true;
	snprintf(cookie, sizeof(cookie), "engross=%s; HttpOnly; SameSite=Strict; Path=/",
		 s->session);
	{
		struct MHD_Response *response =
		    MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
		enum MHD_Result result;

		MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, "/");
		MHD_add_response_header(response, MHD_HTTP_HEADER_SET_COOKIE, cookie);
		MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
		MHD_add_response_header(response, "Cache-Control", "no-store");
		result = MHD_queue_response(connection, MHD_HTTP_SEE_OTHER, response);
		MHD_destroy_response(response);
		return result;
	}
}

/* The index tells the page that it is served, and with which token it may ask for changes. */
static void add_session(const server *s, eng_buf *body) {
	eng_buf_printf(body, "engross.session({\"token\":\"%s\",\"date\":\"%s\"});\n", s->csrf,
		       s->options->date);
}

static enum MHD_Result send_file(server *s, struct MHD_Connection *connection, const char *url) {
	const char *name = strcmp(url, "/") == 0 ? "index.html" : url + 1;
	eng_arena arena;
	eng_str bytes;
	eng_buf body = { 0 };
	enum MHD_Result result;

	if (!g_hash_table_contains(s->names, name)) {
		return refuse(connection, MHD_HTTP_NOT_FOUND, "There is no such page.\n");
	}
	eng_arena_init(&arena);
	if (eng_file_read(s->ctx, &arena, eng_path_join(&arena, s->options->folder, name), FILE_MAX,
			  &bytes)) {
		eng_buf_str(&body, bytes);
		if (strcmp(name, "data/index.js") == 0) {
			add_session(s, &body);
		}
		result =
		    answer(connection, MHD_HTTP_OK, type_of(name), eng_buf_view(&body), NULL, NULL);
	} else {
		result = refuse(connection, MHD_HTTP_INTERNAL_SERVER_ERROR,
				"The page cannot be read.\n");
	}
	eng_buf_finish(&body);
	eng_arena_finish(&arena);
	return result;
}

static enum MHD_Result change(server *s, struct MHD_Connection *connection, const char *url,
			      request *r) {
	const eng_decide_request asked = { s->options->library, s->options->trust, s->options->date,
					   eng_buf_view(&r->body) };
	eng_buf out = { 0 };
	enum MHD_Result result;
	bool ok;

	if (!may_change(s, connection)) {
		return refuse(connection, MHD_HTTP_FORBIDDEN, "Not from this page.\n");
	}
	if (r->large) {
		return refuse(connection, MHD_HTTP_CONTENT_TOO_LARGE, "Too much.\n");
	}
	if (strcmp(url, "/ask") == 0) {
		ok = eng_decide_ask(&asked, &out);
	} else if (strcmp(url, "/decide") == 0) {
		ok = eng_decide_enter(&asked, &out);
	} else {
		return refuse(connection, MHD_HTTP_NOT_FOUND, "There is nothing to decide.\n");
	}
	result = answer(connection, ok ? MHD_HTTP_OK : MHD_HTTP_CONFLICT, "application/json",
			eng_buf_view(&out), NULL, NULL);
	eng_buf_finish(&out);
	return result;
}

static enum MHD_Result serve(void *user, struct MHD_Connection *connection, const char *url,
			     const char *method, const char *version, const char *data,
			     size_t *size, void **state) {
	server *s = user;
	request *r = *state;

	(void)version;
	if (!r) {
		r = eng_malloc(sizeof(*r));
		*r = (request){ 0 };
		*state = r;
		return MHD_YES;
	}
	if (*size) {
		r->large |= *size > BODY_MAX - r->body.n;
		if (!r->large) {
			eng_buf_add(&r->body, data, *size);
		}
		*size = 0;
		return MHD_YES;
	}
	if (!is_for_us(s, connection)) {
		return refuse(connection, MHD_HTTP_FORBIDDEN, "Not this host.\n");
	}
	if (strcmp(method, "GET") == 0 && g_str_has_prefix(url, "/enter/")) {
		return enter(s, connection, url + strlen("/enter/"));
	}
	if (!same_token(MHD_lookup_connection_value(connection, MHD_COOKIE_KIND, "engross"),
			s->session)) {
		return refuse(connection, MHD_HTTP_FORBIDDEN,
			      "Open the address that the command printed.\n");
	}
	if (strcmp(method, "POST") == 0) {
		return change(s, connection, url, r);
	}
	return strcmp(method, "GET") == 0
		   ? send_file(s, connection, url)
		   : refuse(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "GET or POST.\n");
}

static void forget(void *user, struct MHD_Connection *connection, void **state,
		   enum MHD_RequestTerminationCode code) {
	request *r = *state;

	(void)user, (void)connection, (void)code;
	if (r) {
		eng_buf_finish(&r->body);
		free(r);
	}
}

/* ---- starting ---- */

static bool list_files(server *s) {
	static const char *const folders[] = { "assets", "data", "files", "pages" };

	g_hash_table_add(s->names, (gpointer) "index.html");
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		const char *const *names;
		size_t n;

		if (!eng_file_list(s->ctx, &s->arena,
				   eng_path_join(&s->arena, s->options->folder, folders[i]), &names,
				   &n)) {
			return false;
		}
		for (size_t k = 0; k < n; k++) {
			g_hash_table_add(
			    s->names, eng_arena_printf(&s->arena, "%s/%s", folders[i], names[k]));
		}
	}
	return true;
}

/* "127.0.0.1:8080". There is no encryption here, so nothing but this machine may hear. */
static bool take_address(server *s, struct sockaddr_in *address) {
	eng_str rest = eng_str_from(s->options->listen), host, port;
	char text[INET_ADDRSTRLEN];
	eng_decimal number;
	int64_t n = -1;

	*address = (struct sockaddr_in){ .sin_family = AF_INET };
	if (!eng_str_split(&rest, ':', &host) || !eng_str_split(&rest, ':', &port) || rest.s ||
	    host.n >= sizeof(text) || !eng_decimal_parse(port, false, &number) ||
	    !eng_decimal_to_int64(number, &n) || n < 0 || n > 65535) {
		return eng_fail(s->ctx, "review.listen", (eng_loc){ 0 },
				"'%s' is no address to listen at, such as 127.0.0.1:8080",
				s->options->listen);
	}
	snprintf(text, sizeof(text), "%.*s", ENG_STR_ARG(host));
	address->sin_port = htons((uint16_t)n);
	if (inet_pton(AF_INET, text, &address->sin_addr) != 1 ||
	    ntohl(address->sin_addr.s_addr) >> 24 != 127) {
		return eng_fail(s->ctx, "review.listen", (eng_loc){ 0 },
				"'%s' is not on this machine alone, 127.0.0.1 is; others come "
				"through a tunnel",
				text);
	}
	s->port = (unsigned)n;
	return true;
}

static struct MHD_Daemon *start(server *s) {
	struct sockaddr_in address;
	struct MHD_Daemon *daemon;
	char text[INET_ADDRSTRLEN];

	if (!take_address(s, &address)) {
		return NULL;
	}
	daemon = MHD_start_daemon(
	    MHD_USE_INTERNAL_POLLING_THREAD, (uint16_t)s->port, NULL, NULL, serve, s,
	    MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_NOTIFY_COMPLETED, forget, NULL,
	    MHD_OPTION_CONNECTION_LIMIT, 64u, MHD_OPTION_CONNECTION_TIMEOUT, 60u, MHD_OPTION_END);
	if (!daemon) {
		return eng_fail_null(s->ctx, "review.listen", (eng_loc){ 0 },
				     "nothing can be served at '%s': is the port taken?",
				     s->options->listen);
	}
	s->port = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
	inet_ntop(AF_INET, &address.sin_addr, text, sizeof(text));
	snprintf(s->host, sizeof(s->host), "%s:%u", text, s->port);
	snprintf(s->origin, sizeof(s->origin), "http://%s", s->host);
	return daemon;
}

static void wait_for_stop(const volatile int *stop) {
	const struct timespec while_ = { 0, 100000000 };

	while (!*stop) {
		nanosleep(&while_, NULL);
	}
}

bool eng_server_run(eng_ctx *ctx, const eng_server_options *options) {
	server s = { .ctx = ctx, .options = options };
	struct MHD_Daemon *daemon = NULL;

	eng_arena_init(&s.arena);
	s.names = g_hash_table_new(g_str_hash, g_str_equal);
	make_token(s.enter);
	make_token(s.session);
	make_token(s.csrf);
	if (list_files(&s)) {
		daemon = start(&s);
	}
	if (daemon) {
		fprintf(options->out, "%s/enter/%s\n", s.origin, s.enter);
		fflush(options->out);
		wait_for_stop(options->stop);
		MHD_stop_daemon(daemon);
	}
	g_hash_table_destroy(s.names);
	eng_arena_finish(&s.arena);
	return daemon != NULL;
}
