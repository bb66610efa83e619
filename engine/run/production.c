/* The record beside the run folders has a line for each root and policy: the root's key id, the serial,
 * the number of lines of the audit log and the hash of the last, the policy's name. A library that was
 * put back as a whole, its policy, log and decisions fitting together, is older than that. */
#include "run/production.h"

#include "base/decimal.h"
#include "base/file.h"

#define RECORD_LIMIT (1u << 20)

typedef struct went_by {
	eng_str root, name;
	int64_t serial, entries;
	eng_hash head;
} went_by;

static bool take_number(eng_str text, int64_t *out) {
	eng_decimal value;

	return eng_decimal_parse(text, false, &value) && eng_decimal_to_int64(value, out) &&
	       *out >= 0;
}

static bool parse_line(eng_str line, went_by *out) {
	eng_str rest = line, serial, entries, head;

	if (!eng_str_split(&rest, ' ', &out->root) || !eng_str_split(&rest, ' ', &serial) ||
	    !eng_str_split(&rest, ' ', &entries) || !eng_str_split(&rest, ' ', &head)) {
		return false;
	}
	out->name = rest;
	return rest.n > 0 && take_number(serial, &out->serial) &&
	       take_number(entries, &out->entries) && eng_hash_parse(head, &out->head);
}

static bool is_ours(const went_by *line, const eng_policy *policy) {
	char id[ENG_KEY_ID_TEXT];

	eng_key_id_text(policy->root.id, id);
	return eng_str_eqc(line->root, id) && eng_str_eq(line->name, policy->name);
}

/* Reads the record; the lines of others are kept in *others. */
static bool read_record(eng_ctx *ctx, eng_arena *arena, const char *path, const eng_policy *policy,
			went_by *ours, bool *found, eng_buf *others) {
	eng_loc where = { path, 0, 1 };
	eng_str rest, line;

	*found = false;
	if (!eng_file_exists(path)) {
		return true;
	}
	if (!eng_file_read(ctx, arena, path, RECORD_LIMIT, &rest)) {
		return false;
	}
	while (eng_str_split(&rest, '\n', &line)) {
		went_by one;

		where.line++;
		if (line.n == 0 && !rest.s) {
			break;
		}
		if (!parse_line(line, &one)) {
			return eng_fail(
			    ctx, "policy.bad-record", where,
			    "line should be root key, serial, lines of the audit log, hash "
			    "of the last, name of the policy");
		}
		if (is_ours(&one, policy)) {
			*ours = one;
			*found = true;
		} else if (others) {
			eng_buf_printf(others, "%.*s\n", ENG_STR_ARG(line));
		}
	}
	return true;
}

static bool check_record(eng_ctx *ctx, eng_arena *arena, const eng_gate *gate, const char *folder) {
	const eng_policy *policy = eng_gate_policy(gate);
	const eng_audit *audit = eng_gate_audit(gate);
	const char *path = eng_path_join(arena, folder, ENG_PRODUCTION_RECORD);
	went_by last;
	eng_hash head;
	bool found;

	if (!read_record(ctx, arena, path, policy, &last, &found, NULL)) {
		return false;
	}
	if (!found) {
		return true;
	}
	if (policy->serial < last.serial) {
		return eng_fail(ctx, "policy.rollback", ((eng_loc){ policy->path, 0, 0 }),
				"policy has serial %lld, but a run into '%s' went by serial %lld",
				(long long)policy->serial, folder, (long long)last.serial);
	}
	if ((uint64_t)last.entries > audit->count) {
		return eng_fail(
		    ctx, "audit.rollback", ((eng_loc){ policy->path, 0, 0 }),
		    "audit log has %zu entries, but a run into '%s' went by %lld: entries "
		    "were cut off",
		    audit->count, folder, (long long)last.entries);
	}
	head = eng_audit_line_hash(audit, (size_t)last.entries);
	return eng_hash_eq(&head, &last.head) ||
	       eng_fail(ctx, "audit.rollback", ((eng_loc){ policy->path, 0, 0 }),
			"audit log is not the one that a run into '%s' went by: its entry %lld is "
			"another one",
			folder, (long long)last.entries);
}

