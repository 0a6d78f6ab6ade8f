/**
 * Weights from outside into a model: a `state_dict` of PyTorch's, as `readSafetensors` gives it. Names and shapes must be the
 * model's; nothing is guessed but a prefix that all names share. A run's own weights are `runs/folder.ts`'s, which holds them
 * against the hash in its record.
 */
import { countValues, formatSides } from "../engine/layer-node.ts";
import { joinErrors, TidelabError } from "../errors/errors.ts";
import { show } from "../errors/show.ts";
import { type Model, stateDict } from "./model.ts";

/** A tensor, row-major. */
interface GivenTensor {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** What `loadStateDict` did to the names that it was given. */
export interface LoadedStateDict {
  /** Prefix of every name, which was removed: `module.` of `DataParallel`, `_orig_mod.` of `torch.compile`. */
  readonly prefix: string;
  /** Tensors that a model here does not have and need not: BatchNorm's counters of batches. */
  readonly ignored: readonly string[];
}

/** What PyTorch counts for a momentum of None, which there is not here. */
const COUNTER = /(^|\.)num_batches_tracked$/;

/**
 * Copies tensors into a model's parameters and running statistics.
 * @param tensors  by PyTorch's names; values of any type of number, which become float32
 * @throws TidelabError `weights.…` with everything that does not fit; the model then stays as it is
 * @example
 * ```ts
 * import { compile, loadStateDict } from "tidelab/node";
 *
 * const model = compile({ layers: [{ layer: "last" }, { layer: "linear", outFeatures: 2 }] }, { length: 5, classes: 2 });
 * const weight = { shape: [2, 1], data: [0.5, -0.5] };
 * const { prefix } = loadStateDict(model, new Map([["module.1.weight", weight], ["module.1.bias", { shape: [2], data: [0, 0] }]]));
 * console.log(prefix, model.parameters.join(" ")); // module. 0.5 -0.5 0 0
 * ```
 */
export function loadStateDict(model: Model, tensors: ReadonlyMap<string, GivenTensor>): LoadedStateDict {
  if (!(tensors instanceof Map)) throw new TidelabError("weights.map", { received: show(tensors) }, "tensors");
  const wanted = stateDict(model);
  const names = [...tensors.keys()].filter((name) => !COUNTER.test(name));
  const prefix = findPrefix([...wanted.keys()], names);
  const given = new Map(names.map((name) => [name.slice(prefix.length), tensors.get(name)!]));
  const missing = [...wanted.keys()].filter((name) => !given.has(name));
  const extra = names.filter((name) => !wanted.has(name.slice(prefix.length)));
  const problems: TidelabError[] = [];
  if (missing.length > 0) {
    const isBias = missing.every((name) => /\.bias(_[ih]h_l\d+(_reverse)?)?$/.test(name));
    const params = { tensors: list(missing), received: list(extra), isBias };
    problems.push(new TidelabError("weights.missing", params, "weights") as TidelabError);
  }
  if (extra.length > 0) {
    problems.push(new TidelabError("weights.extra", { tensors: list(extra) }, "weights") as TidelabError);
  }
  for (const [name, { shape }] of wanted) {
    const tensor = given.get(name);
    const problem = given.has(name) && findProblem(name, shape, tensor);
    if (problem) problems.push(problem as TidelabError);
  }
  const [first, ...others] = problems;
  if (first) throw joinErrors([first, ...others]);
  for (const [name, { data }] of wanted) data.set(given.get(name)!.data);
  return { prefix, ignored: [...tensors.keys()].filter((name) => COUNTER.test(name)) };
}

/** What all given names begin with and no wanted one does; empty where some name fits as it is. */
function findPrefix(wanted: readonly string[], given: readonly string[]): string {
  const [first = ""] = given;
  if (given.some((name) => wanted.includes(name))) return "";
  // The shortest first: names may repeat within each other.
  for (let dot = first.indexOf("."); dot >= 0; dot = first.indexOf(".", dot + 1)) {
    const prefix = first.slice(0, dot + 1);
    if (!given.every((name) => name.startsWith(prefix))) break;
    if (given.some((name) => wanted.includes(name.slice(prefix.length)))) return prefix;
  }
  return "";
}

function findProblem(name: string, expected: readonly number[], tensor: GivenTensor | undefined) {
  const isSame = (sides: readonly number[]) => formatSides(sides) === formatSides(expected);
  const path = `weights.${name}`;
  if (!Array.isArray(tensor?.shape) || typeof tensor.data?.length !== "number") {
    const params = {
      expected: `{ shape: ${formatSides(expected)}, data }`,
      received: show(tensor),
      isTransposed: false,
    };
    return new TidelabError("weights.shape", params, path);
  }
  const { shape, data } = tensor;
  if (!isSame(shape)) {
    const isTransposed = isSame(shape.toReversed());
    return new TidelabError(
      "weights.shape",
      { expected: formatSides(expected), received: formatSides(shape), isTransposed },
      path,
    );
  }
  const size = countValues(expected);
  if (data.length !== size) {
    const params = { expected: `${size} values`, received: String(data.length), isTransposed: false };
    return new TidelabError("weights.shape", params, path);
  }
  for (let index = 0; index < size; index++) {
    const value = data[index];
    if (typeof value === "number" && Number.isFinite(Math.fround(value))) continue;
    return new TidelabError("data.value", { received: String(value) }, `${path}[${index}]`);
  }
  return undefined;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 10).join(", ");
  return names.length > 10 ? `${shown}, … (${names.length})` : shown;
}
