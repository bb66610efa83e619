/* Functions that make output depend on the locale, the clock or luck. Included by every .c file
 * through the build (-include); calling one is a compile error. After git's banned.h. */
#ifndef ENG_BASE_BANNED_H
#define ENG_BASE_BANNED_H

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strtod strtof atoi atol atof strtok
#pragma GCC poison localtime localtime_r gmtime gmtime_r setlocale rand srand random

#endif
