/** Series of a CSV text through the model of a run: read, scaled as in training, grouped by length, in the file's order. */
import "../file-errors.ts";
import { readSeriesCsv, type Series } from "../data/readers/csv.ts";
import { resolveNumerics } from "../engine/kernels.ts";
import { TidelabError } from "../errors.ts";
import { buildGraph } from "../model/graph.ts";
import type { Model } from "../model/model.ts";
import type { RunRecord } from "../runs/record.ts";
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
 * @throws TidelabError `csv.…` for a faulty table, `predict.length` and `shape.…` for lengths that the model cannot take
 */
export async function classify(
  { record, model }: { record: RunRecord; model: Model },
  text: string,
  source: string,
  threads: string | undefined,
): Promise<Classified[]> {
  const { channels, classNames, scale } = record.data;
  const { series } = readSeriesCsv(text, source, { channels, classNames });
  const groups = new Map<number, number[]>();
  for (const [index, { length }] of series.entries()) groups.set(length, [...(groups.get(length) ?? []), index]);
  for (const [length, [first = 0]] of groups) checkLength(model, length, series[first]?.id ?? "", source);

  const numerics = record.numerics === "portable" ? "portable" : await resolveNumerics();
  const predictor = await createPredictor(model, { numerics, threads: chooseThreads(threads, series.length) });
  try {
    const found: Classified[] = [];
    for (const [length, indices] of groups) {
      const members = indices.map((index) => series[index]!); // indices of this very list
      const values = scaled(members, length * channels, scale);
      const { predicted, probabilities } = await predictor.predict(values, length);
      for (const [row, index] of indices.entries()) {
        const { id, label } = members[row]!;
        const classes = classNames.length;
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

function checkLength(model: Model, length: number, series: string, source: string): void {
  const error = shapeError(model, length);
  if (error === undefined) return;
  if (error.code !== "shape.tooShort") throw new TidelabError(error.code, error.params, source, { cause: error });
  let needs = length + 1;
  while (shapeError(model, needs)?.code === "shape.tooShort") needs++;
  throw new TidelabError("predict.length", { series, length, needs }, source, { cause: error });
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
