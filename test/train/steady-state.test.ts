/** In its steady state training allocates nothing that stays: no WebAssembly memory, and no JavaScript heap over 1,000 steps. */
import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cnn, compile, recurrent, train, waves } from "./steady-state-lab.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** All programs are made in the first epoch: whole and short batches, training and validation. */
const WARM_UP = 60;
const STEPS = 1000;

const { grow } = WebAssembly.Memory.prototype;
const { Memory } = WebAssembly;
let grown = 0;
let made = 0;
beforeEach(() => {
  WebAssembly.Memory.prototype.grow = function count(this: WebAssembly.Memory, pages: number) {
    grown += pages;
    return grow.call(this, pages);
  };
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      made++;
    }
  };
});
afterEach(() => {
  WebAssembly.Memory.prototype.grow = grow;
  WebAssembly.Memory = Memory;
});

const nets = {
  lstm: recurrent({ hiddenSize: 4 }),
  gru: recurrent({ cell: "gru", hiddenSize: 4 }),
  cnn: cnn({ channels: [4, 6] }),
};

/** Bytes in use when everything that can be collected has been; what messages hold is free a turn later. */
async function bytesInUse(): Promise<number> {
  for (let round = 0; round < 2; round++) {
    await setTimeout(20);
    collectGarbage();
  }
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}

describe.each(Object.entries(nets))("%s", (_, net) => {
  it.each([1, 2])("on %i threads", async (threads) => {
    const data = waves({ samples: 240, length: 16 });
    const model = compile(net, { length: 16, classes: 2 });
    let seen = { grown: -1, made: -1, bytes: 0 };
    let ran = 0;
    for await (const event of train(model, data, { epochs: 1000, batchSize: 16 }, { threads })) {
      if (event.type === "start") ran = event.threads;
      if (event.type !== "step") continue;
      if (event.step === WARM_UP) seen = { grown, made, bytes: await bytesInUse() };
      if (event.step === WARM_UP + STEPS) break;
    }
    expect(ran).toBe(threads);
    expect(seen.made).toBeGreaterThan(0);
    expect({ grown, made }).toEqual({ grown: seen.grown, made: seen.made });
    // What is kept on purpose is the history, some three kilobytes an epoch (67 here); weights alone, kept from each step,
    // would be ten times this.
    expect((await bytesInUse()) - seen.bytes).toBeLessThan(512 * 1024);
  });
});
