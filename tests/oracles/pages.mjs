// Uses a preview as an officer would: node pages.mjs FOLDER PROOF CHANGED [--shots DIR]. FOLDER is what `engross
// preview` wrote of samples/jobs/statements.yaml, PROOF the same with --proof-book, CHANGED with --against and another
// greeting. The data must be as its schema says; the page must open from disk without a word of complaint, show a block
// in four channels when somebody points at one, work with keys alone, satisfy axe in light and dark, and take what
// hostile data says for text.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import { chromium } from "playwright-core";
import { byKeyboard, tabTo, unseen } from "./keyboard.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = process.argv[2];
const proof = process.argv[3];
const changed = process.argv[4];
const shots = process.argv[5] === "--shots" ? process.argv[6] : null;
const block = "deposit-guarantee";
let objections = 0;
const expect = (what, ok, said = "") => {
	if (!ok) {
		objections++;
		console.error(`${what}${said ? `: ${said}` : ""}`);
	}
};

function read(path) {
	const text = readFileSync(path, "utf8");
	return JSON.parse(text.slice(text.indexOf("(") + 1, text.lastIndexOf(")")));
}

function checkSchema(folder) {
	const schema = JSON.parse(readFileSync(join(here, "../../schemas/preview-1.schema.json"), "utf8"));
	const valid = new Ajv2020({ allErrors: true }).compile(schema);
	for (const name of readdirSync(join(folder, "data")).filter((n) => n !== "sources.js")) {
		expect(
			`${name} against its schema`,
			valid(read(join(folder, "data", name))),
			JSON.stringify(valid.errors?.slice(0, 3)),
		);
	}
}

const browser = await chromium.launch({
	executablePath: process.env.ENG_CHROMIUM ?? "/usr/bin/chromium",
	args: ["--no-sandbox", "--disable-gpu"],
});

async function openPage(from, options) {
	const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
	page.on("pageerror", (error) => expect("no error in the page", false, error.message));
	page.on(
		"console",
		(message) =>
			["warning", "error"].includes(message.type()) && expect("no complaint of the browser", false, message.text()),
	);
	page.on("request", (request) =>
		expect("nothing is loaded from elsewhere", /^(file|data|about):/.test(request.url()), request.url()),
	);
	await page.goto(pathToFileURL(join(from, "index.html")).href);
	await settled(page);
	return page;
}

/** All panes are there, the message's frame and the app's content are measured. */
async function settled(page) {
	await page.waitForFunction(
		() =>
			document.querySelector(".mail .place.block") &&
			document.querySelector(".app .place.block") &&
			document.querySelector(".plain .locked"),
	);
}

const litChannels = (page) =>
	page.evaluate(() =>
		[...document.querySelectorAll(".pane")]
			.filter((pane) =>
				[...pane.querySelectorAll(".lit")].some(
					(node) => getComputedStyle(node).backgroundColor !== "rgba(0, 0, 0, 0)",
				),
			)
			.map((pane) => pane.dataset.channel)
			.sort()
			.join(" "),
	);

/** The page alone: messages and app content have judges of their own. */
async function axe(page, what) {
	await page.evaluate(axeSource);
	const found = await page.evaluate(() =>
		globalThis.axe.run({ exclude: [".screen-host"] }, { resultTypes: ["violations"], iframes: false, preload: false }),
	);
	for (const v of found.violations) {
		expect(
			`axe, ${what}`,
			false,
			`${v.id}: ${v.nodes
				.slice(0, 3)
				.map((n) => n.target.join(" "))
				.join(", ")}`,
		);
	}
}

