/** A predictor's memory is that of its longest series, however many lengths it meets. Runs the built package. */
import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, describe, expect, it } from "vitest";
import { compile, createPredictor, type ModelInput, models } from "../../dist/node/index.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const { Memory } = WebAssembly;
let memories: WebAssembly.Memory[] = [];
WebAssembly.Memory = class extends Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor);
    memories.push(this);
  }
};
afterAll(() => {
  WebAssembly.Memory = Memory;
});

const nets: Record<string, ModelInput> = {
  lstm: models.recurrent({ hiddenSize: 4 }),
  cnn: models.cnn({ channels: [4, 6] }),
};

/** Bytes that the kernels can see. */
const kernelBytes = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);

async function heapBytes(): Promise<number> {
  for (let round = 0; round < 2; round++) {
    await setTimeout(20);
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}

describe.each(Object.entries(nets))("%s", (_, net) => {
  const model = compile(net, { length: 20, classes: 2, seed: 7 });
  const series = (length: number) => Float32Array.from({ length }, (_, t) => Math.sin(t));

  it("takes no more memory for all lengths up to one than for that one", async () => {
    memories = [];
    const fresh = await createPredictor(model);
    await fresh.predict(series(320), 320);
    const alone = kernelBytes();
    fresh.close();

    memories = [];
    const predictor = await createPredictor(model);
    for (let length = 20; length <= 320; length++) await predictor.predict(series(length), length);
    expect(kernelBytes()).toBe(alone);

    // The same lengths again, in another order: every program that was dropped is made again, and dropped again.
    const before = await heapBytes();
    for (let k = 0; k <= 300; k++) {
      const length = 20 + ((k * 7) % 301);
      await predictor.predict(series(length), length);
    }
    expect(kernelBytes()).toBe(alone);
    expect((await heapBytes()) - before).toBeLessThan(8 * 2 ** 20);
    predictor.close();
  });

  it("gives the same bits from a program that was dropped and made again", async () => {
    const predictor = await createPredictor(model);
    const first = await predictor.predict(series(33), 33);
    for (let length = 40; length <= 400; length += 2) await predictor.predict(series(length), length);
    expect(await predictor.predict(series(33), 33)).toEqual(first);
    predictor.close();
  });
});
