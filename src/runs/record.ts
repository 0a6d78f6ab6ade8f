/**
 * `run.json`: the record of a run, its schema, and what must agree within it. Text in, record out;
 * `folder.ts` reads and writes the files. `schema/run.schema.json` is written from the schema here.
 */

import * as v from "valibot";
import { canonical } from "../bytes/canonical.ts";
import { sha256OfText } from "../bytes/sha256.ts";
import type { ProcessorReason } from "../engine/device.ts";
import type { RecordProblem } from "../errors/en.ts";
import { TidelabError } from "../errors/errors.ts";
import { show } from "../errors/show.ts";
import { parseJson } from "../spec/json-text.ts";
import { findFault, formatPath, lookUp } from "../spec/parse.ts";
import { specSchema } from "../spec/spec.ts";
import { MONITORS } from "../spec/training.ts";
import { nonNegative, number, object, pair, positive, record, sha256, share, text, whole } from "../spec/values.ts";
import type { Selection } from "../train/records.ts";
import { isEndOfCycle } from "../train/schedule.ts";
import { isExhausted, selectionOf } from "../train/selection.ts";

export type { EpochRecord } from "../train/records.ts";

/** Version of the format that is written; newer ones are refused. */
const RECORD_VERSION = 1;
/** The subpath of the package, which Node resolves wherever it is installed; records with an address of before are read too. */
export const RECORD_SCHEMA_ID = "tidelab/run.schema.json";

/** An entry with its description in the published schema. */
function describe<Schema extends v.GenericSchema>(schema: Schema, description: string): Schema {
  return v.pipe(schema, v.description(description)) as unknown as Schema;
}

const epochSchema = object({
  epoch: describe(whole, "From 1 on."),
  lr: describe(number, "Learning rate of the epoch's last step."),
  trainLoss: describe(number, "Mean loss a training series, while the weights change from batch to batch."),
  valLoss: describe(number, "Mean loss a validation series, after the epoch."),
  trainAccuracy: share,
  valAccuracy: share,
  gradNorm: describe(number, "Mean over the epoch's steps of the global gradient norm before clipping."),
  trainSeconds: nonNegative,
  valSeconds: nonNegative,
  weightsSha256: describe(sha256, "Of the weights after the epoch, made as the run's own."),
});

const selectionSchema = object({
  monitor: describe(
    v.picklist(MONITORS),
    "What chose the best epoch: a value of the validation series, or the training loss.",
  ),
  bestEpoch: whole,
  bestValue: describe(number, "The monitored value at the best epoch."),
  lastEpoch: whole,
  weights: describe(
    v.picklist(["best", "last"]),
    "The weights that were saved: of the best epoch, or of the last step.",
  ),
  stoppedEarly: describe(v.boolean(), "Whether early stopping ended training before its last epoch."),
});

const scores = {
  precision: describe(share, "Of the series predicted as this class, the share that truly is."),
  recall: describe(share, "Of the series truly of this class, the share predicted so."),
  f1Score: describe(share, "Harmonic mean of precision and recall."),
  support: describe(whole, "Series that are truly of this class; for an average, of all classes."),
};

const reportSchema = object({
  classes: v.array(object({ label: v.string(), ...scores })),
  accuracy: share,
  macroAvg: describe(object(scores), "Plain mean over the classes."),
  weightedAvg: describe(object(scores), "Mean over the classes, weighted by support."),
  undefinedMetrics: describe(
    v.array(object({ metric: v.picklist(["precision", "recall", "f1Score"]), labels: v.array(v.string()) })),
    "Scores that are 0 because nothing was predicted, or nothing true, of these classes.",
  ),
});

const testSchema = object({
  loss: describe(number, "Mean cross-entropy a test series."),
  accuracy: share,
  labels: describe(v.array(v.string()), "Classes, in the order of the rows and columns of the matrix."),
  confusionMatrix: describe(
    v.array(v.array(whole)),
    "Counts of series: rows are true classes, columns predicted ones.",
  ),
  report: describe(reportSchema, "The numbers of scikit-learn's classification_report."),
});

const divergenceSchema = object({
  epoch: whole,
  step: describe(whole, "From 1 on, over all epochs."),
  loss: describe(v.string(), "As text (NaN, Infinity), which JSON has no numbers for."),
  gradNorms: describe(v.array(number), "Global gradient norms of the steps before, the last one last."),
});

const fittedSchema = object({
  offset: describe(v.array(number), "A number a channel, subtracted from its values."),
  divisor: describe(v.array(number), "A number a channel, which its values are divided by after that."),
});

