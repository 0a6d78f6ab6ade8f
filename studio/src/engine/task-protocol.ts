/** What pages and the workers of tasks say to each other: planning an exercise, training its runs, conclusions, submissions. Plain data. */
import type { FigureLanguage, SweepConclusions } from "tidelab/report";
import type { RunRecord } from "tidelab/runs";
import type { EndedRun, PlannedRun, PlannedSweep } from "tidelab/sweep";
import type {
  Answers,
  Assignment,
  FeedbackInput,
  Inspection,
  PinnedObservation,
  RunCheck,
  Student,
  Submission,
} from "tidelab/teaching";
import type { ErrorData } from "./protocol.ts";
import type { FolderFiles } from "./run-protocol.ts";

/** A run of an exercise, once it has ended. */
export interface TrainedRun {
  readonly record: RunRecord;
  /** The files of its folder, where they could not be kept. */
  readonly files: FolderFiles | undefined;
}

/** What a report of an exercise is made of. */
export interface ExerciseReport {
  readonly plan: PlannedSweep;
  readonly ended: readonly EndedRun[];
  readonly lang: FigureLanguage;
}

/** A submission as pages show it: without the files of its runs. */
export interface ReadSubmission extends Omit<Submission, "runs" | "report"> {
  readonly runs: readonly {
    readonly name: string;
    readonly record: RunRecord | undefined;
    readonly error: ErrorData | undefined;
  }[];
  readonly inspection: Inspection;
}

/** The check of a run, with its error as data and its numbers as text. */
export interface CheckedRun extends Omit<RunCheck, "error" | "differences"> {
  readonly error: ErrorData | undefined;
  readonly differences: readonly { readonly path: string; readonly recorded: string; readonly found: string }[];
}

export interface TaskQuestions {
  /** The runs of an exercise for one student. */
  plan: {
    readonly ask: { readonly assignment: Assignment; readonly number: string };
    readonly answer: PlannedSweep;
  };
  /** `place`: the folder of the run in the store of files. Progress comes after every epoch. */
  train: { readonly ask: { readonly run: PlannedRun; readonly place: string }; readonly answer: TrainedRun };
  conclude: { readonly ask: ExerciseReport; readonly answer: SweepConclusions };
  report: { readonly ask: ExerciseReport; readonly answer: string };
  submit: {
    readonly ask: {
      readonly assignment: Assignment;
      readonly student: Student;
      readonly answers: Answers;
      readonly observations: readonly PinnedObservation[];
      readonly runs: readonly (readonly [name: string, files: FolderFiles])[];
      /** Of an exercise what it is made of; of a run its HTML. */
      readonly report: ExerciseReport | string;
    };
    readonly answer: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };
  };
  read: {
    readonly ask: {
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly source: string;
      readonly assignment: Assignment | undefined;
    };
    readonly answer: ReadSubmission;
  };
  check: {
    readonly ask: {
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly source: string;
      readonly run: string;
      readonly epochs: number | undefined;
    };
    readonly answer: CheckedRun;
  };
  /** The folder of a submitted run. */
  folder: {
    readonly ask: { readonly bytes: Uint8Array<ArrayBuffer>; readonly source: string; readonly run: string };
    readonly answer: FolderFiles;
  };
  /** What students get back, by the names of their folders. The HTML of one; a zip of several, `<folder>/feedback.html` each. */
  feedback: {
    readonly ask: { readonly students: readonly (readonly [folder: string, input: FeedbackInput])[] };
    readonly answer: Uint8Array<ArrayBuffer>;
  };
}
export type TaskQuestionName = keyof TaskQuestions;

export interface TaskProgress {
  readonly epoch: number;
  readonly epochs: number;
}

export type TaskMessage =
  | { readonly type: "ask"; readonly id: number; readonly name: TaskQuestionName; readonly ask: unknown }
  /** Whatever trains waits after its step; results are the same. */
  | { readonly type: "pause" }
  | { readonly type: "resume" };

export type TaskAnswer =
  | { readonly id: number; readonly type: "progress"; readonly progress: TaskProgress }
  | { readonly id: number; readonly type: "answer"; readonly answer: unknown }
  /** What is wrong with what was given. */
  | { readonly id: number; readonly type: "refused"; readonly errors: readonly ErrorData[] }
  /** A fault of ours or of the host. */
  | { readonly id: number; readonly type: "fault"; readonly message: string; readonly details: string };
