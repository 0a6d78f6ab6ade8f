/** Training that was stopped between any two steps goes on to the bits that it would have had; what is damaged is never used. */
import type { TrainingState } from "../../src/train/records.ts";
import "../../src/node/platform.ts";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { TidelabError } from "../../src/errors/errors.ts";
import { writeSafetensors } from "../../src/formats/safetensors.ts";
import { readCheckpoints, startCheckpoints } from "../../src/node/runs/checkpoints.ts";
import { checkOutput } from "../../src/node/runs/folder.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/runs/checkpoint.ts";
import type { RunRecord } from "../../src/runs/record.ts";
import { runSpec } from "../../src/runs/run-spec.ts";
import type { Spec } from "../../src/spec/spec.ts";
import { cnn, recurrent } from "../../src/zoo/index.ts";
import { finish, stopAfter, tinySpec } from "./tiny.ts";

const scratch = mkdtempSync(join(tmpdir(), "tidelab-checkpoints-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Two epochs of three batches: steps 1 … 6, the last batch of an epoch a short one. */
const STEPS = [1, 2, 3, 4, 5, 6];
const training = { epochs: 2, batchSize: 16 };
const specs: Record<string, Spec> = {
  "LSTM, Adam, dropout": tinySpec({ model: recurrent({ hiddenSize: 3, dropout: 0.5 }) }),
  "GRU, SGD with momentum": tinySpec({
    model: recurrent({ cell: "gru", hiddenSize: 5 }),
    training: { ...training, optimizer: "sgd", momentum: 0.9, nesterov: true },
  }),
  "CNN, AdamW, running statistics": tinySpec({
    model: cnn({ channels: [4, 6] }),
    training: { ...training, optimizer: "adamw", clipGradNorm: 0.5 },
  }),
};

/** The parts of a record that do not depend on the clock or the machine. */
function timeless({ history, startedAt: _, environment: __, threads: ___, ...rest }: RunRecord) {
  return { ...rest, history: history.map(({ trainSeconds: _, valSeconds: __, ...epoch }) => epoch) };
}

function failureOf(act: () => unknown): TidelabError {
  try {
    act();
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
  throw new Error("expected a failure");
}

describe.each(Object.entries(specs))("%s", (_, spec) => {
  it.each(STEPS)("stopped after step %i and resumed, gives the whole run's record", async (step) => {
    const whole = await finish(spec);
    const { run, state } = await stopAfter(spec, step);
    expect(run.record.status).toBe("stopped");
    expect(run.record.steps).toBe(step);
    // Through bytes, as a file would hold it.
    const read = decodeCheckpoint(encodeCheckpoint(state, "run"), "run", "file");
    const resumed = await finish(spec, { resume: read });
    expect(timeless(resumed.record)).toEqual(timeless(whole.record));
    // The last step of the last epoch already gave the final weights.
    expect(resumed.record.weightsSha256 === run.record.weightsSha256).toBe(step === STEPS.length);
  });
});

it("a run that is stopped when its last epoch is complete has finished", async () => {
  const stop = new AbortController();
  const run = runSpec(specs["LSTM, Adam, dropout"]!, { signal: stop.signal });
  for (;;) {
    const next = await run.next();
    if (next.done) {
      expect(next.value.record.status).toBe("finished");
      break;
    }
    if (next.value.type === "epoch" && next.value.record.epoch === 2) stop.abort();
  }
});

it("a state of another model or optimizer is refused", async () => {
  const { state } = await stopAfter(tinySpec(), 1);
  const other = tinySpec({ model: recurrent({ hiddenSize: 4, numLayers: 1 }) });
  await expect(finish(other, { resume: state })).rejects.toMatchObject({ code: "checkpoint.model" });
  const sgd = tinySpec({ training: { ...training, optimizer: "sgd" } });
  await expect(finish(sgd, { resume: state })).rejects.toMatchObject({ code: "checkpoint.model" });
});

describe("a checkpoint's bytes", () => {
  it("are read back whole", async () => {
    const { state } = await stopAfter(specs["CNN, AdamW, running statistics"]!, 4);
    expect(decodeCheckpoint(encodeCheckpoint(state, "run"), "run", "file")).toEqual(state);
  });

  it("are refused when any of them was changed or cut off", async () => {
    const { state } = await stopAfter(tinySpec(), 4);
    const bytes = encodeCheckpoint(state, "run");
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = bytes.with(at, bytes[at]! ^ change);
        expect(failureOf(() => decodeCheckpoint(changed, "run", "file")).code).toBe("checkpoint.damaged");
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        const cut = bytes.subarray(0, length);
        expect(failureOf(() => decodeCheckpoint(cut, "run", "file")).code).toBe("checkpoint.damaged");
      }),
    );
  });

  it("are refused by another run", async () => {
    const { state } = await stopAfter(tinySpec(), 1);
    const failure = failureOf(() => decodeCheckpoint(encodeCheckpoint(state, "one"), "other", "file"));
    expect(failure.code).toBe("checkpoint.foreign");
  });
});

