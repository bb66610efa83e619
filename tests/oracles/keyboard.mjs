// The preview by keyboard alone: what pages.mjs and review.mjs walk with, and the walk through static pages.
// Every stop must be seen: an outline of two pixels that stands out from what is around it, in sight, not covered.

/** What is wrong with what has the focus; empty: it can be seen. */
export const unseen = (page) =>
	page.evaluate(() => {
		let at = document.activeElement;
		while (at?.shadowRoot?.activeElement) {
			at = at.shadowRoot.activeElement;
		}
		if (!at || at === document.body) {
			return "nothing has the focus";
		}
		const node = at.closest("label.key") || at;
		const name = `${node.tagName.toLowerCase()}.${node.className} '${(node.ariaLabel || node.textContent).slice(0, 40)}'`;
		const style = getComputedStyle(node);
		const parse = (css) => css.match(/[\d.]+/g).map(Number);
		const light = (css) => {
			const linear = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
			const [r, g, b] = parse(css).map(linear);
			return 0.2126 * r + 0.7152 * g + 0.0722 * b;
		};
		const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
		const solid = (css) => parse(css).length < 4 || parse(css)[3] === 1;
		let ground = parseFloat(style.outlineOffset) < 0 ? node : node.parentElement;
		while (ground.parentElement && !solid(getComputedStyle(ground).backgroundColor)) {
			ground = ground.parentElement;
		}
		let behind = getComputedStyle(ground).backgroundColor;
		if (node.matches(".place, .locked")) {
			// Over pictures the second line is what the first stands out from.
			behind = /^rgba?\([^)]*\)/.exec(style.boxShadow)?.[0] || style.outlineColor;
		}
		if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) {
			return `${name} has no outline`;
		}
		if (contrast(style.outlineColor, behind) < 3) {
			return `the outline of ${name} is hardly seen: ${style.outlineColor} on ${behind}`;
		}
		const root = node.getRootNode();
		const isSeen = (r) => {
			const [x, y] = [
				Math.max(1, Math.min((r.left + r.right) / 2, globalThis.innerWidth - 2)),
				Math.max(1, Math.min((r.top + r.bottom) / 2, globalThis.innerHeight - 2)),
			];
			const top = root.elementFromPoint(x, y);
			const within = r.bottom > 0 && r.top < globalThis.innerHeight && r.right > 0 && r.left < globalThis.innerWidth;
			return within && top && (node.contains(top) || top.contains(node) || node.matches(".place"));
		};
		return [...node.getClientRects()].some(isSeen) ? "" : `${name} is out of sight`;
	});

/** Tabs until what is asked for has the focus. Gives what was wrong on the way: stops that are not seen, or that it was
 * not reached. */
export async function tabTo(page, selector, back = false) {
	for (let i = 0; i < 150; i++) {
		if (await page.evaluate((s) => document.activeElement.matches(s), selector)) {
			return unseen(page);
		}
		await page.keyboard.press(back ? "Shift+Tab" : "Tab");
	}
	return `'${selector}' is not reached`;
}

/** F6 until the focus is in a part of the page. */
export async function goTo(page, part) {
	for (let i = 0; i < 5; i++) {
		await page.keyboard.press("F6");
		if (await page.evaluate((s) => Boolean(document.activeElement.closest(s)), part)) {
			return unseen(page);
		}
	}
	return `F6 does not lead to ${part}`;
}

/** Whether the tab key stays within what is open. */
export async function isTrapped(page, selector) {
	for (let i = 0; i < 12; i++) {
		await page.keyboard.press("Tab");
		const out = await page.evaluate(
			(s) => document.activeElement !== document.body && !document.activeElement.closest(s),
			selector,
		);
		if (out) {
			return false;
		}
	}
	return true;
}

const inFocus = (page, selector) => page.evaluate((s) => document.activeElement.matches(s), selector);

async function theList(page, expect, seen) {
	await page.keyboard.press("Tab");
	seen("the first stop", await unseen(page));
	expect("the first stop skips the list", await inFocus(page, ".skip"));
	await page.keyboard.press("Enter");
	expect("and leads to the channels", await inFocus(page, "#channels"));
	seen("the channels", await unseen(page));
	seen("the search", await goTo(page, "#list"));
	const all = await page.locator("#list [data-leaf]").count();
	const id = await page.evaluate(() => engross.book.recipients[2].id);
	await page.keyboard.type(id);
	expect("typing searches", (await page.locator("#list [data-leaf]").count()) === 1);
	await page.keyboard.press("Control+a");
	await page.keyboard.press("Delete");
	seen("the filter", await tabTo(page, "select[aria-label=Language]"));
	await page.keyboard.type("ar");
	const some = await page.locator("#list [data-leaf]").count();
	expect("typing chooses a language", some > 0 && some < all, `${some} of ${all}`);
	await page.keyboard.press("Home");
	seen("the list", await tabTo(page, "#list [data-leaf]"));
	await page.keyboard.press("End");
	expect(
		"the last of the list is one key away",
		await page.evaluate(() => document.activeElement === [...document.querySelectorAll("#list li button")].at(-1)),
	);
	await page.keyboard.press("Home");
	await page.keyboard.press("ArrowDown");
	seen("an entry", await unseen(page));
	await page.keyboard.press("Enter");
	await page.waitForFunction(() => engross.shown?.ordinal === engross.book.recipients[1].ordinal);
	expect("an entry opens and keeps the focus", await inFocus(page, "#list [aria-current=true]"));
	await page.keyboard.press("Tab");
	expect("the list is one stop", !(await page.evaluate(() => document.activeElement.closest("#list li"))));
}

