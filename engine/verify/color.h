/* Colours as CSS writes them (CSS Color 4). */
#ifndef ENG_VERIFY_COLOR_H
#define ENG_VERIFY_COLOR_H

#include "base/length.h"

/* The first colour of a value: "#abc", "#aabbcc", "#aabbccdd",
 * "rgb(...)", "rgba(...)", a common name.
 * False: none; *color is then left as it was. */
bool eng_css_color_read(eng_str text, eng_color *color);
/* What is seen of a colour painted over an opaque ground. */
eng_color eng_css_color_over(eng_color color, eng_color ground);
#endif
