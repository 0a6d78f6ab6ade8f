/** Snapshots of a run that was trained in cycles: their file, what refuses it, and the ensemble that they are. */
import "../../src/node/platform.ts";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TidelabError } from "../../src/errors/errors.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../../src/formats/safetensors.ts";
import { type ClassifierAnswer, createClassifier } from "../../src/inference/classifier.ts";
import { createEnsemble } from "../../src/inference/ensemble.ts";
import { stateDict } from "../../src/model/model.ts";
import { weightsSha256 } from "../../src/model/weights-hash.ts";
import { saveRun } from "../../src/node/reports/draw.ts";
import { checkFiles, compareFiles } from "../../src/node/reports/verify-files.ts";
import { loadRun, loadSnapshots } from "../../src/node/runs/folder.ts";
import { formatRecord, parseRecord, type RunRecord } from "../../src/runs/record.ts";
import { type RunFiles, runFiles } from "../../src/runs/run-files.ts";
import type { FinishedRun } from "../../src/runs/run-spec.ts";
import { readSnapshots } from "../../src/runs/snapshots.ts";
import { cnn } from "../../src/zoo/index.ts";
import { finish, stopAfter, tinySpec } from "./tiny.ts";

const SNAPSHOTS = "snapshots.safetensors";
const scratch = mkdtempSync(join(realpathSync(tmpdir()), "tidelab-snapshots-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const cycles = (changes: object = {}) => ({
  epochs: 6,
  batchSize: 16,
  lr: 0.05,
  schedule: { kind: "cosineRestarts" as const, cycles: 3 },
  ...changes,
});
/** With running statistics, which are part of a snapshot. */
const spec = tinySpec({ model: cnn({ channels: [4] }), training: cycles() });

let run: FinishedRun;
let files: RunFiles["files"];
let record: RunRecord;
let bytes: Uint8Array;
beforeAll(async () => {
  run = await finish(spec);
  ({ files, record } = runFiles(run));
  bytes = files.get(SNAPSHOTS)!;
});

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof TidelabError) return `${error.code} at ${error.path}`;
    throw error;
  }
  return "none";
}

describe("snapshots", () => {
  it("are the weights after the last epoch of each cycle, as the history names them", () => {
    expect(run.snapshots.map(({ epoch }) => epoch)).toEqual([2, 4, 6]);
    const hashes = [2, 4, 6].map((epoch) => record.history[epoch - 1]?.weightsSha256);
    expect(run.snapshots.map(weightsSha256)).toEqual(hashes);
    expect(new Set(hashes).size).toBe(3);
    const read = readSnapshots(record, bytes);
    expect(read.map(({ model }) => weightsSha256(model))).toEqual(hashes);
    expect(read[2]?.model.states).toEqual(run.model.states);
  });

  it("are named in their file as in model.safetensors, behind their epoch", () => {
    const names = [...stateDict(run.model).keys()];
    const { tensors } = readSafetensors(bytes);
    expect([...tensors.keys()]).toEqual([2, 4, 6].flatMap((epoch) => names.map((name) => `epoch${epoch}.${name}`)));
    const [first = ""] = names;
    expect(tensors.get(`epoch6.${first}`)?.data).toEqual(stateDict(run.model).get(first)?.data);
  });

  it("stay those of their epochs where the best epoch is restored", async () => {
    const best = await finish(tinySpec({ training: cycles({ lr: 1, restoreBest: true }) }));
    expect(best.record.selection?.bestEpoch).toBeLessThan(6);
    expect(weightsSha256(best.snapshots[2]!)).toBe(best.record.history[5]?.weightsSha256);
    expect(weightsSha256(best.snapshots[2]!)).not.toBe(best.record.weightsSha256);
  });

  it("are kept of a run that was stopped, as far as it came", async () => {
    // Three steps an epoch.
    const { run: stopped } = await stopAfter(spec, 13);
    expect(stopped.snapshots).toEqual(run.snapshots.slice(0, 2));
    const saved = runFiles(stopped);
    expect(readSnapshots(saved.record, saved.files.get(SNAPSHOTS)!).length).toBe(2);
    const early = runFiles((await stopAfter(spec, 4)).run);
    expect(early.files.has(SNAPSHOTS)).toBe(false);
    expect(() => readSnapshots(early.record, bytes)).toThrow(/ended after 1 of the 2 epochs of its first\. Resume it/);
  });

  it("are averaged as an ensemble, with test-time windows too", async () => {
    const snapshots = readSnapshots(record, bytes);
    const series = [{ id: "a", values: Float32Array.from({ length: 24 }, (_, t) => Math.sin(t / 2)) }];
    const windows = { length: 12, stride: 6 };
    const probabilities = async (classify: (given: typeof series) => Promise<ClassifierAnswer[]>) => {
      const [answer] = await classify(series);
      if (answer?.refused) throw answer.refused;
      return [...answer!.probabilities];
    };
    const ensemble = await createEnsemble(snapshots, { windows });
    const parts: number[][] = [];
    for (const snapshot of snapshots) {
      const alone = await createClassifier(snapshot, { windows });
      parts.push(await probabilities(alone.classify));
      alone.close();
    }
    const mean = [0, 1].map((k) => Math.fround((parts[0]![k]! + parts[1]![k]! + parts[2]![k]!) / 3));
    expect(await probabilities(ensemble.classify)).toEqual(mean);
    expect(new Set(parts.map(([first]) => first)).size).toBe(3);
    ensemble.close();
  });
});

