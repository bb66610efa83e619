/* Gathers the floors into libengross; the interface is engross.h. */
#include "engross.h"
