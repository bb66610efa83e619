/* The engine's version: part of every fingerprint. */
#ifndef ENG_RUN_VERSION_H
#define ENG_RUN_VERSION_H

#define ENG_VERSION "0.1.0"

#endif
