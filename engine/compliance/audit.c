/* The chain of the audit log, who signed its lines, and appending to it. */
#include "compliance/audit.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/decimal.h"
#include "base/file.h"
#include "compliance/audit-line.h"

#define LOG_LIMIT (256u << 20)

eng_audit_entry eng_audit_entry_of(const eng_decision *d) {
	return (eng_audit_entry){
		.action = eng_str_from(eng_action_name(d->action)),
		.person = d->person,
		.role = d->role,
		.path = d->path,
		.note = d->note,
		.date = d->date,
		.hash = d->hash,
	};
}

/* ---- checking ---- */

static bool find_key(eng_ctx *ctx, const eng_policy *policy, const eng_audit_entry *entry,
		     const eng_signature *signature, const eng_public_key **key) {
	const eng_person_key *held;
	const eng_person *person;

	if (eng_str_eqc(entry->person, ENG_AUDIT_ROOT)) {
		*key = &policy->root;
		return policy->has_root && eng_str_eqc(entry->action, ENG_AUDIT_POLICY)
			   ? true
			   : eng_fail(ctx, "audit.other-person", entry->where,
				      "the root signs policies and nothing else");
	}
	person = eng_policy_holder(policy, signature->key_id, &held);
	if (!person || !eng_str_eq(person->id, entry->person)) {
		return eng_fail(ctx, "audit.other-person", entry->where,
				"line is not signed with a key of '%.*s'; keys stay in the policy, "
				"lost ones under revoked-keys",
				ENG_STR_ARG(entry->person));
	}
	*key = &held->key;
	return true;
}

static bool check_signature(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy,
			    const eng_audit_entry *entry, eng_str text) {
	const eng_public_key *key = NULL;
	eng_signature signature;

	if (!eng_signature_parse(ctx, arena, entry->where.file, text, &signature) ||
	    !find_key(ctx, policy, entry, &signature, &key)) {
		return false;
	}
	signature.where = entry->where;
	return eng_signature_check(ctx, &signature, key, eng_audit_line_body(arena, entry),
				   "line of the audit log");
}

static bool check_chain(eng_ctx *ctx, const eng_audit *audit, const eng_audit_entry *entry) {
	if (entry->number != (int64_t)audit->count + 1) {
		return eng_fail(ctx, "audit.broken", entry->where,
				"line has number %lld where %zu is expected: lines were removed or "
				"moved",
				(long long)entry->number, audit->count + 1);
	}
	if (!eng_hash_eq(&entry->previous, &audit->head)) {
		return eng_fail(
		    ctx, "audit.broken", entry->where,
		    "line does not continue the one before it: one of both was altered");
	}
	return true;
}

static bool add_line(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy, eng_loc where,
		     eng_str text, eng_audit *out, size_t *cap) {
	eng_audit_entry *entry;
	eng_str signature;

	out->entries = eng_arena_grow(arena, out->entries, out->count, cap, sizeof(*out->entries));
	entry = &out->entries[out->count];
	if (!eng_audit_line_parse(ctx, arena, where, text, entry, &signature) ||
	    !check_chain(ctx, out, entry) ||
	    (policy && !check_signature(ctx, arena, policy, entry, signature))) {
		return false;
	}
	out->head = eng_hash_of(text.s, text.n);
	out->count++;
	return true;
}

/* Reads all lines; policy NULL: without their signatures. Behind a mark that the chain leads to, and only
 * there, signatures are checked. */
static bool read_lines(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy, const char *path,
		       const eng_audit_mark *mark, eng_str text, eng_audit *out) {
	eng_loc where = { path, 0, 1 };
	eng_str rest = text, line;
	size_t cap = 0;

	*out = (eng_audit){ 0 };
	while (eng_str_split(&rest, '\n', &line)) {
		bool known = mark && out->count < mark->entries;

		where.line++;
		if (!rest.s) {
			return line.n == 0 ||
			       eng_fail(ctx, "audit.broken", where,
					"last line of the log is cut: it has no end");
		}
		if (!add_line(ctx, arena, known ? NULL : policy, where, line, out, &cap)) {
			return false;
		}
		if (mark && out->count == mark->entries && !eng_hash_eq(&out->head, &mark->head)) {
			return eng_fail(ctx, "audit.broken", where, "line is another one");
		}
	}
	return true;
}

bool eng_audit_load_behind(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy,
			   const char *library, const eng_audit_mark *mark, eng_audit *out) {
	const char *path = eng_path_join(arena, library, ENG_AUDIT_FILE);
	eng_ctx quiet;
	eng_str text;

	*out = (eng_audit){ 0 };
	if (!eng_file_exists(path)) {
		return true;
	}
	if (!eng_file_read(ctx, arena, path, LOG_LIMIT, &text)) {
		return false;
	}
	if (mark) {
		eng_ctx_init(&quiet, NULL, NULL);
		quiet.limits = ctx->limits;
		if (read_lines(&quiet, arena, policy, path, mark, text, out) &&
		    out->count >= mark->entries) {
			return true;
		}
	}
	return read_lines(ctx, arena, policy, path, NULL, text, out);
}

bool eng_audit_load(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy, const char *library,
		    eng_audit *out) {
	return eng_audit_load_behind(ctx, arena, policy, library, NULL, out);
}

eng_hash eng_audit_line_hash(const eng_audit *audit, size_t number) {
	return number < audit->count ? audit->entries[number].previous : audit->head;
}

/* ---- appending ---- */

/* Opens the log for one writer at a time; -1 after reporting. */
static int open_log(eng_ctx *ctx, eng_arena *arena, const char *library, const char **path) {
	int fd;

	*path = eng_path_join(arena, library, ENG_AUDIT_FILE);
	fd = open(*path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd >= 0 && flock(fd, LOCK_EX) == 0) {
		return fd;
	}
	eng_file_unwritable(ctx, *path, "written");
	if (fd >= 0) {
		close(fd);
	}
	return -1;
}

