// node typst.mjs RECORDS OUT WARM COUNT tagged|untagged: statements by Typst's compiler, CPU time of COUNT
// of them after WARM.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";

const here = dirname(fileURLToPath(import.meta.url));
const [records, out, warm, count, tags] = process.argv.slice(2);
const lines = readFileSync(records, "utf8").split("\n").filter(Boolean);
const fonts = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((f) => readFileSync(join("/usr/share/fonts/truetype/dejavu", f)));
const compiler = NodeCompiler.create({ workspace: here, fontArgs: [{ fontBlobs: fonts }] });
let bytes = 0;

function one(line, name) {
	const compiled = compiler.compile({ mainFilePath: join(here, "statement.typ"), inputs: { data: line } });
	if (compiled.hasError()) {
		compiled.printErrors();
		process.exit(1);
	}
	const pdf = compiler.pdf(compiled.result, { pdfTags: tags === "tagged", creationTimestamp: 1769817600 });
	compiler.evictCache(10);
	writeFileSync(join(out, name), pdf);
	bytes += pdf.length;
}

for (let i = 0; i < +warm; i++) {
	one(lines[i % lines.length], "warm.pdf");
}
bytes = 0;
const before = process.cpuUsage();
for (let i = 0; i < +count; i++) {
	one(lines[(+warm + i) % lines.length], `${i}.pdf`);
}
const used = process.cpuUsage(before);
console.log(JSON.stringify({ documents: +count, cpu_us: used.user + used.system, bytes }));
