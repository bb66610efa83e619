// The password of a secret key (scrypt, RFC 7914, as libsodium asks for it in minisign's files): Salsa20/8 over
// 32-bit words, between two rounds of PBKDF2, which the browser does. A key's own limits say how much work it
// is: usually a gibibyte of memory and some seconds.

const turn = (word, by) => (word << by) | (word >>> (32 - by));

/** The 16 words of x from `at` become their Salsa20/8 core. */
function salsa(x, at) {
	let x0 = x[at];
	let x1 = x[at + 1];
	let x2 = x[at + 2];
	let x3 = x[at + 3];
	let x4 = x[at + 4];
	let x5 = x[at + 5];
	let x6 = x[at + 6];
	let x7 = x[at + 7];
	let x8 = x[at + 8];
	let x9 = x[at + 9];
	let x10 = x[at + 10];
	let x11 = x[at + 11];
	let x12 = x[at + 12];
	let x13 = x[at + 13];
	let x14 = x[at + 14];
	let x15 = x[at + 15];
	for (let i = 0; i < 4; i++) {
		x4 ^= turn(x0 + x12, 7);
		x8 ^= turn(x4 + x0, 9);
		x12 ^= turn(x8 + x4, 13);
		x0 ^= turn(x12 + x8, 18);
		x9 ^= turn(x5 + x1, 7);
		x13 ^= turn(x9 + x5, 9);
		x1 ^= turn(x13 + x9, 13);
		x5 ^= turn(x1 + x13, 18);
		x14 ^= turn(x10 + x6, 7);
		x2 ^= turn(x14 + x10, 9);
		x6 ^= turn(x2 + x14, 13);
		x10 ^= turn(x6 + x2, 18);
		x3 ^= turn(x15 + x11, 7);
		x7 ^= turn(x3 + x15, 9);
		x11 ^= turn(x7 + x3, 13);
		x15 ^= turn(x11 + x7, 18);
		x1 ^= turn(x0 + x3, 7);
		x2 ^= turn(x1 + x0, 9);
		x3 ^= turn(x2 + x1, 13);
		x0 ^= turn(x3 + x2, 18);
		x6 ^= turn(x5 + x4, 7);
		x7 ^= turn(x6 + x5, 9);
		x4 ^= turn(x7 + x6, 13);
		x5 ^= turn(x4 + x7, 18);
		x11 ^= turn(x10 + x9, 7);
		x8 ^= turn(x11 + x10, 9);
		x9 ^= turn(x8 + x11, 13);
		x10 ^= turn(x9 + x8, 18);
		x12 ^= turn(x15 + x14, 7);
		x13 ^= turn(x12 + x15, 9);
		x14 ^= turn(x13 + x12, 13);
		x15 ^= turn(x14 + x13, 18);
	}
	x[at] += x0;
	x[at + 1] += x1;
	x[at + 2] += x2;
	x[at + 3] += x3;
	x[at + 4] += x4;
	x[at + 5] += x5;
	x[at + 6] += x6;
	x[at + 7] += x7;
	x[at + 8] += x8;
	x[at + 9] += x9;
	x[at + 10] += x10;
	x[at + 11] += x11;
	x[at + 12] += x12;
	x[at + 13] += x13;
	x[at + 14] += x14;
	x[at + 15] += x15;
}

const scrypt = {
	/** Cost, width and lanes from the limits of operations and bytes that a key file states. */
	costs(operations, bytes) {
		const most = Math.max(operations, 32768);
		const wide = most >= bytes / 32;
		const cost = 2 ** Math.floor(Math.log2(wide ? bytes / 1024 : most / 32));
		return {
			cost,
			width: 8,
			lanes: wide ? Math.max(1, Math.floor(Math.min(Math.floor(most / 4 / cost), 0x3fffffff) / 8)) : 1,
		};
	},

	/** One block mixed in place; other: as much room. */
	mix(block, other, width) {
		const last = (2 * width - 1) * 16;
		const x = scrypt.word.fill(0);
		x.set(block.subarray(last, last + 16));
		for (let i = 0; i < 2 * width; i++) {
			for (let k = 0; k < 16; k++) {
				x[k] ^= block[i * 16 + k];
			}
			salsa(x, 0);
			other.set(x, ((i >> 1) + (i & 1 ? width : 0)) * 16);
		}
		block.set(other);
	},

	/** A lane mixed with memory of cost blocks; tells how far it is, from 0 to 1. */
	async lane(block, cost, width, tell) {
		const size = 32 * width;
		const memory = new Int32Array(cost * size);
		const other = new Int32Array(size);
		for (let i = 0; i < 2 * cost; i++) {
			if (i < cost) {
				memory.set(block, i * size);
			} else {
				const from = ((block[size - 16] >>> 0) % cost) * size;
				for (let k = 0; k < size; k++) {
					block[k] ^= memory[from + k];
				}
			}
			scrypt.mix(block, other, width);
			if (i % 16384 === 0) {
				await tell(i / (2 * cost));
			}
		}
	},

	async pbkdf2(password, salt, bytes) {
		const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
		return new Uint8Array(
			await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: 1 }, key, bytes * 8),
		);
	},

	/** So many bytes of a password (UTF-8) and salt. tell: asked between stretches of work. */
	async stream(password, salt, operations, bytes, count, tell) {
		const { cost, width, lanes } = scrypt.costs(operations, bytes);
		const mixed = await scrypt.pbkdf2(password, salt, 128 * width * lanes);
		const words = new Int32Array(mixed.buffer);
		for (let i = 0; i < lanes; i++) {
			await scrypt.lane(words.subarray(i * 32 * width, (i + 1) * 32 * width), cost, width, (part) =>
				tell((i + part) / lanes),
			);
		}
		return scrypt.pbkdf2(password, mixed, count);
	},
};
scrypt.word = new Int32Array(16);
