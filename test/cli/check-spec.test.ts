/** `tidelab check spec`, and the notices that runs print once, as a user meets them. Runs the built command. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch, tidelab } from "./command.ts";

const write = (name: string, spec: object) => writeFileSync(join(scratch, name), JSON.stringify(spec));
const lstm = { layer: "lstm", hiddenSize: 2, bidirectional: true, dropout: 0.5 };
const linear = { layer: "linear", outFeatures: 2 };
const data = { kind: "waves", samples: 80, length: 10 };
write("noticed.json", { data, model: { layers: [lstm, { layer: "last" }, linear] }, training: { epochs: 1 } });
write("fine.json", { data, model: { layers: [{ layer: "last" }, linear] }, training: { epochs: 1 } });
write("wrong.json", { dta: 1, data, model: { layers: [{ layer: "lstm", hidenSize: 2 }] }, training: { lr: -1 } });
write("misfit.json", {
  data,
  model: { layers: [{ layer: "last" }, { layer: "last" }] },
  training: { nesterov: true, classWeights: [1] },
});

const LAST = "model.layers[1]: last takes the last step of a bidirectional layer";
const DROPOUT = "model.layers[0].dropout: dropout 0.5 is between the layers of this lstm";

describe("check spec", () => {
  it("prints all notices and trains nothing", async () => {
    const { code, stdout, stderr } = await tidelab(["check", "spec", "noticed.json", "--lang", "en"]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toContain(`  ${LAST}`);
    expect(stdout).toContain(`  ${DROPOUT}`);
    expect(stdout).toMatch(/\n2 notices: \d+ parameters, about \d+ MB of memory\.\n$/);
  });

  it("says so where there is nothing", async () => {
    const { stdout } = await tidelab(["check", "spec", "fine.json", "--lang", "en"]);
    expect(stdout).toMatch(/^No problems found: 4 parameters, about \d+ MB of memory\.\n$/);
    const chinese = await tidelab(["check", "spec", "noticed.json", "--lang", "zh-CN"]);
    expect(chinese.stdout).toContain("finalState 取两个方向各自的最终状态");
  });

  it("as JSON", async () => {
    const { code, stdout, stderr } = await tidelab(["check", "spec", "noticed.json", "--json"]);
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    expect(JSON.parse(stdout)).toMatchObject({
      valid: true,
      notices: [
        { code: "dropoutOfOneLayer", path: "model.layers[0].dropout", params: { dropout: 0.5 } },
        { code: "lastOfBothDirections", path: "model.layers[1]" },
      ],
      memory: { bytes: expect.any(Number) },
    });
  });

  it.each([
    [
      "wrong.json",
      ["dta: unknown key", "model.layers[0].hidenSize: unknown key", "training.lr: expected a number > 0"],
    ],
    [
      "misfit.json",
      ["model.layers[1]: a last layer needs", "training.classWeights: expected one", "training.nesterov: Nesterov"],
    ],
  ])("reports everything that is wrong with %s, at its line and column", async (file, expected) => {
    const { code, stdout, stderr } = await tidelab(["check", "spec", file, "--lang", "en"]);
    expect([code, stdout]).toEqual([2, ""]);
    const lines = stderr.trimEnd().split("\n");
    expect(lines.length).toBe(expected.length);
    for (const text of expected) expect(stderr).toContain(text);
    for (const line of lines) expect(line).toMatch(new RegExp(`^error: ${file}:1:\\d+: `));
  });
});

describe("runs print notices once", () => {
  it("train and lab on stderr, resume not again", async () => {
    const trained = await tidelab(["train", "noticed.json", "--out", "noticed", "--lang", "en", "--json"]);
    expect(trained.stderr.split(LAST).length).toBe(2);
    expect(trained.stderr.split(DROPOUT).length).toBe(2);
    expect(trained.stdout).not.toContain("last takes");
    const flags =
      "lab --epochs 1 --samples 80 --length 10 --hidden 2 --layers 1 --dropout 0.5 --pooling last --out lab --lang en";
    const lab = await tidelab(flags.split(" "));
    expect(lab.stderr).toContain("warning: model.layers[1]: last takes");
    expect(lab.stderr).toContain("dropout 0.5 is between the layers of this lstm");
  });

  it("a sweep once for all its runs", async () => {
    const base = { data, model: { layers: [lstm, { layer: "last" }, linear] }, training: { epochs: 1 } };
    write("sweep.json", { name: "noticed", base, axes: [{ path: "training.lr", values: [0.001, 0.01] }], seeds: 2 });
    const { stderr, code } = await tidelab(["sweep", "sweep.json", "--out", "swept", "--lang", "en"]);
    expect(code).toBe(0);
    expect(stderr.split(LAST).length).toBe(2);
  });
});
