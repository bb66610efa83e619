/* Choosing channels: preference, always, consent, then fallback for a missing address or consent. A
 * fallback is never an answer to an error. */
#include "run/plan.h"

#include "content/library.h"
#include "expr/locale.h"

static eng_expr **compile_all(eng_ctx *ctx, eng_arena *arena, const eng_scope *scope,
			      const eng_job_expr *exprs, size_t n) {
	eng_expr **out = eng_arena_new_array(arena, n + 1, eng_expr *);

	for (size_t i = 0; i < n; i++) {
		out[i] = eng_expr_compile(ctx, arena, scope, exprs[i].source, exprs[i].where);
		if (!out[i]) {
			return NULL;
		}
	}
	return out;
}

eng_plan *eng_plan_new(eng_ctx *ctx, eng_arena *arena, const eng_job *job, eng_workshop *shop) {
	eng_library *library = eng_workshop_library(shop);
	const eng_vocabulary *vocabulary = eng_template_vocabulary(eng_workshop_template(shop));
	eng_plan *plan = eng_arena_new(arena, eng_plan);
	eng_scope scope = {
		.names = eng_library_names(library),
		.root = vocabulary->root,
		.context = vocabulary->root,
		.services = eng_library_services(library),
	};

	plan->job = job;
	plan->services = scope.services;
	plan->consents = compile_all(ctx, arena, &scope, job->consents, job->consent_count);
	plan->totals = compile_all(ctx, arena, &scope, job->totals, job->total_count);
	plan->passwords = compile_all(ctx, arena, &scope, job->passwords, job->password_count);
	plan->facts = compile_all(ctx, arena, &scope, job->facts, job->fact_count);
	plan->locale = eng_locale_new(ctx, "en", "");
	if (!plan->consents || !plan->totals || !plan->passwords || !plan->facts || !plan->locale) {
		eng_plan_free(plan);
		return NULL;
	}
	return plan;
}

void eng_plan_free(eng_plan *plan) {
	if (plan) {
		eng_locale_free(plan->locale);
		plan->locale = NULL;
	}
}

static eng_eval evaluation(eng_ctx *ctx, const eng_plan *plan, eng_arena *arena,
			   const eng_record *record) {
	return (eng_eval){
		.ctx = ctx,
		.arena = arena,
		.record = record,
		.node = record->root,
		.position = 1,
		.last = 1,
		.locale = plan->locale,
		.services = plan->services,
		.run_date = plan->job->run_date,
		.steps = eng_arena_new(arena, uint64_t),
	};
}

static bool is_missing(const eng_result *result) {
	return result->kind == ENG_RESULT_MISSING ||
	       (result->kind == ENG_RESULT_NODES && result->as.nodes.n == 0);
}

bool eng_plan_total(eng_ctx *ctx, const eng_plan *plan, eng_arena *arena, const eng_record *record,
		    size_t total, eng_decimal *value, bool *present) {
	eng_eval eval = evaluation(ctx, plan, arena, record);
	eng_result result;

	if (!eng_expr_select(&eval, plan->totals[total], &result)) {
		return false;
	}
	*present = !is_missing(&result);
	return !*present || eng_expr_number(&eval, plan->totals[total], value, present);
}

static bool tell_password(eng_ctx *ctx, const eng_plan *plan, eng_arena *arena,
			  const eng_record *record, eng_str *password) {
	eng_eval eval = evaluation(ctx, plan, arena, record);
	const eng_field *from;
	eng_value value;
	bool present;

	*password = (eng_str){ 0 };
	if (plan->job->password_count == 0) {
		return true;
	}
	if (!eng_expr_value(&eval, plan->passwords[0], &value, &from, &present)) {
		return false;
	}
	*password = present ? value.text : (eng_str){ 0 };
	return (present && password->n) ||
	       eng_fail(ctx, "pdf.password", plan->job->passwords[0].where,
			"the record has no value for the password of its pdf file");
}

/* A fact that a record has not is told as empty. */
static bool tell_facts(eng_ctx *ctx, const eng_plan *plan, eng_arena *arena,
		       const eng_record *record, eng_document *document) {
	eng_eval eval = evaluation(ctx, plan, arena, record);
	const size_t n = plan->job->fact_count;
	eng_fact *facts = eng_arena_new_array(arena, n, eng_fact);

	for (size_t i = 0; i < n; i++) {
		bool present = false;
		eng_result result;
		eng_value value;

		if (!eng_expr_select(&eval, plan->facts[i], &result) ||
		    (!is_missing(&result) && !eng_result_value(&eval, &result, &value, &present))) {
			return false;
		}
		facts[i] =
		    (eng_fact){ plan->job->facts[i].name, present ? value.text : ENG_STR("") };
	}
	document->facts = facts;
	document->fact_count = n;
	return true;
}

bool eng_plan_tell(eng_ctx *ctx, const eng_plan *plan, eng_arena *arena, const eng_record *record,
		   eng_document *document) {
	return tell_password(ctx, plan, arena, record, &document->password) &&
	       tell_facts(ctx, plan, arena, record, document);
}

const char *eng_plan_obstacle(const eng_recipient *recipient, int channel) {
	const char *name = eng_channel_names[channel];

	if (strcmp(name, "email") == 0 && !recipient->email.n) {
		return "no e-mail address";
	}
	if (strcmp(name, "sms") == 0 && !recipient->phone.n) {
		return "no phone number";
	}
	if (strcmp(name, "print") == 0 && recipient->address_lines == 0) {
		return "no postal address";
	}
	return NULL;
}

