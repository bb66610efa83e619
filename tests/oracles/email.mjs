// Judges e-mail: node email.mjs [--no-browser] FILE.eml...  Exit 1 with objections.
// The message by mailparser and by rules of RFC 5322 and 2045; its HTML by html-validate and by what
// mail clients are known to drop; its text part by the ends of lines, which break no value; in Chromium by axe-core at
// 320 and 600 px, light and dark, for overflow, and for its shape at five widths (mail-shape.mjs). ENG_CHROMIUM names the browser (default /usr/bin/chromium).
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { convert } from "html-to-text";
import { HtmlValidate, FileSystemConfigLoader } from "html-validate";
import { simpleParser } from "mailparser";
import { chromium } from "playwright-core";
import { contrast, forces, pairsInPage } from "./dark.mjs";
import { judgeMutants, judgeShape } from "./mail-shape.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const args = process.argv.slice(2);
const browserPath = process.env.ENG_CHROMIUM ?? "/usr/bin/chromium";
const files = args.filter((a) => !a.startsWith("--"));
const withBrowser = !args.includes("--no-browser");
let objections = 0;
let mutated = false; // one message is also judged in forms that must be refused
const object = (where, what) => {
	objections++;
	console.error(`${where}: ${what}`);
};

const config = JSON.parse(readFileSync(join(here, "html-validate.email.json"), "utf8"));
const validator = new HtmlValidate(new FileSystemConfigLoader(config));

function judgeBytes(file, bytes) {
	const raw = bytes.toString("latin1");
	if (/(^|[^\r])\n/.test(raw) || /\r(?!\n)/.test(raw)) {
		object(file, "has a line end that is not CRLF");
	}
	if (raw.split("\r\n").some((line) => line.length > 998)) {
		object(file, "has a line of more than 998 bytes");
	}
	const head = raw.slice(0, raw.indexOf("\r\n\r\n"));
	if (/[^\t\r\n\x20-\x7e]/.test(head)) {
		object(file, "has a header that is not ASCII");
	}
	for (const name of ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"]) {
		const count = head.split("\r\n").filter((l) => l.toLowerCase().startsWith(name.toLowerCase() + ":")).length;
		if (count !== 1) {
			object(file, `has ${count} headers ${name}`);
		}
	}
}

