// The recipients: searched and filtered, shown in slices so that thousands are as quick as ten.

const list = { slice: 200, count: 0, at: null };

const stateWords = { good: "would be sent", faulty: "would not be sent", skipped: "no channel by consent" };

list.filter = () => {
	const words = list.search.value.toLowerCase().split(/\s+/).filter(Boolean);
	const { language, channel, state, changed } = list.selects;
	return engross.book.recipients.filter((r) => {
		const text = `${r.id || ""} ${r.name || ""} ${r.language || ""} ${r.jurisdiction || ""}`.toLowerCase();
		return (
			words.every((word) => text.includes(word)) &&
			(!language.value || r.language === language.value) &&
			(!channel.value || (r.channels || []).includes(channel.value)) &&
			(!state.value || r.state === state.value) &&
			(!changed.value || r.changed === (changed.value === "changed"))
		);
	});
};

list.item = (r) => {
	const node = el(
		"li",
		{},
		button(
			[
				el("span", { class: "name" }, r.name || r.id || `Record ${r.ordinal}`),
				el("span", { class: "facts" }, [r.id, r.language, r.jurisdiction].filter(Boolean).join(" · ")),
				r.state === "good" ? null : el("span", { class: `state ${r.state}` }, stateWords[r.state]),
				r.changed ? el("span", { class: "for" }, "changed") : null,
				r.for ? el("span", { class: "for" }, `for ${plural(r.for, "item")}`) : null,
			].filter(Boolean),
			() => engross.open(r),
			{ "data-leaf": r.leaf },
		),
	);
	return node;
};

list.show = () => {
	const found = list.filter();
	const part = found.slice(0, list.count);
	list.box.replaceChildren(...part.map(list.item));
	if (part.length < found.length) {
		list.box.append(
			el(
				"li",
				{},
				button(
					`Show ${Math.min(list.slice, found.length - part.length)} more`,
					() => {
						list.count += list.slice;
						list.show();
						list.box.querySelectorAll("button")[part.length].focus();
					},
					{ class: "more" },
				),
			),
		);
	}
	list.note.textContent = `${found.length} of ${plural(engross.book.recipients.length, "recipient")}`;
	list.mark();
};

list.mark = () => {
	for (const node of list.box.querySelectorAll("[data-leaf]")) {
		if (node.dataset.leaf === engross.wanted) {
			node.setAttribute("aria-current", "true");
		} else {
			node.removeAttribute("aria-current");
		}
	}
	list.rove(document.activeElement);
};

/** The tab key stops at one of the list, at what has the focus or is shown; arrow keys reach the others. */
list.rove = (at) => {
	const all = [...list.box.querySelectorAll("button")];
	const stop = all.includes(at) ? at : list.box.querySelector("[aria-current]") || all[0];
	for (const node of all) {
		node.tabIndex = node === stop ? 0 : -1;
	}
};

list.walk = (event) => {
	const all = [...list.box.querySelectorAll("button")];
	const at = all.indexOf(event.target);
	const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
	if (to === undefined || !all[to]) {
		return;
	}
	event.preventDefault();
	all[to].focus();
};

list.refilter = () => {
	list.count = list.slice;
	list.show();
};

/** A select of the values that occur; none when there is only one. */
list.select = (label, values) => {
	const node = el("select", { "aria-label": label });
	node.append(new Option(label, ""), ...values.map((v) => new Option(v, v)));
	node.addEventListener("change", list.refilter);
	node.hidden = values.length < 2;
	return node;
};

engross.on("book", (book) => {
	const values = (of) => [...new Set(book.recipients.flatMap(of))].filter(Boolean).sort();
	list.search = el("input", { type: "search", placeholder: "Search recipients", "aria-label": "Search recipients" });
	list.search.addEventListener("input", list.refilter);
	list.selects = {
		language: list.select(
			"Language",
			values((r) => r.language),
		),
		channel: list.select(
			"Channel",
			values((r) => r.channels || []),
		),
		state: list.select(
			"State",
			values((r) => r.state),
		),
		changed: list.select(
			"Changes",
			values((r) => (r.changed === undefined ? [] : r.changed ? "changed" : "as it was")),
		),
	};
	list.note = el("p", { class: "note", role: "status" });
	list.box = el("ul", {});
	document
		.getElementById("list")
		.replaceChildren(
			el(
				"div",
				{ class: "tools" },
				list.search,
				el("div", { class: "selects" }, Object.values(list.selects)),
				list.note,
			),
			list.box,
		);
	list.refilter();
	list.box.addEventListener("keydown", list.walk);
	list.box.addEventListener("focusin", (event) => list.rove(event.target));
	list.search.addEventListener("keydown", (event) => {
		const first = list.box.querySelector("button");
		if (event.key === "ArrowDown" && first) {
			event.preventDefault();
			first.focus();
		}
	});
	if (book.recipients.length) {
		engross.open(book.recipients[0]);
	}
});
engross.on("shown", list.mark);
engross.on("whole", list.mark);
