/* Surveys of surfaces, and what surveys of pages share with them. */
#include "verify/survey.h"

#include "base/utf8.h"

void eng_survey_finish(eng_survey *survey) {
	eng_buf_finish(&survey->text);
}

void eng_survey_letters(eng_survey *s, eng_arena *arena, eng_length size, size_t letters) {
	size_t i = 0, most = 0;

	while (i < s->size_count && s->sizes[i].size != size) {
		i++;
	}
	if (i == s->size_count) {
		s->sizes =
		    eng_arena_grow(arena, s->sizes, s->size_count, &s->size_cap, sizeof(*s->sizes));
		s->sizes[s->size_count++] = (eng_survey_size){ size, 0 };
	}
	s->sizes[i].letters += letters;
	for (i = 0; i < s->size_count; i++) {
		if (s->sizes[i].letters > most) {
			most = s->sizes[i].letters;
			s->predominant = s->sizes[i].size;
		}
	}
}

static void least(eng_length *to, eng_length value) {
	*to = value && (*to == 0 || value < *to) ? value : *to;
}

static void take_looks(eng_survey *s, eng_surface *surface, size_t index) {
	eng_line *line = &surface->lines[index];

	if (!surface->inspect) {
		return;
	}
	surface->inspect(surface, index);
	if (line->hidden) {
		return;
	}
	least(&s->size, line->size);
	if (line->contrast && (!s->contrast || line->contrast < s->contrast)) {
		s->contrast = line->contrast;
	}
	if (line->lightest && (!s->lightest || line->lightest < s->lightest)) {
		s->lightest = line->lightest;
	}
	s->boldest = line->boldest > s->boldest ? line->boldest : s->boldest;
	if (line->size) {
		eng_survey_letters(s, surface->arena, line->size, eng_utf8_length(line->text));
	}
}

void eng_survey_surface(eng_survey *s, eng_surface *surface) {
	for (size_t i = 0; s && i < surface->n; i++) {
		if (s->words) {
			eng_buf_str(&s->text, surface->lines[i].text);
			eng_buf_char(&s->text, '\n');
		}
		if (s->looks) {
			take_looks(s, surface, i);
		}
	}
}
