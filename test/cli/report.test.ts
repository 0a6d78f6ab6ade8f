/** `tidelab report` on folders of runs: what it writes, what it refuses, and that nothing is overwritten. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { saveRun } from "../../src/node/reports/draw.ts";
import { lockFolder } from "../../src/node/runs/lock.ts";
import { runFolder, writeSweepFile } from "../../src/node/sweeps/folder.ts";
import { recurrent } from "../../src/zoo/index.ts";
import { finish, tinySpec } from "../runs/tiny.ts";
import { scratch, tidelab } from "./command.ts";

const report = (...args: string[]) => tidelab(["report", ...args]);
const text = (file: string) => readFileSync(join(scratch, file), "utf8");

beforeAll(async () => {
  for (const cell of ["lstm", "gru"] as const) {
    for (const seed of [1, 2]) {
      const spec = tinySpec({ name: `${cell}-${seed}`, seed, model: recurrent({ cell, hiddenSize: 3, numLayers: 1 }) });
      await saveRun(join(scratch, "cells", cell, `seed-${seed}`), await finish(spec));
    }
  }
});

describe("tidelab report", () => {
  it("makes arms of the runs in a folder, and shows what the models got wrong", async () => {
    const { code, stdout } = await report("cells", "--lang", "en", "--out", "cells.html");
    expect([code, stdout]).toEqual([0, "Wrote cells.html: 4 runs in 2 arms.\n"]);
    const html = text("cells.html");
    expect(html).toContain("<h1>cells</h1>");
    expect(html).toMatch(/tidelab verify cells\/gru\/seed-1 cells\/gru\/seed-2 cells\/lstm/);
    expect(html).toContain("Misclassified series with the model&#39;s attention");
    expect(html).toContain("GRU − LSTM");
  });

  it("says of the folder of a run in progress who works there", async () => {
    const lock = await lockFolder(join(scratch, "live"));
    const { code, stderr } = await report("live", "--lang", "en");
    lock.release();
    expect(code).toBe(2);
    expect(stderr).toContain(`another tidelab process is working in this folder (process ${process.pid}`);
  });

  it("draws the recorded gradients of each kind of cell, and passes over runs that have none", async () => {
    const html = text("cells.html");
    for (const name of ["LSTM", "GRU"]) {
      expect(html).toContain(`Gradient norm: ${name}`);
      expect(html).toContain(`Gradients along time: ${name}`);
    }
    cpSync(join(scratch, "cells"), join(scratch, "unrecorded"), {
      recursive: true,
      filter: (source) => !/gradients\.json$/.test(source),
    });
    expect((await report("unrecorded", "--lang", "en", "--out", "unrecorded.html")).code).toBe(0);
    expect(text("unrecorded.html")).not.toContain("Gradients along time");
  });

  it("writes Markdown with its figures beside it, in Chinese", async () => {
    const out = join("docs", "cells.md");
    mkdirSync(join(scratch, "docs"));
    const { code } = await report("cells", "--lang", "zh-CN", "--name", "循环单元", "--out", out);
    expect(code).toBe(0);
    const markdown = text(out);
    expect(markdown).toMatch(/^# 循环单元\n/);
    const links = [...markdown.matchAll(/\]\((cells-figures\/[^)]+)\)/g)].map(([, link]) => link ?? "");
    expect(links.length).toBeGreaterThan(4);
    for (const link of links) expect(existsSync(join(scratch, "docs", link))).toBe(true);
    expect(readdirSync(join(scratch, "docs", "cells-figures"))).toHaveLength(links.length);
  });

  it("takes several folders, and reports them as JSON", async () => {
    const runs = ["cells/lstm/seed-1", "cells/lstm/seed-2", "cells/gru"];
    const { code, stdout } = await report(...runs, "--json", "--out", "json.html", "--reach", "60%");
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as { files: string[]; runs: number; arms: { id: string }[] };
    expect(document).toMatchObject({ files: ["json.html"], runs: 4 });
    expect(document.arms).toHaveLength(2);
    expect(text("json.html")).toContain("60%");
  });

  it("takes a sweep's own word for what it varied and what failed", async () => {
    const folder = join(scratch, "swept");
    for (const cell of ["lstm", "gru"] as const) {
      for (const seed of [1, 2]) {
        const spec = tinySpec({ name: cell, seed, model: recurrent({ cell, hiddenSize: 3, numLayers: 1 }) });
        if (cell === "lstm" || seed === 1) await saveRun(runFolder(folder, cell, seed), await finish(spec));
      }
    }
    await writeSweepFile(folder, {
      name: "cells-by-name",
      seeds: [1, 2],
      axes: [{ path: "cell", values: ["lstm", "gru"] }],
      arms: ["lstm", "gru"].map((cell) => ({ id: cell, settings: { cell } })),
      failures: [{ arm: "gru", seed: 2, reason: "failed", message: "a disk was full" }],
      definition: {},
    });
    const { code, stdout } = await report("swept", "--lang", "en", "--out", "swept.html");
    expect([code, stdout]).toEqual([0, "Wrote swept.html: 3 runs in 2 arms.\n"]);
    const html = text("swept.html");
    expect(html).toContain("<h1>cells-by-name</h1>");
    expect(html).toContain("GRU, seed 2: a disk was full");
    expect(html).toContain("1 of 4 runs did not finish");
    expect(html.match(/tidelab verify swept[ <]/g)).toHaveLength(1);
  });

  it("overwrites nothing", async () => {
    writeFileSync(join(scratch, "mine.html"), "my words");
    const { code, stderr } = await report("cells", "--lang", "en", "--out", "mine.html");
    expect(code).toBe(2);
    expect(stderr).toContain("nothing is overwritten");
    expect(text("mine.html")).toBe("my words");
  });

  it("refuses what it cannot compare, and says what to give instead", async () => {
    mkdirSync(join(scratch, "empty"), { recursive: true });
    const refusals = [
      [["empty"], "empty: expected the folder of a run, or one with runs in it"],
      [["nowhere"], "nowhere: no run of that path, id or name. Give a run's folder"],
      [["cells/gru/seed-1"], "expected at least two runs to compare, received one"],
      [["cells", "--out", "report.pdf"], "the name of the output file must end in .html or .md, not in .pdf"],
      [["cells", "--reach", "90", "--out", "x.html"], "expected an accuracy above 0 and up to 1, received 90"],
    ] as const;
    for (const [args, message] of refusals) {
      const { code, stderr } = await report(...args, "--lang", "en");
      expect([code, stderr.includes(message) ? message : stderr]).toEqual([2, message]);
    }
    expect((await report("empty", "--lang", "zh-CN")).stderr).toContain("此文件夹中没有任何 run.json");
  });

  it("shows examples in its help, in both languages", async () => {
    expect((await report("--help", "--lang", "en")).stdout).toContain(
      "tidelab report runs/mine runs/forked --name rates --out rates.html",
    );
    expect((await report("--help", "--lang", "zh-CN")).stdout).toContain("配对差值的置信区间");
  });
});
