// What bwip-js makes of codes of posts: node post-codes.mjs < JSON list of [encoder, words, options], writes a JSON
// list: letters D, A, F, T for bars of four states, rows of 0 and 1 for a matrix, or {error}.
import bwipjs from "bwip-js";
import { readFileSync } from "node:fs";

const letter = (base, height, full) => {
	const down = base < full * 0.1, up = base + height > full * 0.9;
	return up ? (down ? "F" : "A") : down ? "D" : "T";
};

const shape = ([encoder, words, options]) => {
	try {
		const [made] = bwipjs.raw({ bcid: encoder, text: words, ...options });
		if (made.pixs) {
			const rows = [];
			for (let at = 0; at < made.pixs.length; at += made.pixx) {
				rows.push(made.pixs.slice(at, at + made.pixx).join(""));
			}
			return rows.join("\n");
		}
		const full = Math.max(...made.bhs.map((height, i) => height + made.bbs[i]));
		return made.bhs.map((height, i) => letter(made.bbs[i], height, full)).join("");
	} catch (error) {
		return { error: String(error) };
	}
};

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(shape)));
