/**
 * What a table that was read without a fault may be all the same, beside what the run was trained on: turned round, with the
 * class among its steps, in other units. Notices; nothing is refused here. Lengths are compared in `trained-lengths.ts`.
 */
import { dataKindOf } from "../../data/kinds/index.ts";
import type { TableShape } from "../../data/readers/csv.ts";
import type { Series } from "../../data/readers/reader.ts";
import { channelNames } from "../channel-names.ts";
import { trainedLengths } from "../trained-lengths.ts";
import type { TrainedRecord } from "../trained-run.ts";
import type { TableDoubt } from "./notices.ts";

/** Times that the largest value may be that of training; and the other way round, where a few series may well be small. */
const MOST_LARGER = 10;
const MOST_SMALLER = 50;
/** Deviations of training between the means: m/s² read as g, say, where gravity makes the mean. One rare class alone is not so far away. */
const MOST_DEVIATIONS = 10;

export function doubtsOf(record: TrainedRecord, shape: TableShape): TableDoubt[] {
  const { spec, data } = record;
  const { shortest, longest } = trainedLengths(record);
  const isTrained = (length: number) => shortest <= length && length <= longest;
  const doubts: TableDoubt[] = [];
  const { rows, columns, isRougherAlongRows, wholeColumn, largest } = shape;
  if (shape.layout === "wide") {
    const mayBeTurned = !shape.hasNamedRows && isTrained(rows) && isTrained(columns);
    // Where several lengths were trained, most tables of some rows could be turned: then only with evidence.
    if (mayBeTurned && (rows === columns || isRougherAlongRows)) {
      doubts.push({ kind: "turnedRound", rows, columns, isRougherAlongRows });
    }
    if (wholeColumn !== undefined && !shape.hasLabels) doubts.push({ kind: "wholeColumn", place: wholeColumn });
  }
  // Without a scale the units of training are not known; a series that is scaled by itself has none.
  const isScaled = dataKindOf(spec.data).hasScale(spec.data) && !spec.transforms.some(isOwnScale);
  if (isScaled && (largest > MOST_LARGER * data.scale || (largest > 0 && largest * MOST_SMALLER < data.scale))) {
    doubts.push({ kind: "otherScale", largest, trained: data.scale });
  }
  return doubts;
}

/** Transforms that change the number of steps and no values. */
const KEEPS_VALUES = ["resample", "pad", "truncate", "windows"];

/**
 * Channels of series from files whose values are of another size than those that their normalisation was learnt from. Nothing where
 * each series is normalised by itself, or none is: then the record says nothing about their size.
 */
export function sizeDoubts({ spec, data }: TrainedRecord, series: readonly Pick<Series, "values">[]): TableDoubt[] {
  const at = spec.transforms.findIndex(({ transform }) => !KEEPS_VALUES.includes(transform));
  const first = spec.transforms[at];
  const fitted = data.fitted?.[at];
  if (data.source === undefined || first?.transform !== "normalise" || first.method !== "zScore" || !fitted) return [];
  const { channels } = data.source;
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  const counts = new Float64Array(channels);
  for (const { values } of series) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (Number.isNaN(value)) continue;
      sums[i % channels]! += value;
      squares[i % channels]! += value ** 2;
      counts[i % channels]!++;
    }
  }
  const names = channelNames({ spec, data } as TrainedRecord);
  return Array.from(sums, (sum, c): TableDoubt | undefined => {
    const [trainedMean, deviation] = [fitted.offset[c]!, fitted.divisor[c]!]; // one of each a channel
    const [mean, size] = [sum / counts[c]!, Math.sqrt(squares[c]! / counts[c]!)];
    const trained = Math.hypot(trainedMean, deviation);
    const channel = channels === 1 ? "" : (names?.[c] ?? String(c + 1));
    const isFar = size > MOST_LARGER * trained || (size > 0 && size * MOST_SMALLER < trained);
    if (isFar) return { kind: "otherSize", channel, size, trained };
    const isElsewhere = Math.abs(mean - trainedMean) > MOST_DEVIATIONS * deviation;
    return isElsewhere ? { kind: "otherMean", channel, mean, trained: trainedMean, deviation } : undefined;
  }).filter((doubt) => doubt !== undefined);
}

function isOwnScale(transform: TrainedRecord["spec"]["transforms"][number]): boolean {
  return transform.transform === "normalise" && transform.over === "series";
}
