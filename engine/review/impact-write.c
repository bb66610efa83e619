/* The same rows as a table for terminals, as JSON (schemas/impact-1.schema.json), and as one page of HTML. */
#include "markup/json-write.h"
#include "review/impact.h"

static const char *const what[] = { "sent or not",     "channel",  "wording",
				    "number of pages", "segments", "looks of pages" };

/* ---- terminal ---- */

static void print_runs(const eng_impact_example *e, FILE *out) {
	static const char *const open[] = { "", "[-", "{+" }, *const close[] = { "", "-]", "+}" };

	for (size_t i = 0; i < e->run_count; i++) {
		fprintf(out, " %s%.*s%s", open[e->runs[i].change], ENG_STR_ARG(e->runs[i].text),
			close[e->runs[i].change]);
	}
}

static void print(const eng_impact *impact, FILE *out) {
	fprintf(out, "%llu records compared, %llu change\n", (unsigned long long)impact->records,
		(unsigned long long)impact->changed);
	for (size_t i = 0; i < impact->n; i++) {
		const eng_impact_row *row = &impact->rows[i];

		fprintf(out, "%9llu  %s%s%s\n", (unsigned long long)row->records, what[row->kind],
			row->channel ? ": " : "", row->channel ? row->channel : "");
		for (size_t k = 0; k < row->example_count; k++) {
			fprintf(out, "           %s:", row->examples[k].recipient);
			print_runs(&row->examples[k], out);
			fprintf(out, "%s%s\n", row->examples[k].text ? " " : "",
				row->examples[k].text ? row->examples[k].text : "");
		}
	}
}

/* ---- JSON ---- */

static void write_example(const eng_impact_example *e, eng_json_writer *w) {
	eng_json_write_object(w);
	eng_json_member_int(w, "ordinal", (int64_t)e->ordinal);
	eng_json_member_cstr(w, "recipient", e->recipient);
	if (e->text) {
		eng_json_member_cstr(w, "text", e->text);
	}
	if (e->run_count) {
		eng_json_member_array(w, "words");
		for (size_t i = 0; i < e->run_count; i++) {
			eng_json_write_array(w);
			eng_json_write_text(w, eng_str_from(eng_change_name(e->runs[i].change)));
			eng_json_write_text(w, e->runs[i].text);
			eng_json_write_array_end(w);
		}
		eng_json_write_array_end(w);
	}
	eng_json_write_object_end(w);
}

static void write_json(const eng_impact *impact, FILE *out) {
	eng_buf text = { 0 };
	eng_json_writer w;

	eng_json_write_init(&w, &text, true);
	eng_json_write_object(&w);
	eng_json_member_cstr(&w, "format", "engross-impact-1");
	eng_json_member_int(&w, "records", (int64_t)impact->records);
	eng_json_member_int(&w, "changed", (int64_t)impact->changed);
	eng_json_member_array(&w, "rows");
	for (size_t i = 0; i < impact->n; i++) {
		const eng_impact_row *row = &impact->rows[i];

		eng_json_write_object(&w);
		eng_json_member_cstr(&w, "kind", eng_impact_kind_name(row->kind));
		if (row->channel) {
			eng_json_member_cstr(&w, "channel", row->channel);
		}
		eng_json_member_int(&w, "records", (int64_t)row->records);
		eng_json_member_array(&w, "examples");
		for (size_t k = 0; k < row->example_count; k++) {
			write_example(&row->examples[k], &w);
		}
		eng_json_write_array_end(&w);
		eng_json_write_object_end(&w);
	}
	eng_json_write_array_end(&w);
	eng_json_write_object_end(&w);
	fprintf(out, "%s\n", text.s);
	eng_buf_finish(&text);
}

/* ---- HTML ---- */

static const char head[] =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
    "'unsafe-inline'\">\n<title>Impact</title>\n<style>\n"
    ":root { color-scheme: light dark; }\n"
    "body { font: 15px/1.5 Inter, \"Noto Sans\", system-ui, sans-serif; max-width: 1100px; margin: "
    "40px auto; padding: 0 24px; }\n"
    "h1 { font-size: 24px; } table { border-collapse: collapse; width: 100%; }\n"
    "th, td { text-align: start; vertical-align: top; padding: 8px 16px 8px 0; border-bottom: 1px "
    "solid color-mix(in srgb, currentcolor 18%, transparent); }\n"
    "td.n { text-align: end; font-variant-numeric: tabular-nums; font-weight: 600; }\n"
    "p { margin: 0 0 6px; overflow-wrap: anywhere; } small { opacity: 0.75; }\n"
    "ins { background: color-mix(in srgb, #2da44e 24%, transparent); text-decoration: none; "
    "border-bottom: 2px solid #2da44e; }\n"
    "del { background: color-mix(in srgb, #cf222e 18%, transparent); }\n"
    "</style>\n</head>\n<body>\n";

static void escape(eng_str text, FILE *out) {
	for (size_t i = 0; i < text.n; i++) {
		switch (text.s[i]) {
		case '<':
			fputs("&lt;", out);
			break;
		case '&':
			fputs("&amp;", out);
			break;
		default:
			fputc(text.s[i], out);
		}
	}
}

static void show_example(const eng_impact_example *e, FILE *out) {
	static const char *const open[] = { "", "<del>", "<ins>" };
	static const char *const close[] = { "", "</del>", "</ins>" };

	fputs("<p dir=\"auto\"><small>", out);
	escape(eng_str_from(e->recipient), out);
	fputs("</small>", out);
	for (size_t i = 0; i < e->run_count; i++) {
		fprintf(out, " %s", open[e->runs[i].change]);
		escape(e->runs[i].text, out);
		fputs(close[e->runs[i].change], out);
	}
	fputs(e->text ? " " : "", out);
	escape(eng_str_from(e->text), out);
	fputs("</p>\n", out);
}

static void show(const eng_impact *impact, FILE *out) {
	fputs(head, out);
	fprintf(out,
		"<h1>%llu of %llu records change</h1>\n<table>\n<thead><tr><th "
		"scope=\"col\">Records</th><th scope=\"col\">What changes</th><th "
		"scope=\"col\">Examples</th></tr></thead>\n<tbody>\n",
		(unsigned long long)impact->changed, (unsigned long long)impact->records);
	for (size_t i = 0; i < impact->n; i++) {
		const eng_impact_row *row = &impact->rows[i];

		fprintf(out, "<tr><td class=\"n\">%llu</td><td>%s%s%s</td><td>",
			(unsigned long long)row->records, what[row->kind], row->channel ? ": " : "",
			row->channel ? row->channel : "");
		for (size_t k = 0; k < row->example_count; k++) {
			show_example(&row->examples[k], out);
		}
		fputs("</td></tr>\n", out);
	}
	fputs("</tbody>\n</table>\n</body>\n</html>\n", out);
}

void eng_impact_write(const eng_impact *impact, const eng_impact_options *options) {
	switch (options->form) {
	case ENG_IMPACT_TABLE:
		print(impact, options->out);
		break;
	case ENG_IMPACT_JSON:
		write_json(impact, options->out);
		break;
	case ENG_IMPACT_HTML:
		show(impact, options->out);
		break;
	}
}
