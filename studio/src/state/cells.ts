/** Cells of a confusion matrix: which series are in one, in which order, and which one is worth a look first. */
import type { TestSeries } from "../engine/run-protocol.ts";

export interface Cell {
  readonly truth: number;
  readonly predicted: number;
}

/** As the address has it: `0,4`. @returns undefined for what is no cell of a matrix of this size */
export function parseCell(text: string | null, classes: number): Cell | undefined {
  const [, truth, predicted] = /^(\d{1,4}),(\d{1,4})$/.exec(text ?? "") ?? [];
  if (truth === undefined || Number(truth) >= classes || Number(predicted) >= classes) return undefined;
  return { truth: Number(truth), predicted: Number(predicted) };
}

export const formatCell = ({ truth, predicted }: Cell): string => `${truth},${predicted}`;

/** The largest cell beside the diagonal; where all are right, the first of the diagonal that has series. */
export function firstCell(matrix: readonly (readonly number[])[]): Cell {
  const worst = worstCell(matrix);
  if (worst) return worst;
  const label = Math.max(
    0,
    matrix.findIndex((row, index) => (row[index] ?? 0) > 0),
  );
  return { truth: label, predicted: label };
}

/** The most frequent error, the first of equals. @returns undefined where there is none */
export function worstCell(matrix: readonly (readonly number[])[]): (Cell & { readonly count: number }) | undefined {
  let worst: (Cell & { count: number }) | undefined;
  matrix.forEach((row, truth) => {
    row.forEach((count, predicted) => {
      if (truth !== predicted && count > (worst?.count ?? 0)) worst = { truth, predicted, count };
    });
  });
  return worst;
}

/** Series of a cell by how sure the model is of its answer; equals in the order of the test set. */
export function seriesOfCell(test: TestSeries, { truth, predicted }: Cell, sureFirst: boolean): number[] {
  const sureness = (index: number) => test.probabilities[index * test.classes + predicted]!;
  const found: number[] = [];
  for (let index = 0; index < test.count; index++) {
    if (test.labels[index] === truth && test.predicted[index] === predicted) found.push(index);
  }
  const sign = sureFirst ? 1 : -1;
  return found.sort((a, b) => sign * (sureness(b) - sureness(a)) || a - b);
}
