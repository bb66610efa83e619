/* Everything is read off the document, the trace and the record; nothing is composed again. */
#include "review/pieces.h"

#include "base/file.h"

/* ---- numbering ---- */

static bool is_piece(const eng_node *node) {
	switch (node->type) {
	case ENG_NODE_TEXT:
	case ENG_NODE_CHART:
	case ENG_NODE_IMAGE:
	case ENG_NODE_BARCODE:
	case ENG_NODE_PAYMENT:
	case ENG_NODE_ENTRY:
	case ENG_NODE_SIGNATURE:
		return true;
	default:
		return false;
	}
}

static void gather(eng_pieces *p, eng_node *root);

static void gather_table(eng_pieces *p, const eng_node *table) {
	gather(p, table->as.table.caption);
	for (size_t i = 0; i < table->as.table.column_count; i++) {
		gather(p, table->as.table.columns[i].heading);
	}
	gather(p, table->as.table.more);
	if (table->as.table.carry) {
		gather(p, table->as.table.carry->label_out);
		gather(p, table->as.table.carry->label_in);
	}
}

/* What hangs on a node beside its children. */
static void gather_beside(eng_pieces *p, const eng_node *node) {
	if (node->type == ENG_NODE_FACT) {
		gather(p, node->as.fact.label);
	} else if (node->type == ENG_NODE_TABLE) {
		gather_table(p, node);
	} else if (node->type == ENG_NODE_CHART) {
		gather(p, node->as.chart.caption);
	}
}

static void gather(eng_pieces *p, eng_node *root) {
	eng_walk walk;

	if (!root) {
		return;
	}
	walk = eng_walk_start(root);
	while (eng_walk_next(&walk)) {
		if (!walk.entering) {
			continue;
		}
		if (is_piece(walk.node)) {
			p->items = eng_arena_grow(p->stop->arena, p->items, p->n, &p->cap,
						  sizeof(const eng_node *));
			p->items[p->n++] = walk.node;
			g_hash_table_insert(p->numbers, walk.node, GSIZE_TO_POINTER(p->n));
		}
		gather_beside(p, walk.node);
	}
}

static gpointer key_of(int line, int column) {
	return GSIZE_TO_POINTER((size_t)line << 24 | (size_t)(column & 0xffffff));
}

/* The first field at a place: of a group and its only child, the group; values are looked for again. */
static void note_fields(eng_pieces *p, const eng_field *field) {
	for (; field; field = field->next) {
		gpointer key = key_of((int)field->line, (int)field->column);
		const eng_field *known = g_hash_table_lookup(p->fields, key);

		if (!known || known->first) {
			g_hash_table_insert(p->fields, key, (gpointer)field);
		}
		note_fields(p, field->first);
	}
}

void eng_pieces_init(eng_pieces *p, const eng_stop *stop, const eng_setting *setting) {
	const eng_document *doc = stop->document;

	*p = (eng_pieces){
		.stop = stop,
		.library = setting->job->library,
		.vocabulary = eng_template_vocabulary(eng_workshop_template(setting->shop)),
		.map = stop->source ? eng_workshop_map(setting->shop, stop->source) : NULL
	};
	p->numbers = g_hash_table_new(NULL, NULL);
	p->fields = g_hash_table_new(NULL, NULL);
	gather(p, doc->title);
	gather(p, doc->brief);
	for (size_t i = 0; i < doc->part_count; i++) {
		gather(p, doc->parts[i].content);
	}
	gather(p, doc->body);
	note_fields(p, stop->record->root);
}

void eng_pieces_finish(eng_pieces *p) {
	if (p->numbers) {
		g_hash_table_destroy(p->numbers);
		g_hash_table_destroy(p->fields);
	}
}

int64_t eng_pieces_find(const eng_pieces *p, const eng_node *node) {
	return (int64_t)GPOINTER_TO_SIZE(g_hash_table_lookup(p->numbers, node)) - 1;
}

int64_t eng_block_around(const eng_node *node) {
	while (node && node->type != ENG_NODE_BLOCK) {
		node = node->parent;
	}
	return node ? (int64_t)node->as.block.use : -1;
}

/* ---- telling ---- */

eng_str eng_place_text(eng_arena *arena, const char *library, eng_loc where) {
	const char *file = where.file;
	size_t n = strlen(library);

	if (!file) {
		return (eng_str){ 0 };
	}
	if (strncmp(file, library, n) == 0 && file[n] == '/') {
		file += n + 1;
	}
	return where.line ? eng_str_printf(arena, "%s:%d:%d", file, where.line, where.column)
			  : eng_str_from(file);
}

static void place(const eng_pieces *p, eng_json_writer *w, const char *key, eng_loc where) {
	eng_json_member_some(w, key, eng_place_text(p->stop->arena, p->library, where));
}

static eng_str words_of(const eng_node *node) {
	switch (node->type) {
	case ENG_NODE_TEXT:
		return node->as.text.value.text;
	case ENG_NODE_CHART:
		return node->as.chart.alt;
	case ENG_NODE_IMAGE:
		return node->as.image.alt;
	case ENG_NODE_BARCODE:
		return node->as.barcode.label.n ? node->as.barcode.label : node->as.barcode.value;
	case ENG_NODE_PAYMENT:
		return node->as.payment.name;
	case ENG_NODE_ENTRY:
		return node->as.entry.label;
	case ENG_NODE_SIGNATURE:
		return node->as.signature.name;
	default:
		return (eng_str){ 0 };
	}
}

