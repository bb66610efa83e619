// A proof book: what each of its records is for, and what none of all the records shows.

const coverage = {};

const kindNames = {
	language: "Languages",
	jurisdiction: "Jurisdictions",
	channel: "Channels and why",
	block: "Versions of locked wording",
	branch: "Conditions",
	list: "Lists and tables",
	fragment: "Fragments",
	pages: "Numbers of pages",
	break: "Tables over pages",
	segments: "Short messages",
	skipped: "Left out by consent",
	fault: "Would not be sent",
};

coverage.item = (item) => {
	const place = item.key.replace(/ (yes|no|\d)$/, "");
	const words = [item.text, item.text.includes(place) ? null : el("small", {}, ` ${place}`)];
	const recipient = item.records && engross.book.recipients.find((r) => r.ordinal === item.ordinal);
	return el(
		"li",
		{},
		recipient ? button(words, () => engross.open(recipient), { class: "link" }) : words,
		item.records ? el("small", { class: "count" }, plural(item.records, "record")) : null,
	);
};

coverage.group = (title, items) =>
	items.length ? el("section", {}, el("h3", {}, title), el("ul", {}, items.map(coverage.item))) : null;

/** What each language never meets, though both occur. */
coverage.apart = (all) => {
	const by = new Map();
	for (const [language, branch] of all.apart) {
		by.set(language, (by.get(language) || []).concat(branch));
	}
	return [...by].map(([language, branches]) =>
		el(
			"li",
			{},
			`No record has language ${all.items[language].text} and `,
			branches.flatMap((b, i) => [i ? ", nor " : "", el("code", {}, all.items[b].text)]),
		),
	);
};

coverage.show = () => {
	const all = engross.book.coverage;
	const shown = all.items.filter((i) => i.records);
	const missing = all.items.filter((i) => !i.records);
	engross.whole(
		"Coverage",
		el(
			"div",
			{ class: "coverage", tabindex: "0", role: "region", "aria-label": "Coverage" },
			el(
				"h2",
				{},
				`${plural(engross.book.recipients.length, "record")} of ${all.records.toLocaleString("en")} show everything that all of them show`,
			),
			el(
				"p",
				{ class: "note" },
				`${plural(shown.length, "item")} occur, each can be pressed to see a record that has it; ${missing.length} of what the template provides for occur in no record.`,
			),
			missing.length
				? el("section", { class: "missing" }, el("h3", {}, "No record shows"), el("ul", {}, missing.map(coverage.item)))
				: null,
			all.apart.length
				? el(
						"section",
						{ class: "missing" },
						el("h3", {}, "No record shows together"),
						el("ul", {}, coverage.apart(all)),
					)
				: null,
			el(
				"div",
				{ class: "kinds" },
				Object.entries(kindNames).map(([kind, title]) =>
					coverage.group(
						title,
						shown.filter((i) => i.kind === kind),
					),
				),
			),
		),
	);
};

/** What the record in sight is for. */
coverage.reasons = (leaf) =>
	leaf.for
		? el(
				"div",
				{ class: "reasons" },
				el("h2", {}, "This record is here for"),
				el(
					"ul",
					{},
					leaf.for.map((text) => el("li", {}, text)),
				),
				leaf.differs.length
					? el(
							"div",
							{ class: "differs" },
							el("h3", {}, "Masking changed which way it went"),
							el(
								"ul",
								{},
								leaf.differs.map((text) => el("li", {}, text)),
							),
						)
					: null,
			)
		: null;
