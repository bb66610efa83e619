/* The value axis of a chart: round numbers in the locale's format, so that every channel that draws the
 * chart says the same. Knows values and digits; where a number stands is the layout's business. */
#include <math.h>

#include "compose/state.h"
#include "expr/locale.h"

enum { STEPS = 4, TICKS_MOST = 8 };

/* A step of mantissa * 10^power. */
typedef struct step {
	int mantissa, power;
	double size;
} step;

typedef struct span {
	double low, high;
} span;

static double number_of(const eng_node *chart, size_t series, size_t index) {
	return eng_decimal_to_double(chart->as.chart.series[series].values[index].number);
}

static void include(span *s, double value) {
	s->low = fmin(s->low, value);
	s->high = fmax(s->high, value);
}

static span span_of(const eng_node *chart) {
	bool stacked = chart->as.chart.type == ENG_CHART_STACKED;
	span s = { 0, 0 };

	if (chart->as.chart.type == ENG_CHART_LINE) {
		s.low = s.high = number_of(chart, 0, 0);
	}
	for (size_t i = 0; i < chart->as.chart.label_count; i++) {
		span sums = { 0, 0 };

		for (size_t k = 0; k < chart->as.chart.series_count; k++) {
			double v = number_of(chart, k, i);

			if (stacked) {
				*(v < 0 ? &sums.low : &sums.high) += v;
			} else {
				include(&s, v);
			}
		}
		if (stacked) {
			include(&s, sums.low);
			include(&s, sums.high);
		}
	}
	return s;
}

/* A line may leave zero out, but only when it would be squeezed flat by it; and the lowest point does
 * not look like zero. */
static void place_zero(span *s) {
	double range = s->high - s->low;

	if (s->low > 0) {
		s->low = range > 0.4 * s->high || range <= 0 ? 0 : fmax(0, s->low - range / 5);
	} else if (s->high < 0) {
		s->high = range > -0.4 * s->low || range <= 0 ? 0 : fmin(0, s->high + range / 5);
	}
}

/* The smallest of 1, 2, 2.5, 5 times a power of ten that is at least least. */
static step nice_step(double least) {
	static const step mantissas[] = {
		{ 1, 0, 1 }, { 2, 0, 2 }, { 25, -1, 2.5 }, { 5, 0, 5 }, { 1, 1, 10 }
	};
	double power = 1;
	int exponent = 0;

	for (; power > least; power /= 10) {
		exponent--;
	}
	for (; power * 10 <= least; power *= 10) {
		exponent++;
	}
	for (size_t i = 0; i < 4; i++) {
		if (mantissas[i].size * power >= least * (1 - 1e-9)) {
			return (step){ mantissas[i].mantissa, mantissas[i].power + exponent,
				       mantissas[i].size * power };
		}
	}
	return (step){ 1, exponent + 1, 10 * power };
}

/* index steps, exactly. False when it has more than 34 digits. */
static bool multiple(const step *s, int64_t index, eng_decimal *out) {
	eng_decimal ten = eng_decimal_from_int(10), d = eng_decimal_from_int(s->mantissa);

	for (int i = 0; i < s->power; i++) {
		if (!eng_decimal_mul(d, ten, &d)) {
			return false;
		}
	}
	d.scale = s->power < 0 ? -s->power : 0;
	return eng_decimal_mul(d, eng_decimal_from_int(index), out);
}

/* From a million on, numbers are short ("2.5M"), unless that would make two ticks look the same. */
static bool is_short(const step *s, double most) {
	double unit = 1;

	while (unit * 1000 <= most && unit < 1e15) {
		unit *= 1000;
	}
	return most >= 1e6 && most < 1e15 && s->size >= unit / 10;
}

static bool format_tick(eng_composing *s, const eng_value *like, eng_decimal number, bool compact,
			eng_loc where, eng_value *out) {
	const eng_locale *locale = s->eval.locale;
	eng_str none = { 0 };

	if (compact) {
		return eng_locale_compact(s->ctx, s->arena, locale, where, number,
					  like->kind == ENG_VALUE_MONEY ? like->currency : none,
					  out);
	}
	switch (like->kind) {
	case ENG_VALUE_MONEY:
		return eng_locale_money(s->ctx, s->arena, locale, where, number, like->currency,
					number.scale ? ENG_MONEY_SOURCE : ENG_MONEY_NO_DECIMALS,
					out);
	case ENG_VALUE_PERCENT:
		return eng_locale_percent(s->ctx, s->arena, locale, where, number, false, out);
	default:
		return eng_locale_number(s->ctx, s->arena, locale, where, number, none, out);
	}
}

bool eng_compose_axis(eng_composing *s, eng_node *chart) {
	span range = span_of(chart);
	int64_t first, last;
	bool compact;
	step by;

	if (chart->as.chart.type == ENG_CHART_LINE) {
		place_zero(&range);
	}
	if (!(range.high - range.low > 0) || range.high - range.low > 1e25) {
		return true; /* nothing to measure, or nothing that fits on an axis */
	}
	by = nice_step((range.high - range.low) / STEPS);
	if (fmax(fabs(range.low), fabs(range.high)) / by.size > 1e9) {
		return true; /* points of one height, far from zero */
	}
	first = (int64_t)floor(range.low / by.size + 1e-9);
	last = (int64_t)ceil(range.high / by.size - 1e-9);
	compact = is_short(
	    &by, by.size * (double)(llabs(first) > llabs(last) ? llabs(first) : llabs(last)));
	chart->as.chart.ticks = eng_arena_new_array(s->arena, TICKS_MOST, eng_value);
	for (int64_t i = first; i <= last && chart->as.chart.tick_count < TICKS_MOST; i++) {
		eng_decimal number;

		if (!multiple(&by, i, &number)) {
			chart->as.chart.tick_count = 0;
			return true;
		}
		if (!format_tick(s, &chart->as.chart.series[0].values[0], number, compact,
				 chart->where,
				 &chart->as.chart.ticks[chart->as.chart.tick_count++])) {
			return false;
		}
	}
	return true;
}
