// Takes pictures of messages for eyes: node shots.mjs FOLDER FILE.eml...
// One PNG a message: 320, 600 and 1200 px side by side, light above dark, as Chromium shows them.
// ENG_CHROMIUM names the browser (default /usr/bin/chromium). Judges nothing.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { simpleParser } from "mailparser";
import { chromium } from "playwright-core";

const [folder, ...files] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.ENG_CHROMIUM ?? "/usr/bin/chromium", args: ["--headless", "--no-sandbox", "--disable-gpu"] });

async function picture(html, width, colorScheme) {
	const page = await browser.newPage({ viewport: { width, height: 400 }, colorScheme });
	await page.setContent(html, { waitUntil: "load" });
	const bytes = await page.screenshot({ fullPage: true });
	await page.close();
	return `<img src="data:image/png;base64,${bytes.toString("base64")}" style="vertical-align:top;margin:8px">`;
}

for (const file of files) {
	const mail = await simpleParser(readFileSync(file), { keepCidLinks: true, skipTextToHtml: true });
	const html = mail.html.replace(/cid:([^"]+)/g, (whole, cid) => {
		const part = mail.attachments.find((a) => a.cid === cid);
		return part ? `data:${part.contentType};base64,${part.content.toString("base64")}` : whole;
	});
	const rows = [];
	for (const scheme of ["light", "dark"]) {
		const row = [];
		for (const width of [320, 600, 1200]) row.push(await picture(html, width, scheme));
		rows.push(`<div style="white-space:nowrap">${row.join("")}</div>`);
	}
	const sheet = await browser.newPage({ viewport: { width: 2190, height: 400 } });
	await sheet.setContent(`<body style="margin:0;background:#888">${rows.join("")}</body>`, { waitUntil: "load" });
	writeFileSync(join(folder, `${basename(file, ".eml")}.png`), await sheet.screenshot({ fullPage: true }));
	await sheet.close();
}
await browser.close();
