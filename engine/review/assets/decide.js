// Decisions, where the page is served by `engross review`. The officer's key is read from its file into the
// browser, where it can sign and cannot be read again; what leaves the page are signatures over the bytes
// that were on the screen, in minisign's format, which the stock program verifies.

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

/* Where things stand in a secret key file of minisign: what protects it, scrypt's salt and limits, then hidden
 * under the password the key's id, seed, public key and checksum. */
const keyFile = { bytes: 158, salt: 6, operations: 38, memory: 46, id: 54, seed: 62, open: 94, end: 126 };

/** A 64-bit limit, little endian. */
const limit = (bytes, at) => Number(new DataView(bytes.buffer).getBigUint64(at, true));

/** Lifts the password; what is behind it is checked by whoever uses it. */
decide.unlock = async (bytes, password, tell) => {
	const operations = limit(bytes, keyFile.operations);
	const memory = limit(bytes, keyFile.memory);
	if (operations > 2 ** 32 || memory > 2 ** 31) {
		throw new Error("This key asks for more work than a browser can do: decide at the command line.");
	}
	const salt = bytes.slice(keyFile.salt, keyFile.operations);
	const stream = await scrypt.stream(
		new TextEncoder().encode(password),
		salt,
		operations,
		memory,
		keyFile.bytes - keyFile.id,
		tell,
	);
	for (let i = 0; i < stream.length; i++) {
		bytes[keyFile.id + i] ^= stream[i];
	}
};

/** Whether a seed and a public key belong together; after a wrong password they do not. */
decide.fits = async (key, open) => {
	const probe = crypto.getRandomValues(new Uint8Array(32));
	try {
		const shown = await crypto.subtle.importKey("raw", open, "Ed25519", true, ["verify"]);
		return await crypto.subtle.verify("Ed25519", shown, await crypto.subtle.sign("Ed25519", key, probe), probe);
	} catch {
		return false;
	}
};

/** What stands in a secret key file of engross or minisign, as its 158 bytes. */
decide.parse = (text) => {
	const bytes = fromBase64((text.split("\n")[1] || "").trim());
	if (bytes.length !== keyFile.bytes || bytes[0] !== 0x45 || bytes[1] !== 0x64) {
		throw new Error("This is not a secret key of engross or minisign.");
	}
	return bytes;
};

/** The key in open bytes, which are wiped; it can sign and cannot be read again. wrong: said when they are none. */
decide.take = async (bytes, wrong) => {
	const id = bytes.slice(keyFile.id, keyFile.seed);
	const der = joined(pkcs8, bytes.slice(keyFile.seed, keyFile.open));
	const open = bytes.slice(keyFile.open, keyFile.end);
	const key = await crypto.subtle.importKey("pkcs8", der, "Ed25519", false, ["sign"]);
	der.fill(0);
	bytes.fill(0);
	if (!(await decide.fits(key, open))) {
		throw new Error(wrong);
	}
	return { id, key, shown: toBase64(joined([0x45, 0x64], id, open)) };
};

/** The key of a file, once its password is given; null when the officer thinks again. */
decide.read = (text) => {
	const bytes = decide.parse(text);
	if (bytes[2] === 0 && bytes[3] === 0) {
		return decide.take(bytes, "This key file is damaged.");
	}
	return decide.askPassword(async (password, tell) => {
		const open = bytes.slice();
		await decide.unlock(open, password, tell);
		return decide.take(open, "That is not the password of this key.");
	});
};

/** The text of a minisign signature, not prehashed, with a trusted comment. */
decide.sign = async ({ id, key }, data, comment) => {
	const made = new Uint8Array(await crypto.subtle.sign("Ed25519", key, data));
	const whole = new Uint8Array(
		await crypto.subtle.sign("Ed25519", key, joined(made, new TextEncoder().encode(comment))),
	);
	return `untrusted comment: signed in engross review\n${toBase64(joined([0x45, 0x64], id, made))}\ntrusted comment: ${comment}\n${toBase64(whole)}\n`;
};

