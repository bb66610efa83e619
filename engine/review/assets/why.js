// The dock at the bottom: the locked wording of the recipient, and what was asked last: a block, a piece
// ("why is this here"), or the checks of a channel.

const dock = { answer: null, id: null };

/** id: of the block that it is about. */
dock.show = (node, id = null) => {
	dock.id = id;
	dock.answer.replaceChildren(node);
};

/** The lines of a file of the library around a place "communications/x.xml:12:5". */
dock.quote = (place) => {
	const match = /^(.*):(\d+):\d+$/.exec(place || "");
	const text = match && engross.texts?.[match[1]];
	if (!text) {
		return null;
	}
	const lines = text.split("\n");
	const line = Number(match[2]);
	return el(
		"pre",
		{},
		[line - 1, line, line + 1]
			.filter((n) => n >= 1 && n <= lines.length)
			.map((n) =>
				el(n === line ? "mark" : "span", {}, `${String(n).padStart(4)}  ${lines[n - 1].replace(/\t/g, "  ")}\n`),
			),
	);
};

const row = (name, value) =>
	value === undefined || value === "" || value === null ? null : el("div", {}, el("dt", {}, name), el("dd", {}, value));

/* ---- a block ---- */

const states = {
	approved: "approved",
	waiting: "waiting for approval",
	new: "submitted by nobody yet",
	changed: "changed since it was decided about",
	rejected: "rejected",
	revoked: "revoked",
};

dock.state = (block) =>
	el(
		"span",
		{ class: `state ${block.state || "unknown"}` },
		block.state ? states[block.state] || block.state : "approvals not looked at",
	);

dock.decisions = (block) =>
	(block.decisions || []).map((d) =>
		el(
			"li",
			{},
			el("b", {}, `${d.action} `),
			`${d.name || d.person}, ${d.role}, ${d.date}`,
			d.note ? el("q", { dir: "auto" }, d.note) : null,
		),
	);

dock.places = (all) =>
	!all.length
		? "everywhere"
		: all.length < 8
			? all.join(", ")
			: `${all.slice(0, 5).join(", ")} and ${all.length - 5} more`;

/** Where the block was seen in each channel, with what was measured against what it asks. */
dock.seen = (leaf, block) =>
	inOrder(leaf).map((channel) => {
		const seen = channel.certificate.blocks.filter((b) => b.id === block.id);
		const places_ = seen.flatMap((b) => b.where || []);
		const demands = checks.demands(block, places_);
		return el(
			"tr",
			{},
			el("th", { scope: "row" }, channelNames[channel.name] || channel.name),
			el(
				"td",
				{},
				!seen.length ? "not shown here" : [...new Set(places_.map(checks.where))].filter(Boolean).join("; ") || "shown",
			),
			el(
				"td",
				{},
				demands.map(([name, is, asked, good]) =>
					el(
						"span",
						{ class: good ? "measure good" : "measure bad" },
						`${name} ${is}${asked ? `, asked ${asked}` : ""}`,
					),
				),
			),
		);
	});

dock.block = (leaf, id) => {
	const block = leaf.blocks.find((b) => b.id === id);
	if (block) {
		dock.show(dock.card(leaf, block), id);
	}
};

dock.card = (leaf, block) =>
	el(
		"div",
		{ class: "block-card" },
		el(
			"h2",
			{ class: engross.color(block.id) },
			el("i", { class: "dot" }),
			`${block.id} `,
			el("small", {}, `version ${block.version}, ${block.language}`),
			dock.state(block),
		),
		el(
			"div",
			{ class: "columns" },
			el(
				"dl",
				{},
				row("Owner", block.owner),
				row("In force", [block.from && `from ${block.from}`, block.to && `to ${block.to}`].filter(Boolean).join(" ")),
				row("Review", block.review),
				row("Valid in", dock.places(block.jurisdictions || [])),
				row("Missing", block.missing),
				row("File", `${block.path}, SHA-256 ${block.sha256.slice(0, 12)}…`),
			),
			el(
				"div",
				{},
				el("h3", {}, "Decisions"),
				block.decisions?.length
					? el("ul", {}, dock.decisions(block))
					: el(
							"p",
							{ class: "none" },
							block.state ? "None about these words." : "Give --trust to see who approved these words.",
						),
				decide.form(block, () => {
					dock.legendAgain(leaf);
					dock.block(leaf, block.id);
				}),
			),
			el("div", {}, el("h3", {}, "Seen in"), el("table", {}, el("tbody", {}, dock.seen(leaf, block)))),
		),
	);

/* ---- why ---- */

const originWords = {
	template: "Words of the template",
	phrase: "Phrase of the catalogue",
	data: "Value of the record",
	slot: "Slot of a locked block",
	engine: "Made by the engine",
};

/** The alternatives of a choice that were tried before and did not hold. */
function passedBy(leaf, index) {
	const before = [];
	for (let i = index - 1; i >= 0 && leaf.turns[i].kind === "when" && !leaf.turns[i].taken; i--) {
		before.unshift(leaf.turns[i]);
	}
	return before;
}

