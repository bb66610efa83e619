/* Rules of required content: wording that hides, and demands against what a reader saw. */
#include "compliance/wording.h"
#include "unit.h"
#include "verify/demand.h"

static eng_arena arena;

static bool says(const char *text, const char *words) {
	return eng_wording_says(&arena, eng_str_from(text), eng_str_from(words));
}

static void check_wording(void) {
	CHECK(says("It is risk-free.", "risk free"));
	CHECK(says("It is RISK\n  Free!", "risk-free"));
	CHECK(says("riskfree", "risk free"));
	CHECK(says("guaran-\nteed returns", "guaranteed"));
	CHECK(says("r\xc2\xadi\xe2\x80\x8bs\xe2\x80\x8dk free", "risk free"));
	CHECK(says("\xc3\x9c"
		   "BERZIEHUNG",
		   "\xc3\xbc"
		   "berziehung"));
	CHECK(!says("Our asterisk freed us.", "risk free"));
	CHECK(!says("risk freedom", "risk free"));
	CHECK(!says("", "risk"));
	CHECK(!says("risk", ""));
	CHECK(!eng_wording_is_some(ENG_STR(" - ! ")));
}

/* Two blocks on pages; what one demand says of them. */
static const char *told(eng_demand demand, eng_sighting a, eng_sighting b, const char *lang) {
	eng_claim claims[2] = { { .id = ENG_STR_INIT("a"), .language = eng_str_from(lang) },
				{ .id = ENG_STR_INIT("b"), .language = eng_str_from(lang) } };
	eng_findings out = { .arena = &arena };
	eng_survey survey = { 0 };

	b.claim = 1;
	*eng_findings_see(&out, 0) = a;
	*eng_findings_see(&out, 1) = b;
	out.survey = &survey;
	demand.by = "rule 'x'";
	demand.block = demand.block.n ? demand.block : ENG_STR("b");
	eng_demands_check(&demand, 1, claims, 2, &out);
	return out.n ? out.items[0].code : "";
}

static eng_sighting box(int page, eng_length x, eng_length y, eng_length width) {
	return (eng_sighting){ .page = page,
			       .last_page = page,
			       .x = ENG_PT(x),
			       .y = ENG_PT(y),
			       .width = ENG_PT(width),
			       .height = ENG_PT(20) };
}

static void check_order(void) {
	eng_demand after = { .kind = ENG_DEMAND_AFTER, .other = ENG_STR_INIT("a") };
	eng_sighting first = { .order = 3, .order_end = 4 }, second = { .order = 5, .order_end = 5 };

	CHECK_STR(eng_str_from(told(after, first, second, "en")), "");
	CHECK_STR(eng_str_from(told(after, second, first, "en")), "rule.order");
	CHECK_STR(eng_str_from(told(after, box(1, 50, 100, 400), box(1, 50, 140, 400), "en")), "");
	CHECK_STR(eng_str_from(told(after, box(1, 50, 140, 400), box(1, 50, 100, 400), "en")),
		  "rule.order");
	CHECK_STR(eng_str_from(told(after, box(2, 50, 100, 400), box(1, 50, 140, 400), "en")),
		  "rule.order");
	/* The foot of one column, the head of the next; the other way about where one reads so. */
	CHECK_STR(eng_str_from(told(after, box(1, 50, 700, 200), box(1, 300, 100, 200), "en")), "");
	CHECK_STR(eng_str_from(told(after, box(1, 300, 700, 200), box(1, 50, 100, 200), "en")),
		  "rule.order");
	CHECK_STR(eng_str_from(told(after, box(1, 300, 700, 200), box(1, 50, 100, 200), "ar")), "");
}

static void check_looks(void) {
	eng_demand bold = { .kind = ENG_DEMAND_BOLD }, regular = { .kind = ENG_DEMAND_REGULAR };
	eng_demand size = { .kind = ENG_DEMAND_MIN_SIZE, .length = ENG_PT(9) };
	eng_sighting other = { .order = 1 };
	eng_sighting mixed = { .order = 2, .lightest = 400, .boldest = 700, .size = ENG_PT(8) };
	eng_sighting heavy = { .order = 2, .lightest = 700, .boldest = 700, .size = ENG_PT(9) };
	eng_sighting unknown = { .order = 2 };

	CHECK_STR(eng_str_from(told(bold, other, mixed, "en")), "rule.weight");
	CHECK_STR(eng_str_from(told(regular, other, mixed, "en")), "rule.weight");
	CHECK_STR(eng_str_from(told(bold, other, heavy, "en")), "");
	CHECK_STR(eng_str_from(told(regular, other, heavy, "en")), "rule.weight");
	CHECK_STR(eng_str_from(told(size, other, mixed, "en")), "rule.too-small");
	CHECK_STR(eng_str_from(told(size, other, heavy, "en")), "");
	CHECK_STR(eng_str_from(told(bold, other, unknown, "en")), "");
}

static void check_presence(void) {
	eng_demand shown = { .kind = ENG_DEMAND_SHOWN, .block = ENG_STR_INIT("c") };
	eng_demand absent = { .kind = ENG_DEMAND_ABSENT };
	eng_sighting seen = { .order = 1 };

	CHECK_STR(eng_str_from(told(shown, seen, seen, "en")), "rule.missing");
	CHECK_STR(eng_str_from(told(absent, seen, seen, "en")), "rule.excluded");
}

int main(void) {
	eng_arena_init(&arena);
	check_wording();
	check_order();
	check_looks();
	check_presence();
	eng_arena_finish(&arena);
	return unit_done();
}
