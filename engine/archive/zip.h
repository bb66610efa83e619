/* A zip archive whose members are stored as they are (APPNOTE.TXT 6.3, sections 4.3 and 4.5), with the
 * 64-bit forms where a count or a place needs them. Knows the records; writes no file. */
#ifndef ENG_ARCHIVE_ZIP_H
#define ENG_ARCHIVE_ZIP_H

#include "base/buf.h"
#include "base/date.h"

/* A zeroed eng_zip is an archive without members; eng_zip_finish frees and zeroes it. */
typedef struct eng_zip {
	eng_buf directory;
	uint64_t members;
} eng_zip;

void eng_zip_finish(eng_zip *zip);
/* Empties the archive and keeps its memory. */
void eng_zip_clear(eng_zip *zip);
/* Appends the local header of a member to out; its bytes (below 4 GiB) must follow. offset: where the
 * header will stand in the file; stamp: time of the member, in even seconds from 1980 on. */
void eng_zip_member(eng_zip *zip, eng_buf *out, eng_str name, eng_str bytes, uint64_t offset,
		    eng_date stamp);
/* Appends the directory and the end of the archive; offset: where they will stand. */
void eng_zip_end(eng_zip *zip, eng_buf *out, uint64_t offset);

#endif
