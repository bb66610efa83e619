/* The end of a run: its seed, its seal, and the seed's destruction. */
#ifndef ENG_RUN_SEALING_H
#define ENG_RUN_SEALING_H

#include "archive/seal.h"
#include "base/secret-key.h"

#define ENG_SEED_FILE "seed" /* in the partial folder until the run is whole */

/* The seed of the run that is made in the folder: the one that an interrupted start left there, else
 * the 32 bytes of the file given (NULL: 32 from the system's random source). It stands in the folder
 * until eng_sealing_forget. Fails with run.bad-seed, file.*. */
bool eng_sealing_start(eng_ctx *ctx, eng_arena *arena, const char *partial, const char *seed_file,
		       uint8_t seed[ENG_SEED_SIZE]);
/* Takes what the library's policy and audit log say into the seal, and copies the policy into the folder,
 * so that the run can be checked without the library. No policy: nothing. */
bool eng_sealing_trust(eng_ctx *ctx, eng_arena *arena, const char *library, const char *partial,
		       eng_seal *seal);
/* Completes the seal with the hashes of the run's files, writes it and signs it (key NULL: not). */
bool eng_sealing_finish(eng_ctx *ctx, eng_arena *arena, const char *partial, eng_str run_json,
			const eng_secret_key *key, eng_seal *seal);
/* Destroys the seed, when there is one: overwritten first, since the disk may keep what is removed. Only
 * once the run is whole, or it could not be resumed. */
bool eng_sealing_forget(eng_ctx *ctx, eng_arena *arena, const char *partial);

#endif
