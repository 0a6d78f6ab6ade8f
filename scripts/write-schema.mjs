// Writes schema/run.schema.json, the published JSON Schema of run.json, from the schema that the code checks records with.
// Run it after a change of src/runs/record.ts or src/spec/: npm run build && node scripts/write-schema.mjs
import { writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { toJsonSchema } from "@valibot/to-json-schema";

/**
 * The text of the file.
 * @param {import("valibot").GenericSchema} recordSchema
 * @param {string} id
 */
export function schemaText(recordSchema, id) {
  // "output": what a record holds once it is written, all defaults filled in.
  const { $schema, description, ...schema } = toJsonSchema(recordSchema, {
    target: "draft-2020-12",
    typeMode: "output",
    overrideSchema({ valibotSchema, jsonSchema }) {
      if (valibotSchema.type === "strict_object") {
        const isWritten = ({ type, default: byDefault }) => type !== "optional" || byDefault !== undefined;
        const { entries } = /** @type {any} */ (valibotSchema);
        return { ...jsonSchema, required: Object.keys(entries).filter((key) => isWritten(entries[key])) };
      }
      if (valibotSchema.type === "literal") return { type: typeof jsonSchema.const, ...jsonSchema };
      // A part that is an object has defaults of its own, told there.
      if (jsonSchema.type === "object") delete jsonSchema.default;
      return jsonSchema;
    },
    overrideAction({ valibotAction, jsonSchema }) {
      // Checks of ours: JSON has only finite numbers, and no word for lists without repetition or with an order.
      if (valibotAction.type === "check") {
        return valibotAction.message === "int" ? { ...jsonSchema, type: "integer" } : jsonSchema;
      }
      // Unicode classes are not in every validator's regular expressions (Python's fail on the whole schema).
      if (valibotAction.type !== "regex" || !valibotAction.requirement.unicode) return undefined;
      const { pattern: _, ...rest } = jsonSchema;
      return {
        ...rest,
        description: "Letters, digits, dots, dashes and underscores; begins with a letter or a digit.",
      };
    },
  });
  const head = { $schema, $id: id, title: "Run record of Tidelab", description };
  return `${JSON.stringify({ ...head, ...schema }, inOrder, 2)}\n`;
}

/** What comes first of an entry, for people who read the file. */
function inOrder(key, value) {
  if (key === "" || typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const { default: byDefault, minItems, type, exclusiveMinimum, minimum, ...rest } = value;
  return { default: byDefault, minItems, type, exclusiveMinimum, minimum, ...rest };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { recordSchema, RECORD_SCHEMA_ID } = await import("../dist/runs/record.js");
  const file = fileURLToPath(new URL("../schema/run.schema.json", import.meta.url));
  writeFileSync(file, schemaText(recordSchema, RECORD_SCHEMA_ID));
  console.log(`wrote ${file}`);
}
