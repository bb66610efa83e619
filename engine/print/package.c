/* Privacy before postage: without the plan's word a part is alone; where facts, types or addresses differ,
 * too. What the grouping did is judged once more, pair by pair, by eng_package_allowed. */
#include "print/package.h"

#include <glib.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "base/utf8.h"

typedef struct member {
	const eng_part_ref *ref;
	size_t group, place;
	int rank; /* of its type in the plan; -1: it stays alone */
} member;

/* Letters and digits without case and accents; all else parts words. */
static void fold(eng_buf *out, UChar32 c) {
	UChar source[4], folded[16];
	int32_t n = 0, count;
	UErrorCode status = U_ZERO_ERROR;
	char bytes[4];

	if (u_charType(c) == U_NON_SPACING_MARK || u_charType(c) == U_ENCLOSING_MARK) {
		return;
	}
	if (!u_isalnum(c)) {
		eng_buf_char(out, ' ');
		return;
	}
	U16_APPEND_UNSAFE(source, n, c);
	count = u_strFoldCase(folded, 16, source, n, U_FOLD_CASE_DEFAULT, &status);
	for (int32_t i = 0; U_SUCCESS(status) && i < count;) {
		U16_NEXT(folded, i, count, c);
		eng_buf_add(out, bytes, eng_utf8_encode((uint32_t)c, bytes));
	}
}

static void fold_line(eng_buf *out, eng_str line) {
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
	uint32_t c;

	while (eng_utf8_next(&line, &c)) {
		UChar parts[32];
		int32_t n = unorm2_getDecomposition(nfkd, (UChar32)c, parts, 32, &status);
		UChar32 part;

		if (n < 0) {
			fold(out, (UChar32)c);
		}
		for (int32_t i = 0; i < n;) {
			U16_NEXT(parts, i, n, part);
			fold(out, part);
		}
	}
	eng_buf_char(out, ' ');
}

static eng_str alike(const eng_print_plan *plan, eng_str word) {
	for (size_t i = 0; i < plan->alike_count; i++) {
		if (eng_str_eq(plan->alike[i].from, word)) {
			return plan->alike[i].to;
		}
	}
	return word;
}

eng_str eng_address_key(eng_arena *arena, const eng_print_plan *plan, const eng_part_file *part) {
	eng_buf folded = { 0 }, key = { 0 };
	eng_str rest, word, out;

	for (size_t i = 0; i < part->address_lines; i++) {
		fold_line(&folded, part->address[i]);
	}
	rest = eng_buf_view(&folded);
	while (eng_str_word(&rest, &word)) {
		eng_buf_str(&key, alike(plan, word));
		eng_buf_char(&key, ' ');
	}
	eng_buf_str(&key, part->country);
	out = part->address_lines ? eng_str_copy(arena, eng_buf_view(&key)) : (eng_str){ 0 };
	eng_buf_finish(&folded);
	eng_buf_finish(&key);
	return out;
}

eng_rule_facts eng_package_facts(eng_arena *arena, const eng_print_plan *plan,
				 const eng_part_file *part) {
	eng_str *told = eng_arena_new_array(arena, plan->fact_count, eng_str);

	for (size_t i = 0; i < plan->fact_count; i++) {
		told[i] = eng_part_fact_find(part, plan->facts[i]);
	}
	return (eng_rule_facts){ .recipient = part->recipient,
				 .name = part->name,
				 .country = part->country,
				 .tmpl = part->tmpl,
				 .sheets = part->page_count,
				 .documents = 1,
				 .told = told };
}

static int rank_of(const eng_print_plan *plan, eng_str tmpl) {
	for (size_t i = 0; i < plan->document_count; i++) {
		if (eng_str_eq(plan->documents[i], tmpl)) {
			return (int)i;
		}
	}
	return -1;
}

/* Whether others of the address may lie with it. */
static bool is_agreed(eng_ctx *ctx, eng_arena *arena, const eng_print_plan *plan,
		      const eng_part_file *part, bool *agreed) {
	eng_rule_facts facts;

	*agreed = false;
	if (plan->together != ENG_TOGETHER_HOUSEHOLD) {
		return true;
	}
	facts = eng_package_facts(arena, plan, part);
	return eng_rule_test(ctx, arena, plan->agreed, &facts, agreed);
}

