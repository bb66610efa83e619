/* The floor under every figure of the benchmark: what deflating, hashing and writing the same bytes
 * costs alone. floor DIR: every file below DIR, written again beside itself and removed. */
#include <fcntl.h>
#include <ftw.h>
#include <libdeflate.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct libdeflate_compressor *compressor;
static unsigned long files, bytes;

static int one(const char *path, const struct stat *st, int type, struct FTW *ftw) {
	size_t n = (size_t)st->st_size, bound = libdeflate_zlib_compress_bound(compressor, n);
	char *in, *packed, name[4096];
	unsigned char hash[32];
	int fd;

	(void)ftw;
	if (type != FTW_F || n == 0) {
		return 0;
	}
	in = malloc(n);
	packed = malloc(bound);
	fd = open(path, O_RDONLY);
	if (!in || !packed || fd < 0 || read(fd, in, n) != (ssize_t)n) {
		return 1;
	}
	close(fd);
	libdeflate_zlib_compress(compressor, in, n, packed, bound);
	EVP_Digest(in, n, hash, NULL, EVP_sha256(), NULL);
	snprintf(name, sizeof(name), "%s.floor", path);
	fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (fd < 0 || write(fd, in, n) != (ssize_t)n || close(fd) != 0 || unlink(name) != 0) {
		return 1;
	}
	free(in);
	free(packed);
	files++;
	bytes += n;
	return 0;
}

int main(int argc, char **argv) {
	compressor = libdeflate_alloc_compressor(1);
	if (argc != 2 || !compressor || nftw(argv[1], one, 32, FTW_PHYS) != 0) {
		fputs("usage: floor DIR\n", stderr);
		return 1;
	}
	printf("%lu files, %lu bytes\n", files, bytes);
	libdeflate_free_compressor(compressor);
	return 0;
}