const readings = (turn) =>
	(turn.read || []).map((r) =>
		el(
			"span",
			{ class: "reading" },
			`${r.path} = `,
			r.missing ? el("em", {}, "missing") : `'${r.value}'`,
			r.at ? el("small", {}, ` ${r.at}`) : null,
		),
	);

function turnItem(leaf, index) {
	const turn = leaf.turns[index];
	const words = {
		if: () => ["the condition ", el("code", {}, turn.source || ""), " holds: ", readings(turn)],
		when: () => ["of several cases this one holds: ", el("code", {}, turn.source || ""), " ", readings(turn)],
		otherwise: () => ["none of the other cases holds"],
		list: () => [`${plural(turn.rows, "row")} of `, el("code", {}, turn.source)],
		include: () => ["the fragment ", el("code", {}, turn.source)],
	};
	const others = ["when", "otherwise"].includes(turn.kind) ? passedBy(leaf, index) : [];
	return el(
		"li",
		{},
		words[turn.kind]().flat(),
		el("small", {}, ` ${turn.at}`),
		others.length
			? el(
					"ul",
					{},
					others.map((t) => el("li", {}, "not: ", el("code", {}, t.source), " ", readings(t))),
				)
			: null,
	);
}

dock.piece = (leaf, index) => {
	const piece = leaf.pieces[index];
	const block = piece.block === undefined ? null : leaf.blocks[piece.block];
	const value = piece.data || {};
	const what = { phrase: "Phrase", slot: "Slot", data: "Expression" }[piece.origin];
	dock.show(
		el(
			"div",
			{ class: "why-card" },
			el("h2", {}, "Why is this here? ", el("q", { dir: "auto" }, piece.text)),
			el(
				"div",
				{ class: "columns" },
				el(
					"dl",
					{},
					row("What it is", piece.kind ? `A ${piece.kind} of the template` : originWords[piece.origin]),
					what ? row(what, el("code", {}, piece.detail || "")) : null,
					row("Value", value.value),
					row("Path in the record", value.path),
					row("Place in the data", value.at),
					row("Made by the map", value.map ? value.map.map((at) => el("span", { class: "map" }, at)) : null),
					block ? row("Locked block", `${block.id} version ${block.version}, ${block.language}`) : null,
					row("Written at", piece.at),
				),
				el(
					"div",
					{},
					el("h3", {}, "Because"),
					piece.turns
						? el(
								"ol",
								{},
								piece.turns.map((t) => turnItem(leaf, t)),
							)
						: el("p", { class: "none" }, "It stands in the template without a condition."),
				),
				el(
					"div",
					{},
					el("h3", {}, piece.at || ""),
					dock.quote(piece.at),
					(value.map || []).flatMap((at) => [el("h3", {}, at), dock.quote(at)]),
				),
			),
		),
	);
};

/* ---- the legend ---- */

dock.legend = (leaf) => {
	const ids = [...new Set((leaf.blocks || []).map((b) => b.id))];
	return el(
		"div",
		{ class: "legend" },
		el("h2", {}, "Locked wording"),
		ids.length
			? el(
					"ul",
					{},
					ids.map((id) => {
						const block = leaf.blocks.find((b) => b.id === id);
						const node = el(
							"button",
							{ type: "button", class: `chip ${engross.color(id)}`, "data-block": id },
							el("i", { class: "dot" }),
							`${id} ${block.version}`,
							el("span", { class: `mark ${block.state || "unknown"}`, title: block.state || "" }),
						);
						places.point(node, id);
						return el("li", {}, node);
					}),
				)
			: el("p", { class: "none" }, "None in this communication."),
	);
};

dock.hint = (leaf) =>
	el(
		"div",
		{},
		leaf.channels?.length ? checks.overview(leaf) : null,
		el(
			"p",
			{ class: "hint" },
			"Point at a framed block, or reach it with the tab key, to see it in every channel; press it to keep it, Escape lets it go. Switch on \u201cAsk why\u201d and press a sentence to see where it comes from. F6 goes on to the next part of the page.",
		),
	);

/** The list of blocks anew, after a decision. */
dock.legendAgain = (leaf) => {
	document.querySelector(".legend").replaceWith(dock.legend(leaf));
	places.mark(engross.lit);
};

engross.on("shown", (leaf) => {
	dock.answer = el(
		"div",
		{ class: "answer", role: "region", "aria-label": "Explanation", tabindex: "0" },
		coverage.reasons(leaf) || dock.hint(leaf),
	);
	document.getElementById("dock").replaceChildren(dock.legend(leaf), dock.answer);
	engross.pinned = null;
	engross.lit = null;
	document.body.classList.remove("has-lit");
});
/* What is kept stays here while others are pointed at: somebody may be writing about it. */
engross.on("lit", (id) => id && !(engross.pinned && dock.id === engross.pinned) && dock.block(engross.shown, id));
engross.on("pinned", (id) => id && dock.id !== id && dock.block(engross.shown, id));
engross.on("why", (index) => {
	if (!engross.texts) {
		engross.ask("data/sources.js");
	}
	dock.asked = index;
	dock.piece(engross.shown, index);
});
engross.on("key", () => dock.id && dock.block(engross.shown, dock.id));
engross.on("sources", () => dock.asked !== undefined && dock.piece(engross.shown, dock.asked));
