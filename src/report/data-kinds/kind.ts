/** What reports say of one kind of data. The kinds are listed in `index.ts`. */
import type { RunRecord } from "../../runs/record.ts";
import type { Property } from "../blocks.ts";
import type { ReportMessages } from "../messages/run.en.ts";

/** The parts of a record that say what the series were, of a run on this kind of data. */
export interface DescribedRun<Data> {
  readonly spec: Pick<RunRecord["spec"], "split" | "transforms"> & { readonly data: Data };
  readonly data: RunRecord["data"];
}

export interface DataDescription<Data> {
  /** Where the series come from, and what was set of them; settings that do nothing are left out. */
  source(run: DescribedRun<Data>, texts: ReportMessages): Property[];
  /** Steps of the series before any transform: `200`, or `120 – 200` where they vary. */
  lengths(run: DescribedRun<Data>): string;
  /** Paths in the spec that say how many series there are, how long they are and which classes they have. */
  readonly paths: { readonly count: string; readonly lengths: string; readonly classes: string };
  /** Whether runs of all seeds have the same series, of which they differ in the split alone. */
  readonly isSharedBySeeds: boolean;
}
