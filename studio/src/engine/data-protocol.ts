/** What the page and the data worker say to each other: series are made, read and looked at there, so that the page never waits. Plain data. */
import type { Spec, SpecInput } from "tidelab";
import type { DataFindings, ReadOptions } from "tidelab/readers";
import type { GivenFile } from "../store/own-files.ts";
import type { ErrorData } from "./protocol.ts";

/** What the sets hold. */
export interface SetCounts {
  readonly train: number;
  readonly val: number;
  readonly test: number;
}

export type SetName = keyof SetCounts;

/** What a file has: series of a set, or the classes of a set's series alone, one each. */
export type FileUse = SetName | `labels.${SetName}`;

/** A class as the screen draws it. Values are of one channel of the training series, after all transforms. */
export interface ClassView {
  readonly name: string;
  /** Series of the class in each set. */
  readonly counts: SetCounts;
  /** The first training series. */
  readonly examples: readonly Float32Array[];
  /** Values of its training series, counted in bins of equal width over `range`. */
  readonly histogram: readonly number[];
  /** By time step, over its training series: the 10th percentile, the mean, the 90th; NaN where none is that long. */
  readonly band: readonly [low: Float32Array, mean: Float32Array, high: Float32Array];
  /** Training series to be drawn over each other. */
  readonly overlay: readonly Float32Array[];
}

/** The data of a spec, as the screen draws them. */
export interface SeriesView {
  readonly spec: Spec;
  readonly counts: SetCounts;
  /** Steps of the shortest and of the longest series before any transform. */
  readonly lengths: readonly [number, number];
  /** Steps after all transforms. */
  readonly steps: number;
  readonly channels: number;
  /** The one that is drawn, from 0 on. */
  readonly channel: number;
  readonly classes: readonly ClassView[];
  /** Of the training values of the channel. */
  readonly range: readonly [number, number];
  /** What every value was divided by. */
  readonly scale: number;
  readonly sha256: string;
  readonly findings: DataFindings;
  /** Values of all series and channels. */
  readonly values: number;
  /** Values that were missing in files, before they were filled. */
  readonly missing: number;
}

/** A series of the table: as it was made or read, divided by the scale. */
export interface TableRow {
  readonly index: number;
  readonly set: SetName;
  /** As it was made or read, and as the model sees it. */
  readonly label: number;
  readonly given: number;
  readonly length: number;
  /** Of the channel. */
  readonly values: Float32Array;
}

/** A text in both languages: what is said of files is written in the worker, which has the texts. */
export type BothTexts = Readonly<Record<"en" | "zh-CN", string>>;

/** A file with its path from the folder that was chosen or dropped: a name alone where there was none. */
export interface NamedFile {
  readonly name: string;
  readonly file: File;
}

/** A file that was opened, and what it has. */
export interface ChosenFile extends NamedFile {
  readonly set: FileUse;
}

/** One of the files, as it was read. */
export interface ExaminedFile {
  readonly name: string;
  readonly set: FileUse;
  readonly sha256: string;
  readonly bytes: number;
  /** What was asked for, and what was found from the file. */
  readonly reading: ReadOptions;
  /** The first rows, cut into cells; none of a file that is no table of text. */
  readonly rows: readonly (readonly string[])[];
  /** Whether it has lines that can be shown. */
  readonly isText: boolean;
  readonly series: number;
}

/** Files, how they are read, and what their series are. */
export interface FileView {
  /** At least one; those to train on first, then those to validate and to test on, then those of classes alone. */
  readonly files: readonly ExaminedFile[];
  /** Of all files. */
  readonly series: number;
  /** Values that are missing. */
  readonly missing: number;
  readonly notices: readonly BothTexts[];
  /** What was chosen for their series, and why; none where no model can be trained on them. */
  readonly choices: readonly BothTexts[];
  /** Series that were left out as the user asked, and what is wrong with the first few. */
  readonly skipped: { readonly count: number; readonly first: readonly ErrorData[] } | undefined;
  /** Why no model can be trained on them as they are read. */
  readonly problems: readonly ErrorData[];
  /** The spec that suits them. */
  readonly spec: SpecInput | undefined;
}

/** A line of a file, by its number from 1 on. */
export interface FileLine {
  readonly number: number;
  readonly text: string;
}

/** What the user says of the files; the rest is found. */
export interface FileAsked {
  readonly reading: ReadOptions;
  /** What replaces missing values. */
  readonly missing?: string | undefined;
  /** Of the rule `value`. */
  readonly missingValue?: number | undefined;
  /** Names of the classes, in the order of the outputs. */
  readonly classes?: readonly string[] | undefined;
}

export type DataRequest =
  | {
      readonly type: "load";
      readonly spec: Spec;
      readonly channel: number;
      readonly files: readonly GivenFile[];
    }
  /** Looks at files; one that was looked at before is not read again. */
  | {
      readonly type: "examine";
      /** At least one, each with a name of its own. */
      readonly files: readonly ChosenFile[];
      readonly asked: FileAsked;
      readonly seed: number;
    }
  /** Lines around one of a file that was examined last. */
  | { readonly type: "lines"; readonly name: string; readonly line: number; readonly encoding: string | undefined }
  /** Rows of what was loaded last. */
  | { readonly type: "rows"; readonly from: number; readonly to: number; readonly channel: number };

export type DataAnswer =
  | { readonly type: "loaded"; readonly view: SeriesView }
  | { readonly type: "rows"; readonly rows: readonly TableRow[] }
  | { readonly type: "examined"; readonly view: FileView }
  | { readonly type: "lines"; readonly lines: readonly FileLine[] }
  /** A file changed while it was read or is gone, or it is too large for a page, alone or with those before it. */
  | { readonly type: "unreadable"; readonly why: "changed" | "large" | "largeTogether"; readonly name: string }
  /** Another request of the same kind came after it. */
  | { readonly type: "superseded" }
  /** What is wrong with the spec or the files. */
  | { readonly type: "refused"; readonly errors: readonly ErrorData[] }
  /** A fault of ours or of the host. */
  | { readonly type: "fault"; readonly message: string; readonly details: string };

export interface NumberedRequest {
  readonly number: number;
  readonly request: DataRequest;
}
export interface NumberedAnswer {
  readonly number: number;
  readonly answer: DataAnswer;
}