const setName = v.picklist(["train", "val", "test"]);

const sourceSchema = object({
  files: describe(
    v.array(
      object({
        set: describe(setName, "What its series were given for; the split may have drawn others."),
        name: describe(text, "Path as it was found, relative to the folder where the run was started."),
        bytes: whole,
        sha256: describe(sha256, "Of the file as it is stored."),
        series: describe(whole, "Series in the file; none in one that is beside them."),
        holds: describe(
          v.optional(v.picklist(["labels", "indices"])),
          "Of a file beside the series: their labels alone, or the indices of a split. Absent for files of series.",
        ),
        skipped: describe(
          v.optional(object({ count: whole, first: v.array(object({ path: text, code: text })) })),
          "Series that could not be read and were left out, as the spec asks: how many, and where the first faults are. Absent where none was.",
        ),
      }),
    ),
    "Files that the series were read from, in their order, then those beside them; earlier records lack the latter.",
  ),
  reading: describe(
    record<object>(),
    "By set, the options that the files were read with: those of the spec, and what was found from the files.",
  ),
  lengths: describe(pair(whole), "Steps of the shortest and of the longest series, before any transform."),
  channels: describe(whole, "Channels of the files, without those that mark missing values."),
  missing: describe(whole, "Values that were missing, before they were filled."),
  sampling: describe(
    v.optional(object({ step: positive, unit: v.picklist(["seconds", "column"]), isEven: v.boolean() })),
    "Of the times in the first file to train on: the shortest step, in seconds where they are dates, else in the unit of their column, and whether all are alike. Absent without times, and in earlier records.",
  ),
  splitSha256: describe(sha256, "Of the indices of the three sets; docs/decisions/053 says of which bytes."),
});

const dataSchema = object({
  train: describe(whole, "Series to train on."),
  val: describe(whole, "Series to validate on."),
  test: describe(whole, "Series to test on."),
  length: describe(whole, "Time steps of what the model reads: of a series, or a window, after the transforms."),
  channels: whole,
  classNames: v.array(v.string()),
  scale: describe(positive, "What every value was divided by before training; the values of new series must be too."),
  fitted: describe(
    v.optional(v.array(v.nullable(fittedSchema))),
    "What each transform of the spec learnt from the training series; null for those that learn nothing. Absent without transforms.",
  ),
  windows: describe(
    v.optional(object({ train: whole, val: whole, test: whole })),
    "Windows that the series were cut into; absent where they were not.",
  ),
  sha256: describe(
    v.optional(sha256),
    "Of all series as they were made or read, before scale, split and transforms; docs/decisions/047 says of which bytes. Absent in earlier records.",
  ),
  preparationSha256: describe(
    v.optional(sha256),
    "Of scale, fitted, length, channels and classNames here: what new series are prepared and answered with. Absent in earlier records; docs/decisions/112 says of which text.",
  ),
  source: describe(v.optional(sourceSchema), "Where the series were read from; absent for series that were made."),
});

const layerSummarySchema = object({
  name: describe(v.string(), "Prefix of the names of its parameters in model.safetensors."),
  layer: describe(v.string(), "Its kind, as in the spec."),
  outputShape: describe(v.array(whole), "Per series: [T, C], or [C] without a time axis."),
  parameterCount: whole,
});

const REASONS = [
  "small",
  "package",
  "unavailable",
  "numerics",
  "unsupported",
  "memory",
  "slower",
  "timeout",
  "failed",
] as const satisfies readonly ProcessorReason[];

const environmentSchema = object({
  tidelab: describe(v.string(), "Version of the package."),
  runtime: v.string(),
  platform: v.string(),
  cpu: v.string(),
  cores: describe(whole, "Threads the machine runs at once; 0 when unknown."),
  relaxedMultiplyAdd: describe(
    v.picklist(["fused", "unfused", "absent"]),
    "How the host rounds WebAssembly's relaxed multiply-add: once, twice, or it has none. Only fused gives numerics fused.",
  ),
  device: describe(v.optional(text), "The GPU that it was trained on; absent where that was the processor."),
  deviceReason: describe(
    v.optional(v.picklist(REASONS)),
    "Why it was the processor, where the choice was left open: too little work for a GPU to pay, no package to reach one through, no GPU, one that rounds in another way, one that cannot compute a layer, one with too little memory, one that was slower in a trial, one that did not start in time, or one that failed when it was started.",
  ),
});

