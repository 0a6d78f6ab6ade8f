/**
 * What is valid in a run but hardly intended: likely mistakes in a model, its data or its training that are no errors.
 * Data, not texts, which are in `messages/notices.*`; one function finds them all and changes nothing.
 */
import type { TimeSeriesDataset } from "../data/dataset.ts";
import type { TrainingSpec } from "../spec/training.ts";
import { flatten, type Graph } from "./graph.ts";

type SetName = "train" | "val" | "test";

/** What each notice says, without its place. */
export interface NoticeParams {
  /** `last` takes the last step of a bidirectional layer's output, of which the reverse half has read one step. */
  lastOfBothDirections: { layer: string };
  /** Dropout between recurrent layers where there is one layer. */
  dropoutOfOneLayer: { layer: string; dropout: number };
  /** The last step of an epoch takes fewer batches than the others and is divided by as many. */
  lastAccumulation: { batches: number; accumulate: number; rest: number };
  /** Classes of which a set has no series. */
  classesMissing: { set: SetName; classes: readonly string[]; stratify: boolean };
  /** A set of a single class. */
  singleClass: { set: SetName; name: string; count: number };
  /** Validation or test series of another length than those of training. */
  lengthsDiffer: { set: SetName; length: number; trained: number };
  /** A set so small that one series moves its accuracy by a tenth and more. */
  tinySet: { set: SetName; count: number };
}

export type NoticeCode = keyof NoticeParams;
/** A notice, and the path in the spec of what it is about. */
export type Notice = { [C in NoticeCode]: { code: C; path: string; params: NoticeParams[C] } }[NoticeCode];

const TINY = 10;

export interface NoticeInput {
  readonly model: { readonly graph: Graph };
  readonly training: Pick<TrainingSpec, "batchSize" | "accumulate">;
  readonly data: Readonly<Record<Exclude<SetName, "test">, TimeSeriesDataset>> & { readonly test?: TimeSeriesDataset };
  /** Whether the split was drawn class by class. */
  readonly stratify?: boolean;
}

/**
 * Settings of a spec that are probably not intended, each with its path; none of them is an error.
 * @example
 * ```ts
 * import { compile, findNotices, parseSpec, waves } from "tidelab/node";
 *
 * const layers = [{ layer: "lstm" as const, hiddenSize: 4, dropout: 0.5 }, { layer: "last" as const }, { layer: "linear" as const, outFeatures: 2 }];
 * const model = compile({ layers }, { length: 20, classes: 2 });
 * const { training } = parseSpec({ model: { layers } });
 * const notices = findNotices({ model, training, data: waves({ samples: 60, length: 20 }) });
 * console.log(notices[0]?.code, notices[0]?.path); // dropoutOfOneLayer model.layers[0].dropout
 * ```
 */
export function findNotices({ model, training, data, stratify = false }: NoticeInput): Notice[] {
  const notices: Notice[] = [];
  for (const { spec, input, path } of flatten(model.graph.nodes)) {
    if (spec.layer === "last" && input.directions === 2) {
      notices.push({ code: "lastOfBothDirections", path, params: { layer: spec.layer } });
    }
    if ("numLayers" in spec && spec.numLayers === 1 && spec.dropout > 0) {
      const params = { layer: spec.layer, dropout: spec.dropout };
      notices.push({ code: "dropoutOfOneLayer", path: `${path}.dropout`, params });
    }
  }
  for (const set of ["train", "val", "test"] as const) {
    const dataset = data[set];
    if (dataset) notices.push(...findInSet(set, dataset, stratify));
    // Where the lengths of the series are given, that of the set is mere padding.
    if (!dataset || dataset.length === data.train.length || (dataset.lengths && data.train.lengths)) continue;
    const params = { set, length: dataset.length, trained: data.train.length };
    notices.push({ code: "lengthsDiffer", path: `data.${set}`, params });
  }
  const { accumulate, batchSize } = training;
  const batches = Math.ceil(data.train.count / batchSize);
  const rest = batches % accumulate;
  if (rest > 0) {
    notices.push({ code: "lastAccumulation", path: "training.accumulate", params: { batches, accumulate, rest } });
  }
  return notices;
}

function findInSet(set: SetName, { labels, count, classNames }: TimeSeriesDataset, stratify: boolean): Notice[] {
  const found = new Set(labels);
  const path = "split";
  const notices: Notice[] = [];
  const missing = classNames.filter((_, label) => !found.has(label));
  const [only] = found;
  if (found.size === 1 && classNames.length > 1 && only !== undefined) {
    notices.push({ code: "singleClass", path, params: { set, name: classNames[only] ?? String(only), count } });
  } else if (missing.length > 0) {
    notices.push({ code: "classesMissing", path, params: { set, classes: missing, stratify } });
  }
  if (count < TINY) notices.push({ code: "tinySet", path, params: { set, count } });
  return notices;
}
