// Rules that the Word engine of Outlook puts on HTML, since Outlook itself cannot be run, and what is left
// when a client strips every <style>: node outlook.mjs FILE.eml...  Exit 1 with objections.
import { readFileSync } from "node:fs";
import { Parser } from "htmlparser2";
import { simpleParser } from "mailparser";

const WIDEST = 800; // px of the widest theme
const DEEPEST = 12; // tables in tables: Word gets slow and wrong beyond
let objections = 0;

const expand = (html) =>
	html.replace(/<!--\[if !mso\]><!-->[\s\S]*?<!--<!\[endif\]-->/g, "").replace(/<!--\[if mso\]>([\s\S]*?)<!\[endif\]-->/g, "$1");

const style = (attrs) =>
	Object.fromEntries((attrs.style ?? "").split(";").map((d) => d.split(":").map((s) => s.trim())).filter((d) => d.length > 1 && d[1]));

// What Word does not know on an element, or takes only from attributes.
function judgeElement(name, attrs, s, object) {
	if (name === "table") {
		for (const key of ["cellpadding", "cellspacing", "border"]) if (!(key in attrs)) object(`table without ${key}`);
		if (s["max-width"] && attrs.width !== "100%") object("table with max-width and no width");
	}
	if (name === "img" && !(/^\d+$/.test(attrs.width) && /^\d+$/.test(attrs.height) && Number(attrs.width) <= WIDEST)) {
		object("image without width and height in px");
	}
	if (/^(div|p|span|a|h\d|li)$/.test(name)) {
		if (s.padding && parseInt(s.padding) > 0) object(`padding on <${name}>`);
		if (s.height || s["min-height"]) object(`height on <${name}>`);
	}
	if (name === "div" && s["background-color"] && attrs.role !== "article") object("ground on <div>");
	if (/^t[dh]$/.test(name) && s.margin) object(`margin on <${name}>`);
	if (/^t[dh]$/.test(name) && s["background-color"] && attrs.bgcolor !== s["background-color"]) object(`<${name}> with a ground and no bgcolor`);
	if (name === "v:roundrect") {
		if (!/^(https?|mailto|tel):/.test(attrs.href ?? "")) object("button without address");
		if (!/width:\d+px/.test(attrs.style) || !/height:\d+px/.test(attrs.style)) object("button without size");
		if (!/^#[0-9a-f]{6}$/.test(attrs.fillcolor)) object("button without ground");
	}
	for (const [key, value] of Object.entries(s)) {
		if (/^(float|position|flex|order|transform|background-image|box-shadow|gap)$/.test(key)) object(`inline ${key}`);
		if (/!important/.test(value)) object(`inline !important on ${key}`);
		if (/rgb|hsl|var\(|calc\(|\d(rem|em|vw|vh)\b/.test(value)) object(`value ${value} of ${key}`);
		if (/color/.test(key) && /^#/.test(value) && !/^#[0-9a-f]{6}$/.test(value)) object(`colour ${value}`);
		if (key === "display" && value === "none" && s["mso-hide"] !== "all") object("display:none without mso-hide");
		if (key === "line-height" && !/^(\d+(px|%)|0)$/.test(value)) object(`line-height ${value}`);
	}
}

function judgeWord(file, html) {
	const seen = new Set();
	const object = (what) => {
		if (!seen.has(what)) console.error(`${file}: Word: ${what}`);
		seen.add(what);
		objections++;
	};
	const open = [];
	let ghosts = 0;
	const parser = new Parser({
		onopentag(name, attrs) {
			judgeElement(name, attrs, style(attrs), object);
			open.push(name);
			if (name === "table" && /^\d+$/.test(attrs.width ?? "")) ghosts++;
			if (open.filter((n) => n === "table").length > DEEPEST) object("tables nested too deep");
		},
		onclosetag(name, implied) {
			const top = open.pop();
			if (top !== name || (implied && !/^(meta|img|br|o:allowpng|w:anchorlock)$/.test(name))) object(`<${name}> is not closed in order`);
		},
	}, { recognizeSelfClosing: true });
	parser.end(html);
	if (open.length) object(`<${open.at(-1)}> stays open`);
	if (!ghosts) object("no table of fixed width around the column");
}

// Without <style>: no label of cards is seen, and every cell still says where its text goes.
function judgeStripped(file, html) {
	const bare = html.replace(/<style[\s\S]*?<\/style>/g, "");
	for (const [, attrs] of bare.matchAll(/<span class="lb[^"]*"([^>]*)>/g)) {
		if (!/display:none/.test(attrs)) {
			console.error(`${file}: without <style> the labels of cards are seen`);
			objections++;
			return;
		}
	}
}

for (const file of process.argv.slice(2)) {
	const mail = await simpleParser(readFileSync(file), { keepCidLinks: true, skipTextToHtml: true });
	judgeWord(file, expand(mail.html));
	judgeStripped(file, mail.html);
}
process.exit(objections ? 1 : 0);
