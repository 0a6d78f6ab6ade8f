/** A sweep varies networks: a base with a classifier without gradients is refused in one plain sentence, not key by key. */
import { describe, expect, it } from "vitest";
import { describeError } from "../../src/errors/errors.ts";
import { errorMessages } from "../../src/errors/zh-CN.ts";
import { readSweep } from "../../src/sweep/definition.ts";

const base = { name: "rocket", data: { kind: "waves" }, classifier: { method: "mini-rocket" } };
const sweep = { name: "s", axes: [{ path: "classifier.method", values: ["mini-rocket", "hydra"] }] };

describe("a base with a classifier without gradients", () => {
  it.each(["in the sweep", "in a file"])("%s is refused once, with what to do", async (where) => {
    const given = where === "in a file" ? "rocket.json" : base;
    const { errors = [], ...reading } = await readSweep({ ...sweep, base: given }, async () => base);
    expect(errors.map(({ code, path }) => [code, path])).toEqual([["sweep.classifier", "base"]]);
    expect(reading).toMatchObject({ base: undefined });
    expect(errors[0]?.message).toContain("(mini-rocket). A sweep varies how a network is trained");
    expect(describeError(errors[0]!, errorMessages)).toContain("无梯度分类器（mini-rocket）");
  });
});
