// Decides as officers would, with the keyboard alone: node review.mjs ADDRESS KEYS. Approves a block with two keys,
// rejects another, approves the release, and tries what must not work.
import { join } from "node:path";
import { chromium } from "playwright-core";
import { goTo, isTrapped, tabTo, unseen } from "./keyboard.mjs";

const [address, keys] = process.argv.slice(2);
let objections = 0;
const expect = (what, ok, said = "") => {
	if (!ok) {
		objections++;
		console.error(`${what}${said ? `: ${said}` : ""}`);
	}
};

const browser = await chromium.launch({
	executablePath: process.env.ENG_CHROMIUM ?? "/usr/bin/chromium",
	args: ["--no-sandbox", "--disable-gpu"],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
const sent = [];
const asked = [];
page.on("pageerror", (error) => expect("no error in the page", false, error.message));
page.on("request", (request) => {
	expect(
		"nothing from elsewhere",
		request.url().startsWith(new URL(address).origin) || /^(data|about):/.test(request.url()),
		request.url(),
	);
	sent.push(request.postData() || "");
	if (request.url().startsWith("http")) {
		asked.push(request.url());
	}
});

const said = () => page.innerText(".decide .said");
const seen = (what, wrong) => expect(`focus is seen: ${what}`, wrong === "", wrong);
const inFocus = (selector) => page.evaluate((s) => document.activeElement.matches(s), selector);

/** Opens the choice of files by keyboard, and gives it a key. */
let chosen = "";
page.on("filechooser", (chooser) => chooser.setFiles(join(keys, `${chosen}.key`)));
async function choose(name) {
	chosen = name;
	await goTo(page, "#head");
	seen("the key", await tabTo(page, "#key-file", await inFocus("#head .switches button")));
	await page.keyboard.press("Enter");
}
const useKey = async (name) => {
	await page.evaluate(() => {
		decide.key = null;
	});
	await choose(name);
	await page.waitForFunction(() => decide.key !== null);
};

/** Writes the note of the form in a part of the page, and presses a button of it. */
async function pressIn(part, form, name, note) {
	await goTo(page, part);
	seen("the note", await tabTo(page, `${form} input`));
	await page.keyboard.press("Control+a");
	await page.keyboard.press("Delete");
	await page.keyboard.type(note);
	seen(name, await tabTo(page, `${form} button.${name}`));
	await page.keyboard.press("Enter");
	await page.waitForFunction((s) => !["", "Signing"].includes(document.querySelector(`${s} .said`).textContent), form);
	seen(`what came of ${name}`, await unseen(page));
	expect(
		"after a decision the focus is still in its form",
		await page.evaluate((s) => document.activeElement.closest(s) !== null, form),
	);
}
const press = (name, note) => pressIn("#dock", ".answer .decide", name, note);

/** In the card of the release, with the key in hand. */
const pressRelease = async (name, note) => {
	if (!(await page.locator(".card").count())) {
		await goTo(page, "#head");
		seen("the release", await tabTo(page, "#show-content"));
		await page.keyboard.press("Enter");
	}
	await pressIn("#channels", ".card:first-of-type .decide", name, note);
	return page.innerText(".card");
};

/** A block of the list of locked wording. */
async function openBlock(id) {
	await goTo(page, "#dock");
	seen(`the block ${id}`, await tabTo(page, `.legend [data-block=${id}]`, true));
	await page.keyboard.press("Enter");
	await page.waitForSelector(".answer .block-card");
}

await page.goto(address);
expect("the address gives way to one without a token", page.url() === `${new URL(address).origin}/`, page.url());
await page.waitForSelector(".pane");
await openBlock("deposit-guarantee");
expect(
	"what waits for approval says so",
	/waiting for approval/.test(await page.innerText(".answer")),
	await page.innerText(".answer"),
);
await useKey("anna");
await press("approve", "");
expect("an author cannot approve", /no role|cannot approve/.test(await said()), await said());
await useKey("lena");
await press("approve", "Read in all channels");
expect("one approval is not enough", /waiting/.test(await said()), await said());
await press("approve", "");
expect("nobody approves twice", /decided so already/.test(await said()), await said());
await useKey("carl");
await press("approve", "");
expect("the second makes it approved", /approved/.test(await said()), await said());
await openBlock("complaints");
const early = await page.evaluate(async () => {
	const wish = {
		key: decide.key.shown,
		action: "reject",
		file: engross.shown.blocks.find((b) => b.id === "complaints").path,
		note: "early",
	};
	const asked = await decide.post("/ask", wish);
	const line = await decide.sign(decide.key, new TextEncoder().encode(asked.line), asked["line-comment"]);
	return { ...wish, signature: await decide.sign(decide.key, fromBase64(asked.data), asked.comment), line };
});
await useKey("lena");
await press("approve", "");
await useKey("carl");
const late = await page.evaluate(
	(body) =>
		decide.post("/decide", body).then(
			() => "",
			(error) => error.message,
		),
	early,
);
expect("what was signed before somebody else decided is not entered", /meanwhile/.test(late), late);
await press("reject", "");
expect("who rejects says why", /why/.test(await said()), await said());
await press("reject", "The telephone number is another");
expect("rejected is rejected", /rejected/.test(await said()), await said());
expect("the page was told who decided", /Carl|carl/.test(await page.innerText(".answer")));

// A comment decides nothing, and stays.
await press("comment", "Which number is it then?");
expect(
	"a comment is entered and decides nothing",
	/rejected.*Which number is it then/s.test(await page.innerText(".answer")),
	await page.innerText(".answer"),
);

// A key with a password: the dialog takes the focus, holds it, says what is wrong, and gives the focus back.
await page.evaluate(() => {
	decide.key = null;
});
for (const modal of [false, true]) {
	await page.evaluate((on) => {
		globalThis.HTMLDialogElement.prototype.showModalAlways ||= globalThis.HTMLDialogElement.prototype.showModal;
		globalThis.HTMLDialogElement.prototype.showModal = on
			? globalThis.HTMLDialogElement.prototype.showModalAlways
			: globalThis.HTMLDialogElement.prototype.show;
	}, modal);
	await choose("bea-protected");
	await page.waitForSelector("dialog.unlock");
	expect("the dialog takes the focus", await inFocus("#key-password"));
	expect(
		modal ? "the dialog holds the focus" : "a dialog that does not hold the focus is noticed",
		(await isTrapped(page, "dialog")) === modal,
	);
	if (!modal) {
		await page.evaluate(() => document.querySelector("dialog").close());
	}
}
await page.keyboard.press("Escape");
await page.waitForSelector("dialog", { state: "detached" });
expect("escape closes it and gives the focus back", await inFocus("#key-file"));
expect("and no key is taken", await page.evaluate(() => decide.key === null));
await choose("bea-protected");
await page.waitForSelector("dialog.unlock");
await page.keyboard.type("wrong");
await page.keyboard.press("Enter");
await page.waitForFunction(() => /not the password/.test(document.querySelector("dialog .said").textContent), null, {
	timeout: 60000,
});
expect("a wrong password can be given anew", await inFocus("#key-password"));
seen("the password", await unseen(page));
await page.keyboard.type("correct horse \u00e9");
seen("the button", await tabTo(page, "dialog button[type=submit]"));
await page.keyboard.press("Space");
await page.waitForFunction(() => document.querySelector(".key .said").textContent.includes("key "), null, {
	timeout: 60000,
});
expect("a password opens a key", await page.evaluate(() => decide.key !== null));
expect("and the focus is back where it was", await inFocus("#key-file"));
seen("the key again", await unseen(page));

// The release: what it changes is told, and all who must approve it do.
let card = await pressRelease("approve", "");
expect("a release tells what it changes", /Release 2.*Since release 1.*changed\s+strings\/de\.yaml/s.test(card), card);
for (const name of ["carl", "dan"]) {
	await useKey(name);
	card = await pressRelease("approve", "");
}
expect("a release is approved in the page", /Release 2 of current-account-statement\s+approved/.test(card), card);

// Nothing about a customer stands in an address.
const told = asked.filter(
	(url) =>
		!/^\/(enter\/[0-9a-f]+|assets\/[a-z]+\.(js|css)|data\/(\d{8}|index|sources)\.js|pages\/\d{8}-\d+\.svg|ask|decide)?$/.test(
			new URL(url).pathname + new URL(url).search,
		),
);
expect("nothing about a customer stands in an address", told.length === 0, told.join(" "));
const link = await page.evaluate(() => engross.shown.channels.find((c) => c.name === "pdf").certificate.path);
expect("nor in that of a file", /^files\/\d{8}-pdf\.pdf$/.test(link), link);

// The seed of no key went anywhere.
const { readFileSync } = await import("node:fs");
for (const name of ["lena", "carl"]) {
	const bytes = Buffer.from(readFileSync(join(keys, `${name}.key`), "utf8").split("\n")[1], "base64");
	const seed = bytes.subarray(62, 94);
	expect(
		"no key leaves the page",
		!sent.some((body) => body.includes(seed.toString("base64").slice(0, 40)) || body.includes(seed.toString("hex"))),
	);
}
expect(
	"a key cannot be read back",
	await page.evaluate(() =>
		crypto.subtle.exportKey("pkcs8", decide.key.key).then(
			() => false,
			() => true,
		),
	),
);
const cookies = await context.cookies();
expect(
	"the cookie is for the server alone",
	cookies.length === 1 && cookies[0].httpOnly && cookies[0].sameSite === "Strict",
);
await browser.close();
process.exit(objections ? 1 : 0);
