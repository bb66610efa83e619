// Judges documents by a JSON Schema: node settings.mjs SCHEMA <DOCUMENTS.json >OBJECTIONS.json
// In: a list of documents. Out: a list of what ajv says of each, empty where it is good.
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";

const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });
const validate = ajv.compile(JSON.parse(readFileSync(process.argv[2], "utf8")));
const documents = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(documents.map((one) => (validate(one) ? "" : ajv.errorsText(validate.errors)))));
