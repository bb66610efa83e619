/* AES-256 with libcrypto: hashes of the password (algorithm 2.B), the entries U, UE, O, OE and Perms
 * (algorithms 8 to 10) and streams (algorithm 1.A).
 *
 * Strings need no care: all dictionaries stand in object streams, which are encrypted as a whole.
 *
 * The standard takes key, salts and vectors at random; here the same input must give the same bytes,
 * so they are derived: HMAC-SHA-256, keyed with the password, of a label, the run's fingerprint and
 * the hash of the file in plain. Who does not know the password cannot compute any of them, and a
 * guess is tested no faster than by the password's own check value, which costs the 64 rounds of 2.B.
 * Another file or another run has another hash and so another key; a vector depends on the object
 * and its bytes, so none serves two different streams. Where the run names no owner's password it is
 * derived too, and no one is told it; with one, and without a password of the reader, the key is open to
 * all, and the owner's password alone is a secret. Permissions are a request to honest readers, as
 * ISO 32000-2 7.6.4.1 says itself. */
#include "channels/common/pdf/security.h"

#include <glib.h>
#include <openssl/evp.h>

#include "base/buf.h"

enum { KEY = 32, BLOCK = 16, SALT = 8, ENTRY = KEY + 2 * SALT, PASSWORD_MAX = 127 };

typedef struct secret {
	eng_str password;
	const eng_hash *fingerprint, *content;
} secret;

/* 32 bytes that only the password's owner can compute. */
static void derive(const secret *s, const char *label, unsigned char out[KEY]) {
	eng_buf text = { 0 };
	eng_hash mac;

	eng_buf_cstr(&text, label);
	eng_buf_char(&text, '\0');
	eng_buf_add(&text, s->fingerprint->bytes, ENG_HASH_SIZE);
	eng_buf_add(&text, s->content->bytes, ENG_HASH_SIZE);
	mac = eng_hash_keyed(s->password, text.s, text.n);
	memcpy(out, mac.bytes, KEY);
	eng_buf_finish(&text);
}

/* One pass of AES without padding, in place; n is a multiple of the block. */
static void encrypt(const EVP_CIPHER *cipher, const unsigned char *key, const unsigned char *iv,
		    unsigned char *data, size_t n) {
	EVP_CIPHER_CTX *aes = EVP_CIPHER_CTX_new();
	int done = 0;

	if (!aes || EVP_EncryptInit_ex(aes, cipher, NULL, key, iv) != 1 ||
	    EVP_CIPHER_CTX_set_padding(aes, 0) != 1 ||
	    EVP_EncryptUpdate(aes, data, &done, data, (int)n) != 1) {
		eng_oom(); /* libcrypto fails here for want of memory only */
	}
	EVP_CIPHER_CTX_free(aes);
}

static void digest(const EVP_MD *kind, eng_str data, unsigned char *out, unsigned *n) {
	if (EVP_Digest(data.s, data.n, out, n, kind, NULL) != 1) {
		eng_oom();
	}
}

/* Algorithm 2.B. more: the user entry when the owner's password is hashed, else empty. */
static void password_hash(eng_str password, const unsigned char salt[SALT], eng_str more,
			  unsigned char out[KEY]) {
	unsigned char k[EVP_MAX_MD_SIZE];
	eng_buf round = { 0 };
	unsigned n = KEY;

	eng_buf_str(&round, password);
	eng_buf_add(&round, salt, SALT);
	eng_buf_str(&round, more);
	digest(EVP_sha256(), eng_buf_view(&round), k, &n);
	for (int i = 0;; i++) {
		unsigned sum = 0;

		eng_buf_clear(&round);
		for (int k64 = 0; k64 < 64; k64++) {
			eng_buf_str(&round, password);
			eng_buf_add(&round, k, n);
			eng_buf_str(&round, more);
		}
		encrypt(EVP_aes_128_cbc(), k, k + BLOCK, (unsigned char *)round.s, round.n);
		for (int b = 0; b < BLOCK; b++) {
			sum += (unsigned char)round.s[b];
		}
		digest(sum % 3 == 0   ? EVP_sha256()
		       : sum % 3 == 1 ? EVP_sha384()
				      : EVP_sha512(),
		       eng_buf_view(&round), k, &n);
		if (i >= 63 && (unsigned char)round.s[round.n - 1] <= i + 1 - 32) {
			break;
		}
	}
	memcpy(out, k, KEY);
	eng_buf_finish(&round);
}

/* The check value with its salts, and the file's key under the password: U and UE, or O and OE. */
static void make_entry(const secret *s, const char *label, eng_str password, eng_str more,
		       const unsigned char key[KEY], unsigned char entry[ENTRY],
		       unsigned char wrapped[KEY]) {
	unsigned char salts[KEY], zero[BLOCK] = { 0 }, own[KEY];

	derive(s, label, salts);
	memcpy(entry + KEY, salts, 2 * SALT);
	password_hash(password, salts, more, entry);
	password_hash(password, salts + SALT, more, own);
	memcpy(wrapped, key, KEY);
	encrypt(EVP_aes_256_cbc(), own, zero, wrapped, KEY);
}

