// Judges Adaptive Cards: node adaptive.mjs [--shots DIR] FILE...  Exit 1 with objections.
// Each file's envelope must be valid by schemas/adaptive-1.schema.json (ajv); its card is parsed, validated
// and rendered by Microsoft's SDK in Chromium without a word, in light and dark, and shows every locked
// paragraph that the file lists. No cell of a table lies over another, at 390 px and on a phone of 320.
import { mkdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const sdk = createRequire(import.meta.url).resolve("adaptivecards/dist/adaptivecards.js");
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(read(join(here, "../../schemas/mobile-1.schema.json")));
const validate = ajv.compile(read(join(here, "../../schemas/adaptive-1.schema.json")));
const files = process.argv.slice(2);
const shots = files[0] === "--shots" ? files.splice(0, 2)[1] : null;
let objections = 0;
const object = (where, what) => {
	objections++;
	console.error(`${where}: ${what}`);
};

// In the page: what the SDK says of a card, and the text it shows.
function draw({ card, dark }) {
	const host = new AdaptiveCards.HostConfig({
		fontFamily: "sans-serif",
		spacing: { small: 4, default: 8, medium: 16, large: 24, extraLarge: 32, padding: 16 },
		separator: { lineThickness: 1, lineColor: dark ? "#555" : "#ccc" },
		containerStyles: dark
			? { default: { backgroundColor: "#14171a", foregroundColors: { default: { default: "#e8ebed", subtle: "#a9b2ba" } } },
				emphasis: { backgroundColor: "#1e2327", foregroundColors: { default: { default: "#e8ebed", subtle: "#a9b2ba" } } } }
			: undefined,
	});
	const said = [];
	const keep = (...words) => said.push(words.join(" "));
	for (const level of ["warn", "error"]) {
		console[level] = keep;
	}
	AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
		result.outputHtml = text;
		result.didProcess = true;
	};
	const parsed = new AdaptiveCards.AdaptiveCard();
	const context = new AdaptiveCards.SerializationContext();
	parsed.hostConfig = host;
	parsed.parse(card, context);
	for (let i = 0; i < context.eventCount; i++) {
		keep(context.getEventAt(i).message);
	}
	parsed.validateProperties().validationEvents.forEach((event) => keep(event.message));
	document.body.style.background = dark ? "#14171a" : "#fff";
	document.body.replaceChildren(parsed.render());
	const over = [...document.querySelectorAll("[role=cell],[role=columnheader]")].find((cell) => cell.scrollWidth > cell.clientWidth * 1.25 + 6);
	return { said, text: document.body.innerText, over: over?.innerText };
}

const squeeze = (text) => text.normalize("NFC").replace(/[\u2066-\u2069\u200e\u200f\s]+/g, "");
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
await page.route("**/*", (route) => route.abort());
for (const file of files) {
	const data = read(file);
	if (!validate(data)) {
		object(file, ajv.errorsText(validate.errors));
		continue;
	}
	for (const [width, dark] of [[390, false], [390, true], [320, false]]) {
		await page.setViewportSize({ width, height: 844 });
		await page.setContent("<!doctype html><meta charset=utf-8><body></body>");
		await page.addScriptTag({ path: sdk });
		const drawn = await page.evaluate(draw, { card: data.card, dark });
		drawn.said.forEach((words) => object(file, `SDK: ${words}`));
		if (drawn.over) object(file, `'${drawn.over}' lies over the next column at ${width} px`);
		const text = squeeze(drawn.text);
		for (const block of data.blocks) {
			for (const paragraph of block.text.split("\n")) {
				if (!text.includes(squeeze(paragraph))) {
					object(file, `the card does not show '${paragraph}' of ${block.id}`);
				}
			}
		}
		if (shots) {
			mkdirSync(shots, { recursive: true });
			await page.screenshot({ path: join(shots, `${basename(file, ".json")}-${width}-${dark ? "dark" : "light"}.png`), fullPage: true });
		}
	}
}
await browser.close();
process.exit(objections ? 1 : 0);
