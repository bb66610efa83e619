// Messages: the HTML in a frame that may run and load nothing, at the widths of phones and screens, in light
// and dark, with and without pictures; the text part and the headers.

const mail = { width: "full", view: "html", pictures: true, paper: false };

/** How high a message may be on paper, where frames cannot be parted. */
const paperHeight = 860;

/** Ranges between the comments that stand around blocks and pieces. */
function markedRanges(doc) {
	const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_COMMENT);
	const open = new Map();
	const marks = [];
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const match = /^([[\]])([bp])(\d+)$/.exec(node.data);
		if (!match) {
			continue;
		}
		const key = match[2] + match[3];
		if (match[1] === "[") {
			open.set(key, node);
		} else if (open.has(key)) {
			const range = doc.createRange();
			range.setStartAfter(open.get(key));
			range.setEndBefore(node);
			marks.push(match[2] === "b" ? { range, block: Number(match[3]) } : { range, piece: Number(match[3]) });
		}
	}
	return marks;
}

/** Styles that ask for dark or light get what was chosen here, whatever the screen is set to. */
function setScheme(doc, dark) {
	for (const sheet of doc.styleSheets) {
		for (const rule of sheet.cssRules) {
			if (rule.media) {
				rule.asked ||= rule.media.mediaText;
				if (/prefers-color-scheme/.test(rule.asked)) {
					rule.media.mediaText = /dark/.test(rule.asked) === dark ? "all" : "not all";
				}
			}
		}
	}
}

function pictured(channel, on) {
	return channel.html.replace(/cid:([^"')\s]+)/g, (_whole, id) => (on && channel.pictures[id]) || "data:,");
}

/** The frame as large as its content, scaled down where the pane is narrower. */
function layOut(leaf, frame, room, body) {
	const doc = frame.contentDocument;
	const space = body.clientWidth - 24;
	const full = mail.paper ? 600 : Math.max(space, 320);
	const width = mail.width === "full" ? full : Number(mail.width);
	frame.style.width = `${width}px`;
	frame.style.height = "10px";
	const height = doc.documentElement.scrollHeight;
	const scale = Math.min(1, mail.paper ? paperHeight / height : space / width);
	frame.style.height = `${height}px`;
	frame.style.transform = `scale(${scale})`;
	room.style.width = `${width * scale}px`;
	room.style.height = `${height * scale}px`;
	const old = room.querySelector(".places");
	if (old) {
		old.remove();
	}
	const boxes = places.measure(markedRanges(doc), { left: 0, top: 0 });
	room.append(places.layer(leaf, boxes, (n) => `${n * scale}px`));
	engross.emit("placed");
}

function showFrame(leaf, channel, body) {
	const frame = el("iframe", { title: "The message", sandbox: "allow-same-origin", scrolling: "no", tabindex: "-1" });
	const room = el("div", { class: "frame" }, frame);
	body.replaceChildren(room);
	/* On paper it stays as it was on the screen. */
	const fit = () => frame.contentDocument?.body && !matchMedia("print").matches && layOut(leaf, frame, room, body);
	frame.addEventListener("load", () => {
		setScheme(frame.contentDocument, engross.mode.dark);
		fit();
		mail.fit = fit;
		mail.scheme = () => setScheme(frame.contentDocument, engross.mode.dark);
		new ResizeObserver(fit).observe(body);
	});
	frame.srcdoc = pictured(channel, mail.pictures);
}

const mailViews = {
	html: showFrame,
	text(leaf, channel, body) {
		const pre = el("pre", { class: "words", dir: leaf.direction }, channel.text);
		body.replaceChildren(pre);
	},
	headers(_leaf, channel, body) {
		body.replaceChildren(
			el(
				"dl",
				{ class: "headers" },
				channel.headers.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", { dir: "auto" }, value))),
			),
			channel.attachments.length ? el("h3", {}, "Attachments") : "",
			el(
				"ul",
				{},
				channel.attachments.map((a) => el("li", {}, `${a.name} (${a.type}, ${a.bytes.toLocaleString("en")} bytes)`)),
			),
		);
	},
};

function mailPane(leaf, channel) {
	let body;
	const again = () => mailViews[mail.view](leaf, channel, body);
	const header = (name) => (channel.headers.find(([key]) => key === name) || [])[1] || "";
	return {
		tools: [
			choice(
				"Part of the message",
				[
					["html", "HTML"],
					["text", "Text"],
					["headers", "Headers"],
				],
				mail.view,
				(view) => {
					mail.view = view;
					again();
				},
			),
			choice(
				"Width of the message",
				[
					["320", "320"],
					["600", "600"],
					["full", "Full"],
				],
				mail.width,
				(width) => {
					mail.width = width;
					again();
				},
			),
			button(
				"Pictures",
				(node) => {
					mail.pictures = !mail.pictures;
					node.setAttribute("aria-pressed", String(mail.pictures));
					again();
				},
				{ class: "tool" },
				mail.pictures,
			),
		],
		lead: el(
			"p",
			{ class: "subject" },
			el("b", { dir: "auto" }, header("Subject")),
			el("span", { dir: "auto" }, header("From")),
		),
		fill(node) {
			body = node;
			body.classList.add("mail");
			again();
		},
	};
}

engross.on("mode", (mode) => mode === "dark" && mail.scheme && mail.scheme());
for (const [event, on] of [
	["beforeprint", true],
	["afterprint", false],
]) {
	window.addEventListener(event, () => {
		mail.paper = on;
		mail.fit?.();
	});
}
