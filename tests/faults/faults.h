/* What the parts of the library of faults share. Nothing here allocates. */
#ifndef ENG_FAULTS_H
#define ENG_FAULTS_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <stdint.h>

extern int faults_ready; /* 0: before and after the program's own time */
extern int faults_errno; /* of what fails; negative: a short write */

/* The function of that name that this library stands before. */
void *faults_next(const char *name);
/* A variable of the environment as a number; 0 without it. */
long faults_number(const char *name);

#define NEXT(name)                                                                                 \
	static __typeof__(name) *real;                                                             \
	if (!real) {                                                                               \
		real = (__typeof__(name) *)(uintptr_t)faults_next(#name);                          \
	}

void ways_begin(void);
/* Opens the file that a variable names; -1: none. */
int ways_open(const char *variable);
/* Writes a line there when nobody came this way before. To be called by who is called by what stands before
 * the program's function: three callers are not told. */
void ways_note(int fd, long number);
long ways_allocations(void);

void looks_begin(void);
long looks_count(void);

#endif
