/** What pages and the worker of finished runs say to each other: a question with a number, its progress, its answer. Plain data. */
import type { LengthNotice } from "tidelab/predict";
import type { ReadOptions } from "tidelab/readers";
import type { Figure, FigureLanguage, SweepResult } from "tidelab/report";
import type { GivenFile } from "../store/own-files.ts";
import type { BothTexts } from "./data-protocol.ts";
import type { FolderFiles } from "./folder-files.ts";
import type { FoundVerdict } from "./found-verdict.ts";
import type { ErrorData } from "./protocol.ts";

/** What a model makes of the test series of its run. */
export interface TestSeries {
  /** Series, and classes. */
  readonly count: number;
  readonly classes: number;
  /** Steps that a series is drawn with. */
  readonly length: number;
  /** (count, length) first channel after all transforms; of a series that is cut into windows, its first window. */
  readonly values: Float32Array<ArrayBuffer>;
  /** (count) steps that are no padding. */
  readonly lengths: Int32Array<ArrayBuffer>;
  /** (count) */
  readonly labels: Int32Array<ArrayBuffer>;
  /** (count) */
  readonly predicted: Int32Array<ArrayBuffer>;
  /** (count, classes) */
  readonly probabilities: Float32Array<ArrayBuffer>;
  /** (count, length) attention weights a step of the first layer that has them; undefined for models without. */
  readonly attention: Float32Array<ArrayBuffer> | undefined;
  /** (count) numbers of the series among all, as Data's table and `data.relabel` have them. */
  readonly places: Int32Array<ArrayBuffer>;
  /** Windows of each series, where there are any. */
  readonly windows: Int32Array<ArrayBuffer> | undefined;
}

/** What a model makes of the training series of its run, those with the largest losses first. */
export interface TrainingSeries {
  /** Series in all, and classes. */
  readonly count: number;
  readonly classes: number;
  /** Steps that a series is drawn with. */
  readonly length: number;
  /** (count) of every series, descending: mean over its windows, where it has some. */
  readonly losses: Float32Array<ArrayBuffer>;
  /** (N) of the first N of them: place among all series of the run, as `data.relabel` names it. */
  readonly index: Int32Array<ArrayBuffer>;
  /** (N, length) first channel after all transforms. */
  readonly values: Float32Array<ArrayBuffer>;
  /** (N) steps that are no padding. */
  readonly lengths: Int32Array<ArrayBuffer>;
  /** (N) labels that it was trained with. */
  readonly given: Int32Array<ArrayBuffer>;
  /** (N) */
  readonly predicted: Int32Array<ArrayBuffer>;
  /** (N, classes) */
  readonly probabilities: Float32Array<ArrayBuffer>;
  /** (N) classes that they were made of; undefined for series that were not made here. */
  readonly truth: Int32Array<ArrayBuffer> | undefined;
}

/** The report of a run, as `tidelab train` writes it beside the run. */
export interface RunReport {
  readonly html: string;
  readonly markdown: string;
  readonly figures: readonly Figure[];
  /** `figures/drawn.json` */
  readonly drawn: string;
}

export type { FolderFiles };

/** A run that is kept now. */
export interface Imported {
  readonly id: string;
  readonly label: string;
  /** It was kept before; nothing was written. */
  readonly wasKept: boolean;
  /** It has not ended: it can go on. */
  readonly isOpen: boolean;
  /** It was stopped, and can resume at its last checkpoint. */
  readonly isStopped?: boolean;
  /** Why a run that was stopped cannot go on, though it has checkpoints. */
  readonly unusable?: readonly ErrorData[];
}

/** All that is kept, packed. */
export interface PackedAll {
  readonly zip: Uint8Array<ArrayBuffer>;
  readonly runs: number;
  /** Runs that have not ended: their checkpoints are in it, which `tidelab resume` continues. */
  readonly open: number;
  /** Labels of runs whose files are gone, and names of files of series that are. */
  readonly missing: readonly string[];
}

/** Says of a new file how it is read, in place of what training and the file itself say. */
export interface PredictAsk {
  readonly files: FolderFiles;
  readonly folder: string;
  readonly file: File;
  readonly reading: ReadOptions;
  /** What replaces missing values; the rule of training where undefined. */
  readonly fill: "linear" | "previous" | "zero" | undefined;
  readonly anyLength: boolean;
  /** `128`, or `128:64`; as in training where empty. */
  readonly windows: string;
}

