// Shows files in samples/mobile-viewer, opened from its file: node viewer.mjs [--shots DIR] FILE...
// No error and no warning may come, the page must not be wider than a phone, and each block that a file
// lists must be read there, in light and dark.
import { mkdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const viewer = join(dirname(fileURLToPath(import.meta.url)), "../../samples/mobile-viewer/index.html");
const files = process.argv.slice(2);
const shots = files[0] === "--shots" ? files.splice(0, 2)[1] : null;
const squeeze = (text) => text.normalize("NFC").replace(/[\u2066-\u2069\u200e\u200f\s]+/g, "");
let objections = 0;
const object = (where, what) => {
	objections++;
	console.error(`${where}: ${what}`);
};

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
for (const file of files) {
	const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
	page.on("pageerror", (error) => object(file, error.message));
	page.on("console", (message) => ["warning", "error"].includes(message.type()) && object(file, message.text()));
	await page.goto(pathToFileURL(viewer).href);
	await page.setInputFiles("#file", file);
	await page.waitForSelector(".push");
	for (const dark of [false, true]) {
		await page.setChecked("#dark", dark);
		const text = squeeze(await page.innerText("#screen"));
		for (const block of JSON.parse(readFileSync(file, "utf8")).blocks) {
			for (const paragraph of block.text.split("\n")) {
				if (!text.includes(squeeze(paragraph))) {
					object(file, `'${paragraph}' of ${block.id} is not seen`);
				}
			}
		}
		if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) {
			object(file, "the page is wider than the screen");
		}
		if (shots) {
			mkdirSync(shots, { recursive: true });
			await page.screenshot({ path: join(shots, `${basename(file, ".json")}-${dark ? "dark" : "light"}.png`), fullPage: true });
		}
	}
	await page.close();
}
await browser.close();
process.exit(objections ? 1 : 0);