// What clients drop or what must not be in a mail at all.
const banned = [
	[/<(script|iframe|object|embed|form|input|link|base|video|audio|svg|picture)\b/i, "element"],
	[/<[a-z][^>]*\son[a-z]+\s*=/i, "event handler"],
	[/\ssrc="(?!cid:)/i, "image from outside"],
	[/style="[^"]*(url\(|flex|grid|position:|calc\(|var\(|rgb\(|rgba\(|:\s*\d*\.?\d+rem)/i, "style"],
	[/href="(?!https?:|mailto:|tel:)/i, "link scheme"],
];

function judgeHtml(file, html, text) {
	if (Buffer.byteLength(html) > 102000) {
		object(file, `HTML has ${Buffer.byteLength(html)} bytes, Gmail clips at 102 kB`);
	}
	const styles = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map((m) => m[1]).join("");
	if (styles.length > 16000) {
		object(file, `styles have ${styles.length} bytes`);
	}
	const visible = html.replace(/<!--\[if mso\]>[\s\S]*?<!\[endif\]-->/g, "");
	for (const [pattern, what] of banned) {
		const found = visible.match(pattern);
		if (found) {
			object(file, `${what} that mail must not have: ${found[0]}`);
		}
	}
	for (const table of visible.match(/<table[^>]*>/g) ?? []) {
		if (!/role="presentation"/.test(table) && !/class="(dt|ft)[" ]/.test(table)) {
			object(file, `table without role: ${table.slice(0, 80)}`);
		}
	}
	const opens = (html.match(/<!--\[if/g) ?? []).length;
	const closes = (html.match(/<!\[endif\]-->/g) ?? []).length;
	if (opens !== closes) {
		object(file, `${opens} conditional comments are opened, ${closes} closed`);
	}
	for (const result of validator.validateStringSync(visible).results) {
		for (const m of result.messages) {
			object(file, `html-validate ${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
		}
	}
	judgeEquivalence(file, visible, text);
}

// Every word and figure of the HTML stands in the text part.
function judgeEquivalence(file, html, text) {
	const shown = convert(html.replace(/<span class="lb mu"[\s\S]*?<\/span>/g, ""), {
		wordwrap: false,
		selectors: [
			{ selector: "a", options: { ignoreHref: true } },
			{ selector: "img", format: "skip" },
			{ selector: "sup", format: "skip" },
			{ selector: "h1", options: { uppercase: false } },
			{ selector: "h2", options: { uppercase: false } },
			{ selector: "h3", options: { uppercase: false } },
			{ selector: "h4", options: { uppercase: false } },
			{ selector: "div[aria-hidden=true]", format: "skip" },
		],
	});
	const words = (s) => s.normalize("NFC").replace(/[\s\u00a0]\[\d+\]/g, "").split(/[\s\u00a0\u202f\u2009]+/).map((w) => w.replace(/[\u200e\u200f\u2066-\u2069\u202a-\u202e*|]/g, "")).filter(Boolean);
	const all = words(text).join("");
	for (const word of words(shown)) {
		// Scripts without spaces may be wrapped inside a column: then each character must be there.
		const broken = /[\u0e00-\u0eff\u1000-\u109f\u2e80-\u9fff\uac00-\ud7af\uf900-\uffef]/.test(word);
		if (!(broken ? [...word].every((c) => all.includes(c)) : all.includes(word))) {
			object(file, `'${word.slice(0, 60)}' of the HTML is not in the text part`);
			return;
		}
	}
}

// Dates, amounts with a currency, telephone numbers and account numbers of the HTML, each of one text: in the text
// part each stands on one line, in columns, too, and none goes on over a line end.
const currency = Intl.supportedValuesOf("currency").join("|");
const values = [
	/(?<![\p{L}\d])\d{1,2}(\.|er)? (de )?\p{L}{3,}\.?,? (de )?(19|20)\d\d(?!\d)/gu,
	/(?<![\p{L}\d])\p{L}{3,}\.? \d{1,2}, (19|20)\d\d(?!\d)/gu,
	/(19|20)\d\d(年|년) ?\d{1,2}(月|월) ?\d{1,2}(日|일)/gu,
	/(?<![\p{L}\d+])\+\d{1,3}( [\d()-]+)+/gu,
	/(?<![\p{L}\d])[A-Z]{2}\d\d( [A-Z\d]{4}){2,}( [A-Z\d]{1,3})?(?![\p{L}\d])/gu,
	new RegExp(`(?<![\\p{L}\\d])(-?(${currency}) -?\\d([\\d.,'’]*\\d)?|-?\\d[\\d.,'’ ]*\\d (${currency}|[€£$¥]|kr|zł|Kč))(?![\\p{L}\\d])`, "gu"),
];

function judgeLineEnds(file, html, text) {
	const plain = (s) => s.normalize("NFC").replace(/[\u200e\u200f\u061c\u2066-\u2069]/g, "").replace(/[\u00a0\u202f\u2009]/g, " ");
	const lines = plain(text).split("\n").map((line) => line.replace(/^(\s*\| ?)+|^\s+|\s+$/g, ""));
	const nodes = convert(html, {
		wordwrap: false,
		selectors: [
			{ selector: "a", options: { ignoreHref: true } },
			{ selector: "img", format: "skip" },
			{ selector: "span", format: "block" },
			{ selector: "div[aria-hidden=true]", format: "skip" },
			...["h1", "h2", "h3", "h4"].map((selector) => ({ selector, options: { uppercase: false } })),
		],
	});
	const found = new Set();
	for (const node of plain(nodes).split("\n")) {
		for (const pattern of values) for (const match of node.matchAll(pattern)) found.add(match[0]);
	}
	for (const value of found) {
		if (value.length > 72 || !value.includes(" ")) continue;
		if (!lines.some((line) => line.includes(value))) object(file, `'${value}' stands on no line of the text part`);
		const words = value.split(" ");
		for (let i = 0; i + 1 < lines.length; i++) {
			for (let k = 1; k < words.length; k++) {
				const [end, start] = [words.slice(0, k).join(" "), words.slice(k).join(" ")];
				const over = ` ${lines[i]}`.endsWith(` ${end}`) && lines[i + 1].startsWith(start) && end.length + start.length > 5;
				if (over) object(file, `'${value}' is broken over line ${i + 1} of the text part`);
			}
		}
	}
}

function judgeImages(file, mail) {
	const wanted = [...mail.html.matchAll(/src="cid:([^"]+)"/g)].map((m) => m[1]);
	const had = mail.attachments.filter((a) => a.related).map((a) => a.cid);
	for (const cid of wanted) {
		if (!had.includes(cid)) {
			object(file, `image cid:${cid} is not in the message`);
		}
	}
	for (const cid of had) {
		if (!wanted.includes(cid)) {
			object(file, `part ${cid} is used nowhere`);
		}
	}
	for (const a of mail.attachments.filter((x) => x.contentType === "image/png")) {
		if (a.content.readUInt32BE(0) !== 0x89504e47) {
			object(file, `image ${a.filename} is no PNG`);
		}
	}
}

// As designed, and, for what was designed light, as clients darken it by force.
function judgeColours(where, pairs, force) {
	for (const [ink, ground, text] of pairs) {
		const looks = [["as designed", ink, ground], ...(force ? Object.entries(forces).map(([name, f]) => [name, f(ink), f(ground)]) : [])];
		for (const [name, a, b] of looks) {
			if (contrast(a, b) < 4.5) object(where, `contrast ${contrast(a, b).toFixed(2)} ${name}: '${text}'`);
		}
	}
}

// One page for each look, kept open: a new process for each message would take most of the time.
const pages = new Map();
async function pageOf(width, colorScheme) {
	const look = `${width} ${colorScheme}`;
	if (!pages.has(look)) pages.set(look, await browser.newPage({ viewport: { width, height: 900 }, colorScheme }));
	return pages.get(look);
}

// In the page: amounts, identifiers and, beside labels, dates that stand on more than one line.
function brokenInPage() {
	const found = [];
	const look = (element, pattern) => {
		const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			for (const match of node.data.matchAll(pattern)) {
				const range = document.createRange();
				range.setStart(node, match.index);
				range.setEnd(node, match.index + match[0].length);
				const tops = [...range.getClientRects()].filter((r) => r.width > 0).map((r) => r.top);
				if (Math.max(...tops) - Math.min(...tops) > 6) found.push(match[0]);
			}
		}
	};
	look(document.body, /(?<!\S)(?=\S*\d)(?!(\p{L}{2}|\d\d)-\d{3,4}(?!\S))[^\s@\u3000-\uffff]{3,24}(?!\S)/gu); // all but post codes
	for (const cell of document.querySelectorAll(".ft td")) look(cell, /\d{1,2}(\.|er)? (de )?\p{L}+\.? (de )?20\d\d|\+\d[\d ]+\d/gu);
	return found;
}

async function judgeLook(file, html) {
	const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
	for (const width of [320, 600]) {
		for (const colorScheme of ["light", "dark"]) {
			const where = `${file} at ${width} px ${colorScheme}`;
			const page = await pageOf(width, colorScheme);
			await page.setContent(html, { waitUntil: "load" });
			const wide = await page.evaluate(() => document.documentElement.scrollWidth);
			if (wide > width) {
				object(where, `is ${wide} px wide`);
			}
			if (colorScheme === "light") {
				for (const words of await page.evaluate(brokenInPage)) object(where, `'${words}' is broken over lines`);
			}
			if (width === 600) judgeColours(where, await page.evaluate(pairsInPage), colorScheme === "light");
			if (width === 600 && colorScheme === "light") {
				const tall = await page.evaluate(() => [...document.querySelectorAll("td.cd")].filter((td) => td.offsetHeight > 1800 && !td.querySelector("table.dt")).length);
				if (tall) object(where, `${tall} cells are taller than a page of Word`);
			}
			await page.evaluate(axe);
			const result = await page.evaluate(() =>
				window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], rules: { region: { enabled: false }, "landmark-one-main": { enabled: false } } }),
			);
			for (const v of result.violations) {
				object(where, `axe ${v.id}: ${v.help}: ${v.nodes[0].html.slice(0, 120)} (${v.nodes[0].any?.[0]?.message ?? ""})`);
			}
		}
	}
}

if (withBrowser && !existsSync(browserPath)) object(browserPath, "no browser here, and none was asked to be left out");
const browser = withBrowser && existsSync(browserPath)
	? await chromium.launch({ executablePath: browserPath, args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"] })
	: null;
for (const file of files) {
	const bytes = readFileSync(file);
	const mail = await simpleParser(bytes, { keepCidLinks: true, skipTextToHtml: true });
	judgeBytes(file, bytes);
	if (!mail.text || !mail.html) {
		object(file, "lacks a text or an HTML part");
		continue;
	}
	if (!mail.subject || !mail.from?.value?.[0]?.address || !mail.to?.value?.[0]?.address) {
		object(file, "lacks subject, sender or recipient");
	}
	if (mail.to.value.length !== 1 || mail.cc || mail.bcc) {
		object(file, "goes to more than one recipient");
	}
	judgeHtml(file, mail.html, mail.text);
	judgeLineEnds(file, mail.html, mail.text);
	judgeImages(file, mail);
	if (browser) {
		const seen = mail.html.replace(/cid:([^"]+)/g, (whole, cid) => {
			const part = mail.attachments.find((a) => a.cid === cid);
			return part ? `data:${part.contentType};base64,${part.content.toString("base64")}` : whole;
		});
		await judgeLook(file, seen);
		await judgeShape(await pageOf(601, "light"), seen, (what) => object(file, what));
		if (!mutated && / class="dt st"/.test(seen) && seen.includes("[data-ogsc]") && seen.includes(`class="ch"`)) {
			mutated = true;
			await judgeMutants(await pageOf(601, "light"), seen, (what) => object(file, what));
		}
	}
}
if (browser && !mutated && files.length > 20) object("judge", "no message was fit to be made wrong");
await browser?.close();
process.exit(objections ? 1 : 0);
