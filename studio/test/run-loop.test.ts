/** Pulling a run: pauses and steps change nothing, and the clock is stopped while it waits. */
import { createControl, models, parseSpec } from "tidelab";
import { type FinishedRun, type RunEvent, runSpec } from "tidelab/runs";
import { describe, expect, it } from "vitest";
import type { Reach } from "../src/engine/protocol.ts";
import { RunLoop } from "../src/engine/run-loop.ts";

const spec = parseSpec({
  data: { kind: "waves", samples: 60, length: 12 },
  model: models.recurrent({ hiddenSize: 3, numLayers: 1 }),
  training: { epochs: 3, batchSize: 8 },
});

/** A loop over the run of the spec; `reach` is how far each `go` goes. */
function watch(reaches: readonly Reach[], options: { now?: () => number } = {}) {
  const seen: string[] = [];
  let ended: (run: FinishedRun) => void;
  const end = new Promise<FinishedRun>((resolve) => {
    ended = resolve;
  });
  let turn = 0;
  const loop: RunLoop = new RunLoop(
    runSpec(spec, { checkpointEvery: 1, now: () => loop.clock() }),
    {
      onEvent: (event: RunEvent) => void seen.push(event.type),
      onPause: () => {
        seen.push("pause");
        turn++;
        const reach = reaches[turn];
        if (reach !== undefined) setTimeout(() => loop.go(reach));
      },
      onEnd: (run) => ended(run),
      onError: (error) => {
        throw error;
      },
    },
    { breathe: () => new Promise((resolve) => setTimeout(resolve)), now: options.now ?? (() => performance.now()) },
  );
  return { loop, seen, end };
}

async function hashOf(reaches: readonly Reach[]) {
  const { loop, seen, end } = watch(reaches);
  await loop.prepare();
  loop.go(reaches[0] ?? "end");
  const { record } = await end;
  return { hash: record.weightsSha256, seen, record };
}

describe("a run that is pulled", () => {
  it("prepares up to its start, and then waits", async () => {
    const { loop, seen } = watch(["end"]);
    const events = await loop.prepare();
    expect(events?.map(({ type }) => type)).toEqual(["prepared", "start"]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(seen).toEqual([]);
    await loop.close();
  });

  it("ends in the same weights however it was paused", async () => {
    const whole = await hashOf(["end"]);
    const steps = whole.record.steps;
    const byBatch = await hashOf([...new Array<Reach>(steps).fill("batch"), "end"]);
    const byEpoch = await hashOf(["epoch", "epoch", "end"]);
    expect(byBatch.hash).toBe(whole.hash);
    expect(byEpoch.hash).toBe(whole.hash);
    expect(byBatch.seen.filter((type) => type === "pause")).toHaveLength(steps);
  });

  it("stops after one step, and after an epoch with its checkpoint", async () => {
    const { seen } = await hashOf(["batch", "epoch", "end"]);
    const first = seen.indexOf("pause");
    expect(seen.slice(0, first)).toEqual(["checkpoint", "step"]);
    const second = seen.indexOf("pause", first + 1);
    expect(seen.slice(second - 2, second)).toEqual(["epoch", "checkpoint"]);
    expect(seen.slice(0, second).filter((type) => type === "epoch")).toHaveLength(1);
  });

  it("does not count the time in which it waits", async () => {
    let time = 0;
    const { loop, end } = watch(["batch", "end"], { now: () => time });
    await loop.prepare();
    time += 3_600_000; // an hour before the first click
    loop.go("batch");
    await new Promise((resolve) => setTimeout(resolve, 50));
    time += 3_600_000; // and a pause of another
    const { record } = await end;
    expect(record.history.map(({ trainSeconds, valSeconds }) => trainSeconds + valSeconds)).toEqual([0, 0, 0]);
  });

  it("is given up without an end", async () => {
    const { loop, seen } = watch(["end"]);
    await loop.prepare();
    loop.go("end");
    await loop.close();
    const count = seen.length;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(seen.length).toBe(count);
  });

  it("rests between two steps, where its state can be had", async () => {
    const control = createControl();
    const states: number[] = [];
    const loop: RunLoop = new RunLoop(
      runSpec(spec, { checkpointEvery: 1, control }),
      {
        onEvent: (event: RunEvent) => {
          if (event.type === "checkpoint") states.push(event.state.step);
        },
        onPause: () => undefined,
        onEnd: () => undefined,
        onError: (error) => {
          throw error;
        },
      },
      { breathe: () => new Promise((resolve) => setTimeout(resolve)), now: () => performance.now() },
    );
    await loop.prepare();
    loop.go("batch");
    await loop.rest();
    // Asked to rest before its first step was done, it has done one or none.
    loop.go("batch");
    await new Promise((resolve) => setTimeout(resolve, 50));
    await loop.rest();
    control.requestCheckpoint();
    await loop.pullOne();
    expect(states[0]).toBe(0);
    expect(states.at(-1)).toBeGreaterThan(0);
    expect(loop.isOver).toBe(false);
    await loop.close();
  });
});