async function pointing(page) {
	await page.hover(`.mail .place.block[data-block="${block}"]`);
	await page.waitForTimeout(900);
	expect(
		"a block pointed at lights up in four channels",
		(await litChannels(page)) === "email mobile pdf text",
		await litChannels(page),
	);
	const seen = await page.evaluate(
		() =>
			[...document.querySelectorAll(".pane")].filter((pane) => {
				const view = pane.querySelector(".scroller").getBoundingClientRect();
				return [...pane.querySelectorAll(".lit")].some(
					(n) => n.getBoundingClientRect().bottom > view.top && n.getBoundingClientRect().top < view.bottom,
				);
			}).length,
	);
	expect("and is brought into sight in each", seen === 4, `${seen}`);
	expect(
		"the dock tells version, owner and decisions",
		/deposit-guarantee.*version \d.*approved.*Owner.*legal.*approve/s.test(await page.innerText(".answer")),
	);
	expect(
		"and what was measured in the channels",
		/page 2.*Size 9\.5 pt, asked 8 pt/s.test(await page.innerText(".answer")),
	);
	if (shots) {
		await page.screenshot({ path: join(shots, "lit-1280.png") });
	}
	await page.mouse.move(640, 5);
	expect("nothing is lit when nobody points", (await litChannels(page)) === "");
}

async function filtering(page) {
	await page.fill("#list input", "arab");
	await page.fill("#list input", "");
	await page.selectOption("#list select[aria-label=Language]", "ar");
	const shown = await page.locator("#list [data-leaf]").count();
	const all = read(join(folder, "data/index.js")).recipients;
	expect(
		"a filter leaves those of a language",
		shown === all.filter((r) => r.language === "ar").length && shown > 0,
		`${shown}`,
	);
	await page.click("#list [data-leaf]");
	await page.waitForFunction(() => document.querySelector(".plain pre").dir === "rtl");
	await settled(page);
	await axe(page, "right to left");
	await page.selectOption("#list select[aria-label=Language]", "");
	await page.fill("#list input", all[2].id);
	expect("a search finds a number", (await page.locator("#list [data-leaf]").count()) === 1);
	await page.fill("#list input", "");
}

async function message(page) {
	const wide = () => page.evaluate(() => document.querySelector("iframe").getBoundingClientRect().width);
	await page.click("text='320'");
	await page.waitForFunction(
		() =>
			document.querySelector("iframe") &&
			document.querySelector("iframe").style.width === "320px" &&
			document.querySelector(".mail .place.block"),
	);
	await page.click("text='600'");
	await page.waitForFunction(
		() =>
			document.querySelector("iframe") &&
			document.querySelector("iframe").style.width === "600px" &&
			document.querySelector(".mail .place.block"),
	);
	expect("a message wider than its pane is scaled", (await wide()) < 600);
	await page.click("text='Pictures'");
	await page.waitForFunction(
		() =>
			document.querySelector("iframe")?.contentDocument.querySelector("img") &&
			document.querySelector("iframe").contentDocument.querySelector("img").naturalWidth === 0,
	);
	await page.click("text='Pictures'");
	await page.click(".email >> text='Text'");
	expect("the text part is shown", /\[Meridian Bank\]/.test(await page.innerText(".email .words")));
	await page.click("text='Headers'");
	expect("headers are shown", /Subject/.test(await page.innerText(".headers")));
	await page.click("text='HTML'");
	await page.click(".email >> text='Full'");
	await settled(page);
	const ground = () =>
		page.evaluate(() => getComputedStyle(document.querySelector("iframe").contentDocument.body).backgroundColor);
	const light = await ground();
	await page.click("#switch-dark");
	expect("a message in the dark is dark", (await ground()) !== light, light);
	await settled(page);
	await axe(page, "dark");
	await page.click("#switch-dark");
	await settled(page);
}

