// Puts the page together: the head with its switches, and a pane for each channel of the recipient.

const panes = { pdf: pagesPane, email: mailPane, sms: smsPane, mobile: mobilePane, text: textPane };
const order = [["pdf"], ["email"], ["sms", "mobile"], ["text"]];
const hidden = new Set();
let wide = null;

function pane(leaf, channel) {
	const made = panes[channel.name](leaf, channel);
	const body = el("div", {
		class: "scroller",
		tabindex: "0",
		role: "region",
		"aria-label": `${channelNames[channel.name]}, content`,
	});
	const node = el(
		"section",
		{ class: `pane ${channel.name}`, "aria-label": channelNames[channel.name], "data-channel": channel.name },
		el(
			"header",
			{},
			el("h2", {}, channelNames[channel.name]),
			checks.badge(leaf, channel),
			button(
				"\u2194",
				() => {
					wide = wide === channel.name ? null : channel.name;
					show(leaf);
					document.querySelector(`.pane.${channel.name} .widen`).focus();
				},
				{ class: "tool widen", "aria-label": `Widen ${channelNames[channel.name]}`, title: "Widen" },
				wide === channel.name,
			),
			el(
				"div",
				{ class: "tools" },
				changes.tool(
					leaf,
					channel,
					() => body,
					() => made.fill(body),
				),
				made.tools,
			),
		),
		made.lead,
		body,
	);
	node.classList.toggle("wide", wide === channel.name);
	return { node, fill: () => made.fill(body) };
}

function show(leaf) {
	const main = document.getElementById("channels");
	const filled = [];
	const columns = order
		.map((names) => {
			const there = names
				.filter((name) => !hidden.has(name) && engross.channel(leaf, name))
				.map((name) => pane(leaf, engross.channel(leaf, name)));
			filled.push(...there);
			return there.length
				? el(
						"div",
						{ class: `column ${names.includes(wide) ? "wide" : ""}`, "data-column": names[0] },
						there.map((p) => p.node),
					)
				: null;
		})
		.filter(Boolean);
	main.replaceChildren(...told(leaf), ...columns);
	for (const p of filled) {
		p.fill();
	}
}

/** What keeps the record from being sent, above everything. */
function told(leaf) {
	const all = leaf.told.filter((t) => t.level !== "note");
	if (leaf.state === "good" && !all.length) {
		return [];
	}
	return [
		el(
			"div",
			{ class: `told ${leaf.state}`, role: "note", tabindex: "0" },
			el(
				"b",
				{},
				leaf.state === "faulty"
					? "This record would not be sent."
					: leaf.state === "skipped"
						? `No channel: ${leaf.skipped}.`
						: "It would be sent, with warnings.",
			),
			el(
				"ul",
				{},
				all.map((t) =>
					el("li", { class: t.level }, t.message, el("small", {}, [t.at, t.code].filter(Boolean).join(" · "))),
				),
			),
		),
	];
}

function switches() {
	const set = (mode) => (node) => {
		engross.set(mode, !engross.mode[mode]);
		node.setAttribute("aria-pressed", String(engross.mode[mode]));
	};
	return el(
		"div",
		{ class: "switches" },
		decide.chooser(),
		engross.book.coverage ? button("Coverage", coverage.show, { class: "tool", id: "show-coverage" }) : null,
		engross.book.content ? button("Release and rules", content.show, { class: "tool", id: "show-content" }) : null,
		button("Variable text", set("data"), { class: "tool", id: "switch-data" }, engross.mode.data),
		button("Ask why", set("why"), { class: "tool", id: "switch-why" }, engross.mode.why),
		button(
			"Dark",
			(node) => {
				document.documentElement.dataset.theme = engross.mode.dark ? "light" : "dark";
				set("dark")(node);
			},
			{ class: "tool", id: "switch-dark" },
			engross.mode.dark,
		),
	);
}

function channelSwitches(leaf) {
	return el(
		"div",
		{ class: "choice channels", role: "group", "aria-label": "Channels shown" },
		inOrder(leaf).map((channel) =>
			button(
				channelNames[channel.name],
				(node) => {
					hidden[hidden.has(channel.name) ? "delete" : "add"](channel.name);
					node.setAttribute("aria-pressed", String(!hidden.has(channel.name)));
					show(leaf);
				},
				{},
				!hidden.has(channel.name),
			),
		),
	);
}

engross.on("shown", (leaf) => {
	const wasWhole = document.body.classList.contains("whole");
	document.body.classList.remove("whole");
	const book = engross.book;
	const person = leaf.recipient || {};
	document.title = `${person.name || person.id || `Record ${leaf.ordinal}`} – ${book.job}`;
	document.getElementById("head").replaceChildren(
		el(
			"div",
			{ class: "who" },
			el("h1", { dir: "auto" }, person.name || person.id || `Record ${leaf.ordinal}`),
			el(
				"p",
				{},
				[person.id, leaf.language, leaf.jurisdiction, book.template, book["run-date"]]
					.filter(Boolean)
					.flatMap((fact, i) => [i ? " · " : "", el("span", {}, fact)]),
				book.draft ? el("span", { class: "tag" }, "Draft") : el("span", { class: "tag good" }, "As approved"),
				book.coverage ? el("span", { class: "tag" }, "Confidential data masked") : null,
			),
		),
		channelSwitches(leaf),
		switches(),
	);
	show(leaf);
	if (wasWhole && document.activeElement === document.body) {
		document.getElementById("channels").focus(); /* what was pressed is gone */
	}
});

engross.on("book", (book) => {
	if (!book.recipients.length) {
		document.getElementById("channels").replaceChildren(el("p", { class: "empty" }, "No records."));
	}
});

if (matchMedia("(prefers-color-scheme: dark)").matches) {
	document.documentElement.dataset.theme = "dark";
	engross.set("dark", true);
}
