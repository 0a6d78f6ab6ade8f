/** Runs that take milliseconds: the lab in small. */

import { type FinishedRun, type RunOptions, runSpec } from "../../src/runs/run-spec.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import type { Spec, SpecInput } from "../../src/spec/spec.ts";
import type { TrainingState } from "../../src/train/records.ts";
import { recurrent } from "../../src/zoo/index.ts";

/** A bidirectional LSTM of 3 hidden units (441 parameters) on 60 series of 12 steps, two epochs of three batches. */
export function tinySpec(changes: Partial<SpecInput> = {}): Spec {
  return parseSpec({
    name: "tiny",
    numerics: "portable",
    data: { kind: "waves", samples: 60, length: 12 },
    model: recurrent({ hiddenSize: 3, numLayers: 1 }),
    training: { epochs: 2, batchSize: 16 },
    ...changes,
  });
}

export async function finish(spec: Spec, options: RunOptions = {}): Promise<FinishedRun> {
  const run = runSpec(spec, options);
  for (;;) {
    const next = await run.next();
    if (next.done) return next.value;
  }
}

/** A run that is stopped after so many steps, with the state it left. */
export async function stopAfter(
  spec: Spec,
  steps: number,
  options: RunOptions = {},
): Promise<{ run: FinishedRun; state: TrainingState }> {
  const stop = new AbortController();
  const run = runSpec(spec, { ...options, checkpointEvery: 1, signal: stop.signal });
  let state: TrainingState | undefined;
  for (;;) {
    const next = await run.next();
    if (next.done) return { run: next.value, state: state! };
    if (next.value.type === "step" && next.value.step === steps) stop.abort();
    if (next.value.type === "checkpoint") state = next.value.state;
  }
}

/** Stopped in its first epoch. */
export async function finishStopped(): Promise<FinishedRun> {
  return (await stopAfter(tinySpec(), 2)).run;
}

/** Diverged: steps so long that the loss is no number any more. */
export function finishDiverged(): Promise<FinishedRun> {
  return finish(tinySpec({ training: { epochs: 2, batchSize: 16, lr: 1e38 } }));
}
