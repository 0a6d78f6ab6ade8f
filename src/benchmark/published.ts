/**
 * Published accuracies from a CSV with the columns dataset, model, mean, sd, runs, source and protocol: percentages, each row with where it
 * comes from. Finds those of a model and a data set, whatever the spelling.
 */
import { CsvRowReader } from "../data/readers/csv-rows.ts";
import { TidelabError } from "../errors/errors.ts";

export interface PublishedFigure {
  readonly dataset: string;
  readonly model: string;
  /** Percent. */
  readonly mean: number;
  /** Percent; undefined where it was not published. */
  readonly sd: number | undefined;
  readonly runs: number | undefined;
  readonly source: string;
  readonly protocol: string;
}

const COLUMNS = ["dataset", "model", "mean", "sd", "runs", "source", "protocol"] as const;

/** A number as tables have it: none of the other things that `Number` reads, such as `0x55`. */
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/**
 * @param source  what the text is to the user, for errors
 * @throws TidelabError `benchmark.columns`, `benchmark.delimiter`, `benchmark.repeated`, `benchmark.cells`, `benchmark.number`, `benchmark.runs`, `benchmark.share` for accuracies that are not percentages, and what the rows of a CSV can have wrong
 */
export function readPublished(text: string, source: string): PublishedFigure[] {
  const reader = new CsvRowReader(source, { delimiter: "," });
  const [head, ...rows] = [...reader.push(text.replace(/^\uFEFF/, "")), ...reader.end()];
  const names = head?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length === COLUMNS.length && /[;\t]/.test(head?.cells.join(",") ?? "")) {
    throw new TidelabError("benchmark.delimiter", undefined, source);
  }
  if (missing.length > 0) throw new TidelabError("benchmark.columns", { missing: missing.join(", ") }, source);
  const repeated = COLUMNS.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (repeated !== undefined) throw new TidelabError("benchmark.repeated", { column: repeated }, source);
  return rows.map(({ cells, line }) => {
    // A decimal comma, or a comma in a source without quotes, moves all cells behind it.
    if (cells.length !== names.length) {
      const params = { expected: names.length, received: cells.length };
      throw new TidelabError("benchmark.cells", params, `${source}:${line}`);
    }
    const cell = (column: (typeof COLUMNS)[number]) => cells[names.indexOf(column)]?.trim() ?? "";
    const percentage = (column: "mean" | "sd") => {
      const received = cell(column);
      if (received === "" && column !== "mean") return undefined;
      const value = DECIMAL.test(received) ? Number(received) : Number.NaN;
      if (!(value >= 0 && value <= 100)) {
        throw new TidelabError("benchmark.number", { column, most: 100, received }, `${source}:${line}`);
      }
      return value;
    };
    const runs = cell("runs");
    if (runs !== "" && !/^[1-9]\d*$/.test(runs)) {
      throw new TidelabError("benchmark.runs", { received: runs }, `${source}:${line}`);
    }
    const mean = percentage("mean") ?? 0; // it throws where there is none
    // No one publishes 0.9 %: this is a share.
    if (mean > 0 && mean <= 1) {
      throw new TidelabError(
        "benchmark.share",
        { received: cell("mean"), percent: percentOf(mean) },
        `${source}:${line}`,
      );
    }
    return {
      dataset: cell("dataset"),
      model: cell("model"),
      mean,
      sd: percentage("sd"),
      runs: runs === "" ? undefined : Number(runs),
      source: cell("source"),
      protocol: cell("protocol"),
    };
  });
}

function percentOf(share: number): string {
  return String(Number((100 * share).toPrecision(12)));
}

/** Those of a data set and a model under any of these names. */
export function figuresOf(
  published: readonly PublishedFigure[],
  datasets: readonly string[],
  models: readonly string[],
): PublishedFigure[] {
  const [wantedData, wantedModels] = [datasets.map(bare), models.map(bare)];
  return published.filter(
    ({ dataset, model }) => wantedData.includes(bare(dataset)) && wantedModels.includes(bare(model)),
  );
}

/** `1NN-DTW` and `1-NN DTW`, `MiniROCKET` and `MiniRocket` are the same. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]/g, "");
}