/* What parts of a package have in common; false after reporting. */
static bool hash_part(eng_ctx *ctx, eng_arena *arena, const eng_print_plan *plan,
		      const eng_part_file *part, size_t place, member *m, eng_hash *hash) {
	eng_hasher *hasher = eng_hasher_new();
	eng_str address = eng_address_key(arena, plan, part);
	bool agreed, ok = is_agreed(ctx, arena, plan, part, &agreed);

	m->rank = address.n ? rank_of(plan, part->tmpl) : -1;
	if (m->rank < 0) {
		eng_hasher_add(hasher, &place, sizeof(place));
	} else {
		eng_hasher_field(hasher, address);
		for (size_t i = 0; ok && i < plan->same_count; i++) {
			eng_str fact = eng_part_fact_find(part, plan->same[i]);

			eng_hasher_field(hasher, fact);
			ok = fact.s || eng_rule_missing(ctx, part->recipient, plan->same[i],
							(eng_loc){ plan->path, 0, 0 });
		}
		if (!agreed) {
			eng_hasher_field(hasher, part->recipient);
			eng_hasher_field(hasher, part->name);
		}
	}
	*hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	return ok;
}

static guint hash_of_hash(gconstpointer key) {
	guint value;

	memcpy(&value, key, sizeof(value));
	return value;
}

static gboolean same_hash(gconstpointer a, gconstpointer b) {
	return eng_hash_eq(a, b);
}

static bool read_members(eng_ctx *ctx, eng_part_reader *reader, const eng_print_plan *plan,
			 const eng_part_ref *refs, size_t n, member *members) {
	GHashTable *groups = g_hash_table_new_full(hash_of_hash, same_hash, free, NULL);
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++) {
		const eng_part_file *part = eng_part_open(ctx, reader, &refs[i]);
		eng_hash *hash = eng_malloc(sizeof(*hash));
		gpointer group;

		members[i] = (member){ .ref = &refs[i], .place = i };
		ok = part &&
		     hash_part(ctx, eng_part_arena(reader), plan, part, i, &members[i], hash);
		group = ok ? g_hash_table_lookup(groups, hash) : NULL;
		members[i].group = group ? GPOINTER_TO_SIZE(group) - 1 : i;
		if (group || !ok) {
			free(hash);
		} else {
			g_hash_table_insert(groups, hash, GSIZE_TO_POINTER(i + 1));
		}
		eng_part_close_all(reader);
	}
	g_hash_table_destroy(groups);
	return ok;
}

static int by_group(const void *a, const void *b) {
	const member *x = a, *y = b;

	if (x->group != y->group) {
		return x->group < y->group ? -1 : 1;
	}
	if (x->rank != y->rank) {
		return x->rank < y->rank ? -1 : 1;
	}
	return x->place < y->place ? -1 : x->place > y->place;
}

/* Two types that must not meet, or one that only its own recipient sees. */
static bool may_meet(const eng_print_plan *plan, int a, int b, bool same_recipient) {
	if ((plan->personal >> a & 1 || plan->personal >> b & 1) && !same_recipient) {
		return false;
	}
	for (size_t i = 0; i < plan->apart_count; i++) {
		if (a != b && plan->apart[i] >> a & 1 && plan->apart[i] >> b & 1) {
			return false;
		}
	}
	return true;
}

typedef struct packages {
	eng_arena *arena;
	const eng_print_plan *plan;
	eng_package *items;
	size_t n, cap;
} packages;

static bool fits(const packages *p, const member *const *lying, size_t n, const member *m) {
	for (size_t i = 0; i < n; i++) {
		if (!may_meet(p->plan, lying[i]->rank, m->rank,
			      eng_str_eq(lying[i]->ref->recipient, m->ref->recipient))) {
			return false;
		}
	}
	return true;
}

/* Members of a group, in order; one that must not meet those that lie there begins another package. */
static void pack(packages *p, const member *members, size_t n) {
	bool *done = eng_arena_new_array(p->arena, n, bool);
	const member **lying =
	    eng_arena_new_array(p->arena, p->plan->most_documents, const member *);

	for (size_t first = 0; first < n; first++) {
		eng_package *package;
		size_t count = 0;

		for (size_t i = first; !done[first] && i < n; i++) {
			if (!done[i] && count < p->plan->most_documents &&
			    (count == 0 || fits(p, lying, count, &members[i]))) {
				lying[count++] = &members[i];
			}
		}
		if (count == 0) {
			continue;
		}
		p->items = eng_arena_grow(p->arena, p->items, p->n, &p->cap, sizeof(*p->items));
		package = &p->items[p->n++];
		package->n = count;
		package->refs = eng_arena_new_array(p->arena, count, const eng_part_ref *);
		for (size_t i = 0; i < count; i++) {
			package->refs[i] = lying[i]->ref;
			done[lying[i] - members] = true;
		}
	}
}

