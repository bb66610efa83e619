/* Hand-made documents for the tests of channels: small builders, and one document that holds every
 * element. Not all tests use all of it. */
#ifndef ENG_UNIT_SPECIMEN_H
#define ENG_UNIT_SPECIMEN_H

#include "channels/channel.h"
#include "document/document.h"
#include "theme/theme.h"

#pragma GCC diagnostic ignored "-Wunused-function"

#define ALL_CHANNELS 0xffffffffu

static eng_arena specimen_arena;
static uint32_t specimen_texts; /* made so far */

static eng_node *specimen_node(eng_node *parent, eng_node_type type) {
	eng_node *node = eng_node_new(&specimen_arena, type, (eng_loc){ "specimen.xml", 1, 1 },
				      parent ? parent->channels : ALL_CHANNELS);

	node->locked = parent && parent->locked;
	if (parent) {
		eng_node_append(parent, node);
	}
	return node;
}

static eng_node *specimen_text(eng_node *parent, const char *text) {
	eng_node *node = specimen_node(parent, ENG_NODE_TEXT);

	node->as.text.from.ordinal = ++specimen_texts;
	node->as.text.value.text = eng_str_from(text);
	return node;
}

static eng_node *specimen_data(eng_node *parent, const char *text) {
	eng_node *node = specimen_text(parent, text);

	node->as.text.from.origin = ENG_ORIGIN_DATA;
	return node;
}

static eng_value specimen_money(const char *text, const char *raw) {
	eng_value value = { .kind = ENG_VALUE_MONEY,
			    .text = eng_str_from(text),
			    .raw = eng_str_from(raw),
			    .currency = ENG_STR("EUR"),
			    .formatted = true };

	eng_decimal_parse(value.raw, false, &value.number);
	return value;
}

static eng_node *specimen_value(eng_node *parent, eng_value value) {
	eng_node *node = specimen_data(parent, "");

	node->as.text.value = eng_answer_of(&value);
	return node;
}

static eng_node *specimen_para(eng_node *parent, const char *text) {
	eng_node *node = specimen_node(parent, ENG_NODE_PARA);

	if (text) {
		specimen_text(node, text);
	}
	return node;
}

static eng_node *specimen_link(eng_node *parent, const char *text, const char *href) {
	eng_node *node = specimen_node(parent, ENG_NODE_LINK);

	node->as.link.href = eng_str_from(href);
	specimen_text(node, text);
	return node;
}

static eng_node *specimen_action(eng_node *parent, const char *text, const char *href) {
	eng_node *node = specimen_link(parent, text, href);

	node->type = ENG_NODE_ACTION;
	return node;
}

static eng_node *specimen_fact(eng_node *facts, const char *label, const char *text,
			       const char *role) {
	eng_node *fact = specimen_node(facts, ENG_NODE_FACT);

	fact->as.fact.label = specimen_para(NULL, label);
	eng_node_set_tags(&specimen_arena, fact, (eng_tags){ .role = eng_str_from(role) });
	specimen_data(fact, text);
	return fact;
}

static eng_node *specimen_block(eng_node *parent, const char *id, int version, const char *text) {
	eng_node *node = specimen_node(parent, ENG_NODE_BLOCK);

	node->locked = true;
	node->as.block.block_id = eng_str_from(id);
	node->as.block.version = version;
	node->as.block.language = ENG_STR("en");
	if (text) {
		specimen_para(node, text);
	}
	return node;
}

/* A table of three columns: date, details, amount. */
static eng_node *specimen_table(eng_node *parent, const char *const (*rows)[3], size_t n,
				const char *total) {
	static const char *const heads[] = { "Date", "Details", "Amount" };
	static const eng_align aligns[] = { ENG_ALIGN_START, ENG_ALIGN_START, ENG_ALIGN_DECIMAL };
	eng_node *table = specimen_node(parent, ENG_NODE_TABLE);

	table->as.table.caption = specimen_para(NULL, "Transactions");
	table->as.table.columns = eng_arena_new_array(&specimen_arena, 3, eng_column);
	table->as.table.column_count = 3;
	table->as.table.data_rows = n;
	for (size_t i = 0; i < 3; i++) {
		table->as.table.columns[i] =
		    (eng_column){ .id = eng_str_from(heads[i]),
				  .heading = specimen_para(NULL, heads[i]),
				  .align = aligns[i],
				  .width_unit = i == 1 ? ENG_WIDTH_FRACTION : ENG_WIDTH_AUTO,
				  .width = 1000,
				  .priority = i == 0 ? 2 : 1,
				  .channels = ALL_CHANNELS };
	}
	for (size_t k = 0; k < n + (total != NULL); k++) {
		eng_node *row = specimen_node(table, ENG_NODE_ROW);

		row->as.row.kind = k < n ? ENG_ROW_DATA : ENG_ROW_TOTAL;
		row->as.row.index = k;
		for (size_t i = 0; i < 3; i++) {
			eng_node *cell;

			if (k == n && i == 1) {
				continue;
			}
			cell = specimen_node(row, ENG_NODE_CELL);
			cell->as.cell.span = k == n && i == 0 ? 2 : 1;
			cell->as.cell.column = i;
			cell->as.cell.align = aligns[i];
			specimen_data(cell, k < n ? rows[k][i] : i == 0 ? "Total" : total);
		}
	}
	return table;
}

