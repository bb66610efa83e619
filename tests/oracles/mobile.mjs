// Judges mobile JSON: node mobile.mjs FILE...  Exit 1 with objections.
// Each file must be UTF-8 JSON valid by schemas/mobile-1.schema.json (ajv), each example in the schema
// too; charts must have a value for each label, rows must cover the columns, and every block that the
// content shows must be listed with its text.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const here = dirname(fileURLToPath(import.meta.url));
const schema = JSON.parse(readFileSync(join(here, "../../schemas/mobile-1.schema.json"), "utf8"));
const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true });
addFormats(ajv);
const validate = ajv.compile(schema);
let objections = 0;
const object = (where, what) => {
	objections++;
	console.error(`${where}: ${what}`);
};

for (const [name, def] of Object.entries(schema.$defs)) {
	for (const example of def.examples ?? []) {
		const check = ajv.getSchema(`${schema.$id}#/$defs/${name}`);
		if (!check(example)) {
			object(`schema example of ${name}`, ajv.errorsText(check.errors));
		}
	}
}

const text = (runs) => runs.map((r) => r.text ?? (r.break ? "\n" : "")).join("");
const squeeze = (s) => s.replace(/\s+/g, " ").trim();

function words(components) {
	return components
		.map((c) => {
			const own = c.text ? text(c.text) : "";
			const facts = c.type === "facts" ? c.items.map((i) => text(i.label) + " " + text(i.text)).join(" ") : "";
			const list = c.type === "list" ? c.items.map((i) => words(i.content)).join(" ") : "";
			return [own, facts, list, c.content ? words(c.content) : ""].join(" ");
		})
		.join(" ");
}

function walk(file, components, blocks) {
	for (const c of components) {
		if (c.type === "table") {
			for (const row of c.rows) {
				const covered = row.cells.reduce((n, cell) => n + (cell.span ?? 1), 0);
				if (covered > c.columns.length) {
					object(file, `a row covers ${covered} of ${c.columns.length} columns`);
				}
			}
		}
		if (c.type === "chart" && c.series.some((s) => s.values.length !== c.labels.length)) {
			object(file, "a series has not one value for each label");
		}
		if (c.type === "block") {
			const listed = blocks.find((b) => b.id === c.block && b.version === c.version);
			if (!listed) {
				object(file, `block ${c.block}@${c.version} is shown but not listed`);
			} else if (c.content.every((x) => x.type === "para") && squeeze(listed.text) !== squeeze(words(c.content))) {
				object(file, `block ${c.block}@${c.version} is shown with other words than listed`);
			}
		}
		for (const inner of [c.content, c.more, ...(c.items ?? []).map((i) => i.content)]) {
			if (inner) {
				walk(file, inner, blocks);
			}
		}
	}
}

for (const file of process.argv.slice(2)) {
	let data;
	try {
		data = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file)));
	} catch (error) {
		object(file, error.message);
		continue;
	}
	if (!validate(data)) {
		for (const e of validate.errors.slice(0, 5)) {
			object(file, `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
		}
		continue;
	}
	walk(file, data.content, data.blocks);
	for (const part of data.parts) {
		walk(file, part.content, data.blocks);
	}
}
process.exit(objections ? 1 : 0);
