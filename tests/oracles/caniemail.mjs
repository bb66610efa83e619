// Judges the HTML of messages by the data of caniemail: node caniemail.mjs [--list] FILE.eml...
// Every element, attribute, property, unit, selector and at-rule that a message uses must be known in
// Outlook, Gmail, Apple Mail and Yahoo, or stand in email-fallbacks.json with what happens without it.
// --list prints what is used and where it lacks support. Exit 1 with objections.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Parser } from "htmlparser2";
import { simpleParser } from "mailparser";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const database = JSON.parse(readFileSync(join(dirname(require.resolve("caniemail")), "data/caniemail.json"), "utf8"));
const fallbacks = JSON.parse(readFileSync(join(here, "email-fallbacks.json"), "utf8"));
const features = new Map(database.data.map((f) => [f.slug, f]));
const families = ["outlook", "gmail", "apple-mail", "yahoo"];

// Names of HTML and CSS that the data knows under another name, or as part of a larger feature.
const elements = {
	html: "html-body", head: null, meta: null, title: null, tbody: "html-table", thead: "html-table", tr: "html-table",
	td: "html-table", th: "html-table", caption: "html-table", h1: "html-h1-h6", h2: "html-h1-h6", h3: "html-h1-h6",
	h4: "html-h1-h6", h5: "html-h1-h6", h6: "html-h1-h6", ul: "html-lists", ol: "html-lists", li: "html-lists",
	a: null, br: null, em: "html-strong", bdi: "html-bdi", sup: null,
};
const attributes = {
	href: null, src: null, alt: null, class: "css-selector-class", style: null, name: null, content: null, charset: null,
	"xmlns:v": null, "xmlns:o": null, "xmlns:w": null, colspan: "html-table", border: "html-table", scope: null,
	bgcolor: "css-background-color",
};
const properties = {
	color: null, "font-family": "css-font", "border-color": "css-border", "supported-color-schemes": "css-color-scheme",
	"-webkit-text-size-adjust": null, "mso-hide": null, order: "css-display-flex", "border-top": "css-border",
	"border-bottom": "css-border", "border-left": "css-border", "border-right": "css-border", "font-style": "css-font",
};

const stem = (name) => {
	for (let at = name; at; at = at.includes("-") ? at.slice(0, at.lastIndexOf("-")) : "") {
		if (features.has(`css-${at}`)) return `css-${at}`;
	}
	return undefined;
};

function declarations(css, used, unknown) {
	for (const declaration of css.split(";")) {
		const [name, ...rest] = declaration.trim().split(":");
		const value = rest.join(":").trim();
		if (!value) continue;
		const slug = name in properties ? properties[name] : stem(name);
		if (slug === undefined) unknown.add(`property ${name}`);
		else if (slug) used.add(slug);
		if (/!\s*important/.test(value)) used.add("css-important");
		if (name === "display" && /flex/.test(value)) used.add("css-display-flex");
		if (name === "display" && /none/.test(value)) used.add("css-display-none");
		if (/-apple-system|BlinkMacSystemFont|system-ui/.test(value)) used.add("css-sytem-ui");
		if (/rgba?\(/.test(value)) used.add("css-rgb");
		if (/url\(/.test(value)) unknown.add(`url() in ${name}`);
		for (const [, unit] of value.matchAll(/\d(px|%|em|rem|vw|vh|pt|ch|mm|cm|in)\b/g)) {
			used.add(`css-unit-${unit === "%" ? "percent" : unit}`);
		}
		if (/\d%/.test(value)) used.add("css-unit-percent");
	}
}

function sheet(css, used, unknown) {
	for (const [, rule] of css.matchAll(/@([^{]+)\{/g)) {
		if (/^media/.test(rule)) used.add(/prefers-color-scheme/.test(rule) ? "css-at-media-prefers-color-scheme" : "css-at-media");
		else unknown.add(`at-rule @${rule}`);
	}
	for (const [, selectors, body] of css.replace(/@[^{]+\{/g, "").matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
		for (const selector of selectors.trim().split(",")) {
			if (selector.includes(".")) used.add("css-selector-class");
			if (selector.includes("[")) used.add("css-selector-attribute");
			if (selector.includes("#")) used.add("css-selector-id");
			if (/\S\s+\S/.test(selector.trim())) used.add("css-selector-descendant");
			if (/>/.test(selector)) used.add("css-selector-child");
			if (/(^|\s)[a-z]/.test(selector.trim())) used.add("css-selector-type");
			for (const [, pseudo] of selector.matchAll(/:+([a-z-]+)/g)) if (pseudo !== "root") unknown.add(`pseudo ${pseudo}`);
		}
		if (selectors.includes(",")) used.add("css-selector-grouping");
		declarations(body, used, unknown);
	}
}

function collect(html, used, unknown) {
	let inStyle = false;
	const parser = new Parser({
		onopentag(name, attrs) {
			inStyle = name === "style";
			const slug = name in elements ? elements[name] : `html-${name}`;
			if (slug && !features.has(slug)) unknown.add(`element ${name}`);
			else if (slug) used.add(slug);
			if (name === "img") used.add("image-png");
			if (name === "meta" && attrs.name === "color-scheme") used.add("html-meta-color-scheme");
			for (const [key, value] of Object.entries(attrs)) {
				if (key === "style") declarations(value, used, unknown);
				else if (key === "href" && /^mailto:/i.test(value)) used.add("html-mailto-links");
				else if (!(key in attributes)) {
					if (features.has(`html-${key}`)) used.add(`html-${key}`);
					else unknown.add(`attribute ${key}`);
				}
			}
		},
		ontext(text) {
			if (inStyle) sheet(text, used, unknown);
		},
		onclosetag() {
			inStyle = false;
		},
		oncomment(text) {
			if (!/^\[if mso\]|^<!|^\[if !mso\]/.test(text)) unknown.add("comment that is no conditional one");
			used.add("html-comments");
		},
	});
	parser.end(html);
}

// The clients of the four families that do not fully know a feature, by their newest version in the data.
function lacking(slug) {
	const found = [];
	for (const family of families) {
		for (const [platform, versions] of Object.entries(features.get(slug).stats[family] ?? {})) {
			const newest = Object.values(versions).at(-1);
			if (!/^y/.test(newest)) found.push(`${family} ${platform}`);
		}
	}
	return found;
}

const args = process.argv.slice(2);
const used = new Set();
const unknown = new Set();
for (const file of args.filter((a) => !a.startsWith("--"))) {
	const mail = await simpleParser(readFileSync(file), { keepCidLinks: true, skipTextToHtml: true });
	collect(mail.html, used, unknown);
}
let objections = 0;
const object = (what) => {
	objections++;
	console.error(what);
};
for (const what of unknown) object(`${what}: not known to caniemail and not named in this judge`);
for (const slug of [...used].sort()) {
	const without = lacking(slug);
	const known = fallbacks[slug];
	if (args.includes("--list")) console.log(`${slug}: ${without.join(", ") || "all"}`);
	if (without.length && !known?.fallback) object(`${slug} is not known to ${without.join(", ")}, and email-fallbacks.json names no fallback`);
	for (const client of without) {
		if (known && !known.clients.includes(client)) object(`${slug}: the fallback was not reviewed for ${client}`);
	}
}
for (const [slug, { clients }] of Object.entries(fallbacks)) {
	if (!features.has(slug)) object(`email-fallbacks.json: '${slug}' is no feature of caniemail`);
	else for (const client of clients) if (!lacking(slug).includes(client)) object(`email-fallbacks.json: ${client} knows ${slug} by now`);
}
process.exit(objections ? 1 : 0);
