// Places: transparent boxes over what a channel shows, one for each block and each piece of the document.
// A block's box can be pointed at and focused, and lights up with its fellows in the other channels; boxes
// of pieces tint what comes from data, and answer when somebody asks why.

const places = {
	/** A layer over a channel's content. boxes: {block: index | piece: index, x, y, w, h} in units of the
	 * layer; unit(n, axis) makes a CSS length of them. */
	layer(leaf, boxes, unit) {
		const layer = el("div", { class: "places" });
		const firsts = new Set();
		for (const box of boxes) {
			const node = box.block === undefined ? places.piece(leaf, box.piece) : places.block(leaf, box.block);
			if (box.block !== undefined) {
				node.tabIndex = firsts.has(box.block) ? -1 : 0;
				firsts.add(box.block);
			}
			node.style.left = unit(box.x, "x");
			node.style.top = unit(box.y, "y");
			node.style.width = unit(box.w, "x");
			node.style.height = unit(box.h, "y");
			layer.append(node);
		}
		places.walk(layer);
		return layer;
	},

	block(leaf, index) {
		const block = leaf.blocks[index];
		const node = el(
			"button",
			{
				type: "button",
				class: `place block ${engross.color(block.id)}`,
				"data-block": block.id,
				"aria-label": `Locked wording ${block.id}, version ${block.version}`,
			},
			el("span", { class: "flag", "aria-hidden": "true" }, `${block.id} ${block.version}`),
		);
		places.point(node, block.id);
		return node;
	},

	/** Pointing at the node lights the block up everywhere; pressing it keeps it so. */
	point(node, id) {
		node.setAttribute("aria-pressed", String(engross.pinned === id));
		node.addEventListener("pointerenter", () => engross.light(id));
		node.addEventListener("pointerleave", () => engross.light(null));
		node.addEventListener("focus", () => engross.light(id));
		node.addEventListener("blur", () => engross.light(null));
		node.addEventListener("click", () => engross.pin(engross.pinned === id ? null : id));
	},

	piece(leaf, index) {
		const piece = leaf.pieces[index];
		const from = piece.origin === "data" || piece.origin === "slot" || piece.kind ? "data" : "fixed";
		const node = el("button", {
			type: "button",
			class: `place piece ${from}`,
			"data-piece": index,
			tabindex: -1,
			"aria-label": `Why: ${piece.text}`,
		});
		node.addEventListener("click", () => engross.emit("why", index));
		return node;
	},

	/** In a layer, the arrow keys go from piece to piece; one of them is reached by the tab key. */
	walk(layer) {
		const pieces = [...layer.querySelectorAll(".piece")];
		if (pieces.length) {
			pieces[0].tabIndex = 0;
		}
		layer.addEventListener("keydown", (event) => {
			const at = pieces.indexOf(event.target);
			const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
			if (at < 0 || !step || !pieces[at + step]) {
				return;
			}
			event.preventDefault();
			pieces[at].tabIndex = -1;
			pieces[at + step].tabIndex = 0;
			pieces[at + step].focus();
		});
	},

	/** Boxes of ranges in a document, from its upper left corner; lines of a block are one box. */
	measure(marks, origin) {
		const boxes = [];
		for (const { range, block, piece } of marks) {
			const room = block === undefined ? 0 : 5;
			const rects = block === undefined ? range.getClientRects() : [range.getBoundingClientRect()];
			for (const r of rects) {
				if (r.width > 0 && r.height > 0) {
					boxes.push({
						block,
						piece,
						x: r.left - origin.left - room,
						y: r.top - origin.top - room,
						w: r.width + 2 * room,
						h: r.height + 2 * room,
					});
				}
			}
		}
		return boxes;
	},

	/** Finds the pieces of a document in the text that an element shows: in order, white space aside.
	 * Channels that say words again or leave some out are no trouble: what is not found has no place. */
	find(leaf, root) {
		const doc = root.ownerDocument;
		const walker = doc.createTreeWalker(root, NodeFilter.SHOW_TEXT);
		const spots = [];
		let text = "";
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			if (node.parentElement.closest("style, .flag")) {
				continue;
			}
			for (let i = 0; i < node.data.length; i++) {
				if (!/[\s\u2066-\u2069\u200e\u200f\u00ad]/.test(node.data[i])) {
					text += node.data[i];
					spots.push([node, i]);
				}
			}
		}
		const marks = [];
		const taken = new Set();
		let from = 0;
		leaf.pieces.forEach((piece, index) => {
			const words = piece.text.replace(/[\s\u2066-\u2069\u200e\u200f\u00ad]+/g, "");
			let at = words.length > 1 ? text.indexOf(words, from) : -1;
			if (at < 0 && words.length > 5) {
				at = text.indexOf(words);
			}
			if (at < 0 || taken.has(at)) {
				return;
			}
			taken.add(at);
			from = at + words.length;
			const range = doc.createRange();
			range.setStart(...spots[at]);
			range.setEnd(spots[from - 1][0], spots[from - 1][1] + 1);
			marks.push({ range, piece: index });
		});
		return marks;
	},
};

places.mark = (id) => {
	for (const node of document.querySelectorAll("[data-block]")) {
		node.classList.toggle("lit", node.dataset.block === id);
	}
};

/** Marks what is lit, and brings it into sight in each channel where it is not. */
engross.on("lit", (id) => {
	places.mark(id);
	document.body.classList.toggle("has-lit", id !== null);
	clearTimeout(places.timer);
	if (id) {
		places.timer = setTimeout(() => places.reveal(id), 150);
	}
});

/* A channel that was laid out anew has new boxes. */
engross.on("placed", () => {
	places.mark(engross.lit);
	if (engross.pinned) {
		clearTimeout(places.timer);
		places.timer = setTimeout(() => places.reveal(engross.pinned), 150);
	}
});

places.reveal = (id) => {
	for (const pane of document.querySelectorAll(".pane .scroller")) {
		const all = [...pane.querySelectorAll(".place.lit, .words .lit")].filter((n) => n.dataset.block === id);
		const view = pane.getBoundingClientRect();
		const seen = all.some((n) => {
			const r = n.getBoundingClientRect();
			return r.bottom > view.top + 8 && r.top < view.bottom - 8;
		});
		/* What has the focus is brought into sight by the browser. */
		if (all.length && !seen && !pane.contains(document.activeElement)) {
			const r = all[0].getBoundingClientRect();
			const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
			pane.scrollBy({ top: r.top - view.top - 32, behavior: still ? "auto" : "smooth" });
		}
	}
};
