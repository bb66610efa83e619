// The preview's scripts are classic ones, which share one page; the judges are modules of Node.
import js from "@eslint/js";

const shared = [
	...[
		"button",
		"changes",
		"channelNames",
		"checks",
		"choice",
		"content",
		"coverage",
		"decide",
		"dock",
		"drawDocument",
		"el",
	],
	...[
		"engross",
		"inOrder",
		"list",
		"fromBase64",
		"lockedStretches",
		"mailPane",
		"mobilePane",
		"overlay",
		"pagesPane",
		"places",
		"keys",
	],
	...["plural", "points", "scrypt", "setTokens", "smsPane", "states", "textPane", "wrapped"],
];
const browser = [
	...["document", "window", "location", "fetch", "crypto", "localStorage", "sessionStorage", "history", "navigator"],
	...["requestAnimationFrame", "matchMedia", "setTimeout", "clearTimeout", "TextEncoder", "TextDecoder", "URL", "Blob"],
	...[
		"DOMParser",
		"IntersectionObserver",
		"ResizeObserver",
		"getComputedStyle",
		"btoa",
		"atob",
		"performance",
		"Event",
		"MutationObserver",
		"NodeFilter",
		"Option",
	],
];
const node = ["process", "console", "URL", "Buffer", "setTimeout", "fetch"];
const known = (names) => Object.fromEntries(names.map((name) => [name, "writable"]));
const rules = {
	"no-unused-vars": "off",
	"no-redeclare": "off",
	"prefer-const": "error",
	eqeqeq: "error",
	"no-var": "error",
};

export default [
	js.configs.recommended,
	{ files: ["**/*.js"], languageOptions: { sourceType: "script", globals: known([...shared, ...browser]) }, rules },
	{ files: ["**/*.mjs"], languageOptions: { globals: known([...node, ...shared, ...browser]) }, rules },
];
