/**
 * `about.json` in a run's folder: what there is to say about a run that its record does not say, the run that it was forked from among it.
 * Text only; who writes it has the file.
 */
import { type Changes, changesBetween } from "../spec/changes.ts";
import type { Spec } from "../spec/spec.ts";
import { runId } from "./run-id.ts";

/** What a run was forked from: its id, and what the fork changed, path in the spec to value. */
export interface ForkOf {
  readonly parent: string;
  readonly changes: Changes;
}

/** What is known about a run beside its record. */
export interface About {
  /** Id of the run that this one was forked from. */
  readonly parent: string | null;
  readonly changes: Record<string, unknown> | null;
  readonly notes: readonly { readonly at: string; readonly text: string }[];
  readonly tags: readonly string[];
}

export const NOTHING_ABOUT: About = { parent: null, changes: null, notes: [], tags: [] };

/** The text of `about.json`. */
export function formatAbout(about: About): string {
  return `${JSON.stringify(about, undefined, 2)}\n`;
}

/** What a run was started with, as its id has it. */
type Parent = Parameters<typeof runId>[0] & { readonly spec: Spec };

/**
 * What a run is a fork of, where it was made of another run's spec by hand: the changes that make its spec of the other one, as few as there are.
 * @param parent  a record, or what the other run was started with
 * @example
 * ```ts
 * import { models, parseSpec } from "tidelab";
 * import { forkOf } from "tidelab/runs";
 *
 * const spec = parseSpec({ data: { kind: "waves" }, model: models.recurrent() });
 * const parent = { spec, numerics: "portable", startedAt: "2026-11-27T12:00:00.000Z" } as const;
 * console.log(forkOf(parent, { ...spec, training: { ...spec.training, lr: 0.01 } }).changes); // { 'training.lr': 0.01 }
 * ```
 */
export function forkOf(parent: Parent, spec: Spec): ForkOf {
  return { parent: runId(parent), changes: changesBetween(parent.spec, spec) };
}

/**
 * The text of `about.json` in the folder of a fork, as `tidelab fork` writes it.
 * @example
 * ```ts
 * import { aboutFork } from "tidelab/runs";
 *
 * console.log(JSON.parse(aboutFork({ parent: "0f1e2d3c4b5a6978", changes: { "training.lr": 0.01 } })).parent); // 0f1e2d3c4b5a6978
 * ```
 */
export function aboutFork(fork: ForkOf): string {
  return formatAbout({ ...NOTHING_ABOUT, parent: fork.parent, changes: { ...fork.changes } });
}