/** What changed: words struck out and added, a page laid over what it was; by keyboard as by mouse. */
async function differences() {
	const page = await openPage(changed);
	const of = read(join(changed, "data/index.js")).recipients.filter((r) => r.changed);
	await page.selectOption("#list select[aria-label=Changes]", "changed");
	expect("a filter leaves those who see a difference", (await page.locator("#list [data-leaf]").count()) === of.length);
	await page.click("#list [data-leaf]");
	await settled(page);
	await page.click(".pane.email .tool.changed");
	const words = await page.evaluate(() =>
		["del", "ins"].map((name) => document.querySelector(`.pane.email .diff ${name}`)?.textContent.trim()),
	);
	expect("the words of a message are struck out and added", words.join() === "Guten Tag,Hallo", words.join());
	await tabTo(page, ".pane.pdf .tool.changed", true);
	await page.keyboard.press("Enter");
	const opacity = () => page.evaluate(() => getComputedStyle(document.querySelector(".over img + img")).opacity);
	expect("a page lies over what it was", (await opacity()) === "1");
	expect("its slider is reached", (await tabTo(page, ".fader input")) === "");
	await page.keyboard.press("Home");
	expect("and goes to what it was", (await opacity()) === "0");
	await tabTo(page, ".fader button");
	await page.keyboard.press("Space");
	expect(
		"their difference can be shown",
		(await page.evaluate(() => getComputedStyle(document.querySelector(".over img + img")).mixBlendMode)) ===
			"difference",
	);
	const more = page.locator(".diff .more").first();
	if (await more.count()) {
		await more.focus();
		await page.keyboard.press("Enter");
		expect("what opens keeps the focus", await page.evaluate(() => document.activeElement.closest(".diff") !== null));
	}
	await axe(page, "changes");
	await page.close();
}

/** Notes in the page when the list and the channels of the first recipient are there. */
function timed() {
	new MutationObserver((_, observer) => {
		if (document.querySelectorAll("#list [data-leaf]").length && document.querySelector(".pane img")) {
			observer.disconnect();
			requestAnimationFrame(() =>
				requestAnimationFrame(() => {
					globalThis.openedAfter = performance.now();
				}),
			);
		}
	}).observe(document, { childList: true, subtree: true });
}

/** 500 recipients in the list, and one whose data says markup. */
async function large() {
	const room = mkdtempSync(join(tmpdir(), "preview-"));
	cpSync(folder, room, { recursive: true });
	const index = read(join(folder, "data/index.js"));
	index.recipients = Array.from({ length: 500 }, (_, i) => ({
		...index.recipients[i % index.recipients.length],
		ordinal: i,
		id: `N${i}`,
	}));
	index.recipients[0].name = "<img src=x onerror=document.title='lost'>";
	writeFileSync(join(room, "data/index.js"), `engross.index(${JSON.stringify(index)});`);
	const leaf = read(join(folder, "data/00000000.js"));
	leaf.recipient.name = "</script><script>document.title='lost'</script>";
	leaf.pieces[0].text = "<b onclick=x>";
	writeFileSync(join(room, "data/00000000.js"), `engross.leaf(${JSON.stringify(leaf)});`);
	writeFileSync(join(room, "assets/timed.js"), `(${timed})();`);
	writeFileSync(
		join(room, "index.html"),
		readFileSync(join(room, "index.html"), "utf8").replace("<script", '<script src="assets/timed.js"></script><script'),
	);
	let took = Infinity;
	let page;
	for (let turn = 0; turn < 3 && took >= 1000; turn++) {
		if (page) {
			await page.close();
		}
		page = await openPage(room);
		took = await page.evaluate(() => globalThis.openedAfter);
	}
	expect("500 recipients open under a second", took < 1000, `${took} ms`);
	expect("and the list holds them", /^500 of 500/.test(await page.innerText("#list .note")));
	for (let i = 0; i < 300 && (await page.locator("#list .more").count()); i++) {
		await page.click("#list .more");
	}
	expect("all of them can be reached", (await page.locator("#list [data-leaf]").count()) === 500);
	expect(
		"data is text",
		(await page.title()) !== "lost" && (await page.locator("#list img, #head script").count()) === 0,
	);
	await page.close();
	rmSync(room, { recursive: true });
}