static bool append_line(eng_ctx *ctx, eng_arena *arena, const char *path, int fd,
			const eng_audit_entry *entry, eng_str signature) {
	return eng_file_append(
	    ctx, path, fd,
	    eng_str_printf(arena, "%s\n", eng_audit_line_format(arena, entry, signature).s));
}

void eng_audit_place(const eng_audit *audit, eng_audit_entry *entry) {
	entry->number = (int64_t)audit->count + 1;
	entry->previous = audit->head;
}

eng_str eng_audit_line_text(eng_arena *arena, const eng_audit_entry *entry) {
	return eng_audit_line_body(arena, entry);
}

eng_str eng_audit_line_comment(eng_arena *arena, const eng_audit_entry *entry) {
	return eng_str_printf(arena, "engross-audit:1 n=%lld", (long long)entry->number);
}

bool eng_audit_add(eng_ctx *ctx, eng_arena *arena, const char *library, eng_audit_entry entry,
		   const eng_secret_key *key) {
	const char *path;
	int fd = open_log(ctx, arena, library, &path);
	eng_buf signature = { 0 };
	eng_audit audit;
	bool ok = fd >= 0 && eng_audit_load(ctx, arena, NULL, library, &audit);

	if (ok) {
		eng_audit_place(&audit, &entry);
		eng_signature_make(key, eng_audit_line_body(arena, &entry),
				   eng_audit_line_comment(arena, &entry), &signature);
		ok = append_line(ctx, arena, path, fd, &entry, eng_buf_view(&signature));
		eng_buf_finish(&signature);
	}
	if (fd >= 0) {
		close(fd); /* and the lock with it */
	}
	return ok;
}

static bool has_moved(eng_ctx *ctx, const eng_audit_entry *entry) {
	return eng_fail(ctx, "audit.moved", (eng_loc){ 0 },
			"somebody else decided meanwhile: the audit log has another line %lld; try "
			"again",
			(long long)entry->number);
}

/* The line's person signed it, under the comment that belongs to it. */
static bool check_line(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy,
		       const eng_audit_entry *entry, eng_str text) {
	const eng_person_key *key;
	const eng_person *person;
	eng_signature signature;

	if (!eng_signature_parse(ctx, arena, "signature of the log's line", text, &signature)) {
		return false;
	}
	person = eng_policy_holder(policy, signature.key_id, &key);
	if (!person || !eng_str_eq(person->id, entry->person)) {
		return eng_fail(ctx, "audit.bad-line", (eng_loc){ 0 },
				"the signature for line %lld is not of '%.*s'",
				(long long)entry->number, ENG_STR_ARG(entry->person));
	}
	if (!eng_str_eq(signature.comment, eng_audit_line_comment(arena, entry))) {
		return has_moved(ctx, entry);
	}
	return eng_signature_check(ctx, &signature, &key->key, eng_audit_line_body(arena, entry),
				   "the log's line");
}

bool eng_audit_enter(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy, const char *library,
		     const eng_audit_entry *entry, eng_str signature) {
	const char *path;
	int fd = open_log(ctx, arena, library, &path);
	eng_audit audit;
	bool ok = fd >= 0 && eng_audit_load(ctx, arena, NULL, library, &audit);

	if (ok && (entry->number != (int64_t)audit.count + 1 ||
		   !eng_hash_eq(&entry->previous, &audit.head))) {
		ok = has_moved(ctx, entry);
	}
	ok = ok && check_line(ctx, arena, policy, entry, signature) &&
	     append_line(ctx, arena, path, fd, entry, signature);
	if (fd >= 0) {
		close(fd);
	}
	return ok;
}

bool eng_audit_last_policy(const eng_audit *audit, int64_t *serial, eng_hash *hash) {
	for (size_t i = audit->count; i-- > 0;) {
		const eng_audit_entry *entry = &audit->entries[i];
		eng_decimal number;

		if (eng_str_eqc(entry->action, ENG_AUDIT_POLICY)) {
			*hash = entry->hash;
			return eng_str_starts(entry->note, ENG_AUDIT_SERIAL) &&
			       eng_decimal_parse(eng_str_sub(entry->note,
							     sizeof(ENG_AUDIT_SERIAL) - 1,
							     entry->note.n),
						 false, &number) &&
			       eng_decimal_to_int64(number, serial);
		}
	}
	return false;
}

bool eng_audit_check_policy(eng_ctx *ctx, const eng_audit *audit, const eng_policy *policy) {
	eng_loc where = { policy->path, 0, 0 };
	int64_t serial;
	eng_hash hash;

	if (!eng_audit_last_policy(audit, &serial, &hash)) {
		return eng_fail(
		    ctx, "policy.rollback", where,
		    "policy was never entered in the audit log; 'engross policy sign' does "
		    "that");
	}
	if (!eng_hash_eq(&hash, &policy->hash)) {
		return eng_fail(ctx, "policy.rollback", where,
				"policy with serial %lld is not the one that was signed last, with "
				"serial %lld",
				(long long)policy->serial, (long long)serial);
	}
	return true;
}

bool eng_audit_open(eng_ctx *ctx, eng_arena *arena, const char *library, const eng_public_key *root,
		    eng_policy **policy, eng_audit *out) {
	*policy = eng_policy_load(ctx, arena, library, root);
	return *policy && eng_audit_load(ctx, arena, *policy, library, out) &&
	       eng_audit_check_policy(ctx, out, *policy) &&
	       eng_audit_compare(ctx, arena, out, library);
}
