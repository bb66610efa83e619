/* Lines with a bound and a hash. */
#include "run/lines.h"

#include <stdlib.h>

#include "base/file.h"

void eng_lines_open(eng_lines *lines, const char *path, bool hashed) {
	*lines = (eng_lines){ .file = fopen(path, "rbe"), .path = path };
	lines->bad = !lines->file;
	lines->hash = hashed ? eng_hasher_new() : NULL;
}

void eng_lines_close(eng_lines *lines) {
	if (lines->file) {
		fclose(lines->file);
	}
	free(lines->line);
	eng_hasher_free(lines->hash);
	*lines = (eng_lines){ 0 };
}

bool eng_lines_next(eng_lines *lines, eng_str *line) {
	ssize_t length;

	*line = (eng_str){ 0 };
	if (lines->bad) {
		return false;
	}
	length = eng_file_line(lines->file, &lines->line, &lines->size);
	if (length <= 0 || (size_t)length > ENG_LINES_MOST) {
		lines->bad = length != 0;
		return false;
	}
	if (lines->hash) {
		eng_hasher_add(lines->hash, lines->line, (size_t)length);
	}
	lines->number++;
	*line = (eng_str){ lines->line, (size_t)length - (lines->line[length - 1] == '\n') };
	return true;
}

eng_hash eng_lines_hash(eng_lines *lines) {
	eng_str line;

	while (eng_lines_next(lines, &line)) {}
	return eng_hasher_done(lines->hash);
}