/** Hostile content runs nothing, loads nothing and reaches nothing; without the policy it would, which shows that
 * this test can see it. */
async function hostile() {
	const attack = "parent.attacked=1;globalThis.attacked=1";
	const url = "https://elsewhere.example/x.png";
	for (const guarded of [true, false]) {
		const room = mkdtempSync(join(tmpdir(), "preview-"));
		cpSync(folder, room, { recursive: true });
		const leaf = read(join(folder, "data/00000000.js"));
		const mail = leaf.channels.find((c) => c.name === "email");
		mail.html = mail.html
			.replace("<body", `<script>${attack}</script><body onload="${attack}"`)
			.replace("</body>", `<img src="x:" onerror="${attack}"><img src="${url}"><iframe src="${url}"></iframe></body>`);
		writeFileSync(join(room, "data/00000000.js"), `engross.leaf(${JSON.stringify(leaf)});`);
		let html = readFileSync(join(room, "index.html"), "utf8");
		expect("the page has a policy", html.includes("default-src 'none'; script-src 'self' file:;"));
		if (!guarded) {
			html = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
		}
		html = html.replace("</body>", `<script>globalThis.inlined=1</script></body>`);
		writeFileSync(join(room, "index.html"), html);
		const page = await browser.newPage();
		const asked = [];
		await page.route(/^https:/, (route) => {
			asked.push(route.request().url());
			return route.abort();
		});
		await page.goto(pathToFileURL(join(room, "index.html")).href);
		await settled(page);
		const frames = await page.evaluate(() =>
			[...document.querySelectorAll("iframe")].map((f) => f.getAttribute("sandbox")),
		);
		expect(
			"the message's frame may run nothing",
			frames.length === 1 && frames[0] === "allow-same-origin",
			frames.join(),
		);
		expect("no script of a message runs", await page.evaluate(() => globalThis.attacked === undefined));
		const inlined = await page.evaluate(() => globalThis.inlined === 1);
		const loaded = asked.some((to) => to.startsWith("https:"));
		expect(
			guarded ? "no script in the page's own text runs, nothing is loaded" : "without a policy they would be",
			inlined === !guarded && loaded === !guarded,
			`${inlined} ${loaded}`,
		);
		await page.close();
		rmSync(room, { recursive: true });
	}
}

/** How the release stands, and what was checked. */
async function standing(page) {
	await page.click("#show-content");
	expect(
		"the release tells state, decisions and files",
		/Release \d+ of current-account-statement.*approved.*\d+ files.*Decisions.*Carl/s.test(
			await page.innerText(".content"),
		),
	);
	await axe(page, "release and rules");
	await page.click("#list [data-leaf]");
	await settled(page);
	expect(
		"channels are told at a glance",
		/Channel.*Locked wording.*Rules.*Accessibility.*Letter/s.test(await page.innerText(".overview")),
	);
	await page.click(".pane.pdf .badge");
	expect(
		"checks tell wording, rules and accessibility",
		/reads as approved.*Rules of required content.*Accessibility.*title 'Konto.*pages tagged.*PDF\/UA.*figures described/s.test(
			await page.innerText(".checks"),
		),
	);
	await axe(page, "checks");
}

