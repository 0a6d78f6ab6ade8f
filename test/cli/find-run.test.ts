/** Every command takes a run by path, name, folder's name or id, with a store and without. */
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { runId } from "../../src/runs/run-id.ts";
import { inScratch, readRecord, start, TINY, tidelab, write } from "./command.ts";

let id = "";
beforeAll(async () => {
  write("tiny.json", JSON.stringify({ ...TINY, name: "waves" }));
  write("long.json", JSON.stringify({ ...TINY, name: "endless", training: { epochs: 100_000, batchSize: 16 } }));
  write("series.csv", `${Array(12).fill(0.5).join(",")}\n`);
  expect((await tidelab(["train", "tiny.json", "--out", "runs/monday"])).code).toBe(0);
  id = runId(readRecord("runs/monday"));
});

const names = () => ["runs/monday", "runs/monday/run.json", "monday", "waves", id, id.slice(0, 6), id.toUpperCase()];

describe("a run", () => {
  it.each([["evaluate", "--threads", "1"], ["figures"]])(
    "%s takes it by any of its names",
    async (command, ...flags) => {
      for (const name of names()) {
        const { code, stderr } = await tidelab([command, name, ...flags], { env: { TIDELAB_STORE: "off" } });
        expect(code, `${name}: ${stderr}`).toBe(0);
      }
    },
  );

  it.each([
    ["verify", "waves", "--epochs", "1"],
    ["predict", "waves", "--input", "series.csv"],
    ["compare", "monday", "waves"],
    ["fork", "waves", "--set", "training.epochs=1", "--out", "forked"],
  ])("%s %s", async (...args) => {
    const { code, stderr } = await tidelab(args);
    expect(code, stderr).toBe(0);
  });

  it("resume takes it by its folder's name and by its own", async () => {
    const { child, printed, result } = start(["train", "long.json", "--out", "runs/tuesday"]);
    while (!printed.stdout.includes("Epoch 02")) await new Promise((done) => setTimeout(done, 5));
    child.kill("SIGKILL");
    await result;
    for (const name of ["tuesday", "endless"]) {
      const resumed = start(["resume", name]);
      while (!/^Continuing after step/m.test(resumed.printed.stderr)) await new Promise((done) => setTimeout(done, 5));
      resumed.child.kill("SIGKILL");
      await resumed.result;
    }
    rmSync(inScratch("runs", "tuesday"), { recursive: true });
  });

  it("that is not there is reported with the nearest that is", async () => {
    for (const command of ["evaluate", "verify", "figures", "resume", "compare"]) {
      const { code, stderr } = await tidelab([command, "mondai"]);
      expect(code).toBe(2);
      expect(stderr).toContain("error: mondai: no run of that path, id or name. Did you mean monday?");
    }
    expect((await tidelab(["evaluate", "mondai", "--lang", "zh-CN"])).stderr).toContain("是否想写 monday？");
  });

  it("of which there are several is not guessed", async () => {
    cpSync(inScratch("runs", "monday"), inScratch("runs", "copy"), { recursive: true });
    for (const name of ["waves", id]) {
      const { code, stderr } = await tidelab(["evaluate", name]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/2 runs are called that: runs\/(copy|monday) \([0-9a-f]{8}\), runs\/(copy|monday) /);
    }
    expect((await tidelab(["evaluate", "copy"])).code).toBe(0);
    rmSync(inScratch("runs", "copy"), { recursive: true });
  });
});

