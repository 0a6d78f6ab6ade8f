/** Sweeps as the command runs them: pairing, going on, limits, failures, two at once, signals, kill -9. */
import { type ChildProcess, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSweepResult } from "../../src/node/sweeps/folder.ts";
import type { SweepInput } from "../../src/sweep/definition.ts";
import { createScratch, isAlive, type Scratch, TINY_BASE, tinySweep } from "./tiny-sweep.ts";

let scratch: Scratch;
beforeEach(async () => {
  scratch = await createScratch();
});
afterEach(() => scratch.remove());

const inScratch = (...path: string[]) => join(scratch.folder, ...path);

/** Folders of runs that are whole. */
async function runsDone(sweep = "tiny"): Promise<string[]> {
  const entries = await readdir(inScratch("sweeps", sweep), { recursive: true }).catch(() => []);
  return entries.filter((name) => name.endsWith("run.json")).sort();
}

async function until(condition: () => Promise<boolean> | boolean, what: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited too long for ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** The store's lines without what differs from one time to another: ids, dates, seconds, and hashes of files with them. */
async function contents(): Promise<unknown[]> {
  const { stdout, code } = await scratch.run(["runs", "export", "--json"]);
  expect(code).toBe(0);
  const timed = /^(report\.|run\.json)/;
  const lines = JSON.parse(stdout, (key, value: unknown) => {
    if (key === "startedAt" || key === "trainSeconds" || key === "valSeconds" || key === "run") return null;
    return value;
  }) as { folder: string; artifacts?: { path: string; sha256: string; bytes: number }[] }[];
  for (const { artifacts = [] } of lines) {
    for (const artifact of artifacts) if (timed.test(artifact.path)) Object.assign(artifact, { sha256: "", bytes: 0 });
  }
  return lines.sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** What is said of the data, once for all runs, and nothing else. */
const NOTICES = /^warning: split: the validation set has 6 .*\nwarning: split: the test set has 6 .*\n$/;

describe("a sweep", () => {
  it("runs every arm with the same seeds, records all, and is not run twice", async () => {
    const file = await scratch.write("sweep.json", tinySweep());
    const first = await scratch.run(["sweep", file, "--jobs", "2"]);
    expect(first.stderr).toMatch(NOTICES);
    expect(first.code).toBe(0);
    expect(first.stdout).toContain("Sweep tiny: 3 arms, 2 seeds each");
    expect(first.stdout).toMatch(/\[6\/6\] lr-0\.\d+ · seed [78] val_loss=/);
    const result = await readSweepResult(inScratch("sweeps", "tiny"));
    expect(result.axes).toEqual([{ path: "training.lr", values: [0.1, 0.01, 0.001] }]);
    expect(result.arms.map(({ id, settings, failures }) => ({ id, settings, failures }))).toEqual([
      { id: "lr-0.1", settings: { "training.lr": 0.1 }, failures: [] },
      { id: "lr-0.01", settings: { "training.lr": 0.01 }, failures: [] },
      { id: "lr-0.001", settings: { "training.lr": 0.001 }, failures: [] },
    ]);
    for (const { runs, settings } of result.arms) {
      expect(runs.map(({ seed }) => seed)).toEqual(result.seeds);
      for (const { spec, threads } of runs) {
        expect(spec.training.lr).toBe(settings["training.lr"]);
        expect(spec.data).toEqual(result.arms[0]?.runs[0]?.spec.data);
        expect(threads).toBe(1);
      }
    }
    const before = await contents();
    expect(before).toHaveLength(7);
    const again = await scratch.run(["sweep", file, "--jobs", "2"]);
    expect(again.stdout).toContain("6 of 6 runs are already done.");
    expect(again.stdout).not.toContain("[6/6]");
    expect(await contents()).toEqual(before);
  });

  it("gives an arm the weights that train gives, whatever runs beside it", async () => {
    await scratch.run(["sweep", await scratch.write("sweep.json", tinySweep()), "--jobs", "3"]);
    const spec = { ...TINY_BASE, seed: 8, training: { ...TINY_BASE.training, lr: 0.01 } };
    await scratch.run(["train", await scratch.write("spec.json", spec), "--out", "alone"]);
    const record = async (...path: string[]) =>
      JSON.parse(await readFile(inScratch(...path, "run.json"), "utf8")) as { weightsSha256: string };
    expect((await record("sweeps", "tiny", "lr-0.01", "seed-8")).weightsSha256).toBe(
      (await record("alone")).weightsSha256,
    );
  });

  it("reports all faults before its first run, and writes nothing", async () => {
    const axes = [
      { path: "training.lrr", values: [1] },
      { path: "training.batchSize", values: [0, 8] },
    ];
    const { code, stderr } = await scratch.run(["sweep", await scratch.write("sweep.json", tinySweep({ axes }))]);
    expect(code).toBe(2);
    expect(stderr).toContain("axes[0].path: training.lrr: expected a path of the spec");
    expect(stderr).toContain("Did you mean training.lr?");
    expect(stderr).toContain("axes[1].values[0]: training.batchSize: expected a number > 0, received 0.");
    expect(stderr).toContain("sweep.json: expected a sweep that can be run, received one with the 2 problems above.");
    expect(existsSync(inScratch("sweeps"))).toBe(false);
  });

  it("refuses an axis without options, which makes no arms however many seeds there are", async () => {
    const sweep = { name: "x", base: {}, axes: [{ name: "none", options: {} }], seeds: 1e9 };
    const file = await scratch.write("empty-axis.json", JSON.stringify(sweep));
    const { code, stderr } = await scratch.run(["sweep", file]);
    expect(code).toBe(2);
    expect(stderr).toContain("axes[0].options: expected >= 1 entries, received 0.");
  });

  it("reports all faults of its file at once, with their places, and of those of the base and axes that can be checked", async () => {
    const text = `{
  "name": "x",
  "base": { "training": { "epochs": 0, "lr": -1 } },
  "seed": 3,
  "axes": [
    { "path": "training.lrr", "values": [1] },
    { "path": "training.batchSize", "values": [] },
    { "path": "training.momentum", "values": [2, 0.9, 3] },
    { "path": "__proto__", "values": [1], "note": 1 },
    { "path": "training.dropout", "min": 2, "max": 1 }
  ],
  "search": { "kind": "grid", "round": 2 }
}`;
    const { code, stderr } = await scratch.run(["sweep", await scratch.write("sweep.json", text)]);
    expect(code).toBe(2);
    const places = stderr
      .split("\n")
      .flatMap((line) => /^ {2}sweep\.json:(\d+):\d+: (\S+):/.exec(line)?.slice(1).join(" ") ?? []);
    expect(places).toEqual([
      "4 seed",
      "7 axes[1].values",
      "9 axes[3].note",
      "12 search.round",
      "10 axes[4]",
      "10 axes[4]",
      "3 base",
      "3 base",
      "3 base",
      "6 axes[0].path",
      "8 axes[2].values[0]",
      "8 axes[2].values[2]",
    ]);
    expect(stderr).toContain("sweep.json: expected a sweep that can be run, received one with the 12 problems above.");
  });

  it("reports too many runs together with what is wrong with the base and the axes", async () => {
    const sweep = {
      name: "x",
      base: { training: { epochs: 0 } },
      axes: [{ path: "training.batchSize", values: [8, -1] }],
      seeds: 1e9,
    };
    const { code, stderr } = await scratch.run(["sweep", await scratch.write("sweep.json", JSON.stringify(sweep))]);
    expect(code).toBe(2);
    expect(stderr).toContain("seeds: expected at most 100000 runs");
    expect(stderr).toContain("training.epochs: expected a number > 0, received 0.");
    expect(stderr).toContain("training.batchSize: expected a number > 0, received -1.");
    expect(existsSync(inScratch("sweeps"))).toBe(false);
  });

  it("points at the line of a fault in its file, and at a base that is not there", async () => {
    const file = await scratch.write("sweep.json", '{\n  "name": "x",\n  "base": "no.json",\n  "axis": []\n}');
    const first = await scratch.run(["sweep", file]);
    expect(first.stderr).toMatch(/sweep\.json:\d:\d+: ax(es|is): /);
    const second = await scratch.run(["sweep", await scratch.write("s.json", { ...tinySweep(), base: "no.json" })]);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain("no.json: no such file. Expected a spec in JSON.");
  });

  it("records arms that diverge, and continues with the others", async () => {
    const axes = [{ path: "training.lr", values: [1e38, 0.01] }];
    const { code, stderr, stdout } = await scratch.run([
      "sweep",
      await scratch.write("sweep.json", tinySweep({ axes })),
    ]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/warning: \[\d\/4\] lr-1e\+38 · seed 7: training diverged in epoch 1, step \d/);
    expect(stdout).toMatch(/lr-1e\+38 +0 /);
    const [diverged, fine] = (await readSweepResult(inScratch("sweeps", "tiny"))).arms;
    expect(diverged?.runs).toEqual([]);
    expect(diverged?.failures.map(({ seed }) => seed)).toEqual([7, 8]);
    expect(fine?.runs).toHaveLength(2);
  });

  it("--max-runs and --budget end it early; the same command goes on", async () => {
    const file = await scratch.write("sweep.json", tinySweep());
    const first = await scratch.run(["sweep", file, "--max-runs", "2"]);
    expect(first.code).toBe(0);
    expect(first.stderr).toContain("Ended by --max-runs with 4 runs left.");
    expect(await runsDone()).toHaveLength(2);
    const second = await scratch.run(["sweep", file, "--budget", "0.01s", "--jobs", "1"]);
    expect(second.stderr).toContain("Ended by --budget with ");
    expect((await runsDone()).length).toBeLessThan(6);
    expect((await scratch.run(["sweep", file, "--budget", "10m"])).code).toBe(0);
    expect(await runsDone()).toHaveLength(6);
    expect((await scratch.run(["sweep", file, "--budget", "soon"])).stderr).toContain(
      "expected a time like 90s, 10m or 2h",
    );
  });

  it("refuses a folder with runs of another spec in its places", async () => {
    await scratch.run(["sweep", await scratch.write("sweep.json", tinySweep({ seeds: 1 }))]);
    const base = { ...TINY_BASE, training: { epochs: 3, batchSize: 16 } };
    const { code, stderr } = await scratch.run([
      "sweep",
      await scratch.write("other.json", tinySweep({ base, seeds: 1 })),
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain("received 3 run(s) of other specs");
    // More seeds and values are the same sweep made larger.
    const more = tinySweep({ axes: [{ path: "training.lr", values: [0.1, 0.01, 0.001, 0.5] }], seeds: 2 });
    expect((await scratch.run(["sweep", await scratch.write("more.json", more)])).stdout).toContain(
      "3 of 8 runs are already done",
    );
  });

  it("prunes runs that are worse than the median, and says so", async () => {
    const sweep = tinySweep({
      base: {
        ...TINY_BASE,
        data: { kind: "waves", samples: 120, length: 40 },
        training: { epochs: 40, batchSize: 16 },
      },
      axes: [{ path: "training.lr", values: [0.05, 0.03, 0.02, 1e-7] }],
      seeds: 1,
      prune: { kind: "median", after: 3, runs: 2 },
    });
    await scratch.run(["sweep", await scratch.write("sweep.json", sweep), "--jobs", "1"]);
    const arm = (await readSweepResult(inScratch("sweeps", "tiny"))).arms.at(-1);
    expect(arm?.runs).toEqual([]);
    expect(arm?.failures[0]?.message).toMatch(/^pruned after epoch \d+$/);
    const again = await scratch.run(["sweep", "sweep.json", "--jobs", "1"]);
    expect(again.stdout).toContain("4 of 4 runs are already done.");
  });

  it("removes what a killed process left half-written", async () => {
    const file = await scratch.write("sweep.json", tinySweep({ seeds: 1 }));
    await scratch.run(["sweep", file, "--max-runs", "1"]);
    await writeFile(inScratch("sweeps", "tiny", "sweep.json.partial-1073741824"), "{");
    expect((await scratch.run(["sweep", file])).code).toBe(0);
    expect((await readdir(inScratch("sweeps", "tiny"))).filter((name) => name.includes("partial"))).toEqual([]);
    expect(await runsDone()).toHaveLength(3);
  });

  it("a store that does not work is warned of and does not end it", async () => {
    const file = await scratch.write("sweep.json", tinySweep({ seeds: 1 }));
    await writeFile(inScratch("bad.db"), "garbage!".repeat(500));
    const { code, stderr } = await scratch.run(["sweep", file], "bad.db");
    expect(code).toBe(0);
    expect(stderr).toContain("warning: the sweep continues without the run store: bad.db: the file is damaged");
    expect(await runsDone()).toHaveLength(3);
    expect((await scratch.run(["runs", "rebuild"], "bad.db")).stdout).toContain("The store has 3 runs and 1 sweep ");
    const { stdout } = await scratch.run(["runs", "--json"], "bad.db");
    expect(JSON.parse(stdout)).toHaveLength(3);
  });

  it("a full disk ends it with a clear error, and what is finished stays", async () => {
    // /dev/full cannot be a folder: a limit on the size of files does what a full disk does.
    const file = await scratch.write("sweep.json", tinySweep({ seeds: 1 }));
    const main = join(import.meta.dirname, "../../dist/cli/main.js");
    const { status, stderr } = spawnSync(
      "bash",
      ["-c", `trap '' XFSZ; ulimit -f 2; exec "${process.execPath}" "${main}" --lang en sweep ${file}`],
      { cwd: scratch.folder, env: { ...process.env, TIDELAB_STORE: "off" }, encoding: "utf8" },
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/error: .*no space left for the files of the run/);
    expect(await runsDone()).toEqual([]);
    expect((await scratch.run(["sweep", file])).code).toBe(0);
    expect(await runsDone()).toHaveLength(3);
  });
});

/** Runs of about a second, so that there is something to interrupt. */
const slow = () =>
  tinySweep({
    base: { ...TINY_BASE, data: { kind: "waves", samples: 120, length: 40 }, training: { epochs: 30, batchSize: 16 } },
  });

describe("a sweep that is interrupted", () => {
  const ended = async (child: ChildProcess) => {
    let stderr = "";
    child.stderr?.on("data", (text) => {
      stderr += text;
    });
    child.stdout?.resume();
    const [code, signal] = (await once(child, "close")) as [number | null, string | null];
    return { code, signal, stderr };
  };

  const alreadyDone = (done: number) => `${done} of 6 runs ${done === 1 ? "is" : "are"} already done.`;

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("by %s keeps what is finished, and goes on", async (signal, exitCode) => {
    const file = await scratch.write("sweep.json", slow());
    const child = scratch.start(["sweep", file]);
    const over = ended(child);
    await until(async () => (await runsDone()).length >= 1, "the first run");
    child.kill(signal);
    const { code, stderr } = await over;
    expect(code).toBe(exitCode);
    expect(stderr).toContain("Stopping: runs that have finished are kept");
    expect(stderr).toMatch(/Stopped with [1-5] runs left\. The same command continues the sweep\./);
    const done = (await runsDone()).length;
    expect(done).toBeGreaterThanOrEqual(1);
    expect(done).toBeLessThan(6);
    const again = await scratch.run(["sweep", file]);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain(alreadyDone(done));
    expect((await readSweepResult(inScratch("sweeps", "tiny"))).arms.every(({ runs }) => runs.length === 2)).toBe(true);
  });

  it("by a second Ctrl-C ends at once, leaves no process, and goes on", async () => {
    const file = await scratch.write("sweep.json", slow());
    const child = scratch.start(["sweep", file, "--jobs", "2"]);
    const over = ended(child);
    await until(async () => (await runsDone()).length >= 1, "the first run");
    const workers = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").split(" ").filter(Boolean);
    child.kill("SIGINT");
    child.kill("SIGINT");
    expect((await over).code).toBe(130);
    await until(() => !workers.some((pid) => isAlive(Number(pid))), "the end of all processes");
    const done = (await runsDone()).length;
    const again = await scratch.run(["sweep", file]);
    expect(again.stdout).toContain(alreadyDone(done));
    expect(again.code).toBe(0);
  });

  it("a second process on the same sweep is refused, and the first is not disturbed", async () => {
    const file = await scratch.write("sweep.json", slow());
    const child = scratch.start(["sweep", file]);
    const first = ended(child);
    await until(() => existsSync(inScratch("sweeps", "tiny", "sweep.json")), "the first process");
    const second = await scratch.run(["sweep", file]);
    expect(second.code).toBe(2);
    expect(second.stderr).toMatch(
      new RegExp(`another tidelab process is working in this folder \\(process ${child.pid}, since 2\\d{3}-`),
    );
    expect((await first).code).toBe(0);
    expect(await runsDone()).toHaveLength(6);
  });

  it("killed three times and continued, leaves the store of one that was not", async () => {
    const file = await scratch.write("sweep.json", slow());
    let killed = 0;
    for (const count of [1, 2, 4]) {
      const child = scratch.start(["sweep", file]);
      const over = ended(child);
      await until(async () => (await runsDone()).length >= count, `run ${count}`);
      child.kill("SIGKILL");
      if ((await over).signal === "SIGKILL") killed++;
    }
    expect(killed).toBe(3);
    const { code, stderr } = await scratch.run(["sweep", file]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const afterKills = await contents();
    await rm(inScratch("sweeps"), { recursive: true });
    await rm(inScratch("runs"), { recursive: true });
    await scratch.run(["sweep", file]);
    const undisturbed = await contents();
    expect(undisturbed).toHaveLength(7);
    expect(afterKills).toEqual(undisturbed);
  });

  it("by TPE, killed three times and on two jobs, has the arms and the store of one that was not, on one", async () => {
    const file = await scratch.write("sweep.json", searched({ arms: 6 }));
    let killed = 0;
    for (const count of [1, 2, 4]) {
      const child = scratch.start(["sweep", file, "--jobs", "2"]);
      const over = ended(child);
      await until(async () => (await runsDone()).length >= count, `run ${count}`);
      child.kill("SIGKILL");
      if ((await over).signal === "SIGKILL") killed++;
    }
    expect(killed).toBe(3);
    const { code, stderr } = await scratch.run(["sweep", file, "--jobs", "2"]);
    expect(code).toBe(0);
    expect(stderr).toMatch(NOTICES);
    const afterKills = await contents();
    const fileAfterKills = await readFile(inScratch("sweeps", "tiny", "sweep.json"), "utf8");
    await rm(inScratch("sweeps"), { recursive: true });
    await rm(inScratch("runs"), { recursive: true });
    const { stdout } = await scratch.run(["sweep", file, "--jobs", "1"]);
    expect(stdout).toContain("Sweep tiny: 6 arms, 1 seed each");
    expect(stdout).toMatch(/\[6\/6\] /);
    const undisturbed = await contents();
    expect(undisturbed).toHaveLength(7);
    expect(afterKills).toEqual(undisturbed);
    expect(await readFile(inScratch("sweeps", "tiny", "sweep.json"), "utf8")).toBe(fileAfterKills);
  });
});

/** Two arms drawn at random, then two at a time; runs of a tenth of a second. */
const searched = (search: Partial<SweepInput["search"]>, changes: Partial<SweepInput> = {}) =>
  tinySweep({
    base: { ...TINY_BASE, training: { epochs: 40, batchSize: 16 } },
    axes: [
      { path: "training.lr", min: 1e-4, max: 1e-1, scale: "log" },
      { path: "training.batchSize", min: 4, max: 20, integer: true },
    ],
    search: { kind: "tpe", startup: 2, round: 2, ...search },
    seeds: 1,
    ...changes,
  });

describe("a sweep by TPE", () => {
  const armsOf = async () => (await readSweepResult(inScratch("sweeps", "tiny"))).arms;

  it("ends early; with more seeds and arms, what was proposed stays and is not run again", async () => {
    const small = await scratch.write("sweep.json", searched({ arms: 5 }, { base: TINY_BASE }));
    const first = await scratch.run(["sweep", small, "--max-runs", "3"]);
    expect(first.stderr).toContain("Ended by --max-runs with 2 runs left.");
    const before = await armsOf();
    expect(before.map(({ runs }) => runs.length)).toEqual([1, 1, 1, 0]);
    const larger = await scratch.write("larger.json", searched({ arms: 7 }, { base: TINY_BASE, seeds: 2 }));
    expect((await scratch.run(["sweep", larger])).stdout).toContain("3 of 14 runs are already done.");
    const after = await armsOf();
    expect(after.slice(0, 4).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    for (const [i, { runs }] of before.slice(0, 3).entries()) expect(after[i]?.runs[0]).toEqual(runs[0]);
    expect(after.map(({ runs }) => runs.length)).toEqual(new Array(7).fill(2));
  });

  it("records an arm that it proposes and that does not compile, and goes on", async () => {
    const pool = [{ layer: "maxPool", kernelSize: 5 }, { layer: "globalAvgPool" }, { layer: "linear", outFeatures: 2 }];
    const sweep = searched(
      { arms: 9, seed: 6 },
      {
        base: { ...TINY_BASE, data: { kind: "waves", samples: 40, length: 10 } },
        axes: [
          { path: "data.length", values: [10, 3] },
          { name: "front", options: { none: {}, pool: { "model.layers": pool } } },
        ],
      },
    );
    const file = await scratch.write("sweep.json", sweep);
    const { code, stdout, stderr } = await scratch.run(["sweep", file, "--json"]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/warning: \[\d\/4\] length-3_pool · seed 7: .*needs at least 5 time steps/);
    const arms = await armsOf();
    expect(arms.map(({ runs, failures }) => `${runs.length} ${failures.length}`).sort()).toEqual([
      "0 1",
      "1 0",
      "1 0",
      "1 0",
    ]);
    expect((JSON.parse(stdout) as { arms: unknown[] }).arms).toHaveLength(4);
    const again = await scratch.run(["sweep", file]);
    expect(again.stdout).toContain("3 of 4 runs are already done.");
    expect(await armsOf()).toEqual(arms);
  });
});