/** What comes from the record is tinted, and the file itself is one click away. */
async function variable(page) {
	const tinted = () =>
		page.evaluate(
			() =>
				[...document.querySelectorAll(".pane")].filter((pane) =>
					[...pane.querySelectorAll(".piece.data")].some(
						(n) => n.getClientRects().length && getComputedStyle(n).backgroundColor !== "rgba(0, 0, 0, 0)",
					),
				).length,
		);
	expect("nothing is tinted at first", (await tinted()) === 0);
	await page.click("#switch-data");
	const panes = await page.locator(".pane").count();
	expect("variable text is tinted in all channels", (await tinted()) === panes, `${await tinted()} of ${panes}`);
	await page.click("#switch-data");
	await page.click(".pane.mobile >> text='JSON'");
	expect("app content is shown raw", /"notification": \{/.test(await page.innerText(".app .raw")));
	await page.click(".pane.mobile >> text='Drawn'");
	await settled(page);
	const sms = await page.evaluate(() => [
		document.querySelector(".sms .bubble").textContent,
		[...document.querySelectorAll(".segments q")].map((q) => q.textContent).join(""),
		document.querySelector(".sms .fine").textContent,
	]);
	expect(
		"a short message is shown with its segments and alphabet",
		sms[0] === sms[1] && /UCS-2|GSM/.test(sms[2]),
		sms.join("\n"),
	);
	const link = await page.getAttribute(".pane.pdf a.tool", "href");
	expect("the real file is a click away", readFileSync(join(folder, link)).subarray(0, 5).toString() === "%PDF-", link);
}

/** On paper all channels are there, whole, one below the other, within the width of the page. */
async function paper(page) {
	await page.setViewportSize({ width: 720, height: 1000 });
	await page.emulateMedia({ media: "print" });
	const panes = await page.evaluate(() =>
		[...document.querySelectorAll(".pane")].map((pane) => {
			const body = pane.querySelector(".scroller");
			const { top, bottom, right } = pane.getBoundingClientRect();
			return { name: pane.dataset.channel, top, bottom, right, whole: body.clientHeight >= body.scrollHeight };
		}),
	);
	expect(
		"on paper every channel is whole, below the one before",
		panes.length > 3 && panes.every((p, i) => p.whole && p.right <= 720 && (!i || p.top >= panes[i - 1].bottom)),
		JSON.stringify(panes),
	);
	await page.emulateMedia({ media: null });
	await page.setViewportSize({ width: 1280, height: 800 });
}

/** Every item that occurs leads to a record; what none shows is said. */
async function proofBook() {
	const page = await openPage(proof);
	expect("coverage is reached by keyboard", (await tabTo(page, "#show-coverage")) === "");
	await page.keyboard.press("Enter");
	const items = read(join(proof, "data/index.js")).coverage.items;
	expect(
		"coverage has a button for every item that occurs",
		(await page.locator(".coverage .link").count()) === items.filter((i) => i.records).length,
	);
	expect(
		"and says what no record shows",
		/No record shows.*No record shows together.*No record has language/s.test(await page.innerText(".coverage")),
	);
	await axe(page, "coverage");
	await tabTo(page, ".coverage .link");
	await page.locator(".coverage .link >> text='22 pages'").focus();
	await page.keyboard.press("Enter");
	await page.waitForFunction(() => document.querySelectorAll(".sheet").length === 22);
	expect(
		"an item leads to its record, which says so",
		/This record is here for.*22 pages/s.test(await page.innerText(".answer")),
	);
	expect("and takes the focus along", (await unseen(page)) === "", await unseen(page));
	await page.close();
}

async function pictures() {
	mkdirSync(shots, { recursive: true });
	for (const [width, height] of [
		[1280, 800],
		[1920, 1080],
	]) {
		for (const scheme of ["light", "dark"]) {
			const page = await openPage(folder, { viewport: { width, height }, colorScheme: scheme });
			await page.screenshot({ path: join(shots, `${width}-${scheme}.png`) });
			await page.close();
		}
	}
}

checkSchema(folder);
checkSchema(proof);
if (shots) {
	await pictures();
}
const page = await openPage(folder);
await axe(page, "light");
await pointing(page);
await filtering(page);
await message(page);
await variable(page);
await standing(page);
await paper(page);
await page.close();
const other = await openPage(folder);
await byKeyboard(other, expect, settled);
await other.close();
await differences();
await large();
await hostile();
await proofBook();
await browser.close();
process.exit(objections ? 1 : 0);
