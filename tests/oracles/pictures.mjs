// Takes the pictures of README and manuals: node pictures.mjs PREVIEW FOLDER. PREVIEW is what `engross preview`
// wrote of the sample statements; scripts/pictures calls this and makes the files small.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [preview, folder] = process.argv.slice(2);
const browser = await chromium.launch({
	executablePath: process.env.ENG_CHROMIUM ?? "/usr/bin/chromium",
	args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });

async function settled() {
	await page.waitForFunction(
		() =>
			document.querySelector(".mail .place.block") &&
			document.querySelector(".app .place.block") &&
			document.querySelector(".plain .locked"),
	);
	await page.waitForTimeout(600);
}

await page.goto(pathToFileURL(join(preview, "index.html")).href);
await settled();
await page.evaluate(() => engross.open(engross.book.recipients.find((r) => r.language === "en")));
await page.waitForFunction(() => engross.shown.language === "en");
await settled();
await page.evaluate(() => engross.pin("deposit-guarantee"));
await page.waitForTimeout(1500);
await page.screenshot({ path: join(folder, "preview.png") });
await page.evaluate(() => engross.pin(null));

// Each channel by itself: the boxes away, a phone's width where it is for phones.
await page.setViewportSize({ width: 2200, height: 1900 });
const bare = () =>
	page.evaluate(() => {
		for (const node of document.querySelectorAll(".places, #dock")) {
			node.style.display = "none";
		}
		for (const node of document.querySelectorAll(".scroller")) {
			node.scrollTop = 0;
		}
	});
await page.waitForTimeout(600);
await bare();
await page
	.locator(".sheet img")
	.first()
	.screenshot({ path: join(folder, "statement.png") });
await page.click("text='320'");
await page.waitForFunction(
	() => document.querySelector("iframe") && document.querySelector("iframe").style.width === "320px",
);
await page.waitForTimeout(800);
await bare();
const clip = async (selector, height) => {
	const box = await page.locator(selector).first().boundingBox();
	return { ...box, height: Math.min(box.height, height) };
};
await page.screenshot({ path: join(folder, "email.png"), clip: await clip(".frame", 720) });
await page.screenshot({ path: join(folder, "app.png"), clip: await clip(".phone", 720) });
await page.locator(".bubble").screenshot({ path: join(folder, "sms.png") });
await browser.close();
