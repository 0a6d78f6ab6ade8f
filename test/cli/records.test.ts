/** Records as commands show and change them: lab adds, runs lists, compare tells apart, fork goes on. */
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { StoredRun } from "../../src/node/store/runs.ts";
import type { RunRecord } from "../../src/runs/record.ts";
import type { Spec } from "../../src/spec/spec.ts";
import { createScratch, type Scratch, TINY_BASE } from "../sweep/tiny-sweep.ts";

let scratch: Scratch;
beforeAll(async () => {
  scratch = await createScratch();
  await scratch.write("spec.json", { ...TINY_BASE, name: "first" });
  await scratch.run(["train", "spec.json", "--out", "runs/first", "--threads", "1"]);
});
afterAll(() => scratch.remove());

const inScratch = (...path: string[]) => join(scratch.folder, ...path);
const list = async (...args: string[]) =>
  JSON.parse((await scratch.run(["runs", "--json", ...args])).stdout) as StoredRun[];
const record = async (folder: string) => JSON.parse(await readFile(inScratch(folder, "run.json"), "utf8")) as RunRecord;

describe("train", () => {
  it("adds its run to the store", async () => {
    const [run, ...others] = await list();
    expect(others).toEqual([]);
    expect(run).toMatchObject({ name: "first", folder: "runs/first", status: "finished", epochs: 2, parent: null });
    expect(existsSync(inScratch("runs", "tidelab.db"))).toBe(true);
  });

  it("keeps the run when the store cannot take it, and warns", async () => {
    await writeFile(inScratch("no.db"), "garbage!".repeat(500));
    const { code, stderr, stdout } = await scratch.run(["train", "spec.json", "--out", "elsewhere"], "no.db");
    expect(code).toBe(0);
    expect(stdout).toContain("Saved to elsewhere");
    expect(stderr).toContain(
      "warning: the run is saved in elsewhere, but could not be added to the run store: no.db: the file is damaged or is no SQLite database",
    );
    expect((await record("elsewhere")).status).toBe("finished");
    await rm(inScratch("elsewhere"), { recursive: true });
  });

  it("TIDELAB_STORE=off keeps no store, and runs says so", async () => {
    const { stderr } = await scratch.run(["train", "spec.json", "--out", "unrecorded"], "off");
    expect(stderr).not.toContain("store");
    expect(await list()).toHaveLength(1);
    const { code, stderr: refused } = await scratch.run(["runs"], "off");
    expect(code).toBe(2);
    expect(refused).toContain("TIDELAB_STORE: there is no run store: TIDELAB_STORE is off.");
  });
});

describe("a run that is killed", () => {
  it("while it is drawn is in the store", async () => {
    const child = scratch.start(
      ["train", "spec.json", "--name", "drawing", "--out", "runs/drawing"],
      "killed.db",
      "on",
    );
    while (!existsSync(inScratch("runs", "drawing", "figures"))) await new Promise((done) => setTimeout(done, 2));
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(existsSync(inScratch("runs", "drawing", "figures", "drawn.json"))).toBe(false);
    const { stdout } = await scratch.run(["runs", "--json"], "killed.db");
    const drawing = (JSON.parse(stdout) as StoredRun[]).find(({ name }) => name === "drawing");
    expect(drawing).toMatchObject({ folder: "runs/drawing", status: "finished" });
    await rm(inScratch("runs", "drawing"), { recursive: true });
  });

  it("or still goes on is named beside the list", async () => {
    const spec = { ...TINY_BASE, name: "endless", training: { ...TINY_BASE.training, epochs: 100_000 } };
    await scratch.write("endless.json", spec);
    const child = scratch.start(["train", "endless.json", "--out", "runs/endless"]);
    while (!existsSync(inScratch("runs", "endless", "checkpoints"))) await new Promise((done) => setTimeout(done, 5));
    const running = await scratch.run(["runs"]);
    expect(running.stderr).toContain("Still running, not in the list: runs/endless.");
    expect(running.stderr).not.toContain("Interrupted");
    child.kill("SIGKILL");
    await once(child, "exit");
    const after = await scratch.run(["runs"]);
    expect(after.stderr).toContain(
      "Interrupted, not in the list: runs/endless. To continue: tidelab resume runs/endless\n",
    );
    expect(after.stderr).not.toContain("Still running");
    await rm(inScratch("runs", "endless"), { recursive: true });
    expect((await scratch.run(["runs"])).stderr).not.toContain("endless");
  });
});