static eng_node *specimen_chart(eng_node *parent) {
	static const char *const months[] = { "Aug", "Sep", "Oct" };
	static const char *const raws[] = { "120", "95.5", "143" };
	static const char *const texts[] = { "120 kWh", "95.5 kWh", "143 kWh" };
	eng_node *chart = specimen_node(parent, ENG_NODE_CHART);

	chart->as.chart.type = ENG_CHART_BAR;
	chart->as.chart.alt = ENG_STR("Consumption rose to 143 kWh in October");
	chart->as.chart.label_count = 3;
	chart->as.chart.labels = eng_arena_new_array(&specimen_arena, 3, eng_str);
	chart->as.chart.series_count = 1;
	chart->as.chart.series = eng_arena_new(&specimen_arena, eng_series);
	chart->as.chart.series->name = ENG_STR("Consumption");
	chart->as.chart.series->values = eng_arena_new_array(&specimen_arena, 3, eng_value);
	for (size_t i = 0; i < 3; i++) {
		eng_value *v = &chart->as.chart.series->values[i];

		chart->as.chart.labels[i] = eng_str_from(months[i]);
		*v = (eng_value){ .kind = ENG_VALUE_NUMBER,
				  .text = eng_str_from(texts[i]),
				  .raw = eng_str_from(raws[i]),
				  .formatted = true };
		eng_decimal_parse(v->raw, false, &v->number);
	}
	return chart;
}

/* A document with nothing in it yet. */
static eng_document *specimen_new(void) {
	eng_document *doc = eng_arena_new(&specimen_arena, eng_document);

	doc->text_count = 100000; /* as many as there may be */

	doc->template_id = ENG_STR("statement");
	doc->template_version = ENG_STR("2026.3");
	doc->theme_id = ENG_STR("meridian");
	doc->purpose = ENG_STR("service");
	doc->layout_epoch = 1;
	doc->run_date = (eng_date){ .year = 2026, .month = 11, .day = 1 };
	doc->language = ENG_STR("en");
	doc->region = ENG_STR("IE");
	doc->recipient = (eng_recipient){ .id = ENG_STR("C1042"),
					  .name = ENG_STR("Ada Lovelace"),
					  .email = ENG_STR("ada@customer.example"),
					  .phone = ENG_STR("+44 7700 900123") };
	doc->context =
	    (eng_context){ ENG_STR("J-77"), ENG_STR("monthly-statement"), ENG_STR("issued") };
	doc->title = specimen_para(NULL, "Your statement for October 2026");
	doc->body = specimen_node(NULL, ENG_NODE_BODY);
	doc->channels = ALL_CHANNELS;
	doc->channel_names = eng_channel_names;
	return doc;
}

static void specimen_use(eng_document *doc, eng_node *block) {
	size_t cap = doc->block_count;

	doc->blocks = eng_arena_grow(&specimen_arena, doc->blocks, doc->block_count, &cap,
				     sizeof(*doc->blocks));
	block->as.block.use = doc->block_count;
	doc->blocks[doc->block_count++] = (eng_block_use){ .id = block->as.block.block_id,
							   .language = block->as.block.language,
							   .version = block->as.block.version,
							   .file_hash = eng_hash_of("block", 5),
							   .path = ENG_STR("blocks/x/1.en.xml"),
							   .node = block };
}

