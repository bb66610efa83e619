/* The record beside the run folders has a line for each root and policy: the root's key id, the serial,
 * the number of lines of the audit log and the hash of the last, the policy's name. A library that was
 * put back as a whole, its policy, log and decisions fitting together, is older than that. */
#include "run/production.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/decimal.h"
#include "base/file.h"

#define RECORD_LIMIT (1u << 20)

/* The lines of the record. */
typedef struct record {
	eng_gate_memory *lines;
	size_t count, cap;
} record;

static bool take_number(eng_str text, int64_t *out) {
	eng_decimal value;

	return eng_decimal_parse(text, false, &value) && eng_decimal_to_int64(value, out) &&
	       *out >= 0;
}

static bool parse_line(eng_str line, eng_gate_memory *out) {
	eng_str rest = line, serial, entries, head;
	int64_t count;

	if (!eng_str_split(&rest, ' ', &out->root) || !eng_str_split(&rest, ' ', &serial) ||
	    !eng_str_split(&rest, ' ', &entries) || !eng_str_split(&rest, ' ', &head)) {
		return false;
	}
	out->name = rest;
	if (rest.n == 0 || !take_number(serial, &out->serial) || !take_number(entries, &count) ||
	    !eng_hash_parse(head, &out->mark.head)) {
		return false;
	}
	out->mark.entries = (size_t)count;
	return true;
}

static bool is_ours(const eng_gate_memory *line, const eng_policy *policy) {
	char id[ENG_KEY_ID_TEXT];

	eng_key_id_text(policy->root.id, id);
	return eng_str_eqc(line->root, id) && eng_str_eq(line->name, policy->name);
}

static bool read_record(eng_ctx *ctx, eng_arena *arena, const char *path, record *out) {
	eng_loc where = { path, 0, 1 };
	eng_str rest, line;

	*out = (record){ 0 };
	if (!eng_file_exists(path)) {
		return true;
	}
	if (!eng_file_read(ctx, arena, path, RECORD_LIMIT, &rest)) {
		return false;
	}
	while (eng_str_split(&rest, '\n', &line)) {
		where.line++;
		if (line.n == 0 && !rest.s) {
			break;
		}
		out->lines =
		    eng_arena_grow(arena, out->lines, out->count, &out->cap, sizeof(*out->lines));
		if (!parse_line(line, &out->lines[out->count++])) {
			return eng_fail(
			    ctx, "policy.bad-record", where,
			    "line should be root key, serial, lines of the audit log, hash "
			    "of the last, name of the policy");
		}
	}
	return true;
}

/* The last line about the policy; NULL: none. */
static const eng_gate_memory *find_ours(const record *r, const eng_policy *policy) {
	for (size_t i = r->count; i-- > 0;) {
		if (is_ours(&r->lines[i], policy)) {
			return &r->lines[i];
		}
	}
	return NULL;
}

static bool check_record(eng_ctx *ctx, const record *r, const eng_gate *gate, const char *folder) {
	const eng_policy *policy = eng_gate_policy(gate);
	const eng_audit *audit = eng_gate_audit(gate);
	const eng_gate_memory *last = find_ours(r, policy);
	eng_hash head;

	if (!last) {
		return true;
	}
	if (policy->serial < last->serial) {
		return eng_fail(ctx, "policy.rollback", ((eng_loc){ policy->path, 0, 0 }),
				"policy has serial %lld, but a run into '%s' went by serial %lld",
				(long long)policy->serial, folder, (long long)last->serial);
	}
	if (last->mark.entries > audit->count) {
		return eng_fail(
		    ctx, "audit.rollback", ((eng_loc){ policy->path, 0, 0 }),
		    "audit log has %zu entries, but a run into '%s' went by %zu: entries "
		    "were cut off",
		    audit->count, folder, last->mark.entries);
	}
	head = eng_audit_line_hash(audit, last->mark.entries);
	return eng_hash_eq(&head, &last->mark.head) ||
	       eng_fail(ctx, "audit.rollback", ((eng_loc){ policy->path, 0, 0 }),
			"audit log is not the one that a run into '%s' went by: its entry %zu is "
			"another one",
			folder, last->mark.entries);
}

