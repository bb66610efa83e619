/* What the lists say of the mailing against the pieces, the plan and each other. */
#include "print/check.h"
#include "print/mailing.h"

typedef struct sums {
	uint64_t tray, pieces, bundle, in_bundle;
	eng_str group;
} sums;

/* Trays and bundles count on, groups do not share one, none holds more than it may. */
static void check_tray(eng_print_check *c, const eng_mailing_row *row, sums *s) {
	const eng_postal *p = c->plan->postal;
	bool next = row->tray != s->tray;

	if (!p->trays) {
		return;
	}
	if (row->tray < s->tray || (!next && !eng_str_eq(row->group, s->group)) ||
	    (!next && row->bundle < s->bundle)) {
		eng_print_object(c, "print.list-differs",
				 "the mailing has piece %llu in a tray of other pieces",
				 (unsigned long long)row->piece);
	}
	s->pieces = next ? 1 : s->pieces + 1;
	s->in_bundle = next || row->bundle != s->bundle ? 1 : s->in_bundle + 1;
	s->tray = row->tray;
	s->bundle = row->bundle;
	s->group = row->group;
	if ((p->tray_pieces && s->pieces > p->tray_pieces) ||
	    (p->bundle_pieces && s->in_bundle > p->bundle_pieces)) {
		eng_print_object(c, "print.list-differs",
				 "tray %llu holds more pieces than the plan allows, or a bundle of "
				 "it does",
				 (unsigned long long)row->tray);
	}
}

bool eng_print_check_mailing(eng_print_check *c, const eng_piece_row *rows, size_t n,
			     const eng_mailing_row **out) {
	eng_mailing_row *mail;
	size_t count;
	sums s = { 0 };

	*out = NULL;
	for (size_t i = 0; !c->plan->postal && i < n; i++) {
		if (rows[i].group.n || rows[i].tray || rows[i].bundle) {
			eng_print_object(c, "print.list-differs",
					 "the list lays piece %llu into a tray, the plan has none",
					 (unsigned long long)rows[i].number);
		}
	}
	if (!c->plan->postal) {
		return true;
	}
	if (!eng_mailing_read(c->ctx, &c->arena, c->dir, &mail, &count)) {
		return false;
	}
	for (size_t i = 0; i < n || i < count; i++) {
		if (i >= n || i >= count || mail[i].piece != rows[i].number ||
		    mail[i].serial - mail[i].piece != mail[0].serial - mail[0].piece) {
			eng_print_object(c, "print.list-differs",
					 "the mailing and the list have not the same pieces, or "
					 "serial numbers that do not count on");
			return true;
		}
		if (mail[i].tray != rows[i].tray || mail[i].bundle != rows[i].bundle ||
		    !eng_str_eq(mail[i].group, rows[i].group)) {
			eng_print_object(c, "print.list-differs",
					 "the mailing and the list have piece %llu in different "
					 "groups, trays or bundles",
					 (unsigned long long)rows[i].number);
		}
		check_tray(c, &mail[i], &s);
	}
	if (count) { /* as the assembly was told */
		c->plan->postal->serial = mail[0].serial - mail[0].piece + 1;
	}
	*out = mail;
	return true;
}

void eng_print_check_delivery(eng_print_check *c, eng_arena *arena, const eng_part_file *part,
			      const eng_mailing_row *row) {
	eng_destination to = eng_postal_destination(arena, c->plan->postal, part);
	eng_str group = to.rule ? to.rule->group : (eng_str){ 0 };

	if (!eng_str_eq(row->group, group) || !eng_str_eq(row->postcode, to.postcode) ||
	    !eng_str_eqc(row->country, to.post ? to.post->country : "")) {
		eng_print_object(c, "print.list-differs",
				 "the mailing sends piece %llu to '%.*s' of group '%.*s', its "
				 "record to '%.*s' of group '%.*s'",
				 (unsigned long long)row->piece, ENG_STR_ARG(row->postcode),
				 ENG_STR_ARG(row->group), ENG_STR_ARG(to.postcode),
				 ENG_STR_ARG(group));
	}
}
