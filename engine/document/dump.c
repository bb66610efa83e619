/* The document as indented text: one node a line, its attributes, where it stands in the template,
 * and where its content came from. Files are shown by their last name, so that dumps travel. */
#include "base/file.h"
#include "document/document.h"
#include "document/payment.h"

static void indent(eng_buf *out, int depth) {
	for (int i = 0; i < depth; i++) {
		eng_buf_cstr(out, "  ");
	}
}

static void add_quoted(eng_buf *out, eng_str s) {
	eng_buf_char(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.s[i] == '\n') {
			eng_buf_cstr(out, "\\n");
		} else {
			if (s.s[i] == '"' || s.s[i] == '\\') {
				eng_buf_char(out, '\\');
			}
			eng_buf_char(out, s.s[i]);
		}
	}
	eng_buf_char(out, '"');
}

static void add_text(eng_buf *out, const char *name, eng_str value) {
	if (value.n) {
		eng_buf_printf(out, " %s=", name);
		add_quoted(out, value);
	}
}

static void add_word(eng_buf *out, const char *name, eng_str value) {
	if (value.n) {
		eng_buf_printf(out, " %s=%.*s", name, ENG_STR_ARG(value));
	}
}

static void add_names(eng_buf *out, const char *name, eng_channel_set set,
		      const char *const *names) {
	eng_buf_printf(out, " %s=", name);
	for (int i = 0, n = 0; names[i]; i++) {
		if (set >> i & 1) {
			eng_buf_printf(out, "%s%s", n++ ? "," : "", names[i]);
		}
	}
}

/* Nothing for all channels, and for all but one that one: a dump stays the same when the engine
 * learns another channel. */
static void add_channels(eng_buf *out, eng_channel_set set, const char *const *names) {
	int in = 0, n = 0;

	for (; names[n]; n++) {
		in += (int)(set >> n & 1);
	}
	if (in == n - 1) {
		add_names(out, "without", ~set, names);
	} else if (in < n) {
		add_names(out, "channels", set, names);
	}
}

static void add_place(eng_buf *out, eng_loc where) {
	if (where.file) {
		eng_buf_printf(out, "%s:%d:%d", eng_path_base(where.file), where.line,
			       where.column);
	}
}

static void add_answer(eng_buf *out, const char *name, const eng_answer *value) {
	eng_buf_printf(out, " %s=", name);
	add_quoted(out, value->text);
	if (value->kind != ENG_VALUE_TEXT) {
		eng_buf_printf(out, "(%s", eng_value_kind_name(value->kind));
		if (value->raw.n) {
			eng_buf_printf(out, " %.*s", ENG_STR_ARG(value->raw));
		}
		if (value->kind == ENG_VALUE_MONEY) {
			eng_buf_printf(out, " %s", value->currency);
		}
		eng_buf_char(out, ')');
	}
}

static void add_value(eng_buf *out, const char *name, const eng_value *value) {
	eng_answer answer = eng_answer_of(value);

	add_answer(out, name, &answer);
}

static void add_origin(eng_buf *out, const eng_provenance *from) {
	static const char *const names[] = { "", "string", "data", "slot", "engine" };

	if (from->origin == ENG_ORIGIN_STATIC) {
		return;
	}
	eng_buf_printf(out, " <%s", names[from->origin]);
	if (from->detail.n) {
		eng_buf_printf(out, " %.*s", ENG_STR_ARG(from->detail));
	}
	if (from->data.file) {
		eng_buf_cstr(out, " at ");
		add_place(out, from->data);
	}
	eng_buf_char(out, '>');
}

static void dump_node(const eng_document *doc, const eng_node *node, int depth, eng_buf *out);

static void dump_named(const eng_document *doc, const char *name, const eng_node *node, int depth,
		       eng_buf *out) {
	if (node) {
		indent(out, depth);
		eng_buf_printf(out, "%s:\n", name);
		for (const eng_node *child = node->first; child; child = child->next) {
			dump_node(doc, child, depth + 1, out);
		}
	}
}

