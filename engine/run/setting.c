/* From the job file to what makes its artifacts; the same for runs and for previews of them. */
#include "run/setting.h"

bool eng_setting_load(eng_ctx *ctx, eng_arena *arena, const eng_setting_options *o,
		      eng_setting *setting) {
	eng_job *job = eng_job_load(ctx, arena, o->job, eng_channel_names);

	setting->job = job;
	if (!job) {
		return false;
	}
	if (o->out) {
		job->out_dir = o->out;
	}
	if (o->library) {
		job->library = o->library;
	}
	if (o->records) {
		job->files = eng_arena_copy(arena, &o->records, sizeof(o->records));
		job->file_count = 1;
	}
	if (o->run_date && (!eng_date_parse(eng_str_from(o->run_date), &job->run_date) ||
			    job->run_date.has_time)) {
		return eng_fail(ctx, "usage.run-date", (eng_loc){ 0 },
				"'%s' is not a run date, such as 2026-11-01", o->run_date);
	}
	return job->run_date.year ||
	       eng_fail(ctx, "usage.run-date", (eng_loc){ job->path, 0, 0 },
			"no run date: give 'run-date' in the job or --run-date");
}

bool eng_setting_open(eng_ctx *ctx, eng_arena *arena, const eng_setting_options *o,
		      eng_setting *setting) {
	const eng_job *job = setting->job;

	ctx->guard = setting->gate ? eng_gate_guard(setting->gate) : NULL;
	setting->shop = eng_workshop_open(ctx, &(eng_workshop_options){
						   .library = job->library,
						   .font_path = job->font_path,
						   .hyphen_path = job->hyphen_path,
						   .tmpl = job->tmpl,
						   .maps = job->maps,
						   .map_count = job->map_count,
						   .channels = job->channels,
						   .run_date = job->run_date,
						   .send_time = job->send_time,
						   .draft = o->draft,
						   .released = setting->gate != NULL,
						   .preview = job->preview,
						   .pdf = job->pdf,
						   .mail = job->mail,
						   .exact_fonts = job->exact_fonts,
						   .trace = o->trace,
						   .trail = o->trail,
					       });
	setting->plan = setting->shop ? eng_plan_new(ctx, arena, job, setting->shop) : NULL;
	return setting->plan != NULL;
}

void eng_setting_close(eng_setting *setting) {
	eng_plan_free(setting->plan);
	eng_workshop_close(setting->shop);
	eng_gate_close(setting->gate);
	*setting = (eng_setting){ 0 };
}
