/* One way to write it, so that what a run certified can be compared with what signatures say. */
#include "compliance/approvers.h"

#include "markup/json-write.h"

eng_str eng_approvers_text(eng_arena *arena, const eng_approval *approval) {
	const eng_decision *d;
	eng_json_writer w;
	eng_buf out = { 0 };
	eng_str text;
	size_t at = 0;

	eng_json_write_init(&w, &out, false);
	eng_json_write_array(&w);
	while ((d = eng_approval_next(approval, &at))) {
		char date[ENG_DATE_TEXT];

		eng_json_write_object(&w);
		eng_json_member_text(&w, "person", d->person);
		eng_json_member_text(&w, "role", d->role);
		eng_json_member_text(&w, "date", eng_date_format(d->date, date));
		eng_json_write_object_end(&w);
	}
	eng_json_write_array_end(&w);
	text = eng_str_copy(arena, eng_buf_view(&out));
	eng_buf_finish(&out);
	return text;
}
