/**
 * Kills of any process of a sweep, alone or together, at any time: the sweep ends or is resumed, it never waits for ever, and
 * no process outlives it. `TIDELAB_KILLS` sets the number of rounds; CI makes few.
 */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate, setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSweepResult } from "../../src/node/sweeps/folder.ts";
import { NumpyRandom } from "../../src/random/numpy.ts";
import type { SweepInput } from "../../src/sweep/definition.ts";
import { createScratch, isAlive, type Scratch, TINY_BASE, tinySweep } from "./tiny-sweep.ts";

const ROUNDS = Number(process.env.TIDELAB_KILLS ?? 1);
/** Of each round: commands that are disturbed before one may end in peace. */
const DISTURBED = 3;

let scratch: Scratch;
beforeEach(async () => {
  scratch = await createScratch();
});
afterEach(() => scratch.remove());

const base = { ...TINY_BASE, training: { epochs: 6, batchSize: 16 } };
const SWEEPS: Record<string, Partial<SweepInput>> = {
  grid: { base },
  pruned: { base, prune: { kind: "median", after: 1, runs: 1 } },
  tpe: {
    base,
    axes: [{ path: "training.lr", min: 1e-4, max: 1e-1, scale: "log" }],
    search: { kind: "tpe", arms: 6, startup: 2, round: 2 },
    seeds: 1,
  },
};

/** Processes of a process. */
function childrenOf({ pid }: ChildProcess): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

const running = ({ exitCode, signalCode }: ChildProcess) => exitCode === null && signalCode === null;

describe.skipIf(!existsSync("/proc/self/task"))("a sweep whose processes are killed", () => {
  it.each(Object.keys(SWEEPS))(
    "(%s) ends or goes on, and leaves no process",
    async (name) => {
      const definition = SWEEPS[name] ?? {};
      for (let round = 0; round < ROUNDS; round++) {
        const random = new NumpyRandom(round);
        const below = (count: number) => Math.floor(random.random() * count);
        const sweep = `sweep-${round}`;
        const file = await scratch.write("sweep.json", tinySweep({ ...definition, name: sweep }));
        for (let disturbed = 0; disturbed < DISTURBED; disturbed++) {
          const parent = scratch.start(["sweep", file, "--jobs", "3"]);
          // Something begins or ends with each line.
          let printed = 0;
          for (const stream of [parent.stdout, parent.stderr]) stream?.on("data", () => printed++);
          const seen = new Set<number>();
          const over = once(parent, "close");
          // Many kills, also in the midst of what those before have caused.
          for (let kills = 1 + below(8); kills > 0 && running(parent); kills--) {
            const before = [seen.size, printed] as const;
            const isNew = below(2) === 0 ? () => printed > before[1] : () => seen.size > before[0];
            while (running(parent) && !isNew()) {
              for (const pid of childrenOf(parent)) seen.add(pid);
              await setImmediate();
            }
            await setTimeout([0, 0, 1, 5, 50][below(5)]);
            const workers = childrenOf(parent);
            const victims = [[below(workers.length)], [0, 1], [0, 1, 2], [-1], [-1, 0, 1, 2]][below(5)] ?? [];
            for (const victim of victims) {
              const pid = victim === -1 ? parent.pid : workers[victim];
              if (pid !== undefined && isAlive(pid)) process.kill(pid, "SIGKILL");
            }
          }
          await over;
          while ([...seen].some(isAlive)) await setTimeout(5);
        }
        const { code, stderr } = await scratch.run(["sweep", file, "--jobs", "3"]);
        expect([code, stderr.split("\n").filter((line) => !/pruned after epoch|^warning: split: /.test(line))]).toEqual(
          [0, [""]],
        );
        const folder = join(scratch.folder, "sweeps", sweep);
        const { arms, seeds } = await readSweepResult(folder);
        for (const { id, runs, failures } of arms) {
          expect(failures.filter(({ reason }) => reason !== "pruned")).toEqual([]);
          expect(runs.length + failures.length).toBe(seeds.length);
          for (const seed of seeds) expect(readdirSync(join(folder, id, `seed-${seed}`))).toContain("run.json");
        }
        expect(arms).toHaveLength(name === "tpe" ? 6 : 3);
        const left = readdirSync(folder, { recursive: true, encoding: "utf8" });
        expect(left.filter((path) => path.includes(".partial"))).toEqual([]);
      }
    },
    600_000,
  );
});
