// Plain text, in the columns that it was set in.

function textPane(leaf, channel) {
	return {
		tools: [],
		fill(body) {
			const pre = el(
				"pre",
				{ class: "words", dir: leaf.direction, lang: leaf.language },
				wrapped(channel.content, lockedStretches(leaf, channel)),
			);
			body.classList.add("plain");
			body.dir = leaf.direction;
			body.append(el("div", { class: "holder" }, pre));
			requestAnimationFrame(() => overlay(leaf, pre, pre.parentElement));
		},
	};
}
