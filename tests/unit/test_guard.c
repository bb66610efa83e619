/* Lack of memory ends the process wherever it is met: inside the libraries (eng_memory_guard) and where lines
 * are read (eng_file_line), which must not take it for the end of the file. Each trial is a process of its
 * own, in which no allocation succeeds from some moment on. */
#include <libxml/xmlmemory.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unicode/ubrk.h>
#include <unistd.h>

#include "base/file.h"
#include "engross.h"
#include "unit.h"

#if defined(__SANITIZE_ADDRESS__)
#define OWN_MALLOC 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define OWN_MALLOC 0
#endif
#endif
#ifndef OWN_MALLOC
#define OWN_MALLOC 1
#endif

#if OWN_MALLOC
static int failing;

void *malloc(size_t n) {
	extern void *__libc_malloc(size_t);

	return failing ? NULL : __libc_malloc(n);
}

void *realloc(void *p, size_t n) {
	extern void *__libc_realloc(void *, size_t);

	return failing ? NULL : __libc_realloc(p, n);
}

static void in_xml(void) {
	xmlMalloc(64);
}

static void in_crypto(void) {
	OPENSSL_malloc(64);
}

static void in_icu(void) {
	UErrorCode status = U_ZERO_ERROR;

	ubrk_open(UBRK_WORD, "en", NULL, 0, &status);
}

static void in_lines(void) {
	char *line = NULL;
	size_t room = 0;
	FILE *file = tmpfile();

	failing = 0;
	fprintf(file, "%08192d\n", 1);
	rewind(file);
	fgetc(file); /* the stream's buffer is there before */
	failing = 1;
	eng_file_line(file, &line, &room);
}

/* Whether a process that does this without memory is ended by a signal. */
static bool ends(void (*what)(void)) {
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		if (!freopen("/dev/null", "w", stderr)) {
			_exit(2);
		}
		failing = 1;
		what();
		_exit(0);
	}
	return child > 0 && waitpid(child, &status, 0) == child && WIFSIGNALED(status);
}
#endif

static void lines(void) {
	char *line = NULL;
	size_t room = 0;
	FILE *file = tmpfile(), *folder = fopen("/", "r");

	fputs("one\nlast", file);
	rewind(file);
	CHECK(eng_file_line(file, &line, &room) == 4);
	CHECK(eng_file_line(file, &line, &room) == 4);
	CHECK(eng_file_line(file, &line, &room) == 0);
	CHECK(folder && eng_file_line(folder, &line, &room) < 0); /* no line is read of a folder */
	fclose(file);
	fclose(folder);
	free(line);
}

int main(void) {
	CHECK(eng_memory_guard());
	lines();
#if OWN_MALLOC
	CHECK(ends(in_xml));
	CHECK(ends(in_crypto));
	CHECK(ends(in_icu));
	CHECK(ends(in_lines));
#endif
	return unit_done();
}