/** What a run says of the series of a new file. */
export interface PredictedFile {
  readonly name: string;
  readonly count: number;
  readonly classNames: readonly string[];
  /** (K) series of each predicted class. */
  readonly counts: readonly number[];
  /** Series whose class the file has, and those of them that are right. */
  readonly labelled: number;
  readonly correct: number;
  /** The first series, at most `MOST_SHOWN`: name, length in steps, predicted class, and the class of the file, -1 where it has none. */
  readonly names: readonly string[];
  readonly lengths: Int32Array<ArrayBuffer>;
  readonly predicted: Int32Array<ArrayBuffer>;
  readonly labels: Int32Array<ArrayBuffer>;
  /** (shown, K) */
  readonly probabilities: Float32Array<ArrayBuffer>;
  /** The table that `tidelab predict --output` writes, of all series. */
  readonly csv: Blob;
  readonly notices: readonly BothTexts[];
  /** Series of lengths that the run was not trained on. */
  readonly otherLengths:
    | Pick<LengthNotice, "count" | "series" | "length" | "trained" | "treatment" | "reads">
    | undefined;
}

/** Series that the page lists; the table has all. */
export const MOST_SHOWN = 20_000;

export interface Questions {
  /** `changed`: the file cannot be read any more; `large`: it is larger than a page should hold. */
  predict: { readonly ask: PredictAsk; readonly answer: PredictedFile | "changed" | "large" };
  test: { readonly ask: { readonly files: FolderFiles; readonly folder: string }; readonly answer: TestSeries };
  training: { readonly ask: Questions["test"]["ask"]; readonly answer: TrainingSeries };
  report: {
    readonly ask: { readonly files: FolderFiles; readonly folder: string; readonly lang: FigureLanguage };
    readonly answer: RunReport;
  };
  /** Zip archives: the folder of the run with its report in it, or the report as Markdown with its figures. */
  pack: {
    readonly ask: Questions["report"]["ask"] & {
      readonly part: "folder" | "report";
      /** Markdown below that of the report. */
      readonly after?: string;
    };
    readonly answer: Uint8Array<ArrayBuffer>;
  };
  /** The report of a sweep, as `tidelab sweep` writes it, without pictures of its series. */
  sweep: { readonly ask: { readonly result: SweepResult; readonly lang: FigureLanguage }; readonly answer: string };
  verify: {
    /**
     * `files`: of the folder of a run, `run.json` among them, or one report as HTML, which has its record inside. `opened`: the user's own
     * files of this page that the spec names; those that are kept are found without.
     */
    readonly ask: {
      readonly files: FolderFiles;
      readonly name: string;
      readonly opened: readonly GivenFile[];
      readonly threads: number;
      /** All of a folder was given, its figures among them. */
      readonly isWhole?: boolean;
    };
    readonly answer: FoundVerdict;
  };
  /** The files in a zip archive, by their paths. */
  unpack: {
    readonly ask: { readonly name: string; readonly archive: Blob };
    readonly answer: readonly (readonly [path: string, Blob])[];
  };
  /** Keeps the run of a folder on this device. */
  import: { readonly ask: { readonly files: FolderFiles; readonly name: string }; readonly answer: Imported };
  /** Zip archive of all that is kept: ordinary folders of runs, and the files that they were trained on. */
  packAll: { readonly ask: Record<never, never>; readonly answer: PackedAll };
}
export type QuestionName = keyof Questions;

/** What is asked of a question that is being answered: to wait, or to go on. */
export interface Hold {
  readonly id: number;
  readonly name: "hold";
  readonly on: boolean;
}

/** How far a verification is. */
export interface VerifyProgress {
  readonly epoch: number;
  readonly epochs: number;
}

export type RunQuestion = {
  [Name in QuestionName]: { readonly id: number; readonly name: Name; readonly ask: Questions[Name]["ask"] };
}[QuestionName];

export type RunAnswer =
  | { readonly id: number; readonly type: "progress"; readonly progress: VerifyProgress }
  | { readonly id: number; readonly type: "answer"; readonly answer: unknown }
  /** What is wrong with what was given. */
  | { readonly id: number; readonly type: "refused"; readonly errors: readonly ErrorData[] }
  /** A fault of ours or of the host. */
  | { readonly id: number; readonly type: "fault"; readonly message: string; readonly details: string };