static void dump_table(const eng_document *doc, const eng_node *table, int depth, eng_buf *out) {
	static const char *const aligns[] = { "start", "center", "end", "decimal" };
	static const char *const units[] = { "auto", "fr", "ch" };

	dump_named(doc, "caption", table->as.table.caption, depth, out);
	for (size_t i = 0; i < table->as.table.column_count; i++) {
		const eng_column *column = &table->as.table.columns[i];

		indent(out, depth);
		eng_buf_cstr(out, "column");
		add_word(out, "id", column->id);
		eng_buf_printf(out, " width=%s", units[column->width_unit]);
		if (column->width_unit != ENG_WIDTH_AUTO) {
			eng_buf_printf(out, ":%d", column->width);
		}
		if (column->least) {
			eng_buf_printf(out, " least=%d", column->least);
		}
		if (column->most) {
			eng_buf_printf(out, " most=%d", column->most);
		}
		eng_buf_printf(out, " align=%s priority=%d%s\n", aligns[column->align],
			       column->priority, column->merge ? " merge" : "");
		dump_named(doc, "heading", column->heading, depth + 1, out);
	}
	if (table->as.table.carry) {
		indent(out, depth);
		eng_buf_printf(out, "carry column=%zu", table->as.table.carry->column);
		add_answer(out, "start", &table->as.table.carry->start);
		eng_buf_char(out, '\n');
		dump_named(doc, "label-out", table->as.table.carry->label_out, depth + 1, out);
		dump_named(doc, "label-in", table->as.table.carry->label_in, depth + 1, out);
	}
	dump_named(doc, "more", table->as.table.more, depth, out);
}

static void dump_chart(const eng_document *doc, const eng_node *chart, int depth, eng_buf *out) {
	dump_named(doc, "caption", chart->as.chart.caption, depth, out);
	for (size_t i = 0; i < chart->as.chart.label_count; i++) {
		indent(out, depth);
		eng_buf_cstr(out, "category ");
		add_quoted(out, chart->as.chart.labels[i]);
		for (size_t k = 0; k < chart->as.chart.series_count; k++) {
			const eng_series *series = &chart->as.chart.series[k];

			eng_buf_printf(out, " %.*s:", ENG_STR_ARG(series->name));
			add_value(out, "value", &series->values[i]);
		}
		eng_buf_char(out, '\n');
	}
	if (chart->as.chart.tick_count) {
		indent(out, depth);
		eng_buf_cstr(out, "axis");
		for (size_t i = 0; i < chart->as.chart.tick_count; i++) {
			add_value(out, "tick", &chart->as.chart.ticks[i]);
		}
		eng_buf_char(out, '\n');
	}
}

static void add_block(eng_buf *out, const eng_document *doc, const eng_node *node) {
	char hex[ENG_HASH_HEX];

	add_word(out, "ref", node->as.block.block_id);
	eng_buf_printf(out, " version=%d", node->as.block.version);
	add_word(out, "language", node->as.block.language);
	if (node->as.block.use < doc->block_count) {
		eng_hash_hex(&doc->blocks[node->as.block.use].file_hash, hex);
		eng_buf_printf(out, " sha256=%.12s", hex);
	}
}

static void add_party(eng_buf *out, const char *name, const eng_party *party) {
	eng_buf text = { 0 };
	const eng_str fields[] = { party->name,     party->street, party->number,
				   party->postcode, party->town,   party->country };

	for (size_t i = 0; party->name.n && i < 6; i++) {
		eng_buf_cstr(&text, i ? "|" : "");
		eng_buf_str(&text, fields[i]);
	}
	add_text(out, name, eng_buf_view(&text));
	eng_buf_finish(&text);
}

static void add_payment(eng_buf *out, const eng_node *node) {
	add_word(out, "scheme", node->as.payment.scheme);
	if (node->as.payment.amount.raw.n) {
		add_value(out, "amount", &node->as.payment.amount);
	}
	add_word(out, "currency", node->as.payment.currency);
	add_text(out, "iban", node->as.payment.iban);
	add_text(out, "name", node->as.payment.name);
	add_text(out, "reference", node->as.payment.reference);
	if (node->as.payment.due.raw.n) {
		add_value(out, "due", &node->as.payment.due);
	}
	for (size_t i = 0; i < ENG_PAYMENT_LINES; i++) {
		if (node->as.payment.words[i].n) {
			add_text(out, "word", node->as.payment.words[i]);
		}
	}
	if (node->as.payment.bill) {
		const eng_qr_bill *bill = node->as.payment.bill;

		add_party(out, "creditor", &bill->creditor);
		add_party(out, "debtor", &bill->debtor);
		add_text(out, "message", bill->message);
		add_text(out, "billing", bill->billing);
		add_text(out, "procedure", bill->procedures[0]);
		add_text(out, "procedure", bill->procedures[1]);
	}
}

static void add_table(eng_buf *out, const eng_document *doc, const eng_node *node) {
	eng_buf_printf(out, " rows=%zu", node->as.table.data_rows);
	if (node->as.table.max_rows) {
		eng_buf_printf(out, " max-rows=%zu", node->as.table.max_rows);
		add_names(out, "on", node->as.table.max_on, doc->channel_names);
	}
	if (node->as.table.divide) {
		eng_buf_cstr(out, " divide");
	}
}

static void add_cell(eng_buf *out, const eng_node *node) {
	eng_buf_printf(out, " column=%u", (unsigned)node->as.cell.column);
	if (node->as.cell.span > 1) {
		eng_buf_printf(out, " span=%d", node->as.cell.span);
	}
	if (node->as.cell.same) {
		eng_buf_cstr(out, " same");
	}
}

