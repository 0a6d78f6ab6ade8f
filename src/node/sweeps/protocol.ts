/** What passes between a sweep and the processes that run its runs. Plain data; both sides import only this. */
import type { Spec } from "../../spec/spec.ts";
import type { DeviceChoice } from "../choose-device.ts";

export type ToWorker =
  | {
      readonly type: "run";
      readonly spec: Spec;
      readonly folder: string;
      readonly device: DeviceChoice;
      /** Whether the run waits after each epoch for `continue` or `stop`. */
      readonly waits: boolean;
    }
  | { readonly type: "continue" }
  /** Ends the run after the epoch that it reported, and saves it. */
  | { readonly type: "stop" };

export type FromWorker =
  /** The job arrived: from here on its failures are its own. */
  | { readonly type: "begun" }
  | { readonly type: "epoch"; readonly epoch: number; readonly valLoss: number }
  | { readonly type: "saved" }
  | {
      readonly type: "failed";
      readonly message: string;
      /** Of a TidelabError. */
      readonly code: string | undefined;
      /** What the system said, of a TidelabError that has it. */
      readonly reason?: string;
    };