describe("a run that the store does not know", () => {
  const env = { TIDELAB_STORE: "other.db" };

  it.each([
    ["note", "of a name"],
    ["tag", "found"],
    ["untag", "found"],
  ])("runs %s takes it by any of its names, and adds it", async (command, text) => {
    for (const name of ["runs/monday", "monday", "waves", id.slice(0, 6)]) {
      rmSync(inScratch("other.db"), { force: true });
      const { code, stdout, stderr } = await tidelab(["runs", command, name, text, "--json"], { env });
      expect(code, `${name}: ${stderr}`).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ id, folder: "runs/monday" });
    }
  });

  it("runs rm takes it by name", async () => {
    rmSync(inScratch("other.db"), { force: true });
    expect((await tidelab(["runs", "rm", "waves"], { env })).code).toBe(0);
    expect(existsSync(inScratch("runs", "monday"))).toBe(false);
    expect((await tidelab(["runs", "restore", "waves"], { env })).code).toBe(0);
    expect(existsSync(inScratch("runs", "monday", "run.json"))).toBe(true);
  });

  it("is not taken for one of that name in the store", async () => {
    rmSync(inScratch("other.db"), { force: true });
    expect((await tidelab(["runs", "note", "runs/monday", "first"], { env })).code).toBe(0);
    write("later.json", JSON.stringify({ ...TINY, seed: 8, name: "waves" }));
    expect((await tidelab(["train", "later.json", "--out", "runs/later"])).code).toBe(0);
    const { code, stderr } = await tidelab(["runs", "rm", "waves"], { env });
    expect(code).toBe(2);
    expect(stderr).toContain("2 runs are called that: ");
    expect(existsSync(inScratch("runs", "monday"))).toBe(true);
    const report = await tidelab(["report", "monday", "later", "--out", "both.html"]);
    expect(report.code, report.stderr).toBe(0);
    expect((await tidelab(["report", id, "runs/later", "--out", "ids.html"])).code).toBe(0);
    expect((await tidelab(["report", "mondai", "later", "--out", "no.html"])).stderr).toContain("Did you mean monday?");
    rmSync(inScratch("runs", "later"), { recursive: true });
  });
});

describe("fork", () => {
  it("says what it makes, needs no store, and says when nothing changes", async () => {
    const { code, stderr } = await tidelab(["fork", "runs/monday", "--set", "training.lr=0.001", "--out", "same"]);
    expect(code).toBe(0);
    expect(stderr).toContain("The new run is waves, in same.");
    expect(stderr).toContain("warning: nothing changes");
    expect(readRecord("same").weightsSha256).toBe(readRecord("runs/monday").weightsSha256);
    const changed = await tidelab([
      "fork",
      "runs/monday",
      "--set",
      "training.lr=0.1",
      "--name",
      "fast",
      "--out",
      "fast",
    ]);
    expect(changed.stderr).toContain("The new run is fast, in fast.");
    expect(changed.stderr).not.toContain("nothing changes");
    expect(JSON.parse(readFileSync(inScratch("fast", "about.json"), "utf8")).parent).toBe(id);
  });
});

describe("compare", () => {
  it("shows what a continued run began with", async () => {
    const forked = await tidelab(["fork", "runs/monday", "--continue", "--set", "training.epochs=1", "--out", "more"]);
    expect(forked.code).toBe(0);
    const { stdout } = await tidelab(["compare", "runs/monday", "more"]);
    expect(stdout).toMatch(new RegExp(`^began with +fresh weights +weights of ${id.slice(0, 8)}$`, "m"));
    const document = JSON.parse((await tidelab(["compare", "runs/monday", "more", "--json"])).stdout);
    expect(document.runs[1].initial).toEqual({ run: id, weightsSha256: readRecord("runs/monday").weightsSha256 });
    expect((await tidelab(["compare", "runs/monday", "fast"])).stdout).not.toContain("began with");
  });
});

it("a name that Windows does not have becomes a folder that it has", async () => {
  write("dot.json", JSON.stringify({ ...TINY, training: { epochs: 1, batchSize: 16 } }));
  const { code, stdout } = await tidelab(["train", "dot.json", "--name", "a."]);
  expect(code).toBe(0);
  const [, folder = ""] = /^Saved to (\S+) /m.exec(stdout) ?? [];
  expect(folder).toMatch(/^runs[\\/]\d{4}-\d\d-\d\d-a\.-$/);
  expect(existsSync(inScratch(folder, "run.json"))).toBe(true);
});
