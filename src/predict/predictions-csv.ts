/** Answers to the series of a file as a table, as `tidelab predict` writes it. */
import type { ClassifiedTable } from "./classify.ts";

/** Characters of a piece of output: a string cannot hold a table of any length. */
const PIECE = 2 ** 16;

/**
 * `series,predicted,<class>,<class>`: one line a series, with the probability of each class under its name, where there are any. The bytes of
 * `tidelab predict --output`.
 * @param options  `escapeFormulas`: writes ' before names that a spreadsheet would run
 * @returns pieces that end with a line
 * @example
 * ```ts
 * import { loadRun } from "tidelab";
 * import { byteSource } from "tidelab/readers";
 * import { predictFile, predictionsCsv } from "tidelab/predict";
 *
 * const run = await loadRun("runs/mine");
 * const file = new File(["0,0.5,1,0.5,0,-0.5,-1,-0.5,0,0.5,1,0.5\n"], "new.csv");
 * const table = await predictFile(run, byteSource(file));
 * console.log([...predictionsCsv(table)].join("").split("\n")[0]); // series,predicted,sine,square
 * ```
 */
export function* predictionsCsv(
  table: Pick<ClassifiedTable, "classNames" | "hasProbabilities" | "rows">,
  { escapeFormulas = false }: { escapeFormulas?: boolean } = {},
): Generator<string> {
  const cell = (text: string) => quote(escapeFormulas && isFormula(text) ? `'${text}` : text);
  const names = table.hasProbabilities ? table.classNames : [];
  let piece = `${["series", "predicted", ...names].map(cell).join(",")}\n`;
  for (const { series, predicted, probabilities = [] } of table.rows()) {
    const numbers = Array.from(probabilities, (value) => String(roundFloat32(value)));
    piece += `${[cell(series), cell(predicted), ...numbers].join(",")}\n`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

/** Nine digits distinguish float32 numbers; the float64 that holds them has more, which mean nothing. */
export function roundFloat32(value: number): number {
  return Number(value.toPrecision(9));
}

/** Whether a spreadsheet may run the cell: by its first character, which quotes do not change. A number is none. */
export function isFormula(cell: string): boolean {
  return /^[=+\-@\t\r]/.test(cell) && !Number.isFinite(Number(cell));
}

function quote(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