bool eng_production_open(eng_ctx *ctx, eng_arena *arena, const eng_run_options *options,
			 const eng_job *job, eng_gate **gate) {
	*gate = NULL;
	if (!options->trust == !options->draft) {
		return eng_fail(
		    ctx, "usage.trust", (eng_loc){ 0 },
		    options->trust
			? "a run is either a --draft or goes out under --trust, not both"
			: "say --trust with the root's public key for a run that goes out, or "
			  "--draft to mark every artifact DRAFT");
	}
	if (options->draft) {
		return true;
	}
	*gate = eng_gate_open(ctx, job->library, options->trust);
	return *gate && check_record(ctx, arena, *gate, job->out_dir) &&
	       eng_gate_take_release(ctx, *gate, job->tmpl, job->release, job->tmpl_where);
}

bool eng_production_record(eng_ctx *ctx, eng_arena *arena, const eng_gate *gate,
			   const char *folder) {
	const char *path = eng_path_join(arena, folder, ENG_PRODUCTION_RECORD);
	char id[ENG_KEY_ID_TEXT], head[ENG_HASH_HEX];
	const eng_policy *policy;
	const eng_audit *audit;
	eng_buf text = { 0 };
	went_by last;
	bool ok, found;

	if (!gate) {
		return true;
	}
	policy = eng_gate_policy(gate);
	audit = eng_gate_audit(gate);
	eng_key_id_text(policy->root.id, id);
	eng_hash_hex(&audit->head, head);
	ok = read_record(ctx, arena, path, policy, &last, &found, &text);
	eng_buf_printf(&text, "%s %lld %zu %s %.*s\n", id, (long long)policy->serial, audit->count,
		       head, ENG_STR_ARG(policy->name));
	ok = ok && eng_file_write(ctx, path, eng_buf_view(&text), true);
	eng_buf_finish(&text);
	return ok;
}

/* ---- what is told ---- */

static void write_passed_over(eng_json_writer *w, const eng_gate *gate) {
	size_t count;
	const eng_passed_over *list = eng_gate_passed_over(gate, &count);

	eng_json_member_array(w, "passed-over");
	for (size_t i = 0; i < count; i++) {
		eng_json_write_object(w);
		eng_json_member_cstr(w, "path", list[i].path);
		eng_json_member_cstr(w, "state", eng_approval_state_name(list[i].state));
		eng_json_member_some(w, "why", list[i].why);
		eng_json_write_object_end(w);
	}
	eng_json_write_array_end(w);
}

void eng_production_report(const eng_gate *gate, eng_json_writer *w) {
	char id[ENG_KEY_ID_TEXT], hex[ENG_HASH_HEX];
	const eng_release *release;
	const eng_policy *policy;

	if (!gate) {
		return;
	}
	policy = eng_gate_policy(gate);
	release = eng_gate_release(gate);
	eng_json_member_object(w, "policy");
	eng_json_member_text(w, "name", policy->name);
	eng_json_member_int(w, "serial", policy->serial);
	eng_key_id_text(policy->root.id, id);
	eng_json_member_cstr(w, "root", id);
	eng_json_member_int(w, "audit-entries", (int64_t)eng_gate_audit(gate)->count);
	eng_hash_hex(&eng_gate_audit(gate)->head, hex);
	eng_json_member_cstr(w, "audit-head", hex);
	eng_json_write_object_end(w);
	eng_json_member_object(w, "release");
	eng_json_member_cstr(w, "path", release->path);
	eng_hash_hex(&eng_gate_approval(gate, eng_str_from(release->path))->hash, hex);
	eng_json_member_cstr(w, "sha256", hex);
	eng_json_write_object_end(w);
	write_passed_over(w, gate);
}

void eng_production_summary(const eng_gate *gate, FILE *out) {
	const eng_passed_over *list;
	size_t count;

	if (!gate) {
		return;
	}
	list = eng_gate_passed_over(gate, &count);
	fprintf(out, "  release %d of %.*s, policy '%.*s' with serial %lld\n",
		eng_gate_release(gate)->number, ENG_STR_ARG(eng_gate_release(gate)->template_id),
		ENG_STR_ARG(eng_gate_policy(gate)->name), (long long)eng_gate_policy(gate)->serial);
	for (size_t i = 0; i < count; i++) {
		fprintf(out, "  not used: %s is %s%s%.*s\n", list[i].path,
			eng_approval_state_name(list[i].state), list[i].why.n ? ", " : "",
			ENG_STR_ARG(list[i].why));
	}
}
