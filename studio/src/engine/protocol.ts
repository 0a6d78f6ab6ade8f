/** What the page and the train worker say to each other. Plain data; steps travel as blocks of Float32, which are handed over, not copied. */
import type { EditSpec, EditValues, ErrorCode, LayerSummary, Spec } from "tidelab";
import type { EpochRecord, PreparedEvent, RunRecord } from "tidelab/runs";
import type { GivenFile } from "../store/own-files.ts";
import type { FolderFiles } from "./folder-files.ts";

/** Values of a step within a block. */
export const STEP_VALUES = 3;
/** Their order: loss of the step's batches, gradient norm before clipping, learning rate. */
export const LOSS = 0;
export const NORM = 1;
export const RATE = 2;

/** Where it trains; `auto`: on the GPU where that is faster. */
export const DEVICES = ["cpu", "auto", "gpu"] as const;
export type DeviceChoice = (typeof DEVICES)[number];

/** How far to go on: to the end, or to the end of one step of the optimizer or of one epoch. */
export type Reach = "end" | "batch" | "epoch";

/** A request names the run that it is about; the worker has one run at a time. */
export type Request =
  /** Makes data, model and lanes, so that `go` costs one batch. Nothing is kept yet. */
  | {
      type: "prepare";
      run: string;
      label: string;
      spec: Spec;
      threads: number;
      /** The processor unless given. */
      device?: DeviceChoice;
      files?: readonly GivenFile[];
      fork?: ForkSource;
      /** The run of an experiment that it is: such a run keeps its end alone, for it is begun again where it was interrupted. */
      part?: ExperimentPart;
    }
  /** Prepares a run that was interrupted from its newest checkpoint. */
  | { type: "resume"; run: string; threads: number; device?: DeviceChoice }
  | { type: "go"; run: string; reach: Reach }
  | { type: "pause"; run: string }
  /** Changes values from the next step on; the state before it is kept. */
  | { type: "edit"; run: string; set: EditValues }
  /**
   * Goes back to a step whose full state there is; what came after stays as a run of its own, of this id. It then waits, or goes on where `reach` says so, with
   * `set` from its next step on.
   */
  | {
      type: "rewind";
      run: string;
      step: number;
      branch: string;
      label: string;
      threads: number;
      device?: DeviceChoice;
      set?: EditValues;
      reach?: Reach;
    }
  /** Ends training after the step that is being computed, and tests. */
  | { type: "stop"; run: string }
  /** Gives the run up: what is kept of it stays as it is. */
  | { type: "drop"; run: string };

/** Weights that a run begins with, of a checkpoint of another. */
export interface ForkSource {
  /** What the other run was started with: its id is a hash of it. */
  readonly spec: Spec;
  readonly numerics: "fused" | "portable";
  readonly startedAt: string;
  /** Of the series that its model was made for. */
  readonly length: number;
  readonly channels: number;
  readonly classes: number;
  /** Parameters, then running statistics. */
  readonly weights: Float32Array<ArrayBuffer>;
  readonly from: ForkOrigin;
}

/** The checkpoint that a run began with, as it is kept with the run. */
export interface ForkOrigin {
  /** Of the other run, on this device. */
  readonly id: string;
  readonly label: string;
  readonly step: number;
  /** That ended with the step, if one did. */
  readonly epoch: number | undefined;
}

/** Which run of which experiment. */
export interface ExperimentPart {
  readonly experiment: string;
  readonly arm: string;
  readonly seed: number;
}

/** One error as data, so that its text is in the language that is spoken when it is read. */
export interface ErrorData {
  /** `studio.locked`: not the package's, but of a key that a link or an assignment has set. */
  readonly code: ErrorCode | "studio.locked";
  readonly params: unknown;
  readonly path: string | undefined;
  /** In English, for a code whose text the page does not have. */
  readonly message: string;
}

/** Series of a set to be drawn: values of the first channel, after all transforms. */
export interface ExampleSeries {
  readonly label: number;
  readonly values: Float32Array;
}

/** What is known of a run once it is prepared. */
export interface Prepared {
  readonly spec: Spec;
  readonly numerics: "fused" | "portable";
  readonly threads: number;
  /** The GPU that it trains on. */
  readonly device?: string;
  /** Why it trains on the processor, where the choice was left open. */
  readonly deviceReason?: NonNullable<PreparedEvent["deviceReason"]>;
  readonly batches: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly counts: { readonly train: number; readonly val: number; readonly test: number };
  readonly length: number;
  readonly channels: number;
  readonly classNames: readonly string[];
  readonly layers: readonly LayerSummary[];
  readonly notices: PreparedEvent["notices"];
  /** Two training series of each class. */
  readonly examples: readonly ExampleSeries[];
  /** SHA-256 of the weights that it begins with, where these are not drawn from the seed. */
  readonly initialSha256?: string;
}

/** Where the weights of a step are kept. */
export interface CheckpointMark {
  readonly step: number;
  readonly epoch: number;
}

export type StorageProblem = "refused" | "full";

/** What a run does, or why it waits. */
export type Phase =
  | "preparing"
  | "ready"
  | "training"
  | "paused"
  | "testing"
  | "finished"
  | "stopped"
  | "diverged"
  | "failed";

export type Reply =
  | { type: "prepared"; run: string; prepared: Prepared; resumed: ResumedPart | undefined }
  | { type: "phase"; run: string; phase: "training" | "paused" | "testing" }
  /** The first step comes next; ISO 8601. */
  | { type: "begun"; run: string; startedAt: string }
  | { type: "steps"; run: string; first: number; block: Float32Array<ArrayBuffer> }
  | { type: "epoch"; run: string; record: EpochRecord }
  /** `weights`: parameters, then running statistics; handed over. `states`: steps that one may go back to. */
  | {
      type: "checkpoint";
      run: string;
      mark: CheckpointMark;
      kept: boolean;
      weights: Float32Array<ArrayBuffer>;
      states: readonly number[];
    }
  /** A change by hand begins with its step. */
  | { type: "edited"; run: string; edit: EditSpec; states: readonly number[] }
  /** `files`: of its folder, where they could not be kept; they last as long as the page. */
  | { type: "ended"; run: string; record: RunRecord; files?: FolderFiles }
  /** The run cannot be: everything that is wrong with its spec. */
  | { type: "refused"; run: string; errors: readonly ErrorData[] }
  /** A fault of ours or of the host. */
  | { type: "fault"; run: string | undefined; message: string; details: string }
  | { type: "storage"; run: string; problem: StorageProblem }
  /** The GPU is gone; the processor trains the epoch again. */
  | { type: "deviceLost"; run: string }
  /** Another tab trains it. */
  | { type: "busy"; run: string };

/** What a resumed run has done already. */
export interface ResumedPart {
  readonly label: string;
  readonly step: number;
  /** (step, STEP_VALUES); left out where the page has them, after it went back. */
  readonly steps: Float32Array<ArrayBuffer> | undefined;
  readonly history: readonly EpochRecord[];
  readonly checkpoints: readonly CheckpointMark[];
  readonly edits: readonly EditSpec[];
  /** Steps that one may go back to. */
  readonly states: readonly number[];
  /** The run went back: what came after its step is the run of this id, where it could be kept. */
  readonly rewound?: { readonly branch: string; readonly label: string; readonly kept: boolean };
}
