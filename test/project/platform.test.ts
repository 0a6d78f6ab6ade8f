/** The platform: what a host sets is used, and what it leaves out stays; without texts an error still says what it is. */
import { afterEach, describe, expect, it } from "vitest";
import { TidelabError } from "../../src/errors/errors.ts";
import { platform, registerWorkers, setPlatform } from "../../src/platform.ts";

const before = { ...platform };
afterEach(() => setPlatform(before));

describe("setPlatform", () => {
  it("changes what it is given, and nothing else", () => {
    const memory = { total: 1, heap: 2 };
    setPlatform({ memory });
    expect(platform).toEqual({ ...before, memory });
  });

  it("is what registerWorkers sets one part of", () => {
    const start = () => ({ post() {}, onMessage() {}, onFailure() {}, terminate() {} });
    registerWorkers(start);
    expect(platform).toEqual({ ...before, startWorker: start });
  });

  it("is given all parts by Node", async () => {
    await import("../../src/node/platform.ts");
    expect(platform.startWorker).toBeTypeOf("function");
    expect(platform.sha256?.().hex()).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(platform.memory.total).toBeGreaterThan(2 ** 27);
    expect(new TidelabError("cli.count", { received: "-3" }, "--count").message).toMatch(
      /^--count: expected a whole number/,
    );
  });
});

it("an error whose text nobody handed in shows its code and parameters", () => {
  setPlatform({ errorTexts: {} });
  expect(new TidelabError("cli.count", { received: "-3" }, "--count").message).toBe(
    '--count: cli.count {"received":"-3"}',
  );
  // The core's own texts are always there.
  expect(new TidelabError("data.whole", { least: 1, received: "0.5" }, "threads").message).toMatch(
    /^threads: expected /,
  );
});