describe("a file of snapshots", () => {
  const withTensors = (change: (tensors: Map<string, Tensor>) => void) => {
    const { tensors } = readSafetensors(bytes);
    change(tensors);
    return writeSafetensors(tensors, { format: "pt" });
  };
  const name = () => [...readSafetensors(bytes).tensors.keys()].find((one) => one.startsWith("epoch4."))!;

  it("is refused where it is not what the record says", async () => {
    const changed = withTensors((tensors) => {
      const data = Float32Array.from(tensors.get(name())!.data);
      data[0]! += 1;
      tensors.set(name(), { ...tensors.get(name())!, data });
    });
    expect(codeOf(() => readSnapshots(record, changed, "s"))).toBe("run.snapshotChanged at s");
    expect(() => readSnapshots(record, changed)).toThrow(/the weights that the run had after epoch 4 /);
    const less = withTensors((tensors) => tensors.delete(name()));
    expect(codeOf(() => readSnapshots(record, less, "s"))).toBe("run.tensorMissing at s");
    expect(() => readSnapshots(record, less)).toThrow(JSON.stringify(name()));
    const more = withTensors((tensors) => tensors.set(name().replace("epoch4", "epoch3"), tensors.get(name())!));
    expect(codeOf(() => readSnapshots(record, more, "s"))).toBe("run.tensorExtra at s");
    expect(codeOf(() => readSnapshots(record, bytes.slice(0, -4), "s"))).toMatch(/^safetensors\.\w+ at s$/);
    const plain = runFiles(await finish(tinySpec()));
    expect(() => readSnapshots(plain.record, bytes)).toThrow(/received one with a constant learning rate\./);
    const cosine = await finish(tinySpec({ training: { epochs: 1, schedule: { kind: "cosine" } } }));
    expect(() => readSnapshots(cosine.record, bytes)).toThrow(/received one with the schedule cosine\./);
  });

  it("and its hash belong to a record of cycles, and to no other", async () => {
    expect(Object.keys(record.files ?? {})).toEqual(["model.safetensors", "gradients.json", SNAPSHOTS]);
    const text = formatRecord(record);
    const { [SNAPSHOTS]: hash, ...others } = record.files!;
    const without = JSON.stringify({ ...JSON.parse(text), files: others });
    expect(codeOf(() => parseRecord(without, "run.json"))).toMatch(/^run\.record at run\.json/);
    const plain = runFiles(await finish(tinySpec())).record;
    const foreign = JSON.stringify({ ...plain, files: { ...plain.files, [SNAPSHOTS]: hash } });
    expect(codeOf(() => parseRecord(foreign, "run.json"))).toMatch(/^run\.record at run\.json/);
  });

  it("is verified by its hash, its content, and the run trained again", async () => {
    const folder = join(scratch, "verified");
    await saveRun(folder, run, "en", { figures: false });
    const saved = (await loadRun(folder)).record;
    const verdicts = async () => {
      const all = [...(await checkFiles(folder, saved)), ...(await compareFiles(folder, saved, run))];
      return all.filter(({ file }) => file === SNAPSHOTS).map(({ result }) => result);
    };
    expect((await loadSnapshots(folder)).length).toBe(3);
    expect(await verdicts()).toEqual(["same", "same"]);
    const path = join(folder, SNAPSHOTS);
    const whole = readFileSync(path);
    const changed = Uint8Array.from(whole);
    changed[changed.length - 1]! ^= 1; // there are many
    writeFileSync(path, changed);
    expect(await verdicts()).toEqual(["different", "different"]);
    await expect(loadSnapshots(folder)).rejects.toMatchObject({ code: "run.snapshotChanged", path });
    // Whoever forges the file forges its hash.
    const { sha256Hex } = await import("../../src/bytes/sha256.ts");
    const forged = { ...saved, files: { ...saved.files!, [SNAPSHOTS]: sha256Hex(changed) } };
    expect((await checkFiles(folder, forged)).filter(({ file }) => file === SNAPSHOTS)).toEqual([
      { file: SNAPSHOTS, result: "different" },
    ]);
    rmSync(path);
    expect(await verdicts()).toEqual(["missing"]);
    await expect(loadSnapshots(folder)).rejects.toThrow(/folder without snapshots\.safetensors\./);
    const plain = join(scratch, "plain");
    const other = await finish(tinySpec());
    await saveRun(plain, other, "en", { figures: false });
    writeFileSync(join(plain, SNAPSHOTS), whole);
    const found = await checkFiles(plain, (await loadRun(plain)).record);
    expect(found.filter(({ file }) => file === SNAPSHOTS)).toEqual([{ file: SNAPSHOTS, result: "different" }]);
    await expect(loadSnapshots(plain)).rejects.toMatchObject({ code: "run.noSnapshots", path: plain });
  });
});
