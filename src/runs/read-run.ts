/**
 * A saved run from the contents of its files: the record, and the model with the trained weights. Runs anywhere;
 * `node/runs/folder.ts` or `fetch` reads the files.
 */
import { formatSides } from "../engine/layer-node.ts";
import { TidelabError } from "../errors/errors.ts";
import { show } from "../errors/show.ts";
import { readSafetensors, type Tensor } from "../formats/safetensors.ts";
import { compile, type Model, stateDict } from "../model/model.ts";
import { weightsSha256 } from "../model/weights-hash.ts";
import { parseRecord, type RunRecord } from "./record.ts";

/** Names of the two files in the folder of a run. */
export const RECORD = "run.json";
export const WEIGHTS = "model.safetensors";

/** A run that was saved, with its trained weights. */
export interface SavedRun {
  readonly record: RunRecord;
  readonly model: Model;
}

/**
 * A saved run from the two files of its folder that hold it.
 * @param record   text of `run.json`
 * @param weights  bytes of `model.safetensors`
 * @param sources  what the two are to the user, usually paths or addresses; begin the paths of errors
 * @throws TidelabError `run.…`, `json.…` and `safetensors.…`: what is damaged, of a newer version, or does not belong together
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { readRun } from "tidelab/inference";
 *
 * // In a page: await (await fetch("/runs/mine/run.json")).text(), and so on.
 * const weights = await readFile("runs/mine/model.safetensors");
 * const { record } = readRun(await readFile("runs/mine/run.json", "utf8"), new Uint8Array(weights));
 * console.log(record.status); // finished
 * ```
 */
export function readRun(
  record: string,
  weights: Uint8Array,
  sources: { readonly record: string; readonly weights: string } = { record: RECORD, weights: WEIGHTS },
): SavedRun {
  if (typeof record !== "string") throw new TidelabError("run.text", { received: show(record) }, sources.record);
  if (!(weights instanceof Uint8Array)) {
    throw new TidelabError("run.bytes", { received: nameOf(weights) }, sources.weights);
  }
  const parsed = parseRecord(record, sources.record);
  const model = compileAgain(parsed, sources.record);
  putWeights(model, parsed, weights, sources.weights);
  return { record: parsed, model };
}

/** What something is, for an error: `ArrayBuffer`, `Array`, `undefined`. */
function nameOf(value: unknown): string {
  return (value as object | null | undefined)?.constructor?.name ?? String(value);
}

/**
 * The model of a run, not yet with its trained weights.
 * @param source  of the record; an error leads to the spec in it
 */
export function compileAgain({ spec, data }: RunRecord, source: string): Model {
  const { length, channels, classNames } = data;
  try {
    return compile(spec.model, { length, channels, classes: classNames.length, seed: spec.seed });
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    throw error.moved(({ path = "model" }) => `${source}: spec.${path}`);
  }
}

/** Fills a model with the weights that its run has trained. @throws TidelabError `run.…` and `safetensors.…` */
export function putWeights(model: Model, record: RunRecord, bytes: Uint8Array, source: string): void {
  putTensors(model, readSafetensors(bytes, source).tensors, source);
  const received = weightsSha256(model);
  if (received === record.weightsSha256) return;
  throw new TidelabError("run.weightsChanged", { expected: record.weightsSha256, received }, source);
}

/**
 * Fills a model with tensors, none missing and none left.
 * @param prefix  before their names
 * @throws TidelabError `run.tensor…`
 */
export function putTensors(model: Model, tensors: ReadonlyMap<string, Tensor>, source: string, prefix = ""): void {
  const wanted = new Map([...stateDict(model)].map(([name, tensor]) => [prefix + name, tensor]));
  for (const [tensor, { shape, data }] of wanted) {
    const found = tensors.get(tensor);
    if (found === undefined) throw new TidelabError("run.tensorMissing", { tensor, shape: formatSides(shape) }, source);
    if (formatSides(found.shape) !== formatSides(shape)) {
      const params = { tensor, expected: formatSides(shape), received: formatSides(found.shape) };
      throw new TidelabError("run.tensorShape", params, source);
    }
    data.set(found.data);
  }
  for (const [tensor, { shape }] of tensors) {
    if (!wanted.has(tensor)) throw new TidelabError("run.tensorExtra", { tensor, shape: formatSides(shape) }, source);
  }
}
