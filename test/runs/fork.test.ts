/** A fork of a run, without a command: its spec, its origin, and whether its numbers or its series are others. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { saveRun } from "../../src/node/index.ts";
import { findOtherData, forkRun, loadInitialWeights } from "../../src/node/runs/fork.ts";
import { noteFork } from "../../src/node/store/record-run.ts";
import { aboutFork, forkOf } from "../../src/runs/about.ts";
import { runId } from "../../src/runs/run-id.ts";
import { changeSpec } from "../../src/spec/changes.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import type { SpecInput } from "../../src/spec/spec.ts";
import { finish, tinySpec } from "./tiny.ts";

const spec = tinySpec();
const whole = await finish(spec);
const { record } = whole;
const OTHER = "5".repeat(64);

it("has the changed spec, and the run that it comes from", () => {
  const changes = { "training.lr": 0.01, name: "faster" };
  const fork = forkRun(record, changes);
  expect(fork.spec).toEqual({ ...spec, name: "faster", training: { ...spec.training, lr: 0.01 } });
  expect(fork.origin).toEqual({ parent: runId(record), changes });
  expect(fork.isSame).toBe(false);
});

it("is the same where only the name changes", async () => {
  const fork = forkRun(record, { name: "again" });
  expect(fork.isSame).toBe(true);
  expect((await finish(fork.spec)).record.weightsSha256).toBe(record.weightsSha256);
});

it("of a spec that was changed by hand has the changes that make it, as few as there are", () => {
  const base = parseSpec({
    ...spec,
    transforms: [{ transform: "pad", length: 30 }, { transform: "difference" }],
    training: { ...spec.training, schedule: { kind: "step", stepSize: 2 }, clipGradNorm: 1 },
  });
  const { clipGradNorm: _, ...unclipped } = base.training;
  const cases: [input: SpecInput, paths: string[]][] = [
    [base, []],
    [{ ...base, name: "other", $schema: "spec.json" }, ["name"]],
    [{ ...base, training: { ...base.training, lr: 0.01, weightDecay: 0.1 } }, ["training.lr", "training.weightDecay"]],
    [
      { ...base, transforms: [{ transform: "pad", length: 40 }, { transform: "difference" }] },
      ["transforms[0].length"],
    ],
    [{ ...base, transforms: [{ transform: "difference" }] }, ["transforms"]],
    [{ ...base, transforms: [{ transform: "truncate", length: 20 }, base.transforms[1]!] }, ["transforms[0]"]],
    [{ ...base, training: unclipped }, ["training.clipGradNorm"]],
    [{ ...base, training: { ...base.training, schedule: { kind: "exponential", gamma: 0.9 } } }, ["training.schedule"]],
    [{ ...base, data: { ...base.data, relabel: { "3": 1 } } as SpecInput["data"] }, ["data.relabel"]],
  ];
  const parent = { ...record, spec: base };
  for (const [input, paths] of cases) {
    const made = parseSpec(input);
    const { parent: id, changes } = forkOf(parent, made);
    expect([id, Object.keys(changes)]).toEqual([runId(parent), paths]);
    const { $schema: __, ...changed } = made;
    expect(changeSpec(base, changes)).toEqual(changed);
  }
  // A key that is left out cannot be set: all around it is.
  const cut = parseSpec({ ...base, transforms: [{ transform: "windows", length: 10, stride: 5 }] });
  const whole = parseSpec({ ...base, transforms: [{ transform: "windows", length: 10 }] });
  const { changes } = forkOf({ ...record, spec: cut }, whole);
  expect(changes).toEqual({ "transforms[0]": whole.transforms[0] });
  expect(changeSpec(cut, changes)).toEqual(whole);
});

it("writes about.json as the command does", async () => {
  const scratch = await mkdtemp(join(tmpdir(), "tidelab-fork-"));
  try {
    const fork = { parent: runId(record), changes: { "training.lr": 0.01 } };
    await noteFork(scratch, fork, () => undefined);
    expect(await readFile(join(scratch, "about.json"), "utf8")).toBe(aboutFork(fork));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
});

it("refuses a path that the spec does not have", () => {
  expect(() => forkRun(record, { "training.speed": 1 })).toThrow(expect.objectContaining({ code: "spec.noPath" }));
});

it("begins with the weights of the run where asked to", async () => {
  const scratch = await mkdtemp(join(tmpdir(), "tidelab-fork-"));
  try {
    await saveRun(join(scratch, "run"), whole, "en", { figures: false });
    const initial = await loadInitialWeights(join(scratch, "run"));
    expect(initial.run).toBe(runId(record));
    expect(initial.model?.parameters).toEqual(whole.model.parameters);
    // Steps of this rate are too small for float32: the run ends with the weights that it began with.
    const fork = forkRun(record, { "training.lr": 1e-30 });
    const on = await finish(fork.spec, { initial });
    expect(on.record.initial).toEqual({ run: runId(record), weightsSha256: record.weightsSha256 });
    expect(on.record.weightsSha256).toBe(record.weightsSha256);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
});

it("distinguishes series that have changed from series that were meant to be others", () => {
  const recorded = record.data.sha256 ?? "";
  const { spec: same } = forkRun(record, { "training.lr": 0.01 });
  expect(findOtherData(record, same, recorded)).toBeUndefined();
  expect(findOtherData(record, same, OTHER)).toEqual({ recorded, found: OTHER });
  for (const changes of [{ seed: spec.seed + 1 }, { "data.samples": 90 }]) {
    expect(findOtherData(record, forkRun(record, changes).spec, OTHER)).toBeUndefined();
  }
  const { sha256: _, ...data } = record.data;
  expect(findOtherData({ ...record, data }, same, OTHER)).toBeUndefined();
});
