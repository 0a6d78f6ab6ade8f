// Writes schema/run.schema.json, the published JSON Schema of run.json, from the schema that the code checks records with.
// Run it after a change of src/runs/record.ts or src/spec/: npm run build && node scripts/write-schema.mjs
import { writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as z from "zod";

/**
 * The text of the file.
 * @param {import("zod/mini").ZodMiniType} recordSchema
 * @param {string} id
 */
export function schemaText(recordSchema, id) {
  // "output": what a record holds once it is written, all defaults filled in.
  const { $schema, description, ...schema } = z.toJSONSchema(recordSchema, {
    target: "draft-2020-12",
    io: "output",
    override({ jsonSchema }) {
      // Unicode classes are not in every validator's regular expressions (Python's fail on the whole schema).
      if (!jsonSchema.pattern?.includes("\\p{")) return;
      delete jsonSchema.pattern;
      jsonSchema.description ??= "Letters, digits, dots, dashes and underscores; begins with a letter or a digit.";
    },
  });
  const head = { $schema, $id: id, title: "Run record of Tidelab", description };
  return `${JSON.stringify({ ...head, ...schema }, undefined, 2)}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { recordSchema, RECORD_SCHEMA_ID } = await import("../dist/runs/record.js");
  const file = fileURLToPath(new URL("../schema/run.schema.json", import.meta.url));
  writeFileSync(file, schemaText(recordSchema, RECORD_SCHEMA_ID));
  console.log(`wrote ${file}`);
}