/* Every element of the language. */
static eng_document *specimen_full(void) {
	static const char *const rows[][3] = {
		{ "1 Oct", "Salary Analytical Engines Ltd", "2,500.00" },
		{ "3 Oct", "Rent & utilities, \xe6\x9d\xb1\xe4\xba\xac\xe3\x82\xac\xe3\x82\xb9",
		  "-950.00" },
		{ "9 Oct", "Caf\xc3\xa9 \"L'Étoile\" <Paris>", "-12.40" },
	};
	eng_document *doc = specimen_new();
	eng_node *body = doc->body, *n, *item;
	eng_part *parts = eng_arena_new_array(&specimen_arena, 2, eng_part);

	doc->brief = specimen_para(NULL, NULL);
	specimen_text(doc->brief, "Your closing balance is ");
	specimen_value(doc->brief, specimen_money("\xe2\x82\xac\xc2\xa0"
						  "1,234.50",
						  "1234.50"));
	specimen_text(doc->brief, ".");
	n = specimen_para(body, "Dear ");
	specimen_data(n, "Ada Lovelace");
	specimen_text(n, ", see ");
	specimen_link(n, "our prices", "https://bank.example/prices?a=1&b=2");
	specimen_text(n, " and ");
	specimen_text(specimen_node(n, ENG_NODE_STRONG), "do reply");
	n = specimen_node(n, ENG_NODE_FOOTNOTE);
	specimen_text(n, "By the end of the month.");
	n = specimen_node(body, ENG_NODE_FACTS);
	specimen_fact(n, "Closing balance",
		      "\xe2\x82\xac\xc2\xa0"
		      "1,234.50",
		      "key-figure");
	specimen_fact(n, "IBAN", "IE12 BOFI 9000 0112 3456 78", "");
	n = specimen_node(body, ENG_NODE_CALLOUT);
	eng_node_set_tags(&specimen_arena, n, (eng_tags){ .role = ENG_STR("warning") });
	specimen_para(
	    n, "Your account was overdrawn on two days of this month, which costs interest.");
	n = specimen_node(body, ENG_NODE_SECTION);
	n = specimen_node(n, ENG_NODE_HEADING);
	n->as.heading.level = 1;
	specimen_text(n, "What happened");
	specimen_table(n->parent, rows, 3, "1,537.60");
	specimen_chart(body);
	n = specimen_node(body, ENG_NODE_LIST);
	n->as.list.marker = ENG_STR("disc");
	item = specimen_node(n, ENG_NODE_ITEM);
	specimen_para(item, "first");
	item = specimen_node(n, ENG_NODE_ITEM);
	specimen_para(item, "second");
	n = specimen_node(body, ENG_NODE_FLOW);
	n->as.flow.columns = 2;
	specimen_para(n, "In a flow.");
	n = specimen_node(body, ENG_NODE_IMAGE);
	n->as.image.src = ENG_STR("meridian-logo.svg");
	n->as.image.alt = ENG_STR("Your new card");
	n = specimen_node(body, ENG_NODE_BARCODE);
	n->as.barcode.symbology = ENG_STR("qr");
	n->as.barcode.value = ENG_STR("https://bank.example/q/1");
	n->as.barcode.label = ENG_STR("Scan me");
	n = specimen_node(body, ENG_NODE_PAYMENT);
	n->as.payment.scheme = ENG_STR("epc");
	n->as.payment.amount = specimen_money("\xe2\x82\xac\xc2\xa0"
					      "84.20",
					      "84.20");
	n->as.payment.currency = ENG_STR("EUR");
	n->as.payment.iban = ENG_STR("IE12BOFI90000112345678");
	n->as.payment.name = ENG_STR("Norlys Energi");
	n->as.payment.reference = ENG_STR("RF18539007547034");
	n->as.payment.words[ENG_PAYMENT_AMOUNT] = ENG_STR("Amount");
	n->as.payment.words[ENG_PAYMENT_NAME] = ENG_STR("Payee");
	n->as.payment.words[ENG_PAYMENT_IBAN] = ENG_STR("IBAN");
	n->as.payment.words[ENG_PAYMENT_REFERENCE] = ENG_STR("Reference");
	n = specimen_node(body, ENG_NODE_ENTRY);
	n->as.entry.name = ENG_STR("consent");
	n->as.entry.type = ENG_STR("choice");
	n->as.entry.label = ENG_STR("May we write?");
	n->as.entry.option_count = 1;
	n->as.entry.options = eng_arena_new(&specimen_arena, eng_option);
	n->as.entry.options[0] = (eng_option){ ENG_STR("y"), ENG_STR("Yes") };
	n = specimen_node(body, ENG_NODE_SIGNATURE);
	n->as.signature.name = ENG_STR("Grace Hopper");
	n->as.signature.title = ENG_STR("Head of Accounts");
	specimen_node(body, ENG_NODE_CONTENTS);
	specimen_node(body, ENG_NODE_DIVIDER);
	specimen_node(body, ENG_NODE_SPACER);
	specimen_node(body, ENG_NODE_PAGE_BREAK);
	specimen_action(body, "View online", "https://bank.example/s/7Q2K");
	n = specimen_block(body, "deposit-guarantee", 3,
			   "Deposits are protected up to EUR 100,000 by the scheme.");
	specimen_link(n->first, "Ask", "https://scheme.example/ask");
	specimen_use(doc, n);
	doc->parts = parts;
	doc->part_count = 2;
	parts[0] =
	    (eng_part){ ENG_STR("footer"), ENG_PAGES_ALL, specimen_node(NULL, ENG_NODE_PART) };
	n = specimen_para(parts[0].content, "Meridian Bank plc, Dublin. ");
	specimen_node(n, ENG_NODE_PAGE_NUMBER);
	parts[1] =
	    (eng_part){ ENG_STR("header"), ENG_PAGES_REST, specimen_node(NULL, ENG_NODE_PART) };
	specimen_para(parts[1].content, "continuation");
	return doc;
}

