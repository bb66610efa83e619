/* The artifacts of a chunk on their way from a shard's folder to the run's: linked where the file system can,
 * copied where it cannot, and read once, for what is sealed must be what was made. */
#include "run/join.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "archive/entry.h"
#include "base/file.h"

#define BLOCK 65536

typedef struct taking {
	eng_join *j;
	eng_join_shard *part;
	const char *chunk_name;
	const eng_entry *now;
	eng_buf path;   /* of the file that is open */
	eng_buf folder; /* that was made last */
	int file;       /* -1: none */
	uint64_t first; /* ordinal of the record in work + 1 */
} taking;

static bool changed(taking *t, const char *what) {
	return eng_fail(&t->j->ctx, "seal.changed", (eng_loc){ t->part->past.folder, 0, 0 },
			"%s of chunk %s is not what the shard made", what, t->chunk_name);
}

static bool copy(taking *t, const char *to) {
	int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	char block[BLOCK];
	off_t at = 0;
	ssize_t n = 0;
	bool ok = out >= 0;

	while (ok && (n = pread(t->file, block, sizeof(block), at)) > 0) {
		ok = eng_file_write_all(out, (eng_str){ block, (size_t)n });
		at += n;
	}
	if (out >= 0 && close(out) != 0) {
		ok = false;
	}
	return (ok && n == 0) || eng_file_unwritable(&t->j->ctx, to, "written");
}

/* Another file than that of the line before: it is taken over, and open to be read. */
static bool take_file(taking *t) {
	eng_arena *arena = &t->j->scratch;
	eng_str path = eng_buf_view(&t->now->path);
	const char *name = eng_str_dup(arena, path);
	const char *from = eng_path_join(arena, t->part->past.folder, name);
	const char *to = eng_path_join(arena, eng_folder_partial(t->j->folder), name);
	const char *folder = eng_path_dir(arena, to);
	bool taken;

	if (t->file >= 0) {
		close(t->file);
	}
	t->file = eng_path_is_safe(path) ? open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
	if (t->file < 0) {
		return changed(t, "a file");
	}
	if (!eng_str_eqc(eng_buf_view(&t->folder), folder)) {
		eng_buf_clear(&t->folder);
		eng_buf_cstr(&t->folder, folder);
		if (!eng_file_mkdirs(&t->j->ctx, folder)) {
			return false;
		}
	}
	eng_buf_clear(&t->path);
	eng_buf_str(&t->path, path);
	/* Files of many artifacts come up again and again. */
	return eng_file_look(&t->j->ctx, to, &taken) &&
	       (taken || link(from, to) == 0 || copy(t, to));
}

static bool is_as_made(taking *t) {
	const eng_entry *l = t->now;
	eng_hasher *hasher = eng_hasher_new();
	uint64_t left = l->bytes, at = l->packed ? l->offset : 0;
	char block[BLOCK];
	eng_hash hash;
	ssize_t n = 1;

	while (left && n > 0) {
		n = pread(t->file, block, left < BLOCK ? (size_t)left : BLOCK, (off_t)at);
		if (n > 0) {
			eng_hasher_add(hasher, block, (size_t)n);
			left -= (uint64_t)n;
			at += (uint64_t)n;
		}
	}
	hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	return (!left && eng_hash_eq(&hash, &l->hash) &&
		(l->packed || pread(t->file, block, 1, (off_t)at) == 0)) ||
	       changed(t, "an artifact");
}

/* Whose it is: nobody that a record before had. */
static bool take_recipient(taking *t) {
	eng_join *j = t->j;
	eng_str id = eng_buf_view(&t->now->recipient);
	eng_hash hash = eng_hash_of(id.s, id.n);
	char hex[ENG_HASH_HEX];
	bool found;

	if (t->first == t->now->ordinal + 1 || !j->seen) {
		return true;
	}
	t->first = t->now->ordinal + 1;
	if (!eng_seen_has(&j->ctx, j->seen, &hash, &found)) {
		return false;
	}
	if (found) {
		eng_hash_hex(&hash, hex);
		eng_buf_printf(&t->part->others, "{\"ordinal\":%llu,\"recipient\":\"%s\"}\n",
			       (unsigned long long)t->now->ordinal, hex);
		j->told++;
	}
	return eng_seen_add(&j->ctx, j->seen, &hash);
}

static bool take_entry(void *user, const eng_entry *entry) {
	taking *t = user;

	t->now = entry;
	if (!take_recipient(t)) {
		return false;
	}
	/* Nothing is taken over any more when shards must be made again. */
	if (t->j->told) {
		return true;
	}
	return (eng_str_eq(eng_buf_view(&t->path), eng_buf_view(&entry->path)) || take_file(t)) &&
	       is_as_made(t);
}

bool eng_join_artifacts(eng_join *j, eng_join_shard *part, const char *chunk_name,
			eng_str manifest) {
	taking t = { .j = j, .part = part, .chunk_name = chunk_name, .file = -1 };
	bool ok = eng_entries_take(&j->ctx, "manifest.ndjson", manifest, take_entry, &t);

	if (t.file >= 0) {
		close(t.file);
	}
	eng_buf_finish(&t.path);
	eng_buf_finish(&t.folder);
	return ok;
}
