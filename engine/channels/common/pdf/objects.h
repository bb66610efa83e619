/* The objects of one PDF file and the file itself: ids, object streams, cross-reference stream.
 *
 * Ids are reserved first and filled in any order; every reserved id must be filled before writing.
 * Dictionaries go into object streams, streams stand by themselves with ready bytes. */
#ifndef ENG_CHANNELS_COMMON_PDF_OBJECTS_H
#define ENG_CHANNELS_COMMON_PDF_OBJECTS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/hash.h"
#include "channels/channel.h"
#include "channels/common/pdf/deflate.h"

typedef struct eng_pdf_objects eng_pdf_objects;

/* Appends the file to out, as its objects come; one that is to be encrypted in the end, and until then the
 * arena keeps what is given below. Dictionaries are compressed some at a time; text holds those in
 * between and is cleared. NULL after reporting. */
eng_pdf_objects *eng_pdf_objects_new(eng_ctx *ctx, eng_arena *arena, eng_buf *text,
				     eng_pdf_deflate *deflate, eng_pdf_effort effort, eng_buf *out);
void eng_pdf_objects_free(eng_pdf_objects *objects);

/* The first of count consecutive ids. */
unsigned eng_pdf_objects_reserve(eng_pdf_objects *objects, unsigned count);
/* Begins a dictionary or array; write it whole to the buffer and call close. */
eng_buf *eng_pdf_objects_open(eng_pdf_objects *objects, unsigned id);
void eng_pdf_objects_close(eng_pdf_objects *objects);
/* Ends the object stream that is being filled: what follows stands in another one. */
void eng_pdf_objects_part(eng_pdf_objects *objects);
/* From now on notes each object stream that is filled, in bytes that replay takes; NULL: no longer. What
 * is open is ended first. The file identifier takes such streams by their hash. */
void eng_pdf_objects_watch(eng_pdf_objects *objects, eng_buf *seen);
/* Puts in what was seen in another file of this effort, in which the ids from the same one on were free: the
 * bytes are those that filling the objects again would make. They must live as long as the objects. False
 * after reporting. */
bool eng_pdf_objects_replay(eng_pdf_objects *objects, eng_str seen);
/* A stream of these bytes as they are to stand in the file. dict: entries without << >> and without
 * Length. Both must live as long as the objects. False after reporting. */
bool eng_pdf_objects_stream(eng_pdf_objects *objects, unsigned id, eng_str dict, eng_str data);
/* A stream of this text, compressed; it need not live on. Effort: what such text is given unless the file
 * is to be small. False after reporting. */
bool eng_pdf_objects_text(eng_pdf_objects *objects, unsigned id, eng_pdf_effort effort,
			  eng_str text);
/* The file will be encrypted (security.h): it opens with this password, or without one when it is empty.
 * options: what its reader may do, and the owner's password; must live as long as the objects. Before the
 * first stream. */
void eng_pdf_objects_lock(eng_pdf_objects *objects, eng_str password,
			  const eng_pdf_options *options, const eng_hash *fingerprint);
/* Writes what is left, the cross-reference stream and the trailer; the file identifier follows
 * from all bytes before it. False after reporting. */
bool eng_pdf_objects_write(eng_pdf_objects *objects, unsigned root, unsigned info);

#endif
