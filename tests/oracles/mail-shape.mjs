// What a message is like at each width: tables that become cards below 480 px and are tables above, a card of its own
// width in the middle of a wide window, text inside of its cells, pictures no larger than they are; and the colours
// where Outlook has marked what it made dark.
import { contrast, forces, pairsInPage } from "./dark.mjs";

const widths = [320, 480, 481, 600, 1200];

// To run in the page. What is wrong there, in words; `stacked`: tables of three columns and more are cards.
function shapeInPage({ width, stacked, plain }) {
	const wrong = [];
	const box = (element) => element.getBoundingClientRect();
	const isSeen = (element) => element.getClientRects().length > 0 && box(element).height > 0;
	const words = (element) => (element.innerText ?? "").replace(/\s+/g, " ").trim();
	const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
	const name = (element) => `'${(element.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, 40)}'`;

	// The heading of each cell of a row by the columns that it lies over.
	const headings = (row, heads) => {
		const found = [];
		let at = 0;
		for (const cell of row.cells) {
			found.push(cell.colSpan === 1 ? heads[at] : null);
			at += cell.colSpan;
		}
		return found;
	};
	const asCard = (row, heads) => {
		const cells = [...row.cells].filter(isSeen);
		const own = box(row.closest("table"));
		const above = headings(row, heads);
		const leads = cells.filter((cell) => !cell.querySelector(".lb") && cell.textContent.trim() && above[cell.cellIndex]?.textContent.trim());
		const first = [...cells].sort((a, b) => box(a).top - box(b).top).find((cell) => cell.textContent.trim());
		for (const cell of cells) {
			if (box(cell).width < own.width * 0.9) wrong.push(`${name(cell)} of a card is not as wide as the card`);
		}
		if (leads.length > 1 || (leads[0] && leads[0] !== first)) wrong.push(`the card of ${name(row)} has ${leads.length} leads, or its lead is not the first`);
		above.forEach((head, i) => {
			const cell = row.cells[i];
			if (!cell.textContent.trim() || leads.includes(cell)) return;
			const label = cell.querySelector(".lb");
			const value = cell.textContent.slice(label?.textContent.length ?? 0).trim();
			if (value && !isSeen(cell)) wrong.push(`${name(cell)} is not on the card`);
			if (isSeen(cell) && head && words(head.cloneNode(true)) && !(label && isSeen(label) && words(label))) wrong.push(`${name(cell)} has no label on the card`);
			if (label && head && !head.textContent.includes(label.textContent.trim())) wrong.push(`the label of ${name(cell)} is not its heading`);
		});
	};
	const asRow = (row, heads) => {
		const cells = [...row.cells].filter(isSeen);
		const tops = cells.map((cell) => box(cell).top);
		if (Math.max(...tops) - Math.min(...tops) > 1) wrong.push(`cells of ${name(row)} do not stand beside each other`);
		headings(row, heads).forEach((head, i) => {
			const cell = row.cells[i];
			if (head && (Math.abs(box(cell).left - box(head).left) > 1 || Math.abs(box(cell).right - box(head).right) > 1)) wrong.push(`${name(cell)} does not stand below its heading`);
			if ([...cell.querySelectorAll(".lb")].some(isSeen)) wrong.push(`${name(cell)} shows the label of cards`);
		});
	};
	for (const table of document.querySelectorAll("table")) {
		const heads = table.tHead ? [...table.tHead.rows[0].cells].filter((cell) => cell.scope === "col") : [];
		if (heads.length === 0) continue;
		const cards = stacked && heads.length >= 3;
		if (isSeen(table.tHead) === cards) wrong.push(`the headings of ${name(table)} are ${cards ? "" : "not "}shown`);
		for (const body of table.tBodies) {
			for (const row of body.rows) {
				if (row.cells.length === 1) continue; // the name of a group
				if (!cards) asRow(row, heads);
				else if ([...row.cells].every((cell) => cell.colSpan === 1)) asCard(row, heads); // no total of a title and a figure
			}
		}
	}

	// Cells of a row are apart, and text stays in its cell.
	for (const row of document.querySelectorAll("tr")) {
		const cells = [...row.cells].filter(isSeen);
		cells.forEach((cell, i) => {
			if (i > 0 && !apart(box(cells[i - 1]), box(cell))) wrong.push(`${name(cell)} lies over the cell before`);
		});
	}
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const cell = node.parentElement.closest("td,th,caption");
		if (!cell || !node.data.trim() || !isSeen(node.parentElement) || node.parentElement.closest("[aria-hidden=true]")) continue;
		const range = document.createRange();
		range.selectNodeContents(node);
		for (const r of range.getClientRects()) {
			if (r.width > 1 && (r.left < box(cell).left - 1 || r.right > box(cell).right + 1)) {
				wrong.push(`'${node.data.trim().slice(0, 40)}' reaches out of its cell`);
				break;
			}
		}
	}
	for (const img of document.images) {
		const most = img.naturalWidth / (img.closest(".ch") ? 2 : 1);
		if (img.naturalWidth && box(img).width > most + 1) wrong.push(`picture '${img.alt.slice(0, 40)}' is drawn larger than it is`);
		if (img.naturalWidth && Math.abs(box(img).width / box(img).height - img.naturalWidth / img.naturalHeight) > 0.05 * (img.naturalWidth / img.naturalHeight)) wrong.push(`picture '${img.alt.slice(0, 40)}' is stretched`);
	}
	if (document.documentElement.scrollWidth > width && !plain) wrong.push(`is ${document.documentElement.scrollWidth} px wide`);
	if (width > 1000) {
		const frame = [...document.querySelectorAll("table")].find((t) => t.style.maxWidth);
		const most = frame ? parseFloat(frame.style.maxWidth) : 0;
		if (!frame || Math.abs(box(frame).width - most) > 1) wrong.push(`the card is ${frame ? box(frame).width : 0} px wide, not ${most}`);
		else if (Math.abs(box(frame).left - (width - box(frame).right)) > 1) wrong.push("the card is not in the middle");
	}
	return [...new Set(wrong)].slice(0, 5);
}

