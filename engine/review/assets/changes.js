// What is another than it was: words struck out and added, and pages laid over each other.

const changes = {};

/** The words of a channel; long stretches that stayed are shortened, and open when pressed. */
changes.words = (words) =>
	words.map(([fate, text], i) => {
		if (fate !== "same") {
			return el(fate === "added" ? "ins" : "del", {}, text, " ");
		}
		const parts = text.split(" ");
		if (parts.length < 30) {
			return el("span", {}, text, " ");
		}
		const rest = el(
			"button",
			{ type: "button", class: "more", "aria-label": `${parts.length - 20} more words that stayed` },
			"\u2026",
		);
		const span = el(
			"span",
			{},
			i ? parts.slice(0, 10).join(" ") : "",
			" ",
			rest,
			" ",
			i < words.length - 1 ? parts.slice(-10).join(" ") : "",
			" ",
		);
		rest.addEventListener("click", () => {
			span.textContent = `${text} `;
			span.tabIndex = -1;
			span.focus();
		});
		return span;
	});

/** A page as it is over the page as it was; the slider goes from the one to the other. */
changes.page = (before, now, number) => {
	if (before === null) {
		return el("p", { class: "none" }, `Page ${number} is as it was.`);
	}
	const top = now ? el("img", { src: now, alt: `Page ${number} as it is` }) : null;
	const figure = el(
		"figure",
		{ class: "sheet over" },
		before ? el("img", { src: before, alt: `Page ${number} as it was` }) : null,
		top,
	);
	const slider = el("input", {
		type: "range",
		min: "0",
		max: "100",
		"aria-label": `Page ${number}: from what it was to what it is`,
	});
	slider.value = 100;
	slider.addEventListener("input", () => {
		if (top) {
			top.style.opacity = slider.value / 100;
		}
	});
	const difference = button(
		"Difference",
		(node) => {
			const on = figure.classList.toggle("difference");
			node.setAttribute("aria-pressed", String(on));
		},
		{ class: "tool" },
		false,
	);
	return el(
		"div",
		{ class: "compared" },
		el(
			"p",
			{ class: "fader" },
			el("span", {}, "before"),
			slider,
			el("span", {}, "now"),
			before && now ? difference : null,
		),
		figure,
	);
};

changes.fill = (leaf, channel, body) => {
	const told = channel.changes;
	body.replaceChildren(
		told.new ? el("p", { class: "none" }, "This recipient did not get this channel before.") : "",
		told.words
			? el("p", { class: "diff", dir: leaf.direction, lang: leaf.language }, changes.words(told.words))
			: el("p", { class: "none" }, told.new ? "" : "The words are what they were."),
	);
	const pages = Math.max((told.pages || []).length, told.pages ? channel.pages.length : 0);
	for (let i = 0; i < pages; i++) {
		body.append(changes.page(told.pages[i], channel.pages[i]?.image, i + 1));
	}
};

/** A switch between the channel and its changes, where there are any. */
changes.tool = (leaf, channel, body, again) =>
	channel.changes?.any
		? button(
				"Changes",
				(node) => {
					const on = node.getAttribute("aria-pressed") !== "true";
					node.setAttribute("aria-pressed", String(on));
					body().className = "scroller";
					if (on) {
						changes.fill(leaf, channel, body());
					} else {
						body().replaceChildren();
						again();
					}
				},
				{ class: "tool changed" },
				false,
			)
		: null;
