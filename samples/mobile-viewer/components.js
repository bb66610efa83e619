// Draws engross-mobile-1 with plain DOM: one function a component. What it does is all that an app must do:
// text is final, runs are flattened, data may be drawn. Everything goes in as text, never as markup.
"use strict";

/** An element with attributes and children; children that are empty are left out. */
function el(name, attributes, ...children) {
	const node = document.createElement(name);
	for (const [key, value] of Object.entries(attributes || {})) {
		if (value !== undefined && value !== "" && value !== false) {
			node.setAttribute(key, value);
		}
	}
	node.append(...children.flat().filter((child) => child !== undefined && child !== null));
	return node;
}

const notes = [];

function run(r) {
	if (r.break) {
		return el("br");
	}
	if (r.footnote) {
		notes.push(r.footnote);
		return el("sup", {}, String(notes.length));
	}
	let node = el(r.isolate ? "bdi" : "span", { lang: r.lang, class: r.role }, r.text);
	if (r.nobr) {
		node.style.whiteSpace = "nowrap";
	}
	if (r.em) {
		node = el("em", {}, node);
	}
	if (r.strong) {
		node = el("strong", {}, node);
	}
	return r.url ? el("a", { href: r.url }, node) : node;
}

const runs = (list) => (list || []).map(run);
const children = (list) => (list || []).map(component);
const atEnd = (column) => (column.align === "end" || column.align === "decimal" ? "end" : "");

function pairs(list) {
	return el("dl", { class: "facts" },
		list.map((i) => el("div", { class: i.role }, el("dt", {}, i.label), el("dd", {}, i.text))));
}

/** A phone has no room for many columns: those of a lower priority stand below the first, with their headings. */
function table(c) {
	const kept = (i) => c.columns.length <= 3 || i === 0 || c.columns[i].priority === 1;
	const row = (r) => {
		const cells = [], below = [];
		let at = 0;
		for (const cell of r.cells) {
			const covered = c.columns.slice(at, at + (cell.span || 1)), last = at + covered.length - 1;
			const width = covered.filter((_, i) => kept(at + i)).length;
			at += covered.length;
			if (width) {
				cells.push(el("td", { colspan: width > 1 ? width : "", class: covered.length > 1 ? "" : atEnd(c.columns[last]) }, runs(cell.text)));
			} else if (cell.text && cell.text.length) {
				below.push(el("small", {}, runs(c.columns[last].heading), " ", el("b", {}, runs(cell.text))));
			}
		}
		cells[0].append(...below);
		return el("tr", { class: r.kind }, cells);
	};
	return [
		el("div", { class: "scroll" }, el("table", {},
			c.caption ? el("caption", {}, runs(c.caption)) : null,
			el("thead", {}, el("tr", {}, c.columns.filter((_, i) => kept(i)).map((column) => el("th", { scope: "col", class: atEnd(column) }, runs(column.heading))))),
			el("tbody", {}, c.rows.map(row)))),
		children(c.more),
	].flat();
}

/** Bars of the raw values; the formatted ones stand beside. */
function chart(c) {
	const all = c.series.flatMap((s) => s.values.map((v) => Math.abs(Number(v.raw) || 0)));
	const most = Math.max(...all, 1e-9);
	return el("figure", { role: "group", "aria-label": c.accessibleLabel },
		c.caption ? el("figcaption", {}, runs(c.caption)) : null,
		el("div", { class: "bars" }, c.series.flatMap((series) => c.labels.flatMap((label, i) => {
			const bar = el("i");
			bar.style.width = `${(100 * Math.abs(Number(series.values[i].raw) || 0)) / most}%`;
			const name = c.series.length > 1 ? `${label}, ${series.name}` : label;
			return [el("span", {}, name), el("div", {}, bar), el("span", { class: "end" }, series.values[i].text)];
		}))));
}

function entry(c) {
	const types = { number: "text", date: "date", email: "email", phone: "tel", checkbox: "checkbox" };
	const common = { name: c.name, required: c.required || false };
	let field;
	if (c.input === "choice") {
		field = el("select", common, (c.options || []).map((o) => el("option", { value: o.value, selected: o.value === c.value }, o.label)));
	} else if (c.input === "multiline") {
		field = el("textarea", common, c.value || "");
	} else {
		field = el("input", { ...common, type: types[c.input] || "text", value: c.value, inputmode: c.input === "number" ? "decimal" : "" });
	}
	return el("label", { class: "field" }, el("span", {}, c.label), field);
}

const draw = {
	section: (c) => el("section", {}, children(c.content)),
	flow: (c) => el("div", {}, children(c.content)),
	callout: (c) => el("aside", { class: `callout ${c.role || ""}` }, children(c.content)),
	block: (c) => el("section", { class: "block", lang: c.lang, "data-block": `${c.block}@${c.version}` }, children(c.content)),
	heading: (c) => el(`h${Math.min(6, c.level + 1)}`, {}, runs(c.text)),
	para: (c) => el("p", { class: c.role, lang: c.lang }, runs(c.text)),
	list: (c) => el(c.ordered ? "ol" : "ul", {}, c.items.map((i) => el("li", {}, children(i.content)))),
	facts: (c) => pairs(c.items.map((i) => ({ role: i.role, label: el("span", {}, runs(i.label)), text: el("span", {}, runs(i.text)) }))),
	table,
	chart,
	image: (c) => (c.decorative ? el("span") : el("p", { class: "small" }, c.accessibleLabel)),
	barcode: (c) => el("p", {}, el("b", {}, c.label || ""), el("br"), el("code", {}, c.payload)),
	payment: (c) => el("div", {}, c.label ? el("b", {}, c.label) : null, pairs(c.details)),
	action: (c) => el("a", { class: "action", href: c.url }, runs(c.label)),
	entry,
	signature: (c) => el("p", {}, el("b", {}, c.name || ""), el("br"), c.title || ""),
	divider: () => el("hr"),
};

/** A component that is not known is shown by its words, and said. */
function component(c) {
	if (draw[c.type]) {
		const drawn = draw[c.type](c);
		return Array.isArray(drawn) ? el("div", {}, drawn) : drawn;
	}
	console.warn(`unknown component '${c.type}'`);
	return el("div", {}, children(c.content), runs(c.text));
}

/** The theme's tokens of a document as custom properties of an element; without data, none. */
function setTokens(element, data, dark) {
	element.classList.toggle("dark", dark);
	element.removeAttribute("style");
	for (const token of data && data.theme ? data.theme.tokens : []) {
		element.style.setProperty(`--${token.name}`, dark ? token.dark : token.light);
	}
}

/** A document of either profile as a list of nodes. */
function drawDocument(data) {
	notes.length = 0;
	const title = data.notification.title.replace(`[${data.draft}] `, "");
	const body = data.format === "engross-adaptive-1" ? drawCard(data.card) : [ // a card says itself that it is a draft
		data.draft ? el("p", { class: "draft" }, data.draft) : null,
		el("h1", {}, title),
		children(data.content),
		el("div", { class: "parts" }, data.parts.map((part) => children(part.content)).flat(),
			data.attachments.map((a) => el("p", {}, `\u{1F4CE} ${a.name}`))),
	].flat().filter(Boolean);
	const below = notes.map((note, i) => el("p", { class: "small" }, `${i + 1} `, runs(note)));
	return [
		el("div", { class: "push" }, el("b", {}, data.notification.title), data.notification.body),
		...body, ...below,
	];
}