bool eng_production_open(eng_ctx *ctx, eng_arena *arena, const eng_run_options *options,
			 const eng_job *job, eng_gate **gate) {
	record known;

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
	known = (record){ 0 };
	if (job->out_dir &&
	    !read_record(ctx, arena, eng_path_join(arena, job->out_dir, ENG_PRODUCTION_RECORD),
			 &known)) {
		return false;
	}
	*gate = eng_gate_open(ctx, job->library, options->trust, known.lines, known.count);
	return *gate && check_record(ctx, &known, *gate, job->out_dir) &&
	       eng_gate_take_release(ctx, *gate, job->tmpl, job->release, job->tmpl_where);
}

bool eng_production_may_seal(eng_ctx *ctx, const eng_policy *policy, const char *path,
			     const eng_secret_key *key) {
	eng_public_key known;
	const char *why;

	return eng_policy_sealer(policy, key->id, NULL, &known, &why) ||
	       eng_fail(ctx, "run.bad-signer", (eng_loc){ path, 0, 0 },
			"the key %s in '%s', so it cannot seal a run that goes out", why,
			policy->path);
}

bool eng_production_rules(eng_ctx *ctx, const eng_gate *gate, const eng_rules *rules) {
	const eng_policy *policy = gate ? eng_gate_policy(gate) : NULL;
	bool ok = true;

	for (size_t i = 0; policy && i < policy->rule_count; i++) {
		size_t k = 0;

		while (k < rules->pack_count &&
		       !eng_str_eq(rules->packs[k]->id, policy->rules[i])) {
			k++;
		}
		if (k == rules->pack_count) {
			ok = eng_fail(
			    ctx, "rule.required", (eng_loc){ policy->path, 0, 0 },
			    "the policy asks every run to go by the rules '%.*s', of which no "
			    "version is approved and in force",
			    ENG_STR_ARG(policy->rules[i]));
		}
	}
	return ok;
}

static bool write_record(eng_ctx *ctx, const char *path, const eng_gate *gate,
			 const record *known) {
	const eng_policy *policy = eng_gate_policy(gate);
	const eng_audit *audit = eng_gate_audit(gate);
	char id[ENG_KEY_ID_TEXT], head[ENG_HASH_HEX];
	eng_buf text = { 0 };
	bool ok;

	for (size_t i = 0; i < known->count; i++) {
		const eng_gate_memory *line = &known->lines[i];

		if (!is_ours(line, policy)) {
			eng_hash_hex(&line->mark.head, head);
			eng_buf_printf(&text, "%.*s %lld %zu %s %.*s\n", ENG_STR_ARG(line->root),
				       (long long)line->serial, line->mark.entries, head,
				       ENG_STR_ARG(line->name));
		}
	}
	eng_key_id_text(policy->root.id, id);
	eng_hash_hex(&audit->head, head);
	eng_buf_printf(&text, "%s %lld %zu %s %.*s\n", id, (long long)policy->serial, audit->count,
		       head, ENG_STR_ARG(policy->name));
	ok = eng_file_write(ctx, path, eng_buf_view(&text), true);
	eng_buf_finish(&text);
	return ok;
}

/* The folder itself is locked, since the record is replaced. What another run left in the meantime is checked
 * once more: an older policy never takes the place of a newer one. */
bool eng_production_record(eng_ctx *ctx, eng_arena *arena, const eng_gate *gate,
			   const char *folder) {
	const char *path;
	record known;
	bool ok;
	int fd;

	if (!gate || !folder) {
		return true;
	}
	path = eng_path_join(arena, folder, ENG_PRODUCTION_RECORD);
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ok = (fd >= 0 && flock(fd, LOCK_EX) == 0) || eng_file_unwritable(ctx, folder, "locked");
	ok = ok && read_record(ctx, arena, path, &known) &&
	     check_record(ctx, &known, gate, folder) && write_record(ctx, path, gate, &known);
	if (fd >= 0) {
		close(fd);
	}
	return ok;
}

/* ---- what is told ---- */

void eng_production_seal(const eng_gate *gate, eng_seal *seal) {
	const eng_release *release = gate ? eng_gate_release(gate) : NULL;

	if (release) {
		seal->release = release->path;
		seal->release_hash = eng_gate_approval(gate, eng_str_from(release->path))->hash;
	}
}

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
