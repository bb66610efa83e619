/* What the lock screen says, and the same as Apple's and Google's push services take it: the sender adds the
 * device's token and nothing else. Both refuse more than 4,096 bytes, so this part does too. */
#include "channels/common/view.h"
#include "channels/mobile/components.h"

#define PAYLOAD_MAX 4096 /* APNs: remote notification payload; FCM: notification and data */

typedef struct notice {
	eng_str title, body, url;
	const eng_context *context;
} notice;

static void write_titles(eng_json_writer *json, const notice *n) {
	eng_json_member_text(json, "title", n->title);
	eng_json_member_text(json, "body", n->body);
}

/* {"aps":{"alert":{..},"thread-id":..},"url":..,"context":..}: custom keys stand beside aps. */
static void write_apns(eng_json_writer *json, const notice *n) {
	eng_json_write_object(json);
	eng_json_member_object(json, "aps");
	eng_json_member_object(json, "alert");
	write_titles(json, n);
	eng_json_write_object_end(json);
	eng_json_member_some(json, "thread-id", n->context->journey);
	eng_json_write_object_end(json);
	eng_json_member_some(json, "url", n->url);
	eng_json_member_some(json, "context", n->context->id);
	eng_json_member_some(json, "stage", n->context->stage);
	eng_json_write_object_end(json);
}

/* The message of the HTTP v1 interface; values of data are texts. */
static void write_fcm(eng_json_writer *json, const notice *n) {
	eng_json_write_object(json);
	eng_json_member_object(json, "notification");
	write_titles(json, n);
	eng_json_write_object_end(json);
	eng_json_member_object(json, "data");
	eng_json_member_some(json, "url", n->url);
	eng_json_member_some(json, "context", n->context->id);
	eng_json_member_some(json, "journey", n->context->journey);
	eng_json_member_some(json, "stage", n->context->stage);
	eng_json_write_object_end(json);
	eng_json_write_object_end(json);
}

/* One payload under its key, written without white space, as it is counted. */
static bool payload(eng_components *c, const char *key, const char *service,
		    void (*write)(eng_json_writer *, const notice *), const notice *n,
		    eng_buf *room) {
	eng_json_writer json;

	eng_buf_clear(room);
	eng_json_write_init(&json, room, false);
	write(&json, n);
	if (room->n > PAYLOAD_MAX) {
		return eng_fail(
		    c->ctx, "mobile.notification-too-large",
		    (c->doc->brief ? c->doc->brief : c->doc->title)->where,
		    "notification has %zu bytes for %s, at most %d are allowed: title %zu, "
		    "body %zu, link %zu",
		    room->n, service, PAYLOAD_MAX, n->title.n, n->body.n, n->url.n);
	}
	eng_json_write_key(c->json, eng_str_from(key));
	eng_json_write_raw(c->json, eng_buf_view(room));
	return true;
}

bool eng_components_notification(eng_components *c) {
	const eng_node *action = eng_view_action(c->doc, c->channel);
	notice n = { eng_view_text(c->arena, c->doc->title, c->channel),
		     eng_view_text(c->arena, c->doc->brief, c->channel),
		     action ? action->as.link.href : (eng_str){ 0 }, &c->doc->context };
	eng_buf room = { 0 };
	bool ok;

	if (c->doc->draft) {
		n.title = eng_str_printf(c->arena, "[%.*s] %.*s", ENG_STR_ARG(c->doc->draft_mark),
					 ENG_STR_ARG(n.title));
	}
	eng_json_member_object(c->json, "notification");
	write_titles(c->json, &n);
	eng_json_member_some(c->json, "url", n.url);
	ok = payload(c, "apns", "APNs", write_apns, &n, &room) &&
	     payload(c, "fcm", "FCM", write_fcm, &n, &room);
	eng_json_write_object_end(c->json);
	eng_buf_finish(&room);
	return ok;
}