async function theBlocks(page, expect, seen, settled) {
	await settled(page);
	seen("the channels", await goTo(page, "#channels"));
	seen("a block on a page", await tabTo(page, ".pages .place.block"));
	const id = await page.evaluate(() => document.activeElement.dataset.block);
	const lit = () => page.evaluate(() => document.querySelectorAll(".pane:has(.lit)").length);
	expect("a block that has the focus is lit in all channels that have it", (await lit()) >= 3, `${await lit()}`);
	await page.keyboard.press("Enter");
	expect("enter keeps it", await page.evaluate((b) => engross.pinned === b, id));
	expect("and says so", await inFocus(page, "[aria-pressed=true]"));
	seen("another block", await tabTo(page, `.place.block:not([data-block="${id}"])`));
	const told = () => page.innerText(".answer h2");
	expect("what is kept stays while others are lit", (await told()).startsWith(id), await told());
	seen("back to the block", await tabTo(page, `.pages .place.block[data-block="${id}"]`, true));
	seen("the explanation", await goTo(page, "#dock"));
	expect("the explanation is its own stop", await inFocus(page, ".answer"));
	await page.keyboard.press("Escape");
	expect("escape lets go", await page.evaluate(() => engross.pinned === null));
	expect(
		"and returns to the block",
		await page.evaluate((b) => document.activeElement.matches(`.pages .place.block[data-block="${b}"]`), id),
	);
	seen("the block again", await unseen(page));
	seen("locked words of a text", await tabTo(page, ".plain .locked"));
	await page.keyboard.press("Space");
	expect("the space bar keeps locked words", await page.evaluate(() => engross.pinned !== null));
	await page.keyboard.press("Escape");
}

async function theReasons(page, expect, seen) {
	seen("the head", await goTo(page, "#head"));
	seen("the switch", await tabTo(page, "#switch-why"));
	await page.keyboard.press("Space");
	seen("the channels", await goTo(page, "#channels"));
	seen("a piece of a page", await tabTo(page, ".pages .piece"));
	for (let i = 0; i < 12; i++) {
		await page.keyboard.press("ArrowDown");
	}
	seen("a piece further on", await unseen(page));
	await page.keyboard.press("Enter");
	const answer = await page.innerText(".answer");
	expect("a piece asked why answers", /Why is this here\?.*What it is.*Written at/s.test(answer), answer);
	await page.waitForSelector(".answer pre mark");
	await goTo(page, "#head");
	await tabTo(page, "#switch-why");
	await page.keyboard.press("Space");
}

async function thePanes(page, expect, seen, settled) {
	await goTo(page, "#channels");
	seen("a pane's width", await tabTo(page, ".pane.email .widen"));
	await page.keyboard.press("Enter");
	await settled(page);
	expect("widening keeps the focus", await inFocus(page, ".pane.email .widen[aria-pressed=true]"));
	seen("the width again", await unseen(page));
	await page.keyboard.press("Enter");
	await settled(page);
	seen("a pane's checks", await tabTo(page, ".pane.email .badge", true));
	await page.keyboard.press("Enter");
	expect("checks answer", /Checks of E-mail/.test(await page.innerText(".answer")));
	seen("the release", await goTo(page, "#head"));
	seen("its switch", await tabTo(page, "#show-content"));
	await page.keyboard.press("Enter");
	seen("its page", await goTo(page, "#channels"));
	seen("its files", await tabTo(page, ".content summary"));
	await page.keyboard.press("Enter");
	expect("its files open", await page.evaluate(() => document.activeElement.closest("details").open));
	await goTo(page, "#list");
	await tabTo(page, "#list [data-leaf]");
	await page.keyboard.press("Enter");
	await settled(page);
}

/** All the way round: whatever can be pressed is a stop, or an arrow key away from one, and each stop is seen. */
async function theWholeWay(page, expect, seen) {
	await page.evaluate(() => document.activeElement.blur());
	await page.evaluate(() => {
		globalThis.stops = new Set();
		document.addEventListener("focusin", (event) => globalThis.stops.add(event.target));
	});
	let stops = 0;
	let first = null;
	for (; stops < 250; stops++) {
		await page.keyboard.press("Tab");
		const at = await page.evaluateHandle(() => document.activeElement);
		if (await page.evaluate((node) => node === document.body, at)) {
			continue; // once round, where the browser's own controls would be
		}
		if (first && (await page.evaluate(([a, b]) => a === b, [first, at]))) {
			break;
		}
		first ||= at;
		seen(`stop ${stops}`, await unseen(page));
	}
	const left = await page.evaluate(() =>
		[...document.querySelectorAll("button, a[href], input, select, summary, [role=button]")]
			.filter((n) => n.getClientRects().length && !globalThis.stops.has(n))
			.filter((n) => !n.closest("#list li") && !n.matches(".place.block[tabindex='-1'], .piece"))
			.map((n) => n.outerHTML.slice(0, 80)),
	);
	expect("every control is a stop", stops < 250 && left.length === 0, `${stops} stops, without ${left.join("\n")}`);
}

/** Walks through a preview with no other device than the keyboard. expect(what, ok, said) takes the verdicts. */
export async function byKeyboard(page, expect, settled) {
	const seen = (what, wrong) => expect(`focus is seen: ${what}`, wrong === "", wrong);
	await theList(page, expect, seen);
	await theBlocks(page, expect, seen, settled);
	await theReasons(page, expect, seen);
	await thePanes(page, expect, seen, settled);
	await theWholeWay(page, expect, seen);
	// Without outlines the same must be an objection.
	const style = await page.addStyleTag({ content: ":focus-visible { outline: none !important }" });
	expect("a focus without an outline is noticed", (await goTo(page, "#list")) !== "");
	await style.evaluate((node) => node.remove());
}
