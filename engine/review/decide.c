/* Every request opens policy and log anew: others decide at the same time, on other machines. */
#include "review/decide.h"

#include <glib.h>

#include "markup/json-write.h"
#include "run/deciding.h"
#include "verify/tree.h"

typedef struct deciding {
	eng_trust trust;
	eng_trust_options options;
	eng_buf told; /* errors, a line each */
	eng_asking asking;
	eng_asked asked;
	eng_str signature, line;
} deciding;

static void tell(void *user, const eng_notice *notice) {
	deciding *d = user;

	if (notice->level == ENG_NOTICE_ERROR) {
		eng_buf_printf(&d->told, "%s%s", d->told.n ? "\n" : "", notice->text);
	}
}

static const char *member(deciding *d, const eng_json_node *body, const char *key) {
	return eng_str_dup(&d->trust.arena, eng_json_find_text(body, key));
}

static bool take_key(deciding *d, const char *text) {
	eng_public_key key;

	if (!eng_public_key_parse(&d->trust.ctx, (eng_loc){ 0 }, eng_str_from(text), &key)) {
		return false;
	}
	memcpy(d->asking.key_id, key.id, sizeof(d->asking.key_id));
	return true;
}

static bool open(deciding *d, const eng_decide_request *request) {
	const eng_json_node *body;
	const char *why = NULL, *note;

	d->options = (eng_trust_options){
		.library = request->library, .trust = request->trust, .message = tell, .user = d
	};
	if (!eng_trust_open(&d->trust, &d->options)) {
		return false;
	}
	body = eng_json_tree(&d->trust.arena, request->body, &why);
	if (!body) {
		eng_buf_cstr(&d->told, "the request is not JSON");
		return false;
	}
	note = member(d, body, "note");
	d->asking = (eng_asking){ .action = member(d, body, "action"),
				  .file = member(d, body, "file"),
				  .date = request->date,
				  .note = *note ? note : NULL };
	d->signature = eng_str_from(member(d, body, "signature"));
	d->line = eng_str_from(member(d, body, "line"));
	return take_key(d, member(d, body, "key")) &&
	       eng_deciding_ask(&d->trust, &d->asking, &d->asked);
}

static void write_asked(deciding *d, eng_buf *out) {
	char *data = g_base64_encode((const guchar *)d->asked.data.s, d->asked.data.n);
	char hex[ENG_HASH_HEX];
	eng_json_writer w;

	eng_hash_hex(&d->asked.decision.hash, hex);
	eng_json_write_init(&w, out, false);
	eng_json_write_object(&w);
	eng_json_member_cstr(&w, "sha256", hex);
	eng_json_member_cstr(&w, "data", data);
	eng_json_member_text(&w, "comment", d->asked.comment);
	eng_json_member_text(&w, "line", d->asked.line);
	eng_json_member_text(&w, "line-comment", d->asked.line_comment);
	eng_json_member_text(&w, "person", d->asked.decision.person);
	eng_json_member_text(&w, "role", d->asked.decision.role);
	eng_json_write_object_end(&w);
	g_free(data);
}

static bool write_state(deciding *d, eng_buf *out) {
	eng_approval approval;
	eng_json_writer w;

	if (!eng_approval_load(&d->trust.ctx, &d->trust.arena, d->trust.policy, d->options.library,
			       d->asking.file, &approval)) {
		return false;
	}
	eng_json_write_init(&w, out, false);
	eng_json_write_object(&w);
	eng_json_member_cstr(&w, "state", eng_approval_state_name(approval.state));
	eng_json_member_text(&w, "missing", approval.missing);
	eng_json_write_object_end(&w);
	return true;
}

static void write_error(deciding *d, eng_buf *out) {
	eng_json_writer w;

	eng_buf_clear(out);
	eng_json_write_init(&w, out, false);
	eng_json_write_object(&w);
	eng_json_member_text(&w, "error", eng_buf_view(&d->told));
	eng_json_write_object_end(&w);
}

static bool finish(deciding *d, bool ok, eng_buf *out) {
	if (!ok) {
		write_error(d, out);
	}
	eng_trust_finish(&d->trust);
	eng_buf_finish(&d->told);
	return ok;
}

bool eng_decide_ask(const eng_decide_request *request, eng_buf *out) {
	deciding d = { 0 };
	bool ok = open(&d, request);

	if (ok) {
		write_asked(&d, out);
	}
	return finish(&d, ok, out);
}

bool eng_decide_enter(const eng_decide_request *request, eng_buf *out) {
	deciding d = { 0 };
	bool ok = open(&d, request) &&
		  eng_deciding_enter(&d.trust, &d.asked, d.signature, d.line) &&
		  write_state(&d, out);

	return finish(&d, ok, out);
}
