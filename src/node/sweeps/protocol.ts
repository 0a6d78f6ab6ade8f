/** What passes between a sweep and the processes that run its runs. Plain data; both sides import only this. */
import type { DataFile } from "../../data/kinds/kind.ts";
import type { Numerics } from "../../engine/device.ts";
import type { Spec } from "../../spec/spec.ts";
import type { DeviceChoice } from "../choose-device.ts";

/** What a run of the queue has in addition: it may have begun on another host, whose files are not here. */
export interface FromQueue {
  readonly numerics: Numerics;
  /** Files of its series by hash, in a folder where each is called by its own. */
  readonly data?: {
    readonly folder: string;
    readonly files: readonly DataFile[];
    readonly sha256?: string | undefined;
  };
  /** Milliseconds between two checkpoints. The run continues from one that is in its folder. */
  readonly checkpointEvery: number;
}

export type ToWorker =
  | {
      readonly type: "run";
      readonly spec: Spec;
      readonly folder: string;
      readonly device: DeviceChoice;
      /** Whether the run waits after each epoch for `continue` or `stop`. */
      readonly waits: boolean;
      readonly queue?: FromQueue | undefined;
    }
  | { readonly type: "continue" }
  /** Ends the run after the epoch that it reported, and saves it. */
  | { readonly type: "stop" }
  /** Ends the run after the current batch, and leaves a checkpoint to continue from. */
  | { readonly type: "drain" };

export type FromWorker =
  /** The job arrived: from here on its failures are its own. */
  | { readonly type: "begun" }
  | { readonly type: "epoch"; readonly epoch: number; readonly valLoss: number }
  | { readonly type: "saved"; readonly weightsSha256: string }
  /** There is a new checkpoint in the folder. */
  | { readonly type: "checkpoint" }
  /** The run is not done; its checkpoint is in the folder. */
  | { readonly type: "drained" }
  | {
      readonly type: "failed";
      readonly message: string;
      /** Of a TidelabError. */
      readonly code: string | undefined;
      /** What the system said, of a TidelabError that has it. */
      readonly reason?: string;
    };
