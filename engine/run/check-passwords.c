/* What opens encrypted artifacts: a line for each recipient, or one word for all. */
#include "base/file.h"
#include "run/check.h"

/* "RECIPIENT PASSWORD": between the two a tab, or the first space. */
static void take_line(eng_check *c, eng_str line) {
	size_t at = eng_str_index(line, ENG_STR("\t"));

	at = at < line.n ? at : eng_str_index(line, ENG_STR(" "));
	if (at >= line.n) {
		c->password = eng_str_dup(&c->arena, line);
		return;
	}
	g_hash_table_replace(c->passwords, eng_str_dup(&c->arena, eng_str_sub(line, 0, at)),
			     eng_str_dup(&c->arena, eng_str_sub(line, at + 1, line.n)));
}

bool eng_check_take_passwords(eng_check *c) {
	eng_str rest, line;

	if (!c->options->passwords) {
		return true;
	}
	if (!eng_file_read(&c->ctx, &c->arena, c->options->passwords, c->ctx.limits.artifact_bytes,
			   &rest)) {
		return false;
	}
	c->passwords = g_hash_table_new(g_str_hash, g_str_equal);
	while (rest.n && eng_str_split(&rest, '\n', &line)) {
		if (eng_str_ends(line, "\r")) {
			line.n--;
		}
		if (line.n) {
			take_line(c, line);
		}
	}
	return true;
}

eng_str eng_check_password(const eng_check *c, eng_str recipient) {
	const char *found = NULL;

	if (c->passwords) {
		char *id = g_strndup(recipient.s, recipient.n);

		found = g_hash_table_lookup(c->passwords, id);
		g_free(id);
	}
	found = found ? found : c->password;
	return found ? eng_str_from(found) : (eng_str){ 0 };
}
