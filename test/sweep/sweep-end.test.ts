/** What a sweep ends with: its report, its exit code, one JSON document whatever happened; and names of folders. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSweepResult } from "../../src/node/sweeps/folder.ts";
import { createScratch, type Scratch, TINY_BASE, tinySweep } from "./tiny-sweep.ts";

let scratch: Scratch;
beforeEach(async () => {
  scratch = await createScratch();
});
afterEach(() => scratch.remove());

const inScratch = (...path: string[]) => join(scratch.folder, ...path);

describe("a sweep ends", () => {
  it("with its report in its folder, and one JSON document", async () => {
    const file = await scratch.write("sweep.json", tinySweep({ seeds: 1 }));
    const { code, stdout, stderr } = await scratch.run(["sweep", file, "--json"]);
    expect([code, stderr.includes("\u001b")]).toEqual([0, false]);
    const report = [join("sweeps", "tiny", "report.html"), join("sweeps", "tiny", "report.md")];
    const document = JSON.parse(stdout) as { arms: { failures: unknown[]; missing: number[] }[] };
    expect(document).toMatchObject({ ended: "done", left: 0, report });
    expect(document.arms.map(({ failures, missing }) => [failures, missing])).toEqual(new Array(3).fill([[], []]));
    for (const path of report) expect(readFileSync(inScratch(path), "utf8")).toContain("tiny");
    const text = readFileSync(inScratch(report[1] ?? ""), "utf8");
    for (const [, figure = ""] of text.matchAll(/\]\((report-figures\/[^)]+)\)/g)) {
      expect(existsSync(inScratch("sweeps", "tiny", figure))).toBe(true);
    }
    expect(readdirSync(inScratch("sweeps", "tiny", "report-figures")).length).toBeGreaterThan(0);
    const again = await scratch.run(["sweep", file, "--lang", "zh-CN"]);
    expect(again.stdout).toContain(`已写入 ${report[0]}：3 个实验组，共 3 次运行。`);
  });

  it("with exit code 1 when no run has a result", async () => {
    const axes = [{ path: "training.lr", values: [1e38, 2e38] }];
    const file = await scratch.write("sweep.json", tinySweep({ axes, seeds: 1 }));
    const { code, stdout, stderr } = await scratch.run(["sweep", file, "--json"]);
    expect(code).toBe(1);
    expect(stderr).toContain("warning: the sweep has no result: all 2 runs diverged, were pruned or failed.");
    expect(JSON.parse(stdout)).toMatchObject({
      report: [],
      arms: [{ failures: [{ seed: 7, reason: "diverged", epoch: 1 }] }, { failures: [{ reason: "diverged" }] }],
    });
  });

  it("with a clear error when its folder is deleted while it runs", async () => {
    const axes = [{ path: "training.lr", values: [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08] }];
    const file = await scratch.write("sweep.json", tinySweep({ axes, seeds: 4 }));
    const child = scratch.start(["sweep", file, "--jobs", "1"]);
    let stderr = "";
    child.stderr?.on("data", (text) => {
      stderr += text;
    });
    child.stdout?.resume();
    while (!existsSync(inScratch("sweeps", "tiny", "sweep.json"))) await setTimeout(2);
    while (!readdirSync(inScratch("sweeps", "tiny")).some((name) => name.startsWith("lr"))) await setTimeout(2);
    await rename(inScratch("sweeps", "tiny"), inScratch("moved"));
    while (child.exitCode === null) await setTimeout(5);
    expect(child.exitCode).toBe(2);
    expect(stderr).toContain(
      "error: sweeps/tiny: the folder of the sweep was deleted or moved while the sweep was running",
    );
    expect(stderr).not.toContain("fault of Tidelab");
    await rm(inScratch("sweeps"), { recursive: true, force: true });
    await mkdir(inScratch("sweeps"));
    await rename(inScratch("moved"), inScratch("sweeps", "tiny"));
    const { code, stdout } = await scratch.run(["sweep", file, "--json"]);
    expect([code, JSON.parse(stdout).left]).toEqual([0, 0]);
  });

  it("with exit code 1 when a run broke off, which the same command runs again", async () => {
    const axes = [{ path: "training.epochs", values: [2, 1_000_000] }];
    const file = await scratch.write("sweep.json", tinySweep({ axes, seeds: 1 }));
    const child = scratch.start(["sweep", file, "--jobs", "1"]);
    let stderr = "";
    child.stderr?.on("data", (text) => {
      stderr += text;
    });
    child.stdout?.resume();
    const children = `/proc/${child.pid}/task/${child.pid}/children`;
    const [short = "", long = ""] = ["epochs-2", "epochs-1000000"].map((arm) => inScratch("sweeps", "tiny", arm));
    while (child.exitCode === null) {
      await setTimeout(5);
      if (!existsSync(long)) continue;
      try {
        for (const pid of readFileSync(children, "utf8").split(" ").filter(Boolean)) process.kill(+pid, "SIGKILL");
      } catch {
        // It has ended meanwhile, or its child has.
      }
    }
    expect(child.exitCode).toBe(1);
    expect(existsSync(join(short, "seed-7", "run.json"))).toBe(true);
    expect(stderr).toContain("epochs-1000000 · seed 7: the process of the run was ended by SIGKILL");
    expect(stderr).toContain("warning: 1 run broke off. The same command runs it again.");
    const [, broken] = (await readSweepResult(inScratch("sweeps", "tiny"))).arms;
    expect(broken?.failures).toMatchObject([{ seed: 7, reason: "failed" }]);
  });

  it("with a document of the error when it cannot run", async () => {
    const axes = [{ path: "training.batchSize", values: [0, 8, -1] }];
    const { code, stdout } = await scratch.run([
      "sweep",
      await scratch.write("sweep.json", tinySweep({ axes })),
      "--json",
    ]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      error: {
        code: "sweep.invalid",
        problems: [
          { code: "spec.range", path: expect.stringContaining("axes[0].values[0]") },
          { code: "spec.range", path: expect.stringContaining("axes[0].values[2]") },
        ],
      },
    });
    const bad = await scratch.run(["sweep", "sweep.json", "--jobs", "0", "--json"]);
    expect(JSON.parse(bad.stdout)).toMatchObject({ error: { code: "cli.jobs", path: "--jobs" } });
  });
});

describe("an arm that no host can hold", () => {
  it("is reported at its place with the estimate, and nothing is started", async () => {
    const axes = [{ path: "model.layers[0].hiddenSize", values: [2, 100_000] }];
    const { code, stderr } = await scratch.run(["sweep", await scratch.write("sweep.json", tinySweep({ axes }))]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/axes\[0\]\.values\[1\]: .*model\.layers\[0\].*needs about \d+ GB/);
    expect(stderr).not.toContain("values[0]");
    expect(existsSync(inScratch("sweeps"))).toBe(false);
  });

  it.each([
    [["--jobs", "0"], {}, "--jobs: expected the number of runs at a time"],
    [[], { seeds: 1e9 }, "seeds: expected at most 100000 runs in all, received 3 arms × 1000000000 seeds = 3000000000"],
  ])("%j %j is refused", async (flags, changes, text) => {
    const file = await scratch.write("sweep.json", tinySweep(changes));
    const { code, stderr } = await scratch.run(["sweep", file, ...flags]);
    expect([code, stderr.includes(text) ? text : stderr]).toEqual([2, text]);
    expect(existsSync(inScratch("sweeps"))).toBe(false);
  });
});

describe("names that Windows reserves", () => {
  const options = { con: {}, nul: { "training.lr": 0.1 } };
  const sweep = tinySweep({ name: "aux", base: TINY_BASE, axes: [{ name: "kind", options }], seeds: 1 });

  it("are no folders of a sweep or its arms; folders of before are continued", async () => {
    const file = await scratch.write("sweep.json", sweep);
    expect((await scratch.run(["sweep", file])).code).toBe(0);
    expect(readdirSync(inScratch("sweeps"))).toEqual(["aux-"]);
    const names = readdirSync(inScratch("sweeps", "aux-")).filter((name) => /^(con|nul)/.test(name));
    expect(names).toEqual(["con-", "nul-"]);
    // As an earlier Tidelab named them.
    const folder = inScratch("sweeps", "aux");
    await cp(inScratch("sweeps", "aux-"), folder, { recursive: true });
    for (const name of ["con", "nul"]) await rename(join(folder, `${name}-`), join(folder, name));
    const text = await readFile(join(folder, "sweep.json"), "utf8");
    await writeFile(join(folder, "sweep.json"), text.replaceAll(/"(con|nul)-"/g, '"$1"'));
    const again = await scratch.run(["sweep", file]);
    expect(again.stdout).toContain("2 of 2 runs are already done.");
    expect((await readSweepResult(folder)).arms.map(({ id }) => id)).toEqual(["con", "nul"]);
  });
});
