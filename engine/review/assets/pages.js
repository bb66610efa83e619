// Letters: the pages as the PDF file has them, one below the other.

function pagesPane(leaf, channel) {
	return {
		tools: [
			el("a", { class: "tool", href: channel.certificate.path, target: "_blank", rel: "noopener" }, "Open the PDF"),
		],
		fill(body) {
			body.classList.add("pages");
			channel.pages.forEach((page, index) => {
				const unit = (n, axis) => `${(100 * n) / (axis === "x" ? page.width : page.height)}%`;
				const boxes = page.words
					.map(([piece, x, y, w, h]) => ({ piece, x, y, w, h }))
					.concat(
						page.blocks.map(([block, x, y, w, h]) => ({ block, x: x - 4000, y: y - 4000, w: w + 8000, h: h + 8000 })),
					);
				const sheet = el(
					"figure",
					{ class: "sheet" },
					el("img", {
						src: page.image,
						alt: `Page ${index + 1} of ${channel.pages.length}`,
						width: page.width / 1000,
						height: page.height / 1000,
					}),
					places.layer(leaf, boxes, unit),
					el("figcaption", {}, `${index + 1} / ${channel.pages.length}`),
				);
				sheet.style.aspectRatio = `${page.width} / ${page.height}`;
				body.append(sheet);
			});
		},
	};
}