export const recordSchema = describe(
  object({
    $schema: v.optional(v.string()),
    version: describe(v.literal(RECORD_VERSION), "Version of this format; a reader refuses newer ones."),
    name: v.string(),
    status: describe(
      v.picklist(["finished", "stopped", "diverged"]),
      "stopped: ended early by the user; diverged: ended by a loss or a gradient that is not a finite number.",
    ),
    startedAt: describe(v.string(), "ISO 8601, UTC."),
    initial: describe(
      v.optional(object({ run: v.string(), weightsSha256: sha256 })),
      "The run whose weights this one began with. Absent when they were drawn from the seed.",
    ),
    spec: describe(specSchema, "What was run, with all defaults filled in: data, split, model, training."),
    seed: describe(whole, "Of every random stream: data, split, initial weights, order of batches, dropout."),
    numerics: describe(
      v.picklist(["fused", "portable"]),
      "The build of the kernels that ran. Same spec, same seed, same build: same weights.",
    ),
    threads: describe(whole, "Threads that ran; the result does not depend on them."),
    data: dataSchema,
    model: object({ parameterCount: whole, layers: v.array(layerSummarySchema) }),
    steps: describe(
      whole,
      "Steps of the optimizer, over all epochs, with those of an epoch that was not completed; each of one batch or, with accumulate, of several.",
    ),
    history: describe(v.array(epochSchema), "The learning curves: one entry an epoch that was completed."),
    selection: describe(
      v.nullable(selectionSchema),
      "Best and last epoch, and what chose them; null when no epoch was completed.",
    ),
    test: describe(
      v.nullable(testSchema),
      "On the test series, with the saved weights; null when their loss is not a finite number.",
    ),
    divergence: describe(v.nullable(divergenceSchema), "Where and how training diverged; null when it did not."),
    weightsSha256: describe(
      sha256,
      "Of all parameters, then running statistics, as little-endian float32 in the order of the model.",
    ),
    environment: describe(environmentSchema, "Where it ran. Times depend on it; numbers do not."),
    files: describe(
      v.optional(
        object({
          "model.safetensors": sha256,
          "gradients.json": v.optional(sha256),
          "snapshots.safetensors": v.optional(sha256),
        }),
      ),
      "SHA-256 of the other files of the run's folder that hold results: model.safetensors, gradients.json, snapshots.safetensors.",
    ),
  }),
  "The record of a training run of Tidelab: what was run, how it went, how to verify it.",
);

/** All that is kept of a run, in `run.json`: spec, data, history, results, hash of the weights. */
export type RunRecord = v.InferOutput<typeof recordSchema>;
/** What the test series gave: loss, accuracy, confusion matrix and scores. */
export type TestRecord = NonNullable<RunRecord["test"]>;
/** Where a run ran: versions, platform, processor. */
export type Environment = RunRecord["environment"];

/** @throws TidelabError when the record would not be read again: a fault of ours, met before it is written */
export function formatRecord(record: RunRecord): string {
  const text = `${JSON.stringify({ $schema: RECORD_SCHEMA_ID, ...record }, undefined, 2)}\n`;
  parseRecord(text, "run.json");
  return text;
}

/**
 * The record of a run from the text of its `run.json`, or from what `recordInHtml` found in a report.
 * @param source  what the text is to the user, usually a file name; begins the path of errors
 * @throws TidelabError `json.…`, `run.newer`, `run.classical` or `run.record`: what is damaged, newer, of another kind, or contradicts itself
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { parseRecord } from "tidelab/runs";
 *
 * const record = parseRecord(await readFile("runs/mine/run.json", "utf8"), "runs/mine/run.json");
 * console.log(record.status); // finished
 * ```
 */