// To run in the page: Outlook's marks on all that has colours of its own, and on what stands around all.
function markInPage(map) {
	for (const element of [document.body, ...document.body.querySelectorAll("*")]) {
		for (const [property, mark] of [["color", "data-ogsc"], ["backgroundColor", "data-ogsb"]]) {
			const own = element.style[property];
			if (own || element === document.body) element.setAttribute(mark, own);
			if (own && map?.[own]) element.style[property] = map[own];
		}
	}
}

function coloursInPage() {
	const found = new Set();
	for (const element of document.body.querySelectorAll("*")) {
		for (const own of [element.style.color, element.style.backgroundColor]) if (/^rgb\(/.test(own)) found.add(own);
	}
	return [...found];
}

async function judgeMarked(page, html, object) {
	for (const forced of [false, true]) {
		await page.setContent(html, { waitUntil: "load" });
		const colours = await page.evaluate(coloursInPage);
		const made = (rgb) => `rgb(${forces["Outlook's way"](rgb.match(/\d+/g).map(Number)).join(", ")})`;
		await page.evaluate(markInPage, forced ? Object.fromEntries(colours.map((c) => [c, made(c)])) : null);
		for (const [ink, ground, text] of await page.evaluate(pairsInPage)) {
			if (contrast(ink, ground) < 4.5) object(`contrast ${contrast(ink, ground).toFixed(2)} where Outlook marks the dark${forced ? " and inverts the rest" : ""}: '${text}'`);
		}
	}
}

// Judges one message in a page of its own; object is told what is wrong.
export async function judgeShape(page, html, object) {
	const look = async (width, stacked, plain) => {
		await page.setViewportSize({ width, height: 900 });
		for (const what of await page.evaluate(shapeInPage, { width, stacked, plain })) object(`at ${width} px${plain ? " without styles" : ""}: ${what}`);
	};
	await page.setContent(html, { waitUntil: "load" });
	for (const width of widths) await look(width, width <= 480, false);
	await page.setContent(html.replace(/<style>[\s\S]*?<\/style>/g, ""), { waitUntil: "load" });
	for (const width of [320, 600]) await look(width, false, true);
	if (html.includes("[data-ogsc]")) await judgeMarked(page, html, object);
}

// What a message may not be: each change of a good one must be seen.
const mutants = [
	["no cards below 480 px", "(max-width:480px)", "(max-width:48px)"],
	["headings above cards", ".st thead,.st .ec{display:none !important}", ".st .ec{display:none !important}"],
	["cards without labels", ".st .lb{display:inline !important", ".st .lb{display:none !important"],
	["a card whose lead is not first", ".st .m{order:-1;", ".st .m{order:1;"],
	["values of cards hidden", ".st .q{font-size:14px}", ".st .q{display:none !important}"],
	["labels above 480 px", "<style>\n", "<style>\n.lb{display:inline !important}\n"],
	["a frame to the left", ";margin:0 auto\">\n<tr><td class=\"cd\"", ";margin:0\" align=\"left\">\n<tr><td class=\"cd\""],
	["a stretched picture", "<style>\n", "<style>\nimg{height:9px !important}\n"],
	["text over its cell", "<style>\n", "<style>\n.dt td{max-width:20px}\n"],
	["no labels at all", /<span class="lb mu"[^>]*>[^<]*<\/span>/g, ""],
	["a chart twice as large", /(<div class="ch"[^>]*>\s*)<img[^>]* src=/g, '$1<img style="width:2400px" src='],
	["dark words on dark ground in Outlook", "[data-ogsc] .tx{color:", "[data-ogsc] .tx{colour:"],
];

// Judges the judge by mutants of a good message with a table of cards; object is told which were not seen.
export async function judgeMutants(page, html, object) {
	for (const [what, from, to] of mutants) {
		let seen = 0;
		const changed = html.replace(from, to);
		if (changed === html) object(`no mutant: ${what}`);
		await judgeShape(page, changed, () => seen++);
		if (!seen) object(`not seen: ${what}`);
	}
}
