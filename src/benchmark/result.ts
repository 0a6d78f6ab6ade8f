/** What a benchmark found, as plain data: a row for each data set and model, with its runs and the published figures beside it. */
import { summarizeValues } from "../statistics/summary.ts";
import { type Protocol, protocolOfText, type Unlike, whyUnlike } from "./protocol.ts";
import type { PublishedFigure } from "./published.ts";

export interface BenchmarkRun {
  readonly seed: number;
  /** Share of the test series that were classified right. */
  readonly accuracy: number;
  /** Where its record is. */
  readonly folder: string;
}

export interface BenchmarkRow {
  readonly dataset: string;
  readonly model: string;
  readonly protocol: Protocol;
  /** In the order of the seeds. */
  readonly runs: readonly BenchmarkRun[];
  /** Runs that there are to be. */
  readonly planned: number;
  readonly failures: readonly { readonly seed: number; readonly message: string }[];
  /** Percent; undefined without a run. */
  readonly mean: number | undefined;
  /** Percent, of a sample; undefined with fewer than two runs. */
  readonly sd: number | undefined;
  readonly published: readonly Comparison[];
}

/** A published figure beside ours. */
export interface Comparison extends PublishedFigure {
  /** Why it may not be compared; undefined where it may. */
  readonly unlike: Unlike | undefined;
  /** Ours less the published mean, in percentage points; undefined where they may not be compared. */
  readonly difference: number | undefined;
}

export interface BenchmarkResult {
  readonly name: string;
  readonly seeds: readonly number[];
  readonly rows: readonly BenchmarkRow[];
}

/** @param published  those of this data set and model */
export function makeRow(
  row: Pick<BenchmarkRow, "dataset" | "model" | "protocol" | "runs" | "planned" | "failures">,
  published: readonly PublishedFigure[],
): BenchmarkRow {
  const percentages = row.runs.map(({ accuracy }) => 100 * accuracy);
  const summary = percentages.length > 0 ? summarizeValues(percentages) : undefined;
  const compared = published.map((figure): Comparison => {
    const unlike = whyUnlike(row.protocol, protocolOfText(figure.protocol));
    const comparable = unlike === undefined && summary !== undefined;
    return { ...figure, unlike, difference: comparable ? summary.mean - figure.mean : undefined };
  });
  return {
    ...row,
    mean: summary?.mean,
    sd: percentages.length > 1 ? summary?.sd : undefined,
    // What may be compared comes first.
    published: [...compared.filter(({ unlike }) => unlike === undefined), ...compared.filter(({ unlike }) => unlike)],
  };
}
