/** What passes between a sweep and the processes that run its runs. Plain data; both sides import only this. */
import type { Spec } from "../spec/spec.ts";

export type ToWorker =
  | { readonly type: "run"; readonly spec: Spec; readonly folder: string }
  /** Ends the run after the current batch and saves it. */
  | { readonly type: "stop" };

export type FromWorker =
  | { readonly type: "epoch"; readonly epoch: number; readonly valLoss: number }
  | { readonly type: "saved" }
  | {
      readonly type: "failed";
      readonly message: string;
      /** Of a TidelabError. */
      readonly code: string | undefined;
      /** What the system said, of a TidelabError that tells it. */
      readonly reason?: string;
    };