static eng_theme *specimen_theme(void) {
	static eng_str above[] = { ENG_STR_INIT("letterhead") };
	static eng_str below[] = { ENG_STR_INIT("legal"), ENG_STR_INIT("footer") };
	static eng_token tokens[] = { { ENG_STR_INIT("accent"), ENG_STR_INIT("#12355b"),
					ENG_STR_INIT("#9fc3ea") } };
	static const eng_color white = { 255, 255, 255, 255 }, ink = { 0x1b, 0x26, 0x33, 255 };
	eng_theme *theme = eng_arena_new(&specimen_arena, eng_theme);

	theme->id = ENG_STR("meridian");
	theme->email = (eng_email_style){
		.from_name = ENG_STR("Meridian Bank"),
		.from_address = ENG_STR("service@meridian.example"),
		.reply_to = ENG_STR("help@meridian.example"),
		.unsubscribe = ENG_STR("https://meridian.example/u"),
		.one_click = true,
		.width = 600,
		.dark = true,
		.above = above,
		.below = below,
		.above_count = 1,
		.below_count = 2,
		.page = { 0xf4, 0xf1, 0xea, 255 },
		.card = white,
		.text = ink,
		.muted = { 0x5b, 0x67, 0x75, 255 },
		.accent = { 0x12, 0x35, 0x5b, 255 },
		.on_accent = white,
		.line = { 0xdd, 0xd8, 0xcc, 255 },
		.d_page = { 0x10, 0x16, 0x1d, 255 },
		.d_card = { 0x1a, 0x22, 0x2c, 255 },
		.d_text = { 0xe8, 0xed, 0xf2, 255 },
		.d_muted = { 0xa9, 0xb4, 0xc0, 255 },
		.d_accent = { 0x9f, 0xc3, 0xea, 255 },
		.d_on_accent = { 0x0b, 0x1a, 0x2b, 255 },
		.d_line = { 0x36, 0x43, 0x52, 255 },
		.font = ENG_STR("'Segoe UI', Roboto, Helvetica, Arial, sans-serif"),
		.heading_font = ENG_STR("'Segoe UI', Roboto, Helvetica, Arial, sans-serif"),
		.size = 16,
		.headline = 24,
		.radius = 6,
		.padding = 24,
	};
	theme->sms = (eng_sms_style){ .sender = ENG_STR("Meridian"),
				      .prefix = ENG_STR("Meridian Bank:"),
				      .max_segments = 3,
				      .smart = true,
				      .transliterate = true };
	theme->mobile = (eng_mobile_style){ tokens, 1 };
	return theme;
}

/* Renders through the channel's hooks; the text of the artifact is empty when it failed. */
static eng_str specimen_render(eng_ctx *ctx, const char *name, const eng_document *doc,
			       const eng_theme *theme, eng_measures *measures) {
	const eng_channel *channel = eng_channel_find(name);
	eng_studio studio = { .theme = theme, .channel_names = eng_channel_names, .indent = true };
	eng_desk *desk = channel->open ? channel->open(ctx, &studio) : NULL;
	eng_buf out = { 0 };
	eng_str copy = { "", 0 };

	memset(measures, 0, sizeof(*measures));
	if (channel->render(ctx, desk, &studio, doc, NULL, 0, &specimen_arena, &out, measures)) {
		copy = eng_str_copy(&specimen_arena, eng_buf_view(&out));
	}
	eng_buf_finish(&out);
	if (channel->close) {
		channel->close(desk);
	}
	return copy;
}

#endif
