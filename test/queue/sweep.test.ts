/** Sweeps over a queue in a real PostgreSQL: the same results as on one machine, whatever happens to workers, connections and files. */
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { onServer } from "../store/databases.ts";
import { TINY_BASE, tinySweep } from "../sweep/tiny-sweep.ts";
import { createQueue, type Queue, weightsOf, withoutServer } from "./queue.ts";

/** Long enough to be interrupted. */
const LONG = {
  ...TINY_BASE,
  data: { kind: "waves", samples: 400, length: 40 },
  training: { epochs: 60, batchSize: 16 },
} as const;

let queue: Queue;

describe.skipIf(withoutServer)("a sweep in the queue", () => {
  beforeEach(async () => {
    queue = await createQueue();
  });
  afterEach(() => queue.end());

  /** The same sweep on processes of one machine. */
  async function alone(sweep: object): Promise<Record<string, string>> {
    const host = await queue.host();
    const file = await host.write("sweep.json", sweep);
    expect(await host.run(["sweep", file, "--jobs", "2"], "off")).toMatchObject({ code: 0 });
    return weightsOf(join(host.folder, "sweeps/tiny"));
  }

  it("has the results and the report of one on processes, and its runs are in the store", async () => {
    const [planner, worker] = [await queue.host(), await queue.host()];
    const file = await planner.write("sweep.json", tinySweep());
    expect(await planner.run(["worker", "--setup"], queue.database.setting)).toMatchObject({ code: 0 });
    const works = worker.begin("worker", "--jobs", "2");
    const swept = planner.begin("sweep", file, "--queue");
    expect([await swept.over, swept.said()]).toMatchObject([0, expect.stringContaining("report.html")]);
    works.child.kill("SIGTERM");
    expect(await works.over).toBe(143);
    expect(works.said()).toContain("Saved 6 runs.");
    const folder = join(planner.folder, "sweeps/tiny");
    expect(await weightsOf(folder)).toEqual(await alone(tinySweep()));
    expect(existsSync(join(folder, "report.md"))).toBe(true);
    expect(existsSync(join(worker.folder, "sweeps"))).toBe(false);
    const listed = await planner.run(["runs", "--json"], queue.database.setting);
    const runs = JSON.parse(listed.stdout) as { id: string; folder: string }[];
    expect(runs).toHaveLength(6);
    // From a machine that never had it.
    const [first] = runs;
    const pulled = await worker.run(["runs", "pull", first!.id, "--out", "back"], queue.database.setting);
    expect(pulled).toMatchObject({ code: 0 });
    for (const name of ["run.json", "model.safetensors"]) {
      const kept = await readFile(resolve(planner.folder, first!.folder, name));
      expect(await readFile(join(worker.folder, "back", name))).toEqual(kept);
    }
    expect(await worker.run(["verify", "back"], "off")).toMatchObject({ code: 0 });
    // Again: nothing is run.
    const again = planner.begin("sweep", file, "--queue");
    expect(await again.over).toBe(0);
    expect(again.said()).toContain("6 of 6 runs are already done.");
  });

  it("is finished by another worker, to the same bits, when one is killed or drained", async () => {
    const sweep = tinySweep({ base: LONG, axes: [{ path: "training.lr", values: [0.01] }] });
    const [planner, first, second] = [await queue.host(), await queue.host(), await queue.host()];
    const file = await planner.write("sweep.json", sweep);
    const swept = planner.begin("sweep", file, "--queue");
    await swept.until(/In the queue; no worker is there yet/);
    const killed = first.begin("worker", "--jobs", "1");
    await killed.until(/lr-0.01 · seed 7: begins/);
    killed.child.kill("SIGKILL");
    const drained = first.begin("worker", "--jobs", "1");
    await drained.until(/seed [78]: begins/);
    drained.child.kill("SIGTERM");
    expect(await drained.over).toBe(143);
    // Where a worker takes long to start, the run of the killed one is back by then, and comes first.
    const [, taken = "", other = taken === "7" ? "8" : "7"] = /seed ([78]): begins/.exec(drained.said()) ?? [];
    expect(drained.said()).toContain(`seed ${taken}: put back into the queue`);
    const rest = second.begin("worker", "--jobs", "2");
    await rest.until(new RegExp(`seed ${taken}: continues from a checkpoint`));
    await rest.until(new RegExp(`seed ${other}: (begins|continues)`));
    expect([await swept.over, swept.said()]).toMatchObject([0, expect.stringContaining("report.html")]);
    expect(await weightsOf(join(planner.folder, "sweeps/tiny"))).toEqual(await alone(sweep));
  });

  it("survives connections that are cut, and is collected by the same command after Ctrl-C", async () => {
    const sweep = tinySweep({ seeds: 8 });
    const [planner, worker] = [await queue.host(), await queue.host()];
    const file = await planner.write("sweep.json", sweep);
    const left = planner.begin("sweep", file, "--queue");
    await left.until(/In the queue/);
    // Runs are put in together, a moment later.
    await left.until(/no worker is there yet/);
    const works = worker.begin("worker", "--jobs", "1");
    const name = new URL(queue.database.setting).pathname.slice(1);
    const cut = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`;
    for (let seed = 7; seed < 10; seed++) {
      await works.until(new RegExp(`seed ${seed}: saved`));
      await onServer(cut);
    }
    left.child.kill("SIGINT");
    expect([await left.over, left.said()]).toMatchObject([
      130,
      expect.stringContaining("in the queue: workers run them"),
    ]);
    const swept = planner.begin("sweep", file, "--queue");
    expect([await swept.over, swept.said()]).toMatchObject([0, expect.stringContaining("report.html")]);
    expect(await weightsOf(join(planner.folder, "sweeps/tiny"))).toEqual(await alone(sweep));
  });

  it("sends files of series by hash to workers that lack them, or has them read from a shared folder", async () => {
    const [planner, worker, shared] = [await queue.host(), await queue.host(), await queue.host()];
    const row = (n: number) =>
      `${n % 2 ? "up" : "down"},${[0, 1, 2, 3, 4].map((t) => Math.sin(n + (n % 2 ? t : -t))).join()}`;
    const csv = `label,t0,t1,t2,t3,t4\n${Array.from({ length: 40 }, (_, n) => row(n)).join("\n")}\n`;
    for (const folder of [planner.folder, shared.folder]) {
      await mkdir(join(folder, "data"));
      await writeFile(join(folder, "data/slopes.csv"), csv);
    }
    const base = { ...TINY_BASE, data: { kind: "files", train: "data/*.csv" } };
    const sweep = tinySweep({ base: base as never, seeds: 1 });
    const file = await planner.write("sweep.json", sweep);
    const swept = planner.begin("sweep", file, "--queue");
    await swept.until(/In the queue/);
    worker.begin("worker", "--jobs", "1", "--folder", "own");
    expect([await swept.over, swept.said()]).toMatchObject([0, expect.stringContaining("report.html")]);
    const plain = await planner.run(["sweep", file, "--out", "sweeps/alone"], "off");
    expect(plain).toMatchObject({ code: 0 });
    const weights = await weightsOf(join(planner.folder, "sweeps/alone"));
    expect(await weightsOf(join(planner.folder, "sweeps/tiny"))).toEqual(weights);
    const record = JSON.parse(await readFile(join(planner.folder, "sweeps/tiny/lr-0.1/seed-7/run.json"), "utf8")) as {
      data: { source: { files: { name: string }[] } };
    };
    expect(record.data.source.files.map(({ name }) => name)).toEqual(["data/slopes.csv"]);
  });

  it("is not spoilt by a worker that cannot write: it says so, puts its run back and goes", async () => {
    const [planner, worker] = [await queue.host(), await queue.host()];
    const sweep = tinySweep({ seeds: 1 });
    const file = await planner.write("sweep.json", sweep);
    expect(await planner.run(["worker", "--setup"], queue.database.setting)).toMatchObject({ code: 0 });
    // No file can be made below a file: here from the start, and there once it has begun, as where a disk becomes full.
    await writeFile(join(worker.folder, "closed"), "");
    const [closed, filled] = ["closed", "own"].map((folder) =>
      worker.begin("worker", "--jobs", "1", "--folder", folder),
    );
    expect([await closed!.over, closed!.said()]).toMatchObject([2, expect.stringContaining("closed/jobs")]);
    await filled!.until(/Worker is there/);
    const [own = ""] = await readdir(join(worker.folder, "own/jobs"));
    await rm(join(worker.folder, "own/jobs", own), { recursive: true });
    await writeFile(join(worker.folder, "own/jobs", own), "");
    const swept = planner.begin("sweep", file, "--queue");
    expect([await filled!.over, filled!.said()]).toMatchObject([2, expect.stringContaining(`own/jobs/${own}`)]);
    expect(filled!.said().match(/begins/g)).toHaveLength(1);
    const works = worker.begin("worker", "--jobs", "1");
    expect([await swept.over, swept.said()]).toMatchObject([0, expect.stringContaining("report.html")]);
    works.child.kill("SIGTERM");
    await works.over;
    expect(await weightsOf(join(planner.folder, "sweeps/tiny"))).toEqual(await alone(sweep));
  });

  it.each([
    [
      "pruning",
      {
        base: { ...TINY_BASE, training: { epochs: 6, batchSize: 16 } },
        seeds: 3,
        prune: { kind: "median", after: 1, runs: 1 },
      },
    ],
    [
      "TPE",
      {
        axes: [{ path: "training.lr", min: 1e-4, max: 1e-1, scale: "log" }],
        search: { kind: "tpe", arms: 6, startup: 2, round: 2 },
        seeds: 1,
      },
    ],
  ] as const)(
    "with %s has the same arms, epochs and weights for any number of workers",
    async (_, changes) => {
      const sweep = tinySweep(changes as never);
      const [planner, worker] = [await queue.host(), await queue.host()];
      const file = await planner.write("sweep.json", sweep);
      const swept = planner.begin("sweep", file, "--queue");
      await swept.until(/In the queue/);
      const works = [1, 2, 3].map((jobs) => worker.begin("worker", "--jobs", String(jobs)));
      expect([await swept.over, swept.said()]).toMatchObject([0, expect.stringContaining("report.html")]);
      for (const { child } of works) child.kill("SIGTERM");
      const there = await weightsOf(join(planner.folder, "sweeps/tiny"));
      expect(there).toEqual(await alone(sweep));
      expect(Object.keys(there)).toHaveLength("search" in changes ? 6 : 9);
    },
    90_000,
  );
});
