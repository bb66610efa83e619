// What was checked of each channel, as the manifest of a run would certify it: the locked words as a reader
// of another make saw them, how large, with which contrast, where; and what was objected to.

const checks = {};

/** Objections to a channel: messages name it first. */
checks.faults = (leaf, channel) =>
	leaf.told.filter((t) => t.level === "error" && t.message.startsWith(`${channel.name}: `));

/** Where a block was seen: "page 2", "part html". */
checks.where = (place) =>
	[
		place.page ? `page ${place.page}${place["last-page"] ? ` to ${place["last-page"]}` : ""}` : "",
		place.part ? `${place.part === "html" ? "HTML" : "text"} part` : "",
	]
		.filter(Boolean)
		.join(", ");

/** The smallest of what was measured; 0: nothing was. */
const least = (places, key) => Math.min(...places.map((p) => p[key] || Infinity).concat(Infinity));

/** A row for each demand of a block: [what, measured, asked, good]. */
checks.demands = (block, places) => {
	const asks = block.asks || {};
	const rows = [];
	for (const [key, name, show] of [
		["size", "Size", points],
		["x-height", "x-height", points],
		["contrast", "Contrast", (n) => `${n / 1000}:1`],
	]) {
		const measured = least(places, key);
		if (measured !== Infinity) {
			rows.push([name, show(measured), asks[key] ? show(asks[key]) : "", !asks[key] || measured >= asks[key]]);
		}
	}
	return rows;
};

checks.of = (leaf, channel) => {
	const rows = checks
		.faults(leaf, channel)
		.map((t) => ({ good: false, what: t.message.slice(channel.name.length + 2), more: t.code }));
	for (const seen of channel.certificate.blocks) {
		const block = leaf.blocks.find(
			(b) => b.id === seen.id && b.version === seen.version && b.language === seen.language,
		);
		const places = seen.where || [];
		const measured = block
			? checks
					.demands(block, places)
					.map(([name, is, asked]) => `${name.toLowerCase()} ${is}${asked ? ` of ${asked} asked` : ""}`)
			: [];
		rows.push({
			good: true,
			block: seen.id,
			what: `${seen.id} ${seen.version} reads as approved`,
			more: [...new Set(places.map(checks.where))].filter(Boolean).concat(measured).join(" · "),
		});
	}
	return rows;
};

checks.rules = (channel) =>
	channel.rules.map((rule) => ({
		good: rule.state !== "broken",
		plain: rule.state === "open",
		what: `${rule.id} of ${rule.pack}${rule.state === "broken" ? " is broken" : rule.state === "open" ? " was not judged" : " is kept"}`,
		more: [rule.asks, rule.why, rule.source].filter(Boolean).join(" \u00b7 "),
	}));

checks.access = (channel) => channel.access.map((row) => ({ good: row.good, what: row.what }));

checks.artifact = (channel) => {
	const c = channel.certificate;
	return [
		{
			plain: true,
			what: [
				c.pages ? plural(c.pages, "page") : "",
				c.segments ? `${plural(c.segments, "segment")}, ${c.encoding === "ucs2" ? "UCS-2" : "GSM alphabet"}` : "",
				`${c.bytes.toLocaleString("en")} bytes`,
			]
				.filter(Boolean)
				.join(", "),
			more: `SHA-256 ${c.sha256.slice(0, 16)}…`,
		},
	];
};

checks.badge = (leaf, channel) => {
	const faults = checks.faults(leaf, channel).length + channel.access.filter((row) => !row.good).length;
	const blocks = channel.certificate.blocks.length;
	const label = faults
		? plural(faults, "objection")
		: channel.verified
			? `${plural(blocks, "block")} verified`
			: blocks
				? "not read back"
				: "no locked wording";
	return button(label, () => checks.show(leaf, channel), {
		class: `badge ${faults ? "bad" : channel.verified ? "good" : "plain"}`,
	});
};

checks.list = (title, rows, none) =>
	el(
		"section",
		{},
		el("h3", {}, title),
		rows.length
			? el(
					"ul",
					{},
					rows.map((row) =>
						el(
							"li",
							{ class: row.plain ? "plain" : row.good ? "good" : "bad" },
							el("span", { class: "what" }, row.what),
							row.more ? el("span", { class: "more" }, row.more) : null,
						),
					),
				)
			: el("p", { class: "none" }, none),
	);

checks.show = (leaf, channel) => {
	dock.show(
		el(
			"div",
			{ class: "checks" },
			el("h2", {}, `Checks of ${channelNames[channel.name] || channel.name}`),
			el(
				"div",
				{ class: "groups" },
				checks.list("Locked wording", checks.of(leaf, channel), "No locked wording stands in it."),
				checks.list("Rules of required content", checks.rules(channel), "No rule holds for this recipient here."),
				checks.list("Accessibility", checks.access(channel), ""),
				checks.list("The artifact", checks.artifact(channel), ""),
			),
		),
	);
};

/* Of so many, so many hold. */
const tally = (rows, none) => {
	const bad = rows.filter((row) => !row.good && !row.plain).length;
	const text = !rows.length ? none : bad ? `${bad} of ${rows.length} not met` : `${rows.length} met`;
	return el("td", {}, el("span", { class: `measure ${bad ? "bad" : rows.length ? "good" : "plain"}` }, text));
};

/** All channels at a glance, while nothing is asked. */
checks.overview = (leaf) => {
	const channels = inOrder(leaf);
	return el(
		"div",
		{ class: "overview" },
		el(
			"table",
			{},
			el(
				"thead",
				{},
				el(
					"tr",
					{},
					["Channel", "Locked wording", "Rules", "Accessibility", "Artifact"].map((name) =>
						el("th", { scope: "col" }, name),
					),
				),
			),
			el(
				"tbody",
				{},
				channels.map((channel) =>
					el(
						"tr",
						{},
						el("th", { scope: "row" }, channelNames[channel.name] || channel.name),
						tally(checks.of(leaf, channel), channel.certificate.blocks.length ? "not read back" : "none"),
						tally(checks.rules(channel), "none hold"),
						tally(checks.access(channel), ""),
						el("td", {}, checks.artifact(channel)[0].what),
					),
				),
			),
		),
	);
};
