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

/**
 * @param source  what the text is to the user, for errors
 * @throws TidelabError `benchmark.columns`, `benchmark.number`, `benchmark.share` for accuracies that are not percentages, and what the rows of a CSV can have wrong
 */
export function readPublished(text: string, source: string): PublishedFigure[] {
  const reader = new CsvRowReader(source, { delimiter: "," });
  const [head, ...rows] = [...reader.push(text.replace(/^\uFEFF/, "")), ...reader.end()];
  const names = head?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) throw new TidelabError("benchmark.columns", { missing: missing.join(", ") }, source);
  return rows.map(({ cells, line }) => {
    const cell = (column: (typeof COLUMNS)[number]) => cells[names.indexOf(column)]?.trim() ?? "";
    const number = (column: "mean" | "sd" | "runs", most: number) => {
      const received = cell(column);
      if (received === "" && column !== "mean") return undefined;
      const value = Number(received);
      if (received === "" || !(value >= 0 && value <= most)) {
        throw new TidelabError("benchmark.number", { column, most, received }, `${source}:${line}`);
      }
      return value;
    };
    const mean = number("mean", 100) ?? 0; // it throws where there is none
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
      sd: number("sd", 100),
      runs: number("runs", Number.MAX_SAFE_INTEGER),
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
