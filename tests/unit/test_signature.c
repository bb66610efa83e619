/* Keys and signatures: what is signed checks, every changed bit does not; hostile files are refused. */
#include <stdlib.h>
#include <unistd.h>

#include "base/secret-key.h"
#include "unit.h"

static eng_ctx ctx;
static eng_arena arena;

static const eng_str letter = ENG_STR_INIT("Eligible deposits are protected up to 100,000 euros.");

static eng_signature sign(const eng_secret_key *key, eng_buf *text) {
	eng_signature signature;

	eng_signature_make(key, letter, ENG_STR("decision=approve role=legal"), text);
	CHECK(eng_signature_parse(&ctx, &arena, "a.minisig", eng_buf_view(text), &signature));
	CHECK_STR(signature.comment, "decision=approve role=legal");
	return signature;
}

static void check_changes(void) {
	eng_secret_key key, other;
	eng_public_key public_key, other_public;
	eng_buf text = { 0 };
	eng_signature signature;

	eng_secret_key_init(&key);
	eng_secret_key_init(&other);
	public_key = eng_secret_key_public(&key);
	other_public = eng_secret_key_public(&other);
	signature = sign(&key, &text);
	CHECK(eng_signature_check(&ctx, &signature, &public_key, letter, "letter"));
	CHECK(!eng_signature_check(&ctx, &signature, &other_public, letter, "letter"));
	memcpy(other_public.id, key.id, sizeof(key.id)); /* a forged id does not help */
	CHECK(!eng_signature_check(&ctx, &signature, &other_public, letter, "letter"));
	for (size_t i = 0; i < letter.n; i++) {
		char *copy = eng_str_dup(&arena, letter);

		copy[i] ^= 1;
		CHECK(!eng_signature_check(&ctx, &signature, &public_key,
					   (eng_str){ copy, letter.n }, "letter"));
	}
	signature.comment = ENG_STR("decision=approve role=brand");
	CHECK(!eng_signature_check(&ctx, &signature, &public_key, letter, "letter"));
	eng_buf_finish(&text);
	eng_secret_key_finish(&key);
	eng_secret_key_finish(&other);
}

/* Every single changed byte of the signature file is a bad format or a mismatch, except in the
 * untrusted comment, which nobody trusts. */
static void check_every_byte(void) {
	eng_secret_key key;
	eng_public_key public_key;
	eng_buf text = { 0 };
	size_t first_line;

	eng_secret_key_init(&key);
	public_key = eng_secret_key_public(&key);
	sign(&key, &text);
	first_line = (size_t)(strchr(text.s, '\n') - text.s);
	for (size_t i = first_line + 1; i + 1 < text.n; i++) {
		char *copy = eng_str_dup(&arena, eng_buf_view(&text));
		eng_signature signature;

		copy[i] = copy[i] == 'A' ? 'B' : 'A';
		CHECK(!eng_signature_parse(&ctx, &arena, "a.minisig", (eng_str){ copy, text.n },
					   &signature) ||
		      !eng_signature_check(&ctx, &signature, &public_key, letter, "letter"));
	}
	eng_buf_finish(&text);
	eng_secret_key_finish(&key);
}

static void check_files(void) {
	char dir[] = "/tmp/engross-signature-XXXXXX", path[64], public_text[ENG_PUBLIC_KEY_TEXT];
	eng_secret_key key, read;
	eng_public_key public_key, parsed;
	bool is_protected;

	CHECK(mkdtemp(dir) != NULL);
	snprintf(path, sizeof(path), "%s/plain.key", dir);
	eng_secret_key_init(&key);
	CHECK(eng_secret_key_write(&ctx, path, &key, NULL));
	CHECK(!eng_secret_key_write(&ctx, path, &key, NULL)); /* never overwritten */
	CHECK(eng_secret_key_is_protected(&ctx, path, &is_protected) && !is_protected);
	CHECK(eng_secret_key_load(&ctx, path, NULL, &read));
	CHECK(memcmp(&key, &read, sizeof(key)) == 0);
	public_key = eng_secret_key_public(&key);
	eng_public_key_text(&public_key, public_text);
	CHECK(eng_public_key_parse(&ctx, (eng_loc){ 0 }, eng_str_from(public_text), &parsed));
	CHECK(eng_public_key_eq(&parsed, &public_key));
	public_text[0] = 'S';
	CHECK(!eng_public_key_parse(&ctx, (eng_loc){ 0 }, eng_str_from(public_text), &parsed));
	CHECK(!eng_secret_key_load(&ctx, "/dev/null", NULL, &read));
	unlink(path);
	rmdir(dir);
}

int main(void) {
	eng_ctx_init(&ctx, NULL, NULL);
	eng_arena_init(&arena);
	check_changes();
	check_every_byte();
	check_files();
	eng_arena_finish(&arena);
	return unit_done();
}