decide.post = async (path, body) => {
	const response = await fetch(path, {
		method: "POST",
		credentials: "same-origin",
		body: JSON.stringify(body),
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
	for (const other of decide.items().filter((item) => item.path === block.path)) {
		other.state = now.state;
		other.missing = now.missing;
		other.decisions = (other.decisions || []).concat(decision);
	}
};

/** Everything on the page that is decided about: blocks of all recipients, the release, the rules. */
decide.items = () =>
	[...engross.leaves.values()].flatMap((leaf) => leaf.blocks || []).concat(engross.book.content || []);

const done = { submit: "Submitted", approve: "Approved", reject: "Rejected", comment: "Commented" };

/** The form of an item, as it stands now. */
const formOf = (item) => [...document.querySelectorAll(".decide")].find((form) => form.dataset.path === item.path);

decide.button = (item, action, label, note, said, again) =>
	button(
		label,
		async () => {
			const form = formOf(item);
			if (form.getAttribute("aria-busy") === "true") {
				return;
			}
			form.setAttribute("aria-busy", "true");
			said.textContent = "Signing";
			try {
				await decide.act(item, action, note.value.trim());
				decide.said[item.path] = `${done[action]}. It is ${states[item.state] || item.state}.`;
				again();
				formOf(item)?.querySelector(".said").focus();
			} catch (error) {
				said.textContent = error.message;
			}
			form.setAttribute("aria-busy", "false");
		},
		{ class: `tool ${action}` },
	);

/** What an officer can do about an item; nothing where the page is not served. again: shows it anew. */
decide.form = (item, again) => {
	if (!decide.session) {
		return null;
	}
	if (!decide.key) {
		return el("p", { class: "none" }, "Choose your key above to decide or comment.");
	}
	const note = el("input", {
		type: "text",
		"aria-label": "Note",
		placeholder: "Note: why you reject, what you comment",
		maxlength: "400",
	});
	const said = el("p", { class: "said", role: "status", tabindex: "-1" }, decide.said[item.path] || "");
	const act = (action, label) => decide.button(item, action, label, note, said, again);
	return el(
		"div",
		{ class: "decide", "data-path": item.path },
		note,
		el(
			"div",
			{ class: "switches" },
			act("submit", "Submit"),
			act("approve", "Approve"),
			act("reject", "Reject"),
			act("comment", "Comment"),
		),
		said,
	);
};

/** Asks for a password over the page until it fits, and gives what open makes of it; null when the officer thinks
 * again. open(password, tell): tell takes how far it is, from 0 to 1. */
decide.askPassword = (open) =>
	new Promise((resolve) => {
		let key = null;
		const input = el("input", { type: "password", id: "key-password", autocomplete: "off", required: true });
		const bar = el("progress", { max: "1", value: "0", "aria-label": "Unlocking", hidden: true });
		const said = el("p", { class: "said", role: "alert" });
		const box = el("dialog", { class: "unlock", "aria-labelledby": "unlock-title" });
		const form = el(
			"form",
			{ method: "dialog" },
			el("h2", { id: "unlock-title" }, "Password of your key"),
			el("label", { for: "key-password" }, "It stays in this page; unlocking takes some seconds."),
			input,
			bar,
			said,
			el(
				"div",
				{ class: "switches" },
				el("button", { class: "tool primary", type: "submit" }, "Unlock"),
				button("Cancel", () => box.close(), { class: "tool" }),
			),
		);
		const tell = (part) =>
			new Promise((go, stop) => {
				bar.value = part;
				setTimeout(box.open ? go : stop);
			});
		const busy = (on) => {
			bar.hidden = !on;
			input.readOnly = on;
		};
		box.addEventListener("close", () => {
			box.remove();
			resolve(key);
		});
		form.addEventListener("submit", async (event) => {
			event.preventDefault();
			if (input.readOnly) {
				return;
			}
			busy(true);
			said.textContent = "";
			try {
				key = await open(input.value, tell);
				box.close();
			} catch (error) {
				said.textContent = error?.message || "";
				busy(false);
				input.focus();
				input.select();
			}
		});
		box.append(form);
		document.body.append(box);
		box.showModal();
	});

const keyName = () => (decide.key ? `key ${hex([...decide.key.id].reverse()).toUpperCase()}` : "");

/** The choice of the key, in the head of the page. */
decide.chooser = () => {
	if (!decide.session) {
		return null;
	}
	const file = el("input", { type: "file", accept: ".key", id: "key-file" });
	const said = el("span", { class: "said", role: "status" }, keyName());
	file.addEventListener("change", async () => {
		try {
			decide.key = (await decide.read(await file.files[0].text())) || decide.key;
			said.textContent = keyName();
			engross.emit("key");
		} catch (error) {
			decide.key = null;
			said.textContent = error.message;
		}
		file.value = "";
	});
	return el("label", { class: "key tool" }, "My key", file, said);
};
