// Judges the run folders, job files and evidence of the samples:
// node runs.mjs JOB.yaml... RUN-FOLDER... RECORD.evidence.json... SCHEMA=FILE...
// Each file that a run leaves for machines must be valid by its schema (ajv), each job too; the lines
// of the journal must be chained, and the counts of run.json be those of the lines. Exit 1 with
// objections.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execFileSync } from "node:child_process";
import Ajv from "ajv/dist/2020.js";

const schemas = join(dirname(fileURLToPath(import.meta.url)), "../../schemas");
const ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
for (const file of ["certificate", "kept"]) {
	ajv.addSchema(JSON.parse(readFileSync(join(schemas, `${file}-1.schema.json`), "utf8")));
}
const validators = new Map();
let objections = 0;
const object = (where, what) => {
	objections++;
	if (objections <= 40) {
		console.error(`${where}: ${what}`);
	}
};

function check(name, where, data) {
	if (!validators.has(name)) {
		validators.set(name, ajv.getSchema(`urn:engross:${name}:1`) ??
			ajv.compile(JSON.parse(readFileSync(join(schemas, `${name}-1.schema.json`), "utf8"))));
	}
	const validate = validators.get(name);
	if (!validate(data)) {
		for (const e of validate.errors.slice(0, 5)) {
			object(where, `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
		}
	}
}

const raw = (path) => readFileSync(path, "utf8").split("\n").slice(0, -1);

function lines(name, path) {
	return raw(path).map((line, i) => {
		const data = JSON.parse(line);
		check(name, `${path}:${i + 1}`, data);
		return data;
	});
}

function same(where, what, a, b) {
	if (a !== b) {
		object(where, `${what} is ${a}, counted ${b}`);
	}
}

function folder(path) {
	const run = JSON.parse(readFileSync(join(path, "run.json"), "utf8"));
	check("run", join(path, "run.json"), run);
	const manifest = lines("manifest", join(path, "manifest.ndjson"));
	const quarantine = lines("quarantine", join(path, "quarantine.ndjson"));
	const journal = lines("journal", join(path, "journal.ndjson"));
	same(path, "composed", run.counts.composed, new Set(manifest.map((l) => l.ordinal)).size);
	same(path, "quarantined", run.counts.quarantined, quarantine.filter((l) => "ordinal" in l).length);
	same(path, "records", run.counts.records, journal.reduce((n, l) => n + l.records, 0));
	check("seal", join(path, "seal.json"), JSON.parse(readFileSync(join(path, "seal.json"), "utf8")));
	same(path, "salts", lines("salts", join(path, "salts.ndjson")).length, manifest.length);
	for (const [i, line] of raw(join(path, "content.ndjson")).entries()) {
		check("kept", `${path}/content.ndjson:${i + 1}`, JSON.parse(line));
	}
	let previous = "0".repeat(64);
	for (const line of raw(join(path, "journal.ndjson"))) {
		same(path, "previous", JSON.parse(line).previous, previous);
		previous = createHash("sha256").update(line).digest("hex");
	}
	for (const line of manifest) {
		const bytes = readFileSync(join(path, line.path));
		const own = "offset" in line ? bytes.subarray(line.offset, line.offset + line.bytes) : bytes;
		if (line.line) {
			same(line.path, "line", own.toString(), bytes.toString().split("\n")[line.line - 1] + "\n");
		}
		same(line.path, "sha256", line.sha256, createHash("sha256").update(own).digest("hex"));
		same(line.path, "bytes", line.bytes, own.length);
	}
	for (const [name, channel] of Object.entries(run.channels)) {
		const own = manifest.filter((l) => l.channel === name);
		same(path, `artifacts of ${name}`, channel.artifacts, own.length);
		for (const unit of ["bytes", "pages", "segments"]) {
			same(path, `${unit} of ${name}`, channel[unit], own.reduce((n, l) => n + (l[unit] ?? 0), 0));
		}
	}
	if (run.channels.sms) {
		for (const file of readdirSync(join(path, "sms"))) {
			lines("sms", join(path, "sms", file));
		}
	}
}

// Evidence, with the JSON that stands in it as text.
function evidence(path) {
	const data = JSON.parse(readFileSync(path, "utf8"));
	check("evidence", path, data);
	check("seal", `${path} seal`, JSON.parse(data.seal));
	for (const artifact of data.artifacts) {
		check("manifest", `${path} line`, JSON.parse(artifact.line));
	}
}

// Python reads YAML for us; dates stay text, as the engine takes them.
const toJson = `
import json, sys, yaml
class Loader(yaml.SafeLoader): pass
Loader.yaml_implicit_resolvers = {}
json.dump(yaml.load(open(sys.argv[1], encoding="utf-8"), Loader), sys.stdout)`;

for (const path of process.argv.slice(2)) {
	const [schema, file] = path.split("=");
	if (file) {
		check(schema, file, JSON.parse(readFileSync(file, "utf8")));
	} else if (statSync(path).isDirectory()) {
		folder(path);
	} else if (path.endsWith(".evidence.json")) {
		evidence(path);
	} else {
		check("job", path, JSON.parse(execFileSync("/usr/bin/python3", ["-c", toJson, path], { encoding: "utf8" })));
	}
}
process.exit(objections ? 1 : 0);
