// What mailparser reads in messages, as one JSON object a line: node mail-facts.mjs FILE.eml...
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { simpleParser } from "mailparser";

for (const file of process.argv.slice(2)) {
	const mail = await simpleParser(readFileSync(file), { keepCidLinks: true, skipTextToHtml: true });
	const one = (field) => [field?.value?.[0]?.name ?? "", field?.value?.[0]?.address ?? ""];
	console.log(JSON.stringify({
		file, from: one(mail.from), to: one(mail.to), recipients: mail.to?.value?.length ?? 0, subject: mail.subject,
		id: mail.messageId, text: mail.text, html: mail.html,
		parts: mail.attachments.map((a) => [a.filename ?? "", a.contentType, a.cid ?? "", createHash("sha256").update(a.content).digest("hex")]),
		headers: [...mail.headers.keys()].sort(),
	}));
}