describe("a folder of checkpoints", () => {
  const start = { spec: tinySpec(), numerics: "portable", startedAt: "2026-11-24T00:00:00.000Z" } as const;

  it("does not come back when somebody has deleted it: what is there belongs to no run then", async () => {
    const { state } = await stopAfter(tinySpec(), 1);
    const folder = join(scratch, "deleted");
    const before = startCheckpoints(folder, start);
    await expect(before.write(state)).rejects.toThrow(expect.objectContaining({ code: "run.outputUnwritable" }));
    expect(existsSync(folder)).toBe(false);
    mkdirSync(folder);
    const writer = startCheckpoints(folder, start);
    await writer.write(state);
    rmSync(folder, { recursive: true });
    const next = writer.write({ ...state, step: state.step + 1 });
    await expect(next).rejects.toThrow(expect.objectContaining({ code: "run.outputUnwritable" }));
    expect(existsSync(folder)).toBe(false);
  });

  /** A folder with the states after each epoch of a run, from the start on. */
  async function write(name: string, spec = start.spec): Promise<{ folder: string; states: TrainingState[] }> {
    const folder = join(scratch, name);
    mkdirSync(folder);
    const writer = startCheckpoints(folder, { ...start, spec });
    const states: TrainingState[] = [];
    for await (const event of runSpec(spec, { checkpointEvery: 1 })) {
      if (event.type !== "checkpoint") continue;
      states.push(event.state);
      await writer.write(event.state);
    }
    return { folder, states };
  }

  it("keeps the last two states, and gives the newest", async () => {
    const { folder, states } = await write("whole");
    expect(states.map(({ step }) => step)).toEqual([0, 3, 6]);
    expect(readdirSync(join(folder, "checkpoints")).sort()).toEqual([
      "start.json",
      "step-00000003.safetensors",
      "step-00000006.safetensors",
    ]);
    const read = await readCheckpoints(folder);
    expect(read.state).toEqual(states[2]);
    expect(read.start).toEqual(start);
    expect(read.passedOver).toEqual([]);
  });

  it("gives the one before where the newest was cut off, changed, or comes from another run", async () => {
    const { states } = await write("first");
    const { folder: other } = await write("other", tinySpec({ seed: 8 }));
    const newest = "step-00000006.safetensors";
    const spoil: Record<string, (path: string) => void> = {
      damaged: (path) => truncateSync(path, 100),
      "damaged ": (path) => writeFileSync(path, readFileSync(path).fill(0, 5000, 5010)),
      foreign: (path) => cpSync(join(other, "checkpoints", newest), path),
    };
    for (const [kind, act] of Object.entries(spoil)) {
      const { folder } = await write(`spoilt ${kind}`);
      act(join(folder, "checkpoints", newest));
      const read = await readCheckpoints(folder);
      expect(read.state.step).toBe(3);
      expect(read.state.parameters).toEqual(states[1]?.parameters);
      expect(read.passedOver.map(({ code }) => code)).toEqual([`checkpoint.${kind.trim()}`]);
    }
  });

  it("says so where there is nothing to resume", async () => {
    await expect(readCheckpoints(join(scratch, "nowhere"))).rejects.toMatchObject({ code: "run.missing" });
    await expect(readCheckpoints(scratch)).rejects.toMatchObject({ code: "run.noCheckpoints" });
    const { folder } = await write("spoilt");
    for (const file of readdirSync(join(folder, "checkpoints"))) {
      if (file !== "start.json") truncateSync(join(folder, "checkpoints", file), 50);
    }
    await expect(readCheckpoints(folder)).rejects.toMatchObject({ code: "checkpoint.none", params: { count: 2 } });
    truncateSync(join(folder, "checkpoints", "start.json"), 50);
    await expect(readCheckpoints(folder)).rejects.toMatchObject({ code: "checkpoint.start" });
  });
});

