/* Many artifacts in one file: a stored zip of files, an mbox of messages, or lines. The bytes of each
 * artifact stand in the file unchanged, so that offset and length find them without a reader. */
#ifndef ENG_ARCHIVE_PACK_H
#define ENG_ARCHIVE_PACK_H

#include "base/date.h"
#include "base/diag.h"

typedef struct eng_pack eng_pack;

/* Where an artifact stands in its file. */
typedef struct eng_pack_place {
	uint64_t offset;    /* of its first byte */
	uint64_t line;      /* in a file of lines, from 1; else 0 */
	const char *member; /* of a zip, as given; else NULL */
} eng_pack_place;

/* A packer for files that end in extension: "mbox" makes an mbox, "zip" a zip, any other lines. stamp:
 * time of members and messages. Both are borrowed or copied; the packer is used file after file. */
eng_pack *eng_pack_new(const char *extension, eng_date stamp);
/* Also closes a file that was not ended, and leaves it. */
void eng_pack_free(eng_pack *pack);
const char *eng_pack_extension(const eng_pack *pack);

/* Begins the file. False after reporting file.unwritable. */
bool eng_pack_start(eng_ctx *ctx, eng_pack *pack, const char *path);
/* Adds an artifact; name is its file name, which a zip keeps. False after reporting file.unwritable, or
 * archive.from-line: a message that an mbox would have to change. */
bool eng_pack_add(eng_ctx *ctx, eng_pack *pack, const char *name, eng_str bytes,
		  eng_pack_place *place);
/* Writes what is left and closes the file. False after reporting file.unwritable. */
bool eng_pack_end(eng_ctx *ctx, eng_pack *pack);

#endif
