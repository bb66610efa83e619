/* The files that a preview is made of, from engine/review/assets; the build generates the table. */
#ifndef ENG_REVIEW_ASSETS_H
#define ENG_REVIEW_ASSETS_H

#include <stddef.h>

typedef struct eng_asset {
	const char *name; /* without folder */
	const char *bytes;
	size_t n;
} eng_asset;

extern const eng_asset eng_review_assets[];
extern const size_t eng_review_asset_count;

#endif
