/** The report's words for generator, transforms and augmentation, in both languages. */
import { describe, expect, it } from "vitest";
import { reportMessages as english } from "../../src/report/messages/run.en.ts";
import { reportMessages as chinese } from "../../src/report/messages/run.zh-CN.ts";
import { augmentProperties, dataProperties } from "../../src/report/run/data.ts";
import type { RunRecord } from "../../src/runs/record.ts";
import { augmentSchemas, transformSchemas } from "../../src/spec/transforms.ts";
import { finish, tinySpec } from "../runs/tiny.ts";

const spec = tinySpec({
  data: {
    kind: "waves",
    samples: 60,
    length: 40,
    minLength: 30,
    kinds: ["sawtooth", "chirp"],
    noiseType: "randomWalk",
    noise: 0.1,
    phase: [0, 0.5],
    frequency: [1, 3],
    missing: { length: [2, 5], fill: "linear" },
    labelNoise: 0.1,
    scale: "none",
  },
  transforms: [
    { transform: "pad", length: 40, side: "left", value: -1 },
    { transform: "truncate", length: 35, keep: "random" },
    { transform: "resample", length: 30 },
    { transform: "difference" },
    { transform: "normalise", over: "all" },
    { transform: "windows", length: 9, stride: 5, answer: "votes" },
  ],
  training: {
    epochs: 1,
    augment: [
      { augment: "jitter" },
      { augment: "scale" },
      { augment: "shift", steps: 2 },
      { augment: "timeWarp" },
      { augment: "windowSlice" },
      { augment: "mixup", p: 0.5 },
    ],
  },
});

const rowsOf = (record: RunRecord, texts: typeof english) =>
  Object.fromEntries(
    [...dataProperties(record, texts), ...augmentProperties(record, texts)].map(({ label, value }) => [label, value]),
  );

describe("the data of a report", () => {
  it("lists every setting that does something", async () => {
    expect(new Set(spec.transforms.map(({ transform }) => transform))).toEqual(new Set(Object.keys(transformSchemas)));
    expect(new Set(spec.training.augment.map(({ augment }) => augment))).toEqual(new Set(Object.keys(augmentSchemas)));
    const { record } = await finish(spec);
    expect(rowsOf(record, english)).toEqual({
      Source: "Generated: sawtooth and chirp waves",
      "Standard deviation of a step of the random walk": "0.1",
      Periods: "1 – 3",
      "Phase, in periods": "0 – 0.5",
      "Missing values": "1 span of 2 – 5 steps per series, filled with linear interpolation",
      "Wrong labels in training": "10.0%",
      Series: "60",
      Training: "42 (70.0%)",
      Validation: "9 (15.0%)",
      Test: "9 (15.0%)",
      "Time steps": "30 – 40",
      Channels: "1",
      Classes: "sawtooth, chirp",
      "Values divided by": "1.000",
      "Transform 1": "Padded to 40 steps on the left with -1",
      "Transform 2": "Cut to 35 steps at most: a random part of training series, the middle of others",
      "Transform 3": "Resampled to 30 steps",
      "Transform 4": "Differences from step to step",
      "Transform 5": "Z-score, all channels by the training series",
      "Transform 6": "Windows of 9 steps, one every 5; the answer for a series is that of most of its windows",
      "Time steps the model reads": "9",
      Windows: "210 training, 45 validation, 45 test",
      "Augmentation 1": "Normal noise of standard deviation 0.03",
      "Augmentation 2": "One factor per channel, 1 ± 0.1",
      "Augmentation 3": "Shifted by up to 2 steps",
      "Augmentation 4": "Time warped at 4 knots, speeds 1 ± 0.2",
      "Augmentation 5": "A window of 0.9 of the length, stretched to the whole",
      "Augmentation 6": "Mixup, alpha 0.2, 50.0% of the time",
    });
    const values = Object.values(rowsOf(record, chinese)).join();
    expect(values).toContain("生成的波形：锯齿波、线性调频波");
    expect(values).not.toMatch(/undefined|NaN|\b(?:steps|windows|series|training)\b/);
  });

  it("says nothing of what the notebook does not do", async () => {
    const { record } = await finish(tinySpec());
    expect(Object.keys(rowsOf(record, english))).toEqual([
      "Source",
      "Standard deviation of the noise",
      "Series",
      "Training",
      "Validation",
      "Test",
      "Time steps",
      "Channels",
      "Classes",
      "Values divided by",
    ]);
    expect(rowsOf(record, english).Source).toBe("One period of a sine or a square wave under normal noise");
  });
});
