// Writes schema/*.schema.json, the published JSON Schemas of specs, sweeps and run.json, from the schemas that the code checks
// them with, and of what commands print with --json, from output-schemas.mjs. Run it after a change of src/spec/, src/sweep/definition.ts, src/benchmark/suite.ts or src/runs/record.ts:
// npm run build && node scripts/write-schema.mjs
import { writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { toJsonSchema, toJsonSchemaDefs } from "@valibot/to-json-schema";
import { outputSchemas } from "./output-schemas.mjs";

/**
 * The text of the file.
 * @param {import("valibot").GenericSchema} source
 * @param {{ id: string, title: string, description?: string, typeMode?: "input" | "output" }} head
 *   "output": what a record holds once it is written, all defaults filled in; "input": what a user writes
 */
export function schemaText(source, { id, title, description: text, typeMode = "output" }) {
  const { $schema, description, ...schema } = toJsonSchema(source, configOf(typeMode));
  const head = { $schema, $id: id, title, description: description ?? text };
  return `${JSON.stringify({ ...head, ...schema }, inOrder, 2)}\n`;
}

/** @param {"input" | "output"} typeMode */
function configOf(typeMode) {
  return {
    target: "draft-2020-12",
    typeMode,
    overrideSchema({ valibotSchema, jsonSchema }) {
      if (valibotSchema.type === "strict_object") {
        const isWritten = ({ type, default: byDefault }) =>
          type !== "optional" || (typeMode === "output" && byDefault !== undefined);
        const { entries } = /** @type {any} */ (valibotSchema);
        return { ...jsonSchema, required: Object.keys(entries).filter((key) => isWritten(entries[key])) };
      }
      // Any object, whose keys the schema does not restrict.
      if (valibotSchema.type === "custom") return { type: "object" };
      if (valibotSchema.type === "literal") return { type: typeof jsonSchema.const, ...jsonSchema };
      // A part that is an object has its own defaults, listed there.
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
  };
}

/** One file for what all commands print with --json: `#/$defs/predict` is that of `predict`, `#/$defs/runs-tag` of `runs tag`. */
function outputsText({ parts, commands }, { id }) {
  const $defs = toJsonSchemaDefs({ ...parts, ...commands }, configOf("output"));
  const head = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: id,
    title: "Outputs of Tidelab",
    description:
      "What each command prints with --json: its definition has the command's name, as in #/$defs/predict or #/$defs/runs-tag.",
  };
  return `${JSON.stringify({ ...head, $defs }, inOrder, 2)}\n`;
}

/** What comes first of an entry, for people who read the file. */
function inOrder(key, value) {
  if (key === "" || typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const { default: byDefault, minItems, type, exclusiveMinimum, minimum, ...rest } = value;
  return { default: byDefault, minItems, type, exclusiveMinimum, minimum, ...rest };
}

/**
 * All that is published: file names and texts.
 * @param {{ specSchema: any, sweepSchema: any, suiteSchema: any, recordSchema: any, classicalRecordSchema: any, recordId: string }} schemas
 */
export function publishedSchemas({
  specSchema,
  sweepSchema,
  suiteSchema,
  recordSchema,
  classicalRecordSchema,
  recordId,
}) {
  const id = (name) => recordId.replace(/run(?=\.schema\.json$)/, name);
  const spec = {
    id: id("spec"),
    title: "Spec of Tidelab",
    description: "What to run: data, model, training. docs/spec.md explains every key.",
    typeMode: "input",
  };
  const sweep = {
    id: id("sweep"),
    title: "Sweep of Tidelab",
    description: "A controlled experiment: a base spec, what is varied, with which seeds. See docs/experiments.md.",
    typeMode: "input",
  };
  const suite = {
    id: id("benchmark"),
    title: "Suite of a benchmark of Tidelab",
    description: "Data sets, models and seeds of a benchmark. See docs/benchmark.md.",
    typeMode: "input",
  };
  return {
    "spec.schema.json": schemaText(specSchema, spec),
    "sweep.schema.json": schemaText(sweepSchema, sweep),
    "benchmark.schema.json": schemaText(suiteSchema, suite),
    "run.schema.json": schemaText(recordSchema, { id: recordId, title: "Run record of Tidelab" }),
    "classical.schema.json": schemaText(classicalRecordSchema, {
      id: id("classical"),
      title: "Record of a classifier without gradients of Tidelab",
    }),
    "outputs.schema.json": outputsText(outputSchemas(recordSchema, classicalRecordSchema), { id: id("outputs") }),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { recordSchema, RECORD_SCHEMA_ID } = await import("../dist/runs/record.js");
  const { classicalRecordSchema } = await import("../dist/runs/classical/record.js");
  const { specSchema } = await import("../dist/spec/spec.js");
  const { publishedSuiteSchema: suiteSchema } = await import("../dist/benchmark/suite.js");
  const { publishedSweepSchema } = await import("../dist/sweep/definition.js");
  const sweepSchema = publishedSweepSchema;
  const schemas = {
    specSchema,
    sweepSchema,
    suiteSchema,
    recordSchema,
    classicalRecordSchema,
    recordId: RECORD_SCHEMA_ID,
  };
  for (const [name, text] of Object.entries(publishedSchemas(schemas))) {
    const file = fileURLToPath(new URL(`../schema/${name}`, import.meta.url));
    writeFileSync(file, text);
    console.log(`wrote ${file}`);
  }
}
