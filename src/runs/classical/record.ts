/**
 * `run.json` of a classifier without gradients: its schema, and what must agree within it. It has no epochs, no weights and no loss; the
 * fitted classifier is in a file of its own, by hash. `schema/classical.schema.json` is written from the schema here.
 */
import * as v from "valibot";
import { METHODS } from "../../classical/settings.ts";
import type { RecordProblem } from "../../errors/en.ts";
import { TidelabError } from "../../errors/errors.ts";
import { show } from "../../errors/show.ts";
import { parseJson } from "../../spec/json-text.ts";
import { findFault, formatPath, lookUp } from "../../spec/parse.ts";
import { count, object, record, share } from "../../spec/values.ts";
import { isPreparationEdited, RECORD_SCHEMA_ID, recordSchema } from "../record.ts";
import { type ClassicalSpec, classicalSpecSchema, parseClassicalSpec } from "./spec.ts";

/** Name of the file with the fitted classifier, in the folder of its run. */
export const CLASSIFIER = "classifier.json";
/** Version of the format that is written; newer ones are refused. */
const VERSION = 1;
const CLASSICAL_SCHEMA_ID = RECORD_SCHEMA_ID.replace("run.schema", "classical.schema");

const { entries } = recordSchema;
const { train, test, length, channels, classNames, scale, fitted, preparationSha256, source } = entries.data.entries;
/** As `parseClassicalSpec` leaves it: which of these a method has, that says. */
const classifier = object({
  method: v.picklist(METHODS),
  features: v.optional(count),
  maxDilations: v.optional(count),
  kernels: v.optional(count),
  groups: v.optional(count),
  window: v.optional(v.union([share, v.literal("leave-one-out")])),
});
const { loss: _, ...scores } = entries.test.wrapped.entries;
const { weightsSha256: sha256 } = entries;

/** An entry with its description in the published schema. */
function describe<Schema extends v.GenericSchema>(schema: Schema, description: string): Schema {
  return v.pipe(schema, v.description(description)) as unknown as Schema;
}

export const classicalRecordSchema = describe(
  object({
    $schema: v.optional(v.string()),
    kind: describe(v.literal("classical"), "What distinguishes it from the record of a net, which has no kind."),
    version: describe(v.literal(VERSION), "Version of this format; a reader refuses newer ones."),
    name: v.string(),
    startedAt: entries.startedAt,
    spec: describe(
      object({ ...classicalSpecSchema.entries, classifier }),
      "What was run, with all defaults filled in: data, split, transforms, classifier.",
    ),
    data: object({ train, test, length, channels, classNames, scale, fitted, sha256, preparationSha256, source }),
    found: describe(
      record<number>(),
      "What fitting found: the window of dtw; for the others the penalty of the ridge regression and how many features there are.",
    ),
    test: describe(
      object(scores),
      "On the test series. There is no loss: these methods give classes, not probabilities.",
    ),
    answersSha256: describe(sha256, "Of the answers to the test series, uint32 little-endian."),
    seconds: describe(object({ fit: v.number(), predict: v.number() }), "Fitting, and answering the test series."),
    environment: entries.environment,
    files: describe(object({ [CLASSIFIER]: sha256 }), "SHA-256 of the file with the fitted classifier."),
  }),
  "The record of a classifier without gradients that Tidelab fitted: what was run, how it did, how to verify it.",
);

type Output = v.InferOutput<typeof classicalRecordSchema>;
/** All that is kept of a run of a classifier without gradients, in `run.json`: spec, data, results, hash of the fitted classifier. */
export type ClassicalRunRecord = Omit<Output, "spec" | "files"> & {
  readonly spec: ClassicalSpec;
  readonly files: Readonly<Record<typeof CLASSIFIER, string>>;
};

/** Whether a record that was read as JSON is one of a classifier without gradients. */
export function isClassicalRecord(value: unknown): boolean {
  return lookUp(value, ["kind"]) === "classical";
}

/** @throws TidelabError when the record would not be read again: a fault of ours, met before it is written */
export function formatClassicalRecord(run: ClassicalRunRecord): string {
  const text = `${JSON.stringify({ $schema: CLASSICAL_SCHEMA_ID, ...run }, undefined, 2)}\n`;
  parseClassicalRun(text, "run.json");
  return text;
}

/**
 * A record from its text.
 * @param path  what the text is to the user, usually a file name; begins the path of errors
 * @throws TidelabError `json.…`, `run.newer`, `run.record`; `run.net` for the record of a net
 */
export function parseClassicalRun(text: string, path: string): ClassicalRunRecord {
  const { value, locate } = parseJson(text, path);
  if (!isClassicalRecord(value)) throw new TidelabError("run.net", undefined, path);
  const version = lookUp(value, ["version"]);
  if (typeof version === "number" && version > VERSION) {
    throw new TidelabError("run.newer", { most: VERSION, received: version }, path);
  }
  const refuse = (problem: RecordProblem, keys: readonly PropertyKey[], more: { expected?: string } = {}) => {
    const place = keys
      .map((_key, index) => locate(keys.slice(0, keys.length - index) as string[]))
      .concat(locate([]))
      .find((found) => found);
    const where = place ? `${path}:${place.line}:${place.column}` : path;
    const params = { key: formatPath(keys), problem, received: show(lookUp(value, keys)), ...more };
    return new TidelabError("run.record", params, where);
  };
  const parsed = v.safeParse(classicalRecordSchema, value);
  if (!parsed.success) {
    const fault = findFault(classicalRecordSchema, value, parsed.issues[0]);
    if (fault.code === "spec.unknownKey") throw refuse("unknown", fault.path);
    if (fault.code === "spec.missing") throw refuse("missing", fault.path, { expected: fault.params.expected });
    if (fault.code === "spec.type") throw refuse("type", fault.path, { expected: fault.params.expected });
    throw refuse(lookUp(value, fault.path) === undefined ? "missing" : "value", fault.path);
  }
  let spec: ClassicalSpec;
  try {
    spec = parseClassicalSpec(parsed.output.spec);
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    throw error.moved((one) => `${path}: spec.${one.path ?? "classifier"}`);
  }
  const { $schema: __, ...rest } = parsed.output;
  const run = { ...rest, spec } as ClassicalRunRecord;
  const wrong = findContradiction(run);
  if (wrong) throw refuse("contradiction", wrong);
  return run;
}

/** The first entry that cannot be true beside the others: the mark of a figure changed by hand. */
function findContradiction({ name, spec, data, test: given }: ClassicalRunRecord): readonly PropertyKey[] | undefined {
  if (name !== spec.name) return ["name"];
  if ((data.fitted?.length ?? 0) !== spec.transforms.length) return ["data", "fitted"];
  if (isPreparationEdited(data)) return ["data", "preparationSha256"];
  if (JSON.stringify(given.labels) !== JSON.stringify(data.classNames)) return ["test", "labels"];
  const classes = data.classNames.length;
  const { confusionMatrix, report } = given;
  if (confusionMatrix.length !== classes || confusionMatrix.some((row) => row.length !== classes)) {
    return ["test", "confusionMatrix"];
  }
  const total = confusionMatrix.flat().reduce((sum, entry) => sum + entry, 0);
  if (total !== data.test) return ["test", "confusionMatrix"];
  const right = confusionMatrix.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
  if (Math.abs(given.accuracy - right / total) > 1e-9) return ["test", "accuracy"];
  if (Math.abs(report.accuracy - right / total) > 1e-9) return ["test", "report", "accuracy"];
  return undefined;
}
