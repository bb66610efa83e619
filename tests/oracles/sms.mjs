// Judges SMS lines: node sms.mjs FILE.ndjson...  Exit 1 with objections.
// Encoding and number of segments must agree with sms-segments-calculator and split-sms, which know
// nothing of each other or of us; the number must be E.164.
import { readFileSync } from "node:fs";
import calculator from "sms-segments-calculator";
import { split } from "split-sms";

const { SegmentedMessage } = calculator;
let objections = 0;
const object = (where, what) => {
	objections++;
	console.error(`${where}: ${what}`);
};

// The calculator keeps grapheme clusters together, which 3GPP TS 23.040 does not ask for; texts with
// clusters of several characters are judged by split-sms alone.
const hasClusters = (text) =>
	[...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)].some((g) => [...g.segment].length > 1);

function judge(where, line) {
	const keys = Object.keys(line).join(" ");
	if (keys !== "ordinal to from text encoding segments context blocks") {
		object(where, `keys are '${keys}'`);
	}
	if (!/^\+[1-9][0-9]{6,14}$/.test(line.to)) {
		object(where, `'${line.to}' is not E.164`);
	}
	const parts = split(line.text);
	const encoding = parts.characterSet === "GSM" ? "gsm7" : "ucs2";
	if (encoding !== line.encoding) {
		object(where, `encoding is ${line.encoding}, split-sms says ${encoding}`);
	}
	if (parts.parts.length !== line.segments) {
		object(where, `${line.segments} segments, split-sms counts ${parts.parts.length}`);
	}
	if (!hasClusters(line.text)) {
		const message = new SegmentedMessage(line.text);
		if (message.segmentsCount !== line.segments) {
			object(where, `${line.segments} segments, sms-segments-calculator counts ${message.segmentsCount}`);
		}
		if ((message.encodingName === "GSM-7" ? "gsm7" : "ucs2") !== line.encoding) {
			object(where, `encoding is ${line.encoding}, sms-segments-calculator says ${message.encodingName}`);
		}
	}
}

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
process.exit(objections ? 1 : 0);
