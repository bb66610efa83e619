// Contrast of colour pairs after a client has made a message dark by force (WCAG 2.1, CIE 1976).
const linear = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
const encode = (v) => Math.min(255, Math.max(0, Math.round(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055))));
const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);

export function contrast(a, b) {
	const [x, y] = [luminance(a) + 0.05, luminance(b) + 0.05];
	return Math.max(x, y) / Math.min(x, y);
}

// Outlook moves lightness 0..100 to 100..21 and keeps a* and b*.
function outlook(rgb) {
	const [r, g, b] = rgb.map(linear);
	const f = (t) => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29);
	const g2 = (t) => (t > 6 / 29 ? t ** 3 : 3 * (6 / 29) ** 2 * (t - 4 / 29));
	const [fx, fy, fz] = [f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047), f(0.2126729 * r + 0.7151522 * g + 0.072175 * b), f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883)];
	const l = (100 - (116 * fy - 16)) * 0.78753 + 21.247;
	const ny = (l + 16) / 116;
	const [x, y, z] = [0.95047 * g2(ny + fx - fy), g2(ny), 1.08883 * g2(ny - (fy - fz))];
	return [3.2404542 * x - 1.5371385 * y - 0.4985314 * z, -0.969266 * x + 1.8760108 * y + 0.041556 * z, 0.0556434 * x - 0.2040259 * y + 1.0572252 * z].map(encode);
}

const inverted = (rgb) => rgb.map((v) => v + 255 - Math.max(...rgb) - Math.min(...rgb));

export const forces = { "Outlook's way": outlook, inverted };

// To run in the page: each pair of text colour and ground that is seen, with an example.
export function pairsInPage() {
	const parse = (css) => css.match(/[\d.]+/g).map(Number);
	const found = new Map();
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const element = node.parentElement;
		if (!node.nodeValue.trim() || !element.getClientRects().length) continue;
		let under = element;
		let ground = parse(getComputedStyle(under).backgroundColor);
		while (ground.length > 3 && ground[3] === 0 && under.parentElement) {
			under = under.parentElement;
			ground = parse(getComputedStyle(under).backgroundColor);
		}
		const ink = parse(getComputedStyle(element).color);
		found.set(`${ink} ${ground}`, [ink.slice(0, 3), ground[3] === 0 ? [255, 255, 255] : ground.slice(0, 3), node.nodeValue.trim().slice(0, 40)]);
	}
	return [...found.values()];
}
