// node text.mjs RECORDS OUT WARM COUNT sms|mobile|html|mjml: what a team would write with Handlebars, from
// the same records; mjml compiles the MJML once. One file of all texts. CPU time of COUNT after WARM.
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";

const [records, out, warm, count, kind] = process.argv.slice(2);
const lines = readFileSync(records, "utf8").split("\n").filter(Boolean);
const table = (open, row, close) => `${open}{{#each rows}}${row}{{/each}}${close}`;
const cells = "{{#each this}}<td style=\"padding:4px\">{{this}}</td>{{/each}}";
const rows = table("<table width=\"100%\">", `<tr>${cells}</tr>`, "</table>");
const facts = "{{#each summary}}<p>{{label}}: <b>{{value}}</b></p>{{/each}}";
const words = "{{#each messages}}<p>{{this}}</p>{{/each}}{{#each protected}}<p>{{this}}</p>{{/each}}<p>{{small}}</p>";
const sources = {
	sms: () => "Meridian Bank: {{{brief}}} {{{link}}}\n",
	mobile: () => "{\"title\":\"{{title}}\",\"facts\":[{{#each summary}}{\"label\":\"{{label}}\",\"value\":\"{{value}}\"},{{/each}}null]," +
		table("\"rows\":[", "[{{#each this}}\"{{this}}\",{{/each}}null],", "null]}\n"),
	html: () => `<html><body><h1>{{title}}</h1>${facts}${rows}${words}</body></html>\n`,
	mjml: async () => {
		const { default: mjml2html } = await import("mjml");
		const source = `<mjml><mj-body><mj-section><mj-column><mj-text>{{title}}</mj-text><mj-text>${facts}</mj-text>` +
			`<mj-table>{{#each rows}}<tr>${cells}</tr>{{/each}}</mj-table><mj-text>${words}</mj-text>` +
			"<mj-button href=\"{{link}}\">View</mj-button></mj-column></mj-section></mj-body></mjml>";
		return (await mjml2html(source)).html;
	},
};
const template = Handlebars.compile(await sources[kind]());
let bytes = 0;
const chunk = [];

function one(line) {
	const text = template(JSON.parse(line));
	bytes += text.length;
	chunk.push(text);
	if (chunk.length === 64) {
		appendFileSync(join(out, kind), chunk.join(""));
		chunk.length = 0;
	}
}

for (let i = 0; i < +warm; i++) {
	one(lines[i % lines.length]);
}
bytes = 0;
const before = process.cpuUsage();
for (let i = 0; i < +count; i++) {
	one(lines[(+warm + i) % lines.length]);
}
const used = process.cpuUsage(before);
console.log(JSON.stringify({ documents: +count, cpu_us: used.user + used.system, bytes }));
