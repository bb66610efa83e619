/* A folder with a small library, for fuzzers of what stands in files: one file of it is the input, and a
 * letter is made with it in every channel. ENG_FUZZ_ROOM names the folder (tests/fuzz/run lays it out). */
#ifndef ENG_FUZZ_ROOM_H
#define ENG_FUZZ_ROOM_H

#include "fuzz.h"

/* Puts the input into the room under this name; ends the process when that fails. Returns its path,
 * good for the next three calls. */
const char *fuzz_room_put(const char *name, const uint8_t *data, size_t size);
/* Path of a file of the room; as above. */
const char *fuzz_room_path(const char *name);
/* Makes the room's letter with this template (a path) and theme (an id; NULL: the template's), in all
 * channels but pictures. Asserts that whatever fails is told, and what does not fail is not. */
void fuzz_room_make(const char *tmpl, const char *theme);

#endif
