/**
 * Series of a CSV text through the model of a run: read, scaled and transformed as in training, grouped by length, in the
 * file's order.
 */
import "../file-errors.ts";
import type { TimeSeriesDataset } from "../data/dataset.ts";
import { readSeriesCsv, type Series } from "../data/readers/csv.ts";
import { applyTransforms } from "../data/transforms/apply.ts";
import { resolveNumerics } from "../engine/kernels.ts";
import { TidelabError } from "../errors.ts";
import { buildGraph } from "../model/graph.ts";
import type { Model } from "../model/model.ts";
import type { RunRecord } from "../runs/record.ts";
import { answersOf } from "../train/answers.ts";
import { createPredictor } from "../train/predictor.ts";
import { chooseThreads } from "./threads.ts";

export interface Classified {
  /** Id in the file, or the number of its row. */
  readonly series: string;
  readonly length: number;
  /** As the file has it; absent when it has none. */
  readonly label?: string;
  readonly predicted: string;
  /** (K) */
  readonly probabilities: Float32Array;
}

/**
 * @param text     CSV in the units of the training data
 * @param source   what the text is to the user; begins the path of errors
 * @param threads  as typed
 * @throws TidelabError `csv.…` for a faulty table; `transform.…`, `predict.length` and `shape.…` for lengths that the
 *   transforms or the model cannot take
 */
export async function classify(
  { record, model }: { record: RunRecord; model: Model },
  text: string,
  source: string,
  threads: string | undefined,
): Promise<Classified[]> {
  const { channels, classNames } = record.data;
  const { series } = readSeriesCsv(text, source, { channels, classNames });
  const groups = new Map<number, number[]>();
  for (const [index, { length }] of series.entries()) groups.set(length, [...(groups.get(length) ?? []), index]);
  const prepared = Array.from(groups.values(), (indices) => {
    const members = indices.map((index) => series[index]!); // indices of this very list
    const dataset = prepare(members, record, source);
    checkLength(model, dataset.length, members[0]!, source); // no group is empty
    return { indices, members, dataset };
  });

  const numerics = record.numerics === "portable" ? "portable" : await resolveNumerics();
  const predictor = await createPredictor(model, { numerics, threads: chooseThreads(threads, series.length) });
  try {
    const found: Classified[] = [];
    const classes = classNames.length;
    for (const { indices, members, dataset } of prepared) {
      const { logits } = await predictor.predict(dataset.values, dataset.length);
      const { predicted, probabilities } = answersOf(logits, classes, dataset.windows);
      for (const [row, index] of indices.entries()) {
        const { id, label, length } = members[row]!;
        found[index] = {
          series: id,
          length,
          ...(label !== undefined && { label }),
          predicted: classNames[predicted[row] ?? 0] ?? "",
          probabilities: probabilities.slice(row * classes, (row + 1) * classes),
        };
      }
    }
    return found;
  } finally {
    predictor.close();
  }
}

/** Series of one length as the model was given its own: scaled, then transformed with what was learnt in training. */
function prepare(members: readonly Series[], { spec, data }: RunRecord, source: string): TimeSeriesDataset {
  const { channels, classNames, scale, fitted = [] } = data;
  const [first] = members;
  const length = first?.length ?? 0;
  const dataset = {
    values: scaled(members, length * channels, scale),
    // Only the loss needs classes, and nobody asks for it here.
    labels: new Int32Array(members.length),
    count: members.length,
    length,
    channels,
    classNames,
  };
  try {
    return applyTransforms(dataset, spec.transforms, fitted);
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    const path = `${source}: ${first?.id}: ${error.path ?? "transforms"}`;
    throw new TidelabError(error.code, error.params, path, { cause: error });
  }
}

/** Divided as the training data were: in float64, then rounded. */
function scaled(series: readonly Series[], size: number, scale: number): Float32Array {
  const values = new Float32Array(series.length * size);
  for (const [row, one] of series.entries())
    values.set(
      one.values.map((value) => value / scale),
      row * size,
    );
  return values;
}

/** @param length  of what the transforms made of the series */
function checkLength(model: Model, length: number, series: Series, source: string): void {
  const error = shapeError(model, length);
  if (error === undefined) return;
  if (error.code !== "shape.tooShort") throw new TidelabError(error.code, error.params, source, { cause: error });
  let needs = length + 1;
  while (shapeError(model, needs)?.code === "shape.tooShort") needs++;
  // What is added before the transforms is what is missing behind them, wherever they do not stretch time.
  const params = { series: series.id, length: series.length, needs: needs - length + series.length };
  throw new TidelabError("predict.length", params, source, { cause: error });
}

function shapeError(model: Model, length: number): TidelabError | undefined {
  try {
    buildGraph(model.spec, { length, channels: model.channels }, model.classes);
    return undefined;
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
}
