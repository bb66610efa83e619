// Keys beyond those that browsers give to buttons and fields: F6 goes from one part of the page to the next
// (with shift: back) and finds what had the focus there, Escape lets go of the block that is kept. Where
// something that has the focus is made anew, what takes its place gets it.

const keys = { last: new Map(), opener: null };

/** The parts, in the order in which F6 visits them. */
const parts = [
	["#list", "input"],
	["#head", "button"],
	["#channels", ".place.block[tabindex='0'], .content, .coverage, .scroller"],
	["#dock", ".answer"],
];

const isReachable = (node) => Boolean(node?.isConnected && node.getClientRects().length);

/** What F6 finds in a part: what had the focus last, else its entry; null for a part that is not shown. */
keys.entry = ([part, first]) => {
	const last = keys.last.get(part);
	if (isReachable(last)) {
		return last;
	}
	return [...document.querySelectorAll(`${part} :is(${first})`)].find(isReachable) || null;
};

keys.partOf = (node) => parts.findIndex(([part]) => node?.closest?.(part));

keys.goOn = (step) => {
	const from = keys.partOf(document.activeElement);
	let at = from < 0 && step < 0 ? 0 : from;
	for (let i = 0; i < parts.length; i++) {
		at = (at + step + parts.length) % parts.length;
		const node = keys.entry(parts[at]);
		if (node) {
			node.focus();
			return;
		}
	}
};

/** Lets go of the block; whoever went on to the explanations comes back to where it was pressed. */
keys.letGo = () => {
	const back = keys.opener;
	engross.pin(null);
	if (document.activeElement.closest("#dock") && isReachable(back)) {
		back.focus();
	}
};

document.addEventListener("focusin", (event) => {
	const part = keys.partOf(event.target);
	if (part >= 0) {
		keys.last.set(parts[part][0], event.target);
	}
});

document.addEventListener("keydown", (event) => {
	if (document.querySelector("dialog[open]")) {
		return;
	}
	if (event.key === "F6" && !event.ctrlKey && !event.altKey && !event.metaKey) {
		event.preventDefault();
		keys.goOn(event.shiftKey ? -1 : 1);
	} else if (event.key === "Escape" && engross.pinned !== null) {
		event.preventDefault();
		keys.letGo();
	}
});

engross.on("pinned", (id) => {
	keys.opener = id === null ? null : document.activeElement;
	for (const node of document.querySelectorAll("[data-block][aria-pressed]")) {
		node.setAttribute("aria-pressed", String(node.dataset.block === id));
	}
});
