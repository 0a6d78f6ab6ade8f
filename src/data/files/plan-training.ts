/**
 * What a training on files would be of which nothing more is said: the files are read, and what was found in them and chosen for them comes
 * back as data, with the spec and the flags that would say the same. Trains nothing; `tidelab train` and a page show it before they do.
 */
import type { FilesInput, FilesSpec, ReadingSpec } from "../../spec/files.ts";
import type { SpecInput } from "../../spec/spec.ts";
import type { PresetName } from "../../zoo/index.ts";
import type { ClassNotice, ReaderNotice, SamplingNotice } from "../readers/notices.ts";
import type { NamePart } from "../readers/reader.ts";
import { samplingDoubts } from "../readers/sampling.ts";
import { classDoubts } from "./class-doubts.ts";
import { countClasses, NO_CLASS } from "./classes.ts";
import { type Choices, chooseFor, defaultSpec } from "./default-spec.ts";
import { type JoinedSeries, joinTables } from "./join-tables.ts";
import type { TableFile } from "./read-tables.ts";
import { flagsOf, groupFound } from "./reading-flags.ts";
import type { SeriesTables } from "./series-files.ts";
import { VALIDATION_SHARE } from "./validation-share.ts";

/** What is said of a training beside its files; it goes before what is chosen. */
export interface PlanOptions extends Pick<SpecInput, "name" | "seed" | "numerics" | "split" | "training"> {
  /** A preset, in place of the one that suits the series. */
  readonly model?: PresetName | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A file as it was read. */
export interface PlannedFile {
  readonly set: "train" | "val" | "test";
  readonly name: string;
  readonly series: number;
  /** Options that would read it in the same way. */
  readonly reading: ReadingSpec;
  /** The same as flags of the command line. */
  readonly flags: readonly string[];
  /** What the reader decided and what looks odd; `describeNotice` of `tidelab/readers/en` or `zh-CN` says it. */
  readonly notices: readonly ReaderNotice[];
  /** Series that were left out, since `reading.onError` is `skip`; absent where none was. */
  readonly skipped?: number;
}

/** What a training on files would be. */
export interface TrainingPlan {
  /** For `parseSpec` and `runSpec`. */
  readonly spec: SpecInput;
  readonly files: readonly PlannedFile[];
  /** Steps of the shortest and of the longest series. */
  readonly lengths: readonly [shortest: number, longest: number];
  readonly channels: number;
  /** Values that are missing. */
  readonly missing: number;
  readonly classes: readonly { readonly name: string; readonly count: number }[];
  /** The column of groups that all files have, which the split keeps together unless one is said. */
  readonly group: string | undefined;
  /** The part of the files' paths that says their groups, which the split keeps together too. */
  readonly groupFrom: NamePart | undefined;
  /** What shows when the series of all files are seen together. */
  readonly notices: readonly (ClassNotice | SamplingNotice)[];
  /** What was chosen, and why; `describePlan` of `tidelab/readers/en` or `zh-CN` says it. */
  readonly choices: Choices;
}

/**
 * What a training on files would be: the model, split, normalisation and training that suit the series, and what was found in the files.
 * @param data   as `data` of a spec
 * @param files  what opens them: `openSeriesFiles` in a page, `seriesFilesIn` in Node
 * @throws TidelabError of the readers, and `data.…` for series that no model can be trained on; the signal's reason once that is aborted
 * @example
 * ```ts
 * import { openSeriesFiles, planTraining } from "tidelab/readers";
 *
 * const rows = Array.from({ length: 20 }, (_, i) => `${i % 2 ? "up" : "down"},${[0, 1, 2].map((t) => (i % 2 ? t : -t)).join()}`);
 * const file = new File([`label,t0,t1,t2\n${rows.join("\n")}\n`], "slopes.csv");
 * const { choices, classes, files } = await planTraining({ kind: "files", train: "slopes.csv" }, openSeriesFiles([file]));
 * console.log(choices.model, classes.length, files[0]?.flags.at(-1)); // fcn 2 --label label
 * ```
 */
export async function planTraining(
  data: FilesInput,
  files: SeriesTables,
  { signal, ...said }: PlanOptions = {},
): Promise<TrainingPlan> {
  const { reading = {}, missing = "refuse", missingValue = 0 } = data;
  const whole: FilesSpec = { ...data, reading, missing, missingValue };
  const tables = await files.tables(whole, { ...(signal && { signal }) });
  return planOf(tables, joinTables(tables, whole), { ...said, data });
}

/** The same of files that were read. */
export function planOf(
  tables: readonly TableFile[],
  joined: JoinedSeries,
  { model, data, ...said }: Omit<PlanOptions, "signal"> & { readonly data: FilesInput },
): TrainingPlan {
  const { series, lengths, channels, missing, classNames } = joined;
  const group = groupFound(tables);
  const groupFrom = data.reading?.groupFrom;
  const choices = chooseFor(joined, said.seed ?? USUAL_SEED, model);
  const hasTest = series.some(({ set }) => set === "test");
  const byGroup = { kind: "groups", ...(hasTest && { val: VALIDATION_SHARE }) } as const;
  const split = said.split ?? ((group ?? groupFrom) === undefined ? undefined : byGroup);
  const counts = countClasses(series);
  return {
    spec: defaultSpec(joined, choices, { ...said, data, ...(split && { split }) }),
    files: tables.map(({ file, table }) => {
      const reading = table.reading as ReadingSpec;
      const { notices, skipped } = table;
      const found = { set: file.set, name: file.name, series: file.series, reading, flags: flagsOf(reading), notices };
      return { ...found, ...(skipped && { skipped: skipped.count }) };
    }),
    lengths,
    channels,
    missing,
    classes: classNames.map((name) => {
      const { train = 0, val = 0, test = 0 } = counts.get(name) ?? {};
      return { name, count: train + val + test };
    }),
    group,
    groupFrom,
    notices: doubtsOf(tables),
    choices,
  };
}

/** What looks wrong when the series of all files are seen together. */
export function doubtsOf(tables: readonly TableFile[]): (ClassNotice | SamplingNotice)[] {
  const series = tables.flatMap(({ file, table }) =>
    table.series.map(({ label = NO_CLASS }) => ({ set: file.set, label })),
  );
  const [first, ...others] = tables.map(({ file, table: { sampling } }) => ({ name: file.name, sampling }));
  return [...classDoubts(series), ...(first === undefined ? [] : samplingDoubts(first, others))];
}

/** Of a spec that says none. */
const USUAL_SEED = 7;
