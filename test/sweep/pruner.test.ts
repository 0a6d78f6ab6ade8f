/** Pruning by many runs at once: for any number of jobs the same runs end at the same epoch, and none goes past it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Pruner } from "../../src/node/sweeps/pruner.ts";
import { shouldPrune } from "../../src/sweep/prune.ts";

interface Run {
  readonly seed: number;
  /** Validation losses as they would be without pruning. */
  readonly losses: readonly number[];
  /** Epoch after which it breaks off. */
  readonly breaksAt?: number | undefined;
}

/** The rule by hand: run by run in order, each against those before it. @returns epochs that each run makes */
function expectedEpochs(runs: readonly Run[], rule: Rule): number[] {
  const made: Run[] = [];
  return runs.map(({ seed, losses, breaksAt = losses.length }) => {
    const others = made.filter((other) => other.seed === seed).map((other) => other.losses);
    const most = Math.min(breaksAt, losses.length);
    let epochs = 1;
    while (epochs < most && !shouldPrune(losses.slice(0, epochs), others, rule)) epochs++;
    made.push({ seed, losses: losses.slice(0, epochs) });
    return epochs;
  });
}

type Rule = Parameters<typeof shouldPrune>[2];

/** Runs them as a sweep does, so many at a time; which goes on next is for `pick` to say. */
async function runAll(runs: readonly Run[], rule: Rule, jobs: number, pick: (count: number) => number) {
  const pruner = new Pruner<Run>(rule);
  for (const run of runs) pruner.add(run);
  const made = new Map<Run, number>();
  const queue = [...runs];
  // Those that may make an epoch now, and those that wait for an answer.
  const ready: Run[] = [];
  let waiting = 0;
  const fill = () => {
    while (queue.length > 0 && ready.length + waiting < jobs) ready.push(queue.shift()!); // there is one
  };
  fill();
  while (ready.length + waiting > 0) {
    // Somebody can always go on.
    expect(ready.length).toBeGreaterThan(0);
    const [run] = ready.splice(pick(ready.length), 1);
    if (run === undefined) throw new Error("no run");
    const epoch = (made.get(run) ?? 0) + 1;
    made.set(run, epoch);
    waiting++;
    void pruner.epoch(run, run.losses[epoch - 1] ?? Number.NaN, epoch === run.losses.length).then((goesOn) => {
      waiting--;
      if (goesOn && epoch < run.losses.length && epoch !== run.breaksAt) ready.push(run);
      else pruner.end(run);
      fill();
    });
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  }
  return runs.map((run) => made.get(run));
}

describe("pruning with many runs at once", () => {
  it("ends the same runs at the same epoch, whatever comes first", async () => {
    const loss = fc.integer({ min: 0, max: 20 });
    const run = fc.record({
      seed: fc.constantFrom(1, 2),
      losses: fc.array(loss, { minLength: 1, maxLength: 8 }),
      breaksAt: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(run, { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 6 }),
        fc.infiniteStream(fc.nat(1000)),
        async (runs, after, least, jobs, numbers) => {
          const rule = { kind: "median", after, runs: least } as const;
          const pick = (count: number) => (numbers.next().value as number) % count;
          expect(await runAll(runs, rule, jobs, pick)).toEqual(expectedEpochs(runs, rule));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("goes by runs of an earlier call as well", async () => {
    const pruner = new Pruner<{ seed: number; name: string }>({ kind: "median", after: 1, runs: 2 });
    const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => ({ seed: 1, name })) as [Named, Named, Named, Named];
    pruner.add(a, [{ valLoss: 0.1 }, { valLoss: 0.1 }]);
    pruner.add(b, [{ valLoss: 0.2 }, { valLoss: 0.2 }]);
    pruner.add(c);
    pruner.add(d, [{ valLoss: 9 }]);
    expect(await pruner.epoch(c, 0.14, false)).toBe(true);
    expect(await pruner.epoch(c, 0.16, false)).toBe(true);
    const other = { seed: 1, name: "e" };
    pruner.add(other);
    expect(await pruner.epoch(other, 0.18, false)).toBe(false);
  });
});

interface Named {
  readonly seed: number;
  readonly name: string;
}
