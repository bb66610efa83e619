// What all parts of the preview share: the data as it arrives, what is shown, and who is told of changes.
// Data comes in script files, since a page opened from disk may not read others: each calls one of
// engross.index, engross.leaf, engross.sources. Everything is shown as text, never as markup.

const engross = {
	book: null, // data/index.js
	shown: null, // the leaf that is shown
	texts: null, // path in the library -> its text
	lit: null, // id of the block that is lit up
	pinned: null, // id of the block that stays so
	mode: { data: false, why: false, dark: false },
	listeners: {},
	leaves: new Map(),

	on(event, take) {
		engross.listeners[event] ||= [];
		engross.listeners[event].push(take);
	},
	emit(event, detail) {
		for (const take of engross.listeners[event] || []) {
			take(detail);
		}
	},
	index(book) {
		engross.book = book;
		book.blocks = [...new Set(book.recipients.flatMap((r) => r.blocks || []))].sort();
		engross.emit("book", book);
	},
	leaf(leaf) {
		const name = String(leaf.ordinal).padStart(8, "0");
		engross.leaves.set(name, leaf);
		engross.emit("leaf", leaf);
	},
	sources(texts) {
		engross.texts = texts;
		engross.emit("sources", texts);
	},
	/** Asks for a script file of data; the callbacks above take it in. */
	ask(path) {
		if (!document.querySelector(`script[src="${path}"]`)) {
			document.body.append(el("script", { src: path }));
		}
	},
	/** Shows a recipient of the index, now or when the data is there. */
	open(recipient) {
		engross.wanted = recipient.leaf;
		if (engross.leaves.has(recipient.leaf)) {
			engross.shown = engross.leaves.get(recipient.leaf);
			engross.emit("shown", engross.shown);
		} else {
			engross.ask(`data/${recipient.leaf}.js`);
		}
	},
	/** Shows what is about all recipients instead of one. */
	whole(title, node) {
		engross.wanted = null;
		document.body.classList.add("whole");
		document.title = `${title} \u2013 ${engross.book.job}`;
		document
			.querySelector("#head .who")
			.replaceChildren(el("h1", {}, title), el("p", {}, `${engross.book.template}, ${engross.book["run-date"]}`));
		document.getElementById("channels").replaceChildren(node);
		engross.emit("whole", title);
	},
	/** Lights a block up wherever it stands; null: none but the one that is pinned. */
	light(id) {
		const next = id || engross.pinned;
		if (next !== engross.lit) {
			engross.lit = next;
			engross.emit("lit", next);
		}
	},
	pin(id) {
		engross.pinned = id;
		engross.light(id);
		engross.emit("pinned", id);
	},
	set(mode, on) {
		engross.mode[mode] = on;
		document.body.classList.toggle(`show-${mode}`, on);
		engross.emit("mode", mode);
	},
	/** The class that gives a block its colour, the same in all channels and for all recipients. */
	color(id) {
		return `c${engross.book.blocks.indexOf(id) % 10}`;
	},
	channel(leaf, name) {
		return leaf.channels?.find((c) => c.name === name);
	},
};

engross.on("leaf", (leaf) => {
	if (String(leaf.ordinal).padStart(8, "0") === engross.wanted) {
		engross.shown = leaf;
		engross.emit("shown", leaf);
	}
});

/** The channels of a leaf in the order in which they are shown. */
const inOrder = (leaf) =>
	["pdf", "email", "sms", "mobile", "text"].map((name) => engross.channel(leaf, name)).filter(Boolean);
const channelNames = { pdf: "Letter (PDF)", email: "E-mail", mobile: "App", sms: "SMS", text: "Text" };
const points = (n) => `${Math.round(n / 10) / 100} pt`;
const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

/** A button; pressed: true or false for a toggle, undefined for a plain one. */
function button(label, act, attributes, pressed) {
	const node = el("button", { type: "button", ...attributes }, label);
	if (pressed !== undefined) {
		node.setAttribute("aria-pressed", String(pressed));
	}
	node.addEventListener("click", () => act(node));
	return node;
}

/** Buttons of which one is pressed. take(value) is called with the chosen one. */
function choice(label, options, value, take) {
	const group = el("div", { class: "choice", role: "group", "aria-label": label });
	for (const [key, text] of options) {
		group.append(
			button(
				text,
				() => {
					for (const other of group.children) {
						other.setAttribute("aria-pressed", String(other.dataset.value === key));
					}
					take(key);
				},
				{ "data-value": key },
				key === value,
			),
		);
	}
	return group;
}
