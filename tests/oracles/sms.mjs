// Judges SMS lines: node sms.mjs FILE.ndjson...  Exit 1 with objections.
// Each line must be valid by schemas/sms-1.schema.json (ajv). Encoding and number of segments must agree
// with sms-segments-calculator and split-sms, which know nothing of each other or of us; the parts must
// read back to the text, fit a segment, and break no cluster of Node's own ICU.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import calculator from "sms-segments-calculator";
import { split } from "split-sms";

const { SegmentedMessage } = calculator;
let objections = 0;
const object = (where, what) => {
	objections++;
	console.error(`${where}: ${what}`);
};

const here = dirname(fileURLToPath(import.meta.url));
const schema = JSON.parse(readFileSync(join(here, "../../schemas/sms-1.schema.json"), "utf8"));
const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true });
addFormats(ajv);
const validate = ajv.compile(schema);
schema.examples.forEach((example) => validate(example) || object("schema example", ajv.errorsText(validate.errors)));

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const clusters = (text) => [...segmenter.segment(text)].map((g) => g.segment);

// GSM 03.38 as tables of its own: the position is the code.
const BASE =
	"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§" +
	"¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENSION = { 0x0a: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2f: "\\", 0x3c: "[", 0x3d: "~", 0x3e: "]", 0x40: "|", 0x65: "€" };

function decode(hex, ucs2) {
	const octets = Buffer.from(hex, "hex");
	if (ucs2) {
		return new TextDecoder("utf-16be", { fatal: true, ignoreBOM: true }).decode(octets);
	}
	let text = "";
	for (let i = 0; i < octets.length; i++) {
		text += octets[i] === 0x1b ? EXTENSION[octets[++i]] : BASE[octets[i]];
	}
	return text;
}

function judgeParts(where, line) {
	const ucs2 = line.encoding === "ucs2";
	const several = line.parts.length > 1;
	const room = several ? (ucs2 ? 134 : 153) : ucs2 ? 140 : 160;
	if (line.parts.length !== line.segments || line.dataCoding !== (ucs2 ? 8 : 0)) {
		object(where, `${line.parts.length} parts for ${line.segments} segments, data coding ${line.dataCoding}`);
	}
	if (line.parts.map((p) => p.text).join("") !== line.text) {
		object(where, "the parts do not join to the text");
	}
	const octets = line.parts.reduce((n, p) => n + p.hex.length / 2, 0);
	if (octets !== line.units * (ucs2 ? 2 : 1)) {
		object(where, `${line.units} units, but ${octets} octets`);
	}
	line.parts.forEach((part, i) => {
		const header = several
			? "050003" + [line.reference, line.segments, i + 1].map((n) => n.toString(16).padStart(2, "0")).join("")
			: undefined;
		if (part.udh !== header) {
			object(where, `header of part ${i + 1} is ${part.udh}, should be ${header}`);
		}
		if (part.hex.length / 2 > room || decode(part.hex, ucs2) !== part.text) {
			object(where, `part ${i + 1} has the octets ${part.hex}`);
		}
	});
	let ends = 0;
	const cuts = new Set(line.parts.map((p) => (ends += p.text.length)));
	let at = 0;
	for (const cluster of clusters(line.text)) {
		for (let inside = at + 1; inside < at + cluster.length; inside++) {
			if (cuts.has(inside) && cluster.length <= 67) {
				object(where, `'${cluster}' is split between segments`);
			}
		}
		at += cluster.length;
	}
}

// split-sms divides between the characters of a cluster; the calculator's clusters are of an older Unicode,
// and it counts a letter of GSM with a combining accent as one unit: each is asked for what it knows.
const known = (own, graphemes) =>
	JSON.stringify(own) === JSON.stringify(graphemes) &&
	own.every((cluster) => cluster.length === 1 || !BASE.includes(cluster[0]));

function judge(where, line) {
	if (!validate(line)) {
		object(where, ajv.errorsText(validate.errors));
		return;
	}
	const own = clusters(line.text);
	const parts = split(line.text);
	const message = new SegmentedMessage(line.text);
	const names = { GSM: "gsm7", "GSM-7": "gsm7", Unicode: "ucs2", "UCS-2": "ucs2" };
	for (const [name, said] of [["split-sms", parts.characterSet], ["sms-segments-calculator", message.encodingName]]) {
		if (names[said] !== line.encoding) {
			object(where, `encoding is ${line.encoding}, ${name} says ${said}`);
		}
	}
	counted.all++;
	if (own.every((cluster) => [...cluster].length === 1)) {
		counted.split++;
		if (parts.parts.length !== line.segments) {
			object(where, `${line.segments} segments, split-sms counts ${parts.parts.length}`);
		}
	}
	if (known(own, message.graphemes)) {
		counted.calculator++;
		if (message.segmentsCount !== line.segments) {
			object(where, `${line.segments} segments, sms-segments-calculator counts ${message.segmentsCount}`);
		}
	}
	judgeParts(where, line);
}

const counted = { all: 0, split: 0, calculator: 0 };
for (const file of process.argv.slice(2)) {
	const lines = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file)).split("\n");
	if (lines.pop() !== "") {
		object(file, "does not end with a line feed");
	}
	lines.forEach((line, i) => {
		try {
			judge(`${file}:${i + 1}`, JSON.parse(line));
		} catch (error) {
			object(`${file}:${i + 1}`, error.message);
		}
	});
}
console.log(`${counted.all} messages, ${counted.calculator} counted by sms-segments-calculator, ${counted.split} by split-sms`);
process.exit(objections ? 1 : 0);
