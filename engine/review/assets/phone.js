// What phones show: short messages as bubbles with their segments, app content as an app would draw it.

/** Text in which stretches of code points are wrapped: [{from, to, wrap(text)}], apart from each other. */
function wrapped(text, stretches) {
	const points_ = [...text];
	const out = [];
	let at = 0;
	for (const { from, to, wrap } of [...stretches].sort((a, b) => a.from - b.from)) {
		if (from >= at) {
			out.push(points_.slice(at, from).join(""), wrap(points_.slice(from, to).join("")));
			at = to;
		}
	}
	return out.concat(points_.slice(at).join(""));
}

/** The stretches of locked wording in a text, as its certificate says where they were read. */
function lockedStretches(_leaf, channel, part) {
	const stretches = [];
	for (const seen of channel.certificate.blocks) {
		for (const place of (seen.where || []).filter((p) => p.length && (p.part || "") === (part || ""))) {
			stretches.push({
				from: place.start,
				to: place.start + place.length,
				wrap(text) {
					const node = el(
						"span",
						{
							class: `locked ${engross.color(seen.id)}`,
							"data-block": seen.id,
							tabindex: "0",
							role: "button",
							"aria-label": `Locked wording ${seen.id}, version ${seen.version}: ${text}`,
						},
						text,
					);
					places.point(node, seen.id);
					node.addEventListener("keydown", (event) => {
						if (event.key === "Enter" || event.key === " ") {
							event.preventDefault();
							node.click();
						}
					});
					return node;
				},
			});
		}
	}
	return stretches;
}

/** Boxes of pieces over what is already on the screen. */
function overlay(leaf, root, holder, blocks) {
	const origin = holder.getBoundingClientRect();
	const boxes = places.measure(places.find(leaf, root), origin).concat(blocks || []);
	const old = holder.querySelector(":scope > .places");
	if (old) {
		old.remove();
	}
	holder.append(places.layer(leaf, boxes, (n) => `${n}px`));
	engross.emit("placed");
}

function smsPane(leaf, channel) {
	const sms = channel.content;
	return {
		tools: [],
		fill(body) {
			const stretches = lockedStretches(leaf, channel);
			const bubble = el(
				"p",
				{ class: "bubble", dir: leaf.direction, lang: leaf.language },
				wrapped(sms.text, stretches),
			);
			const room = sms.encoding === "ucs2" ? (sms.segments > 1 ? 67 : 70) : sms.segments > 1 ? 153 : 160;
			body.classList.add("sms");
			body.append(
				el("p", { class: "sender" }, sms.from),
				el("div", { class: "holder" }, bubble),
				el(
					"ol",
					{ class: "segments", "aria-label": "Segments" },
					sms.parts.map((part, i) =>
						el("li", {}, el("span", {}, `${i + 1}`), el("q", { dir: leaf.direction }, part.text)),
					),
				),
				el(
					"p",
					{ class: "fine" },
					`${plural(sms.segments, "segment")} of ${room} ${sms.encoding === "ucs2" ? "UCS-2 characters" : "GSM septets"}; ${sms.units} used; to ${sms.to}`,
				),
			);
			requestAnimationFrame(() => overlay(leaf, bubble, bubble.parentElement));
		},
	};
}

function mobilePane(leaf, channel) {
	let body;
	let raw = false;
	const draw = () => {
		if (raw) {
			body.replaceChildren(el("pre", { class: "raw", tabindex: "0" }, JSON.stringify(channel.content, null, 2)));
			return;
		}
		const host = el("div", { class: "screen-host" });
		const shadow = host.attachShadow({ mode: "open" });
		const screen = el(
			"div",
			{ class: "screen", lang: channel.content.language, dir: channel.content.direction },
			el("div", { class: "main" }, drawDocument(channel.content)),
		);
		const style = el("link", { rel: "stylesheet", href: "assets/viewer.css" });
		shadow.append(style, screen);
		setTokens(host, channel.content, engross.mode.dark);
		for (const node of shadow.querySelectorAll("a, input, select, textarea")) {
			node.tabIndex = -1; /* looked at, not used */
			node.addEventListener("click", (event) => event.preventDefault());
		}
		const holder = el("div", { class: "holder phone" }, host);
		body.replaceChildren(holder);
		const fit = () => {
			const origin = holder.getBoundingClientRect();
			const blocks = [...shadow.querySelectorAll("[data-block]")]
				.map((node) => {
					const [id, version] = node.dataset.block.split("@");
					const r = node.getBoundingClientRect();
					return {
						block: leaf.blocks.findIndex((b) => b.id === id && String(b.version) === version),
						x: r.left - origin.left,
						y: r.top - origin.top,
						w: r.width,
						h: r.height,
					};
				})
				.filter((box) => box.block >= 0);
			overlay(leaf, screen, holder, blocks);
		};
		style.addEventListener("load", () => {
			fit();
			new ResizeObserver(fit).observe(host);
		});
	};
	mobilePane.again = () => body?.isConnected && draw();
	return {
		tools: [
			choice(
				"Form of the content",
				[
					["app", "Drawn"],
					["raw", "JSON"],
				],
				"app",
				(value) => {
					raw = value === "raw";
					draw();
				},
			),
		],
		fill(node) {
			body = node;
			body.classList.add("app");
			draw();
		},
	};
}

engross.on("mode", (mode) => mode === "dark" && mobilePane.again && mobilePane.again());