static bool has_consent(eng_eval *eval, const eng_plan *plan, int channel, bool *consent) {
	*consent = true;
	for (size_t i = 0; i < plan->job->consent_count && *consent; i++) {
		if (plan->job->consents[i].channel == channel &&
		    !eng_expr_test(eval, plan->consents[i], consent)) {
			return false;
		}
	}
	return true;
}

static bool is_chosen(const eng_work *work, int channel) {
	for (size_t i = 0; i < work->count; i++) {
		if (work->artifacts[i].channel == channel) {
			return true;
		}
	}
	return false;
}

static void add(eng_work *work, int channel, const char *reason) {
	if (!is_chosen(work, channel)) {
		work->artifacts[work->count].channel = channel;
		work->artifacts[work->count++].reason = reason;
	}
}

static const eng_fallback *fallback_of(const eng_job *job, int channel) {
	for (size_t i = 0; i < job->fallback_count; i++) {
		if (job->fallbacks[i].channel == channel) {
			return &job->fallbacks[i];
		}
	}
	return NULL;
}

typedef struct chooser {
	const eng_plan *plan;
	eng_arena *arena;
	const eng_document *document;
	eng_eval eval;
	eng_work *work;
	const char *obstacle; /* the last one met, for messages */
	bool only_consent;    /* nothing but consent stood in the way */
} chooser;

/* *obstacle NULL when the channel can be used. */
static bool find_obstacle(chooser *c, int channel, const char **obstacle) {
	bool consent;

	*obstacle = eng_plan_obstacle(&c->document->recipient, channel);
	if (*obstacle) {
		c->only_consent = false;
		return true;
	}
	if (!has_consent(&c->eval, c->plan, channel, &consent)) {
		return false;
	}
	*obstacle = consent ? NULL : "no consent";
	return true;
}

static bool choose_one(chooser *c, int channel, const char *reason) {
	const eng_fallback *fallback = fallback_of(c->plan->job, channel);
	const char *obstacle, *first;

	if (!find_obstacle(c, channel, &obstacle)) {
		return false;
	}
	if (!obstacle) {
		add(c->work, channel, reason);
		return true;
	}
	first = obstacle;
	c->obstacle = eng_arena_printf(c->arena, "%s: %s", eng_channel_names[channel], obstacle);
	for (size_t i = 0; fallback && i < fallback->count; i++) {
		if (!find_obstacle(c, fallback->then[i], &obstacle)) {
			return false;
		}
		if (!obstacle) {
			add(c->work, fallback->then[i],
			    eng_arena_printf(c->arena, "fallback from %s: %s",
					     eng_channel_names[channel], first));
			return true;
		}
	}
	if (strcmp(first, "no consent") == 0) {
		return true;
	}
	return eng_fail(
	    c->eval.ctx, "run.no-address", eng_field_where(c->eval.record->root, c->eval.record),
	    "recipient '%s' has %s for channel %s, and no fallback of the job can be used",
	    eng_quote(c->arena, c->document->recipient.id), first, eng_channel_names[channel]);
}

static bool choose_preferred(chooser *c) {
	const eng_job *job = c->plan->job;
	eng_str prefers = c->document->recipient.prefers;

	if (!job->choose || !prefers.n) {
		return true;
	}
	for (size_t i = 0; i < job->preference_count; i++) {
		if (eng_str_eq(job->preferences[i].value, prefers)) {
			return choose_one(c, job->preferences[i].channel, "preference");
		}
	}
	return eng_fail(c->eval.ctx, "run.unknown-preference",
			eng_field_where(c->eval.record->root, c->eval.record),
			"recipient '%s' prefers '%s', which the job's 'prefers-map' does not know",
			eng_quote(c->arena, c->document->recipient.id),
			eng_quote(c->arena, prefers));
}

/* A preview goes to nobody; what is printed does. */
static bool reaches_somebody(const eng_work *work) {
	for (size_t i = 0; i < work->count; i++) {
		const eng_channel *channel = eng_channels[work->artifacts[i].channel];

		if (!channel->mirrors || channel->certifies) {
			return true;
		}
	}
	return false;
}

static int by_channel(const void *a, const void *b) {
	const eng_artifact *x = a, *y = b;

	return x->channel - y->channel;
}

bool eng_plan_choose(eng_ctx *ctx, const eng_plan *plan, eng_arena *arena, const eng_record *record,
		     const eng_document *document, eng_work *work, const char **skipped) {
	chooser c = {
		plan, arena, document, evaluation(ctx, plan, arena, record), work, NULL, true
	};

	work->count = 0;
	*skipped = NULL;
	for (int i = 0; eng_channel_names[i]; i++) {
		if ((plan->job->always >> i & 1) && !choose_one(&c, i, "always")) {
			return false;
		}
	}
	if (!choose_preferred(&c)) {
		return false;
	}
	if (c.obstacle && !reaches_somebody(work)) {
		work->count = 0;
	}
	if (work->count == 0) {
		*skipped = c.obstacle ? c.obstacle : "no preference, and the job has no 'always'";
	}
	qsort(work->artifacts, work->count, sizeof(work->artifacts[0]), by_channel);
	return true;
}