static void add_row(eng_buf *out, const eng_node *node) {
	static const char *const kinds[] = { "data", "group", "subtotal", "total", "foot" };

	eng_buf_printf(out, " %s", kinds[node->as.row.kind]);
	if (node->as.row.kind == ENG_ROW_DATA) {
		eng_buf_printf(out, " %u", node->as.row.index + 1);
		if (node->as.row.carried) {
			add_answer(out, "carried", node->as.row.carried);
		}
	}
}

static void add_entry(eng_buf *out, const eng_node *node) {
	add_word(out, "name", node->as.entry.name);
	add_word(out, "type", node->as.entry.type);
	add_text(out, "value", node->as.entry.value);
	add_text(out, "label", node->as.entry.label);
	add_text(out, "href", node->as.entry.href);
	for (size_t i = 0; i < node->as.entry.option_count; i++) {
		add_text(out, "option", node->as.entry.options[i].label);
	}
	eng_buf_cstr(out, node->as.entry.required ? " required" : "");
}

static void add_image(eng_buf *out, const eng_node *node) {
	add_word(out, "src", node->as.image.src);
	add_text(out, "alt", node->as.image.alt);
	eng_buf_cstr(out, node->as.image.decorative ? " decorative" : "");
	if (node->as.image.width) {
		eng_buf_printf(out, " width=%d", node->as.image.width);
	}
}

static void add_chart(eng_buf *out, const eng_node *node) {
	static const char *const types[] = { "bar", "stacked", "line",  "area",
					     "pie", "donut",   "bullet" };

	eng_buf_printf(out, " type=%s", types[node->as.chart.type]);
	add_text(out, "alt", node->as.chart.alt);
}

/* What is particular to a type. */
static void add_attributes(eng_buf *out, const eng_document *doc, const eng_node *node) {
	switch (node->type) {
	case ENG_NODE_TEXT:
		add_answer(out, "value", &node->as.text.value);
		break;
	case ENG_NODE_HEADING:
		eng_buf_printf(out, " level=%d", node->as.heading.level);
		break;
	case ENG_NODE_SECTION:
		add_word(out, "master", node->as.section.master);
		break;
	case ENG_NODE_FLOW:
		eng_buf_printf(out, " columns=%d", node->as.flow.columns);
		break;
	case ENG_NODE_BLOCK:
		add_block(out, doc, node);
		break;
	case ENG_NODE_LIST:
		add_word(out, "marker", node->as.list.marker);
		break;
	case ENG_NODE_TABLE:
		add_table(out, doc, node);
		break;
	case ENG_NODE_ROW:
		add_row(out, node);
		break;
	case ENG_NODE_CELL:
		add_cell(out, node);
		break;
	case ENG_NODE_CHART:
		add_chart(out, node);
		break;
	case ENG_NODE_IMAGE:
		add_image(out, node);
		break;
	case ENG_NODE_BARCODE:
		add_word(out, "type", node->as.barcode.symbology);
		add_text(out, "value", node->as.barcode.value);
		add_text(out, "label", node->as.barcode.label);
		break;
	case ENG_NODE_PAYMENT:
		add_payment(out, node);
		break;
	case ENG_NODE_ACTION:
	case ENG_NODE_LINK:
		add_text(out, "href", node->as.link.href);
		break;
	case ENG_NODE_ENTRY:
		add_entry(out, node);
		break;
	case ENG_NODE_SIGNATURE:
		add_text(out, "name", node->as.signature.name);
		add_text(out, "title", node->as.signature.title);
		add_word(out, "image", node->as.signature.image);
		break;
	case ENG_NODE_CONTENTS:
		eng_buf_printf(out, " depth=%d", node->as.contents.depth);
		break;
	case ENG_NODE_PAGE_NUMBER:
	case ENG_NODE_PAGE_COUNT:
		eng_buf_printf(out, " of=%s", node->as.page.section ? "section" : "document");
		break;
	case ENG_NODE_BODY:
	case ENG_NODE_PART:
	case ENG_NODE_CALLOUT:
	case ENG_NODE_ITEM:
	case ENG_NODE_PARA:
	case ENG_NODE_FACTS:
	case ENG_NODE_FACT:
	case ENG_NODE_DIVIDER:
	case ENG_NODE_SPACER:
	case ENG_NODE_PAGE_BREAK:
	case ENG_NODE_STRONG:
	case ENG_NODE_EM:
	case ENG_NODE_SPAN:
	case ENG_NODE_NOBR:
	case ENG_NODE_BR:
	case ENG_NODE_FOOTNOTE:
	case ENG_NODE_TYPES:
		break;
	}
}