describe("a long training's checkpoint", () => {
  const epoch = (index: number) => ({
    epoch: index + 1,
    lr: 1e-3 / 3,
    trainLoss: Math.PI / (index + 1),
    valLoss: -0,
    trainAccuracy: 1 / 3,
    valAccuracy: 1,
    gradNorm: 5e-324,
    trainSeconds: 0.1 + 0.2,
    valSeconds: Number.MAX_VALUE,
    weightsSha256: createHash("sha256").update(String(index)).digest("hex"),
  });

  it("can be read whatever its lists hold, with a small header: 60,000 epochs and 100 records of gradients", async () => {
    const { state } = await stopAfter(tinySpec(), 3);
    const record = (step: number) => ({
      step,
      epoch: 1,
      lr: 0.1,
      norm: 1e-7,
      clippedNorm: 3,
      parameters: Array.from({ length: 900 }, (_, index) => index / 7),
      updates: Array.from({ length: 900 }, (_, index) => (index % 9 === 0 ? null : index / 3)),
      states: [[1, 2, 3], [], [0.5]],
    });
    const long: TrainingState = {
      ...state,
      history: Array.from({ length: 60_000 }, (_, index) => epoch(index)),
      gradients: { every: 4, records: Array.from({ length: 100 }, (_, index) => record(index)) },
    };
    const bytes = encodeCheckpoint(long, "run");
    expect(Number(new DataView(bytes.buffer).getBigUint64(0, true))).toBeLessThan(50_000);
    const read = decodeCheckpoint(bytes, "run", "long");
    expect(read).toEqual(long);
    expect(Object.is(read.history[0]?.valLoss, -0)).toBe(true);
  });

  it("is read as before this version wrote lists as tensors", async () => {
    const { state } = await stopAfter(tinySpec(), 3);
    const { history, gradients, gradNorms, step, progress, generator, optimizer, parameters, states } = state;
    const plain = {
      step,
      history,
      gradNorms,
      gradients,
      progress: { ...progress, generator: [...progress.generator] },
      optimizerSteps: optimizer.steps,
      generator: [...generator],
    };
    const flat = (data: Float32Array) => ({ shape: [data.length], data });
    const tensors: [string, ReturnType<typeof flat>][] = [
      ["parameters", flat(parameters)],
      ["states", flat(states)],
      ...optimizer.moments.map((moment, index): [string, ReturnType<typeof flat>] => [`moment.${index}`, flat(moment)]),
    ];
    const metadata = { run: "run", state: JSON.stringify(plain) };
    // The hash as decision 013 has it: each part after its name and size.
    const hash = createHash("sha256");
    const add = (name: string, bytes: Uint8Array) => hash.update(JSON.stringify([name, bytes.length])).update(bytes);
    for (const [key, text] of Object.entries(metadata)) add(key, Buffer.from(text));
    for (const [name, { data }] of tensors) add(name, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    const bytes = writeSafetensors(tensors, { ...metadata, sha256: hash.digest("hex") });
    expect(decodeCheckpoint(bytes, "run", "old")).toEqual(state);
  });

  it("that cannot be read for whatever reason is passed over for the one before it", async () => {
    const folder = join(scratch, "unreadable");
    mkdirSync(folder);
    const writer = startCheckpoints(folder, {
      spec: tinySpec(),
      numerics: "portable",
      startedAt: "2026-01-05T08:00:00Z",
    });
    const { state } = await stopAfter(tinySpec(), 3);
    await writer.write(state);
    await writer.write({ ...state, step: state.step + 1 });
    // A header of eight million brackets, which a reader that recurses would not survive.
    const header = Buffer.from(`{"__metadata__":${"[".repeat(8_000_000)}`);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    const newest = `step-${String(state.step + 1).padStart(8, "0")}.safetensors`;
    writeFileSync(join(folder, "checkpoints", newest), Buffer.concat([length, header]));
    const read = await readCheckpoints(folder);
    expect(read.state.step).toBe(state.step);
    expect(read.passedOver.map(({ code }) => code)).toEqual(["checkpoint.damaged"]);
  });
});

it("a run that was killed before its first state has nothing to resume, and its folder may be used again", async () => {
  const folder = join(scratch, "early");
  mkdirSync(join(folder, "checkpoints.partial-99999999-1"), { recursive: true });
  // As versions before this one left it.
  mkdirSync(join(folder, "checkpoints"));
  writeFileSync(join(folder, "checkpoints", "start.json"), "{}");
  await expect(readCheckpoints(folder)).rejects.toMatchObject({ code: "run.noCheckpoints" });
  await checkOutput(folder);
  expect(readdirSync(folder)).toEqual([]);
});