static eng_package *alone(eng_arena *arena, const eng_part_ref *refs, size_t n) {
	eng_package *all = eng_arena_new_array(arena, n, eng_package);
	const eng_part_ref **each = eng_arena_new_array(arena, n, const eng_part_ref *);

	for (size_t i = 0; i < n; i++) {
		each[i] = &refs[i];
		all[i] = (eng_package){ &each[i], 1 };
	}
	return all;
}

bool eng_package_form(eng_ctx *ctx, eng_arena *arena, eng_part_reader *reader,
		      const eng_print_plan *plan, const eng_part_ref *refs, size_t n,
		      eng_package **out, size_t *count) {
	packages p = { .arena = arena, .plan = plan };
	member *members;
	bool ok;

	if (plan->together == ENG_TOGETHER_ONE) {
		*out = alone(arena, refs, n);
		*count = n;
		return true;
	}
	members = eng_malloc((n + 1) * sizeof(*members));
	ok = read_members(ctx, reader, plan, refs, n, members);
	if (ok) {
		qsort(members, n, sizeof(*members), by_group);
		for (size_t from = 0, to; from < n; from = to) {
			for (to = from + 1; to < n && members[to].group == members[from].group;) {
				to++;
			}
			pack(&p, members + from, to - from);
		}
	}
	free(members);
	*out = p.items;
	*count = p.n;
	return ok;
}

static bool forbidden(eng_ctx *ctx, const eng_part_file *a, const eng_part_file *b,
		      const char *why) {
	return eng_fail(ctx, "print.together", (eng_loc){ 0 },
			"documents of records %llu and %llu, for '%.*s' and '%.*s', must not lie "
			"in one envelope: %s",
			(unsigned long long)a->ref->ordinal, (unsigned long long)b->ref->ordinal,
			ENG_STR_ARG(a->recipient), ENG_STR_ARG(b->recipient), why);
}

static bool pair_allowed(eng_ctx *ctx, eng_arena *arena, const eng_print_plan *plan,
			 const eng_part_file *a, const eng_part_file *b) {
	int x = rank_of(plan, a->tmpl), y = rank_of(plan, b->tmpl);
	bool same = eng_str_eq(a->recipient, b->recipient) && eng_str_eq(a->name, b->name);
	eng_str place = eng_address_key(arena, plan, a);
	bool one, other;

	if (plan->together == ENG_TOGETHER_ONE || x < 0 || y < 0) {
		return forbidden(ctx, a, b, "the plan leaves each of this type alone");
	}
	if (!place.n || !eng_str_eq(place, eng_address_key(arena, plan, b))) {
		return forbidden(ctx, a, b, "they go to different addresses");
	}
	if (!may_meet(plan, x, y, same)) {
		return forbidden(ctx, a, b, "the plan keeps these types apart");
	}
	for (size_t i = 0; i < plan->same_count; i++) {
		if (!eng_str_eq(eng_part_fact_find(a, plan->same[i]),
				eng_part_fact_find(b, plan->same[i]))) {
			return forbidden(ctx, a, b, "a fact differs that must be the same");
		}
	}
	if (!same) {
		if (!is_agreed(ctx, arena, plan, a, &one) ||
		    !is_agreed(ctx, arena, plan, b, &other)) {
			return false;
		}
		if (!one || !other) {
			return forbidden(ctx, a, b, "one of them has not agreed to it");
		}
	}
	return true;
}

bool eng_package_allowed(eng_ctx *ctx, eng_arena *arena, const eng_print_plan *plan,
			 eng_part_file *const *parts, size_t n) {
	for (size_t i = 0; i < n; i++) {
		for (size_t k = i + 1; k < n; k++) {
			if (!pair_allowed(ctx, arena, plan, parts[i], parts[k])) {
				return false;
			}
		}
	}
	return true;
}
