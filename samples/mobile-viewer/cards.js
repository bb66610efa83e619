// Draws the elements of Adaptive Cards that the engine writes; a stock SDK draws all that there are.
"use strict";

const cardElements = {
	RichTextBlock: (e) => el("p", { class: e.spacing === "None" ? "tight" : "" }, e.inlines.map((r) => {
		let node = el("span", { class: [r.isSubtle ? "muted" : "", (r.size || "").toLowerCase()].join(" ").trim() }, r.text);
		node = r.italic ? el("em", {}, node) : node;
		node = r.weight === "Bolder" ? el("strong", {}, node) : node;
		return r.selectAction ? el("a", { href: r.selectAction.url }, node) : node;
	})),
	Container: (e) => el("section", {
		class: e.style ? `callout ${e.style === "attention" ? "warning" : ""}` : /^block:/.test(e.id) ? "block" : "",
		// The name of a locked block, without the number of its repetition.
		"data-block": /^block:/.test(e.id) ? e.id.slice(6).replace(/#\d+$/, "") : undefined,
	},
		e.separator ? el("hr") : null, e.items.map(cardElement)),
	ColumnSet: (e) => el("div", { class: "row" }, e.columns.map((column) =>
		el("div", { class: column.width }, column.items.map(cardElement)))),
	// Columns share the width by their weights, as stock SDKs have it.
	Table: (e) => el("div", { class: "scroll" }, el("table", { class: e.columns.length > 3 ? "shared dense" : "shared" },
		el("colgroup", {}, e.columns.map((column) => el("col", { width: `${(100 * column.width) / e.columns.reduce((sum, c) => sum + c.width, 0)}%` }))),
		e.rows.map((row, r) => el("tr", {}, row.cells.map((cell, i) => el(r === 0 && e.firstRowAsHeader ? "th" : "td",
			{ class: e.columns[i].horizontalCellContentAlignment === "right" ? "end" : "" }, cell.items.map(cardElement))))))),
	ActionSet: (e) => el("div", {}, e.actions.map((action) => el("a", { class: "action", href: action.url }, action.title))),
	"Input.Text": (e) => cardField(e, e.isMultiline ? el("textarea", {}, e.value || "") : el("input", { value: e.value })),
	"Input.Number": (e) => cardField(e, el("input", { inputmode: "decimal", value: e.value })),
	"Input.Date": (e) => cardField(e, el("input", { type: "date", value: e.value })),
	"Input.Toggle": (e) => cardField({ ...e, label: e.title }, el("input", { type: "checkbox" })),
	"Input.ChoiceSet": (e) => cardField(e, el("select", {}, e.choices.map((c) => el("option", { value: c.value }, c.title)))),
};

function cardField(e, field) {
	field.name = e.id;
	field.required = Boolean(e.isRequired);
	return el("label", { class: "field" }, el("span", {}, e.label), field);
}

function cardElement(e) {
	if (cardElements[e.type]) {
		return cardElements[e.type](e);
	}
	console.warn(`unknown element '${e.type}'`);
	return el("p", {}, (e.fallback && e.fallback.text) || "");
}

function drawCard(card) {
	return card.body.map(cardElement);
}
