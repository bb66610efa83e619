/* --shard auto: which shard this process is, from the variables that schedulers of array jobs set. */
#include "command.h"

#include <string.h>

static bool take_number(const char *name, guint64 *out) {
	const char *text = g_getenv(name);

	return text && g_ascii_string_to_unsigned(text, 10, 0, 1u << 30, out, NULL);
}

/* Slurm numbers tasks from a first one on, in steps; COUNT says how many there are. */
static bool take_slurm(guint64 *index, guint64 *count) {
	guint64 id, first = 0, step = 1;

	if (!take_number("SLURM_ARRAY_TASK_ID", &id) ||
	    !take_number("SLURM_ARRAY_TASK_COUNT", count)) {
		return false;
	}
	take_number("SLURM_ARRAY_TASK_MIN", &first);
	take_number("SLURM_ARRAY_TASK_STEP", &step);
	if (id < first || step == 0 || (id - first) % step) {
		return false;
	}
	*index = (id - first) / step;
	return true;
}

char *shard_of(const command *self, const char *word) {
	guint64 index, count = 0;
	bool known;

	if (!word || !g_str_has_prefix(word, "auto")) {
		return g_strdup(word ? word : "");
	}
	known = take_slurm(&index, &count) ||
		(take_number("AWS_BATCH_JOB_ARRAY_INDEX", &index) &&
		 take_number("AWS_BATCH_JOB_ARRAY_SIZE", &count)) ||
		take_number("JOB_COMPLETION_INDEX", &index);
	if (word[4] == '/') {
		/* Kubernetes tells no number of pods. */
		known &= g_ascii_string_to_unsigned(word + 5, 10, 1, 1u << 30, &count, NULL);
	} else {
		known &= word[4] == '\0' && count > 0;
	}
	if (!known || index >= count) {
		usage_error(self,
			    "--shard %s finds no array job (Slurm, AWS Batch; Kubernetes with "
			    "auto/N)",
			    word);
		return NULL;
	}
	return g_strdup_printf("%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT, index + 1, count);
}