static void put_hex(eng_buf *out, const char *name, const unsigned char *bytes, size_t n) {
	eng_buf_printf(out, "/%s<", name);
	for (size_t i = 0; i < n; i++) {
		eng_buf_printf(out, "%02X", bytes[i]);
	}
	eng_buf_char(out, '>');
}

/* Algorithm 10: the permissions again, under the file's key. */
static void make_permissions(const secret *s, const unsigned char key[KEY], uint32_t p,
			     unsigned char out[BLOCK]) {
	unsigned char filler[KEY];
	const unsigned char plain[12] = { (unsigned char)p,
					  (unsigned char)(p >> 8),
					  (unsigned char)(p >> 16),
					  (unsigned char)(p >> 24),
					  255,
					  255,
					  255,
					  255,
					  'T',
					  'a',
					  'd',
					  'b' };

	derive(s, "permissions", filler);
	memcpy(out, plain, sizeof(plain));
	memcpy(out + sizeof(plain), filler, BLOCK - sizeof(plain));
	encrypt(EVP_aes_256_ecb(), key, NULL, out, BLOCK);
}

/* As SASLprep would have it for what is typed on keyboards: compatibility composed, no controls. */
static bool prepare(eng_ctx *ctx, eng_arena *arena, eng_str password, eng_str *out) {
	char *text =
	    g_utf8_normalize(password.s ? password.s : "", (gssize)password.n, G_NORMALIZE_NFKC);

	*out = text ? eng_str_copy(arena, eng_str_from(text)) : (eng_str){ 0 };
	g_free(text);
	for (size_t i = 0; i < out->n; i++) {
		if ((unsigned char)out->s[i] < 0x20 || out->s[i] == 0x7f) {
			*out = (eng_str){ 0 };
		}
	}
	return (out->n > 0 && out->n <= PASSWORD_MAX) ||
	       eng_fail(ctx, "pdf.password", (eng_loc){ 0 },
			"the password of the pdf file should have 1 to %d bytes and no controls",
			PASSWORD_MAX);
}

bool eng_pdf_security_make(eng_ctx *ctx, eng_arena *arena, eng_str password,
			   const eng_pdf_options *options, const eng_hash *fingerprint,
			   const eng_hash *content, eng_pdf_security *out) {
	secret s = { .fingerprint = fingerprint, .content = content };
	unsigned char u[ENTRY], ue[KEY], o[ENTRY], oe[KEY], perms[BLOCK], owner[KEY];
	eng_str master = { (char *)owner, KEY };
	uint32_t p = 0xfffff0c0u | options->allow; /* reserved bits are set, 1 and 2 clear */
	eng_buf dict = { 0 };

	if ((password.n || !options->owner.n) && !prepare(ctx, arena, password, &s.password)) {
		return false;
	}
	if (options->owner.n) {
		if (!prepare(ctx, arena, options->owner, &master)) {
			return false;
		}
	} else {
		derive(&s, "owner", owner);
	}
	derive(&s, "file key", out->key);
	make_entry(&s, "user salts", s.password, (eng_str){ 0 }, out->key, u, ue);
	make_entry(&s, "owner salts", master, (eng_str){ (char *)u, ENTRY }, out->key, o, oe);
	make_permissions(&s, out->key, p, perms);
	eng_buf_printf(&dict,
		       "<</Filter/Standard/V 5/R 6/Length 256/P %d/EncryptMetadata true"
		       "/CF<</StdCF<</AuthEvent/DocOpen/CFM/AESV3/Length 32>>>>"
		       "/StmF/StdCF/StrF/StdCF",
		       (int32_t)p);
	put_hex(&dict, "U", u, ENTRY);
	put_hex(&dict, "UE", ue, KEY);
	put_hex(&dict, "O", o, ENTRY);
	put_hex(&dict, "OE", oe, KEY);
	put_hex(&dict, "Perms", perms, BLOCK);
	eng_buf_cstr(&dict, ">>");
	out->dict = eng_str_copy(arena, eng_buf_view(&dict));
	eng_buf_finish(&dict);
	return true;
}

eng_str eng_pdf_security_seal(const eng_pdf_security *security, eng_arena *arena, unsigned id,
			      eng_str data) {
	size_t pad = BLOCK - data.n % BLOCK, n = data.n + pad;
	unsigned char *out = eng_arena_alloc(arena, BLOCK + n);
	eng_hash hash = eng_hash_of(data.s, data.n), mac;
	unsigned char text[ENG_HASH_SIZE + 4];

	memcpy(text, hash.bytes, ENG_HASH_SIZE);
	for (int i = 0; i < 4; i++) {
		text[ENG_HASH_SIZE + i] = (unsigned char)(id >> 8 * i);
	}
	mac = eng_hash_keyed((eng_str){ (const char *)security->key, KEY }, text, sizeof(text));
	memcpy(out, mac.bytes, BLOCK);
	if (data.n) {
		memcpy(out + BLOCK, data.s, data.n);
	}
	memset(out + BLOCK + data.n, (int)pad, pad);
	encrypt(EVP_aes_256_cbc(), security->key, mac.bytes, out + BLOCK, n);
	return (eng_str){ (char *)out, BLOCK + n };
}