/* The nesting is bounded by the limits of templates. */
static void dump_node(const eng_document *doc, const eng_node *node, int depth, eng_buf *out) {
	static const char *const keeps[] = { "", " keep=together", " keep=with-next" };
	eng_channel_set outer = node->parent ? node->parent->channels : doc->channels;

	indent(out, depth);
	eng_buf_cstr(out, eng_node_type_name(node->type));
	add_word(out, "id", node->tags->id);
	add_word(out, "role", node->tags->role);
	add_word(out, "lang", node->tags->lang);
	eng_buf_cstr(out, keeps[node->keep]);
	if (node->channels != outer) {
		add_channels(out, node->channels, doc->channel_names);
	}
	add_attributes(out, doc, node);
	add_origin(out, eng_node_from(node));
	eng_buf_cstr(out, node->type == ENG_NODE_TEXT && node->island ? " island" : "");
	eng_buf_cstr(out, node->locked && node->type != ENG_NODE_BLOCK ? " locked" : "");
	if (!eng_node_is_inline(node) && node->type != ENG_NODE_CELL) {
		eng_buf_cstr(out, " @");
		add_place(out, node->where);
	}
	eng_buf_char(out, '\n');
	if (node->type == ENG_NODE_TABLE) {
		dump_table(doc, node, depth + 1, out);
	} else if (node->type == ENG_NODE_CHART) {
		dump_chart(doc, node, depth + 1, out);
	} else if (node->type == ENG_NODE_FACT) {
		dump_named(doc, "label", node->as.fact.label, depth + 1, out);
	}
	for (const eng_node *child = node->first; child; child = child->next) {
		dump_node(doc, child, depth + 1, out);
	}
}

static void dump_head(const eng_document *doc, eng_buf *out) {
	char date[ENG_DATE_TEXT];

	eng_buf_cstr(out, "document");
	add_word(out, "template", doc->template_id);
	add_word(out, "version", doc->template_version);
	add_word(out, "theme", doc->theme_id);
	add_word(out, "purpose", doc->purpose);
	add_word(out, "lang", doc->language);
	add_word(out, "region", doc->region);
	add_word(out, "jurisdiction", doc->jurisdiction);
	eng_buf_printf(out, " dir=%s layout=%d run-date=%.*s", doc->rtl ? "rtl" : "ltr",
		       doc->layout_epoch, ENG_STR_ARG(eng_date_format(doc->run_date, date)));
	add_channels(out, doc->channels, doc->channel_names);
	eng_buf_cstr(out, doc->draft ? " draft\n" : "\n");
	eng_buf_cstr(out, "  recipient");
	add_text(out, "id", doc->recipient.id);
	add_text(out, "name", doc->recipient.name);
	add_text(out, "email", doc->recipient.email);
	add_text(out, "phone", doc->recipient.phone);
	add_text(out, "prefers", doc->recipient.prefers);
	add_text(out, "country", doc->recipient.country);
	add_text(out, "postcode", doc->recipient.postcode);
	add_text(out, "delivery-point", doc->recipient.delivery_point);
	add_text(out, "unsubscribe", doc->recipient.unsubscribe);
	for (size_t i = 0; i < doc->recipient.address_lines; i++) {
		add_text(out, "line", doc->recipient.address[i]);
	}
	eng_buf_char(out, '\n');
	if (doc->context.id.n) {
		eng_buf_cstr(out, "  context");
		add_text(out, "id", doc->context.id);
		add_text(out, "journey", doc->context.journey);
		add_text(out, "stage", doc->context.stage);
		eng_buf_char(out, '\n');
	}
}

void eng_document_dump(const eng_document *doc, eng_buf *out) {
	static const char *const pages[] = { "all", "first", "rest", "last" };

	dump_head(doc, out);
	dump_named(doc, "title", doc->title, 1, out);
	dump_named(doc, "brief", doc->brief, 1, out);
	for (size_t i = 0; i < doc->part_count; i++) {
		eng_buf_printf(out, "  part %.*s pages=%s", ENG_STR_ARG(doc->parts[i].name),
			       pages[doc->parts[i].pages]);
		if (doc->parts[i].content->channels != doc->channels) {
			add_channels(out, doc->parts[i].content->channels, doc->channel_names);
		}
		eng_buf_char(out, '\n');
		for (const eng_node *n = doc->parts[i].content->first; n; n = n->next) {
			dump_node(doc, n, 2, out);
		}
	}
	dump_node(doc, doc->body, 1, out);
	for (size_t i = 0; i < doc->attachment_count; i++) {
		const eng_attachment *a = &doc->attachments[i];

		eng_buf_cstr(out, "  attachment");
		add_text(out, "name", a->name);
		add_word(out, "mime", a->mime);
		add_word(out, "channel", a->channel);
		if (a->kind == ENG_ATTACH_DATA) {
			eng_buf_printf(out, " bytes=%zu", a->bytes.n);
		}
		eng_buf_char(out, '\n');
	}
}
