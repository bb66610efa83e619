// Opens a file of the mobile channel and shows it as components.js and cards.js draw it.
"use strict";

const isDark = () => document.getElementById("dark").checked;
let shown = null;

function show(data) {
	shown = data;
	setTokens(document.documentElement, data, isDark());
	const screen = document.getElementById("screen");
	screen.lang = data.language;
	screen.dir = data.direction;
	document.title = data.notification.title;
	screen.replaceChildren(...drawDocument(data));
}

/** A file may be one document or a line for each. */
function read(text) {
	try {
		show(JSON.parse(text));
	} catch {
		show(JSON.parse(text.split("\n")[0]));
	}
}

const take = (file) => file && file.text().then(read);
document.getElementById("file").addEventListener("change", (event) => take(event.target.files[0]));
document.getElementById("dark").addEventListener("change", () => (shown ? show(shown) : setTokens(document.documentElement, null, isDark())));
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
	event.preventDefault();
	take(event.dataTransfer.files[0]);
});
