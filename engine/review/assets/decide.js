// Decisions, where the page is served by `engross review`. The officer's key is read from its file into the
// browser, where it can sign and cannot be read again; what leaves the page are signatures over the bytes
// that were on the screen, in minisign's format, which the stock program verifies.
"use strict";

const decide = { session: null, key: null, said: {} };

engross.session = (session) => {
	decide.session = session;
	engross.emit("session", session);
};

const fromBase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const hex = (buffer) => [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, "0")).join("");

/* What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const pkcs8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);

/** A secret key file of minisign that no password protects: algorithms, key id, seed, public key. */
decide.read = async (text) => {
	const bytes = fromBase64((text.split("\n")[1] || "").trim());
	if (bytes.length !== 158 || bytes[0] !== 0x45 || bytes[1] !== 0x64) {
		throw new Error("This is not a secret key of engross or minisign.");
	}
	if (bytes[2] || bytes[3]) {
		throw new Error("This key is protected by a password, which browsers cannot undo: decide at the command line (engross block approve).");
	}
	const id = bytes.slice(54, 62);
	const der = joined(pkcs8, bytes.slice(62, 94));
	const key = await crypto.subtle.importKey("pkcs8", der, "Ed25519", false, ["sign"]);
	const shown = toBase64(joined([0x45, 0x64], id, bytes.slice(94, 126)));
	der.fill(0);
	bytes.fill(0);
	return { id, key, shown };
};

/** The text of a minisign signature, not prehashed, with a trusted comment. */
decide.sign = async ({ id, key }, data, comment) => {
	const made = new Uint8Array(await crypto.subtle.sign("Ed25519", key, data));
	const whole = new Uint8Array(await crypto.subtle.sign("Ed25519", key, joined(made, new TextEncoder().encode(comment))));
	return `untrusted comment: signed in engross review\n${toBase64(joined([0x45, 0x64], id, made))}\ntrusted comment: ${comment}\n${toBase64(whole)}\n`;
};

decide.post = async (path, body) => {
	const response = await fetch(path, {
		method: "POST", credentials: "same-origin", body: JSON.stringify(body),
		headers: { "Content-Type": "application/json", "X-Engross-Token": decide.session.token },
	});
	const text = await response.text();
	const answer = text.startsWith("{") ? JSON.parse(text) : { error: text };
	if (!response.ok) {
		throw new Error(answer.error);
	}
	return answer;
};

/** Asks what is to be signed, looks whether it is what the screen showed, signs it, and hands it in. */
decide.act = async (block, action, note) => {
	const wish = { key: decide.key.shown, action, file: block.path, note };
	const asked = await decide.post("/ask", wish);
	const data = fromBase64(asked.data);
	if (hex(await crypto.subtle.digest("SHA-256", data)) !== block.sha256) {
		throw new Error("The file is not the one that is shown here any more: start the review again.");
	}
	const signature = await decide.sign(decide.key, data, asked.comment);
	const line = await decide.sign(decide.key, new TextEncoder().encode(asked.line), asked["line-comment"]);
	const now = await decide.post("/decide", { ...wish, signature, line });
	const decision = { action, person: asked.person, role: asked.role, date: decide.session.date, note };
	for (const leaf of engross.leaves.values()) {
		for (const other of leaf.blocks.filter((b) => b.path === block.path)) {
			other.state = now.state;
			other.missing = now.missing;
			other.decisions = (other.decisions || []).concat(decision);
		}
	}
};

decide.button = (leaf, block, action, label, note, said) => button(label, async (node) => {
	node.disabled = true;
	said.textContent = "";
	try {
		await decide.act(block, action, note.value.trim());
		decide.said[block.path] = `Done: ${block.id} is ${states[block.state] || block.state}.`;
		dock.legendAgain(leaf);
		dock.block(leaf, block.id);
	} catch (error) {
		said.textContent = error.message;
		node.disabled = false;
	}
}, { class: `tool ${action}` });

/** What an officer can do about a block; nothing where the page is not served. */
decide.form = (leaf, block) => {
	if (!decide.session) {
		return null;
	}
	if (!decide.key) {
		return el("p", { class: "none" }, "Choose your key above to decide.");
	}
	const note = el("input", { type: "text", "aria-label": "Note", placeholder: "Note (to reject: why)", maxlength: "400" });
	const said = el("p", { class: "said", role: "status" }, decide.said[block.path] || "");
	return el("div", { class: "decide" }, note,
		el("div", { class: "switches" }, decide.button(leaf, block, "submit", "Submit", note, said),
			decide.button(leaf, block, "approve", "Approve", note, said), decide.button(leaf, block, "reject", "Reject", note, said)), said);
};

/** The choice of the key, in the head of the page. */
decide.chooser = () => {
	if (!decide.session) {
		return null;
	}
	const file = el("input", { type: "file", accept: ".key", id: "key-file" });
	const said = el("span", { class: "said", role: "status" }, decide.key ? `key ${hex([...decide.key.id].reverse()).toUpperCase()}` : "");
	file.addEventListener("change", async () => {
		try {
			decide.key = await decide.read(await file.files[0].text());
			said.textContent = `key ${hex([...decide.key.id].reverse()).toUpperCase()}`;
			if (engross.lit) {
				dock.block(engross.shown, engross.lit);
			}
		} catch (error) {
			decide.key = null;
			said.textContent = error.message;
		}
		file.value = "";
	});
	return el("label", { class: "key tool" }, "My key", file, said);
};