export function parseRecord(text: string, source: string): RunRecord {
  const { value, locate } = parseJson(text, source);
  if (lookUp(value, ["kind"]) === "classical") {
    const method = lookUp(value, ["spec", "classifier", "method"]);
    throw new TidelabError("run.classical", { method: typeof method === "string" ? method : "classical" }, source);
  }
  const version = lookUp(value, ["version"]);
  if (typeof version === "number" && version > RECORD_VERSION) {
    throw new TidelabError("run.newer", { most: RECORD_VERSION, received: version }, source);
  }
  const refuse = (problem: RecordProblem, path: readonly PropertyKey[], more: { expected?: string } = {}) => {
    const keys = path.map((key) => (typeof key === "number" ? key : String(key)));
    // A missing key is reported at the place of the object that lacks it.
    const place =
      keys.map((_, index) => locate(keys.slice(0, keys.length - index))).find((found) => found) ?? locate([]);
    const where = place ? `${source}:${place.line}:${place.column}` : source;
    const params = { key: formatPath(path), problem, received: show(lookUp(value, path)), ...more };
    return new TidelabError("run.record", params, where);
  };
  const parsed = v.safeParse(recordSchema, value);
  if (!parsed.success) {
    const { code, params, path } = findFault(recordSchema, value, parsed.issues[0]);
    if (code === "spec.unknownKey") throw refuse("unknown", path);
    if (code === "spec.missing") throw refuse("missing", path, { expected: params.expected });
    if (code === "spec.type") throw refuse("type", path, { expected: params.expected });
    throw refuse(lookUp(value, path) === undefined ? "missing" : "value", path);
  }
  const contradiction = findContradiction(parsed.output);
  if (contradiction) throw refuse("contradiction", contradiction);
  // For editors only, and written again with the file: a record that was read is the one that was written.
  const { $schema: _, ...record } = parsed.output;
  return record;
}

/**
 * SHA-256 of what new series are prepared and answered with. No key of the spec is in it: a later version may add one with a default, and
 * records must stay what they are.
 */
export function preparationSha256(data: Pick<RunRecord["data"], (typeof PREPARATION)[number]>): string {
  return sha256OfText(canonical(Object.fromEntries(PREPARATION.map((key) => [key, data[key]]))));
}

const PREPARATION = ["scale", "fitted", "length", "channels", "classNames"] as const;

/** Whether a record says otherwise of itself how new series are prepared: edited by hand, they would be answered wrongly without an error. */
export function isPreparationEdited(
  data: Parameters<typeof preparationSha256>[0] & Pick<RunRecord["data"], "preparationSha256">,
): boolean {
  return data.preparationSha256 !== undefined && data.preparationSha256 !== preparationSha256(data);
}

/** The first entry that cannot be true beside the others: the mark of a figure changed by hand. */
function findContradiction(record: RunRecord): readonly PropertyKey[] | undefined {
  const { spec, data, history, test, status, divergence } = record;
  if (record.name !== spec.name) return ["name"];
  if (record.seed !== spec.seed) return ["seed"];
  if (spec.numerics !== "auto" && spec.numerics !== record.numerics) return ["numerics"];
  if ((status === "diverged") !== (divergence !== null)) return ["status"];
  if (history.length > spec.training.epochs) return ["history"];
  const misplaced = history.findIndex(({ epoch }, index) => epoch !== index + 1);
  if (misplaced >= 0) return ["history", misplaced, "epoch"];
  if ((data.fitted?.length ?? 0) !== spec.transforms.length) return ["data", "fitted"];
  if (isPreparationEdited(data)) return ["data", "preparationSha256"];
  const isFull = history.length === spec.training.epochs || isExhausted(history, spec.training);
  if (status === "finished" && !isFull) return ["status"];
  const hasSnapshots = history.some(({ epoch }) => isEndOfCycle(epoch, spec.training));
  if (record.files && hasSnapshots !== (record.files["snapshots.safetensors"] !== undefined)) return ["files"];
  const wrong = findWrongSelection(record);
  if (wrong) return ["selection", ...wrong];
  if (test === null) return undefined;
  const classes = data.classNames.length;
  if (JSON.stringify(test.labels) !== JSON.stringify(data.classNames)) return ["test", "labels"];
  const { confusionMatrix, report } = test;
  if (confusionMatrix.length !== classes || confusionMatrix.some((row) => row.length !== classes)) {
    return ["test", "confusionMatrix"];
  }
  const total = confusionMatrix.flat().reduce((sum, entry) => sum + entry, 0);
  if (total !== data.test) return ["test", "confusionMatrix"];
  const correct = confusionMatrix.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
  if (Math.abs(test.accuracy - correct / total) > 1e-9) return ["test", "accuracy"];
  if (Math.abs(report.accuracy - correct / total) > 1e-9) return ["test", "report", "accuracy"];
  return undefined;
}

/** The first entry of the selection that does not follow from the history. */
function findWrongSelection({ selection, spec: { training }, history }: RunRecord): readonly PropertyKey[] | undefined {
  const expected = selectionOf(history, training);
  if (expected === undefined || selection === null)
    return expected === undefined && selection === null ? undefined : [];
  const key = (Object.keys(expected) as (keyof Selection)[]).find((name) => expected[name] !== selection[name]);
  return key === undefined ? undefined : [key];
}