static const char *const origins[] = { "template", "phrase", "data", "slot", "engine" };

static const eng_decl *decl_of(const eng_pieces *p, const eng_field *field) {
	const eng_decl *parent;

	if (field == p->stop->record->root) {
		return p->vocabulary->root;
	}
	parent = field->parent ? decl_of(p, field->parent) : NULL;
	return parent ? eng_decl_find(parent, field->name) : NULL;
}

/* Where the map says what becomes of it: "maps/ubl.xml:42:5"; several where one rule steps in for another. */
static void write_map(const eng_pieces *p, eng_json_writer *w, const eng_field *field) {
	enum { MOST = 8 };
	const eng_decl *decl = p->map ? decl_of(p, field) : NULL;
	eng_loc places[MOST];
	size_t n = decl ? eng_map_places(p->map, decl, places, MOST) : 0;

	if (n) {
		eng_json_member_array(w, "map");
		for (size_t i = 0; i < n; i++) {
			eng_json_write_text(w,
					    eng_place_text(p->stop->arena, p->library, places[i]));
		}
		eng_json_write_array_end(w);
	}
}

/* The value's field in the record; where a map made it, what it was made from stands at the same place. */
static void write_data(const eng_pieces *p, eng_json_writer *w, eng_loc where) {
	eng_arena *arena = p->stop->arena;
	const eng_field *field = g_hash_table_lookup(p->fields, key_of(where.line, where.column));

	if (!where.line) {
		return;
	}
	eng_json_member_object(w, "data");
	place(p, w, "at", where);
	if (field) {
		eng_json_member_cstr(w, "path", eng_field_path(field, p->stop->record, arena));
		eng_json_member_some(
		    w, "value", field->first ? (eng_str){ 0 } : eng_field_string(field, arena));
		write_map(p, w, field);
	}
	eng_json_write_object_end(w);
}

static void write_turns_of(const eng_pieces *p, eng_json_writer *w, const eng_node *node) {
	const eng_trace *trace = p->stop->trace;
	uint32_t ordinal = node->type == ENG_NODE_TEXT ? node->as.text.from.ordinal : 0;
	bool any = false;

	for (size_t i = 0; ordinal && i < trace->n; i++) {
		const eng_turn *turn = &trace->turns[i];

		if (turn->first <= ordinal && ordinal <= turn->last) {
			if (!any) {
				eng_json_member_array(w, "turns");
			}
			any = true;
			eng_json_write_int(w, (int64_t)i);
		}
	}
	if (any) {
		eng_json_write_array_end(w);
	}
}

static void write_piece(const eng_pieces *p, eng_json_writer *w, const eng_node *node) {
	const eng_provenance *from = eng_node_from(node);
	int64_t block = eng_block_around(node);

	eng_json_write_object(w);
	eng_json_member_text(w, "text", words_of(node));
	if (node->type != ENG_NODE_TEXT) {
		eng_json_member_cstr(w, "kind", eng_node_type_name(node->type));
	}
	eng_json_member_cstr(w, "origin", from ? origins[from->origin] : "template");
	if (from) {
		eng_json_member_some(w, "detail", from->detail);
		write_data(p, w, from->data);
	}
	place(p, w, "at", node->where);
	if (block >= 0) {
		eng_json_member_int(w, "block", block);
	}
	write_turns_of(p, w, node);
	eng_json_write_object_end(w);
}

static void write_readings(const eng_pieces *p, eng_json_writer *w, const eng_turn *turn) {
	if (!turn->reading_count) {
		return;
	}
	eng_json_member_array(w, "read");
	for (size_t i = 0; i < turn->reading_count; i++) {
		const eng_reading *r = &turn->readings[i];

		eng_json_write_object(w);
		eng_json_member_text(w, "path", r->source);
		if (r->missing) {
			eng_json_member_bool(w, "missing", true);
		} else {
			eng_json_member_text(w, "value", r->value);
		}
		if (r->from) {
			place(p, w, "at", eng_field_where(r->from, p->stop->record));
		}
		eng_json_write_object_end(w);
	}
	eng_json_write_array_end(w);
}

static void write_turn(const eng_pieces *p, eng_json_writer *w, const eng_turn *turn) {
	bool test = turn->kind == ENG_TURN_IF || turn->kind == ENG_TURN_WHEN;

	eng_json_write_object(w);
	eng_json_member_cstr(w, "kind", eng_turn_kind_name(turn->kind));
	place(p, w, "at", turn->where);
	eng_json_member_some(w, "source", turn->source);
	if (test) {
		eng_json_member_bool(w, "taken", turn->taken);
	}
	if (turn->kind == ENG_TURN_LIST) {
		eng_json_member_int(w, "rows", (int64_t)turn->rows);
	}
	write_readings(p, w, turn);
	eng_json_write_object_end(w);
}

void eng_pieces_write(const eng_pieces *p, eng_json_writer *w) {
	const eng_trace *trace = p->stop->trace;

	eng_json_member_array(w, "pieces");
	for (size_t i = 0; i < p->n; i++) {
		write_piece(p, w, p->items[i]);
	}
	eng_json_write_array_end(w);
	eng_json_member_array(w, "turns");
	for (size_t i = 0; i < trace->n; i++) {
		write_turn(p, w, &trace->turns[i]);
	}
	eng_json_write_array_end(w);
}
