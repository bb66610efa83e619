// Decides as officers would: node review.mjs ADDRESS KEYS. Approves a block with two keys, rejects another, and
// tries what must not work. Prints the session's cookie at the end, for review.py.
import { join } from "node:path";
import { chromium } from "playwright-core";

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
const useKey = async (name) => {
	await page.evaluate(() => {
		decide.key = null;
	});
	await page.setInputFiles("#key-file", join(keys, `${name}.key`));
	await page.waitForFunction(() => decide.key !== null);
};
const press = async (name, note) => {
	await page.fill(".decide input", note);
	await page.click(`.decide button.${name}`);
	await page.waitForFunction(() => !["", "Signing"].includes(document.querySelector(".decide .said").textContent));
};

/** In a card of the release, with the key in hand. */
const pressRelease = async (name, note) => {
	await page.click("#show-content");
	await page.fill(".card .decide input", note);
	await page.click(`.card .decide button.${name}`);
	await page.waitForFunction(() => !["", "Signing"].includes(document.querySelector(".card .said").textContent));
	return page.innerText(".card");
};

await page.goto(address);
expect("the address gives way to one without a token", page.url() === `${new URL(address).origin}/`, page.url());
await page.waitForSelector(".pane");
await page.click(".legend [data-block=deposit-guarantee]");
await page.waitForSelector(".answer .block-card");
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
await page.click(".legend [data-block=deposit-guarantee]");
await page.click(".legend [data-block=complaints]");
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

// A key with a password.
await page.evaluate(() => {
	decide.key = null;
});
for (const [password, wanted] of [
	["wrong", "not the password"],
	["correct horse \u00e9", "key "],
]) {
	await page.setInputFiles("#key-file", join(keys, "bea-protected.key"));
	await page.fill("#key-password", password);
	await page.keyboard.press("Enter");
	await page.waitForFunction((text) => document.querySelector(".key .said").textContent.includes(text), wanted, {
		timeout: 60000,
	});
}
expect("a password opens a key", await page.evaluate(() => decide.key !== null));

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
console.log(cookies[0].value);
await browser.close();
process.exit(objections ? 1 : 0);
