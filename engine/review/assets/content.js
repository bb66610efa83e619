// What is decided about beside blocks: the release of the template, which lists every file that the pages were made
// of, and the rules of required content.

const content = {};

content.title = (item) =>
	item.kind === "release"
		? `Release ${item.number} of ${engross.book.template}`
		: `Rules ${item.path.replace(/^rules\//, "").replace(/\.xml$/, "")}`;

const changeWords = { added: "added", removed: "taken away", changed: "changed" };

content.changes = (item) => {
	if (item.kind !== "release") {
		return null;
	}
	if (item.before === undefined) {
		return el("p", { class: "none" }, "No release before it was approved.");
	}
	return item.changes.length
		? el(
				"ul",
				{ class: "files" },
				item.changes.map((change) =>
					el(
						"li",
						{},
						el("span", { class: `fate ${change.change}` }, changeWords[change.change]),
						el("code", {}, change.path),
					),
				),
			)
		: el("p", { class: "none" }, "No file differs.");
};

/* A release whose files are not those of the pages must not be decided about from them. */
content.others = (item) =>
	item.others?.length
		? el(
				"div",
				{ class: "differs" },
				el("b", {}, "These pages were made of other files than the release lists:"),
				el(
					"ul",
					{ class: "files" },
					item.others.map((path) => el("li", {}, el("code", {}, path))),
				),
				el("p", {}, "Make a new release first: engross template release."),
			)
		: null;

content.card = (item) => {
	const card = el("article", { class: "card" });
	const fill = () =>
		card.replaceChildren(
			...[
				el("header", {}, el("h2", {}, content.title(item)), dock.state(item)),
				content.others(item),
				el(
					"div",
					{ class: "columns" },
					el(
						"div",
						{},
						el("h3", {}, item.before === undefined ? "Since the release before" : `Since release ${item.before}`),
						content.changes(item),
						item.files
							? el(
									"details",
									{},
									el("summary", {}, plural(item.files.length, "file")),
									el(
										"ul",
										{ class: "files" },
										item.files.map((path) => el("li", {}, el("code", {}, path))),
									),
								)
							: null,
					),
					el(
						"div",
						{},
						el("h3", {}, "Decisions"),
						item.decisions.length ? el("ul", {}, dock.decisions(item)) : el("p", { class: "none" }, "None yet."),
						item.missing ? el("p", { class: "missing-line" }, `Missing: ${item.missing}`) : null,
					),
					el(
						"div",
						{},
						el("h3", {}, "Your decision"),
						item.others?.length
							? el("p", { class: "none" }, "Not from these pages.")
							: decide.form(item, fill) || el("p", { class: "none" }, "Decisions are taken in engross review."),
						el("p", { class: "none" }, `SHA-256 ${item.sha256.slice(0, 16)}\u2026`),
					),
				),
			].filter(Boolean),
		);
	fill();
	return card;
};

content.show = () => {
	const items = engross.book.content;
	engross.whole(
		"Release and rules",
		el(
			"div",
			{ class: "content coverage", tabindex: "0", role: "region", "aria-label": "Release and rules" },
			el(
				"p",
				{ class: "note" },
				"Blocks are decided about one by one. Everything else that the pages were made of goes out with the release of the template, under the rules of required content.",
			),
			items.some((item) => item.kind === "release")
				? null
				: el(
						"p",
						{ class: "none" },
						`${engross.book.template} has no release yet: engross template release makes one.`,
					),
			items.map(content.card),
		),
	);
};

engross.on("key", () => document.querySelector(".content") && content.show());