describe("fork", () => {
  it("runs again with a change, and remembers where it came from", async () => {
    const { code, stderr } = await scratch.run(["fork", "first", "--set", "training.lr=0.01", "--out", "runs/second"]);
    expect(code).toBe(0);
    expect(stderr).toContain("(runs/first), from the start.");
    const [second, first] = await list();
    expect(second).toMatchObject({ parent: first?.id, changes: { "training.lr": 0.01 } });
    const made = await record("runs/second");
    expect(made.spec).toEqual({
      ...(await record("runs/first")).spec,
      training: { ...(first as { spec: Spec }).spec.training, lr: 0.01 },
    });
    expect(made.initial).toBeUndefined();
  });

  it("--continue begins with the weights of the run, which verify then reports", async () => {
    const args = [
      "fork",
      "runs/first",
      "--continue",
      "--set",
      "training.epochs=1",
      "--set",
      "training.lr=1e-12",
      "--name",
      "more",
      "--out",
      "runs/more",
    ];
    expect((await scratch.run(args)).code).toBe(0);
    const [first, more] = [await record("runs/first"), await record("runs/more")];
    expect(more.initial?.weightsSha256).toBe(first.weightsSha256);
    expect(more.history).toHaveLength(1);
    // With a rate of next to nothing, its epoch ends where the other one did.
    expect(more.history[0]?.valLoss).toBeCloseTo(first.history.at(-1)!.valLoss, 6);
    expect(more.history[0]?.valLoss).not.toBeCloseTo(first.history[0]!.valLoss, 6);
    const { code, stderr } = await scratch.run(["verify", "runs/more"]);
    expect(code).toBe(2);
    expect(stderr).toContain("began with the weights of run");
  });

  it("that is killed and resumed still knows where it came from", async () => {
    const store = "killed.db";
    const child = scratch.start(["fork", "runs/first", "--set", "training.epochs=100000", "--out", "killed"], store);
    const ended = once(child, "close");
    await vi.waitFor(() => expect(existsSync(inScratch("killed", "about.json"))).toBe(true), 1_200_000);
    child.kill("SIGKILL");
    await ended;
    const resumed = scratch.start(["resume", "killed"], store);
    const over = once(resumed, "close");
    let printed = "";
    resumed.stdout?.on("data", (text) => {
      printed += text;
    });
    // An epoch after the header is one of its own: it has gone on, which is enough.
    await vi.waitFor(() => expect(printed).toMatch(/^Split: [\s\S]*^Epoch /m), 1_200_000);
    resumed.kill("SIGINT");
    await over;
    const runs = JSON.parse((await scratch.run(["runs", "--json"], store)).stdout) as StoredRun[];
    const first = (await list()).find(({ folder }) => folder === "runs/first");
    const changes = { "training.epochs": 100_000 };
    const killed = runs.find(({ folder }) => folder === "killed");
    expect(killed).toMatchObject({ parent: first?.id, changes, status: "stopped" });
  });

  it.each([
    [["fork", "runs/first"], "--set: expected something to change"],
    [["fork", "runs/first", "--set", "lr"], 'received "lr"'],
    [["fork", "runs/first", "--set", "training.rl=1"], "--set training.rl: expected a path of the spec"],
    [["fork", "runs/first", "--set", "training.lr=-1"], "--set training.lr: expected a number > 0, received -1."],
    [["fork", "runs/first", "--continue", "--set", "model.layers[0].hiddenSize=4"], "another: lstm.weight_ih_l0"],
    [["fork", "nowhere", "--continue"], "nowhere: no run of that path, id or name."],
  ])("refuses %s", async (args, message) => {
    const before = await list();
    const { code, stderr } = await scratch.run(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(await list()).toEqual(before);
  });
});

describe("runs", () => {
  it("filters by columns, paths, tags and notes", async () => {
    const names = async (...args: string[]) =>
      (await list(...args)).map(({ name, spec }) => `${name} ${(spec as Spec).training.lr}`);
    expect(await names("--filter", "training.lr=0.01")).toEqual(["first 0.01"]);
    expect(await names("--filter", "training.lr<0.01", "--filter", "epochs>=2")).toEqual(["first 0.001"]);
    expect(await names("--filter", "name~MOR")).toEqual(["more 1e-12"]);
    expect(await names("--filter", "name!=first")).toEqual(["more 1e-12"]);
    expect(await names("--filter", "model.layers[0].hiddenSize=3")).toHaveLength(3);
    expect(await names("--sort", "training.lr", "--reverse", "--limit", "1")).toEqual(["first 0.01"]);
    await scratch.run(["runs", "tag", "runs/more", "good", "short"]);
    await scratch.run(["runs", "note", "runs/more", "one epoch more"]);
    expect(await names("--filter", "tag=good", "--filter", "note~EPOCH")).toEqual(["more 1e-12"]);
    await scratch.run(["runs", "untag", "runs/more", "good"]);
    expect(await names("--filter", "tag=good")).toEqual([]);
  });

  it("shows a table", async () => {
    const { stdout, stderr } = await scratch.run(["runs", "--sort", "name", "--limit", "1"]);
    expect(stdout.split("\n")[0]).toMatch(/^Id +Name +Started +Status +Epochs +Best val loss/);
    expect(stdout.trimEnd().split("\n")).toHaveLength(2);
    expect(stderr).toBe("1 of 3 runs.\n");
  });

  it.each([
    [["runs", "--filter", "status"], "--filter: expected a key, one of"],
    [["runs", "--filter", "training.rl=1"], "Did you mean training.lr?"],
    [["runs", "--sort", "vallos"], "Did you mean valLoss?"],
    [["runs", "--filter", "bestValLoss=abc"], 'expected a number for bestValLoss, received "abc"'],
    [["runs", "--filter", "bestValLoss<"], "operators are = != < <= > >= and ~"],
    [["runs", "--filter", "training.lr>fast"], "expected a number for training.lr"],
    [["runs", "--filter", "model.layers[0].bidirectional=yes"], "expected true or false"],
    [["runs", "--filter", "status=finishd"], "Did you mean finished?"],
    [["runs", "--filter", "valLos=1"], "Did you mean valLoss?"],
    [["runs", "--limit", "0"], "--limit: expected a whole number >= 1, received 0."],
    [["runs", "tag", "runs/more", "a,b"], "expected a word of at most 100 characters without spaces or commas"],
    [["runs", "restor", "x"], "runs restor: unknown command. Did you mean restore?"],
    [["runs", "rm"], "<runs>: missing. For example: tidelab runs rm "],
    [["runs", "rm", "runs/first", "runs/none"], "runs/none: expected a run of the store"],
  ])("%s is refused", async (args, message) => {
    const { code, stderr } = await scratch.run(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(existsSync(inScratch("runs", "first"))).toBe(true);
  });

  it("rm, restore, export, import, and rebuild of a damaged store lose nothing", async () => {
    const before = await list();
    const removed = await scratch.run(["runs", "rm", "runs/more"]);
    expect(removed.stdout).toMatch(/moved runs\/more to runs\/\.trash\/more-[0-9a-f]{8}/);
    expect(await list()).toHaveLength(2);
    const [trashed] = await list("--trash");
    await scratch.run(["runs", "restore", trashed!.id]);
    expect(await list()).toEqual(before);
    await scratch.run(["runs", "export", "--output", "all.jsonl"]);
    await mkdir(inScratch("copy"));
    expect((await scratch.run(["runs", "import", "all.jsonl"], "runs/copy.db")).stdout).toContain("Added 3 runs");
    const copied = await scratch.run(["runs", "--json"], "runs/copy.db");
    expect(JSON.parse(copied.stdout)).toEqual(before);
    await writeFile(inScratch("runs", "tidelab.db"), "garbage!".repeat(500));
    for (const end of ["-wal", "-shm"]) await rm(inScratch("runs", `tidelab.db${end}`), { force: true });
    const damaged = await scratch.run(["runs"]);
    expect(damaged.code).toBe(2);
    expect(damaged.stderr).toContain("tidelab runs rebuild sets this file aside");
    const rebuilt = await scratch.run(["runs", "rebuild"]);
    expect(rebuilt.stdout).toContain("The store has 3 runs");
    expect(rebuilt.stderr).toContain("The damaged store is now runs/tidelab.db.damaged.");
    expect(await list()).toEqual(before);
  });
});

describe("compare", () => {
  it("shows only what differs, then the metrics", async () => {
    const { stdout } = await scratch.run(["compare", "runs/first", "runs/second"]);
    const lines = stdout.split("\n");
    expect(lines.filter((line) => /^(training|data|model|split|seed|numerics\b.*\.)/.test(line))).toEqual([
      expect.stringMatching(/^training\.lr +0\.001 +0\.01$/),
    ]);
    expect(stdout).toMatch(/^test accuracy \(weights kept\) +\d\.\d{3} +\d\.\d{3}$/m);
    const document = JSON.parse(
      (await scratch.run(["compare", "--json", "runs/first", "runs/second"])).stdout,
    ) as object;
    expect(document).toMatchObject({ differences: [{ path: "training.lr", values: [0.001, 0.01] }] });
  });

  it("says so when nothing differs, and takes a folder that the store does not know", async () => {
    const before = await list();
    const { stdout } = await scratch.run(["compare", "runs/first", "unrecorded"]);
    expect(stdout).toContain("The specs are the same.");
    // Looking is no reason to add a run.
    expect(await list()).toEqual(before);
  });
});
