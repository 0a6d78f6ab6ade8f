/**
 * What a table that was read without a fault may be all the same, beside what the run was trained on: turned round, with the
 * class among its steps, in other units. Notices; nothing is refused here. Lengths are compared in `trained-lengths.ts`.
 */
import { dataKindOf } from "../data/kinds/index.ts";
import type { TableShape } from "../data/readers/csv.ts";
import { trainedLengths } from "../inference/trained-lengths.ts";
import type { RunRecord } from "../runs/record.ts";
import type { TableDoubt } from "./messages/table-notices.en.ts";

/** Times that the largest value may be that of training; and the other way round, where a few series may well be small. */
const MOST_LARGER = 10;
const MOST_SMALLER = 50;

export function doubtsOf(record: RunRecord, shape: TableShape): TableDoubt[] {
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

function isOwnScale(transform: RunRecord["spec"]["transforms"][number]): boolean {
  return transform.transform === "normalise" && transform.over === "series";
}
