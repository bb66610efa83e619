// Reads PDF files with pdf.js: text on every page, a structure tree whose content is all there, a title
// and a language. pdfjs.mjs FILE... exits with 1 when something is missing.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const pdfjs = require("pdfjs-dist/legacy/build/pdf.js");
let objections = 0;

function object(path, text) {
  console.log(`${path}: ${text}`);
  objections++;
}

function roles(node, found) {
  if (node.role) found.add(node.role);
  for (const child of node.children ?? []) roles(child, found);
  return found;
}

function contentIds(node, found) {
  for (const child of node.children ?? []) {
    if (child.type === "content") found.add(child.id);
    else contentIds(child, found);
  }
  return found;
}

async function judge(path) {
  const data = new Uint8Array(readFileSync(path));
  const pdf = await pdfjs.getDocument({ data, verbosity: 0, isEvalSupported: false,
    standardFontDataUrl: undefined }).promise;
  const { info } = await pdf.getMetadata();
  if (!info.Title) object(path, "no title");
  if (!info.Language) object(path, "no language");
  const mark = await pdf.getMarkInfo();
  if (!mark?.Marked) object(path, "not marked");
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const tree = await page.getStructTree();
    if (!tree || !roles(tree, new Set()).size) object(path, `page ${number} has no structure`);
    const text = await page.getTextContent({ includeMarkedContent: true });
    const ids = tree ? contentIds(tree, new Set()) : new Set();
    for (const item of text.items) {
      if (item.type === "beginMarkedContentProps" && item.id && item.tag !== "Artifact" && !ids.has(item.id)) {
        object(path, `page ${number}: marked content ${item.id} is in no structure element`);
      }
    }
    if (!text.items.some((item) => item.str?.trim())) object(path, `page ${number} has no text`);
  }
  await pdf.destroy();
}

for (const path of process.argv.slice(2)) {
  await judge(path).catch((error) => object(path, String(error)));
}
process.exit(objections ? 1 : 0);
