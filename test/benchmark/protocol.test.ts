/** Which published figures may be compared with ours: read out of the words of real tables, and of the data's own file where it is there. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Protocol, protocolOfText, splitRuleOf, whyUnlike } from "../../src/benchmark/protocol.ts";
import { figuresOf, readPublished } from "../../src/benchmark/published.ts";
import { makeRow } from "../../src/benchmark/result.ts";

describe("words of published tables", () => {
  it.each([
    ["archive split (resample 0)", "archive", undefined, false],
    ["archive split (resample 0) (as GestureMidAirD1_eq)", "archive", undefined, false],
    ["mean of 30 resamples", "resamples", undefined, false],
    ["UCR-85 archive split; model at minimum TRAINING loss; one run", "archive", "trainLoss", false],
    ["UCR-128 split; model at minimum TRAINING loss; NaN/unequal padded", "archive", "trainLoss", false],
    ["UCR-85 split; ensemble of 5 nets, minimum training loss", "archive", "trainLoss", true],
    ["UCR-128 archive split, ensemble", "archive", undefined, true],
    ["UCR-128 archive split, mean of 5 runs (ensembles: one ensemble of 5)", "archive", undefined, undefined],
    ["UCR-128 split; single nets", "archive", undefined, false],
    ["archive split; epoch chosen by test accuracy", "archive", "test", false],
    ["archive split; early stopping on a validation set", "archive", "validation", false],
    ["10-fold cross-validation", undefined, "validation", false],
    ["", undefined, undefined, false],
  ])("%s", (text, split, epoch, isEnsemble) => {
    expect(protocolOfText(text)).toEqual({ split, epoch, isEnsemble });
  });
});

describe("what may be compared", () => {
  const net: Protocol = { split: "archive", epoch: "trainLoss", isEnsemble: false };
  const classical: Protocol = { ...net, epoch: "none" };
  const like = (ours: Protocol, text: string) => whyUnlike(ours, protocolOfText(text));

  it.each([
    [classical, "archive split", undefined],
    [classical, "mean of 30 resamples", "split"],
    [classical, "some split", "unknownSplit"],
    [{ ...classical, split: "resamples" }, "mean of 30 resamples", undefined],
    [{ ...classical, split: "other" }, "archive split", "split"],
    [classical, "archive split, mean of 5 runs (ensembles: one ensemble of 5)", undefined],
    [classical, "archive split, ensemble", "ensemble"],
    [net, "archive split, minimum training loss", undefined],
    [net, "archive split", "unknownEpoch"],
    [net, "archive split, epoch by test loss", "epoch"],
    [{ ...net, epoch: "last" }, "archive split, minimum training loss", "epoch"],
    [net, "archive split, mean of 5 runs (ensembles: one ensemble of 5)", "ensemble"],
    [{ ...net, isChanged: true }, "archive split, minimum training loss", "changed"],
  ] as const)("%o with %s: %s", (ours, text, expected) => {
    expect(like(ours as Protocol, text)).toBe(expected);
  });

  it("splits of our own runs", () => {
    expect(splitRuleOf({ train: 0.7, val: "train" }, true)).toBe("archive");
    expect(splitRuleOf({ train: 0.7, val: 0.15 }, false)).toBe("other");
    expect(splitRuleOf({ kind: "resample", resample: "seed", val: "train" }, true)).toBe("resamples");
    expect(splitRuleOf({ kind: "resample", resample: 0, val: "train" }, true)).toBe("archive");
    expect(splitRuleOf({ kind: "indices", train: "a", test: "b", row: "seed", val: "train" }, true)).toBe("resamples");
    const folds = { kind: "folds", folds: 5, repeats: 1, fold: 0, by: "class", val: "train", seed: 0 } as const;
    expect(splitRuleOf(folds, false)).toBe("other");
  });
});

describe("published figures", () => {
  const head = "dataset,model,mean,sd,runs,source,protocol\n";

  it("are found whatever the spelling", () => {
    const rows = readPublished(
      `${head}GunPoint,1-NN DTW,90.7,,1,"a, b",archive split\nGun_Point,MiniROCKET,99.3,0.9,30,c,d\n`,
      "p.csv",
    );
    expect(rows[0]).toEqual({
      dataset: "GunPoint",
      model: "1-NN DTW",
      mean: 90.7,
      sd: undefined,
      runs: 1,
      source: "a, b",
      protocol: "archive split",
    });
    expect(figuresOf(rows, ["Gun Point"], ["1nn-dtw", "MiniRocket"])).toEqual(rows);
    expect(figuresOf(rows, ["GunPoint"], ["DTW"])).toEqual([]);
  });

  it("are refused with the place of what is wrong", () => {
    expect(() => readPublished("dataset,model,mean\n", "p.csv")).toThrow("p.csv: expected a CSV with the columns");
    expect(() => readPublished(`${head}a,b,,,,c,d\n`, "p.csv")).toThrow("p.csv:2: expected a number from 0 to 100");
    expect(() => readPublished(`${head}a,b,101,,,c,d\n`, "p.csv")).toThrow("received 101");
    expect(() => readPublished(`${head}a,b,90,,,c,d\na,b,0.913,,,c,d\n`, "p.csv")).toThrow(
      "p.csv:3: expected an accuracy in percent in the column mean, received 0.913, which looks like a share of 1. Write 91.3,",
    );
    expect(() => readPublished(`${head}a,b,99,x,,c,d\n`, "p.csv")).toThrow("column sd");
    expect(() => readPublished("", "p.csv")).toThrow("without dataset");
  });

  it.each([
    ["a decimal comma", `${head}a,b,88,5,,1,c,d\n`, "p.csv:2: expected 7 cells, as in the header, received 8"],
    ["a row that is cut off", `${head}a,b,88.5,1,1,c\n`, "p.csv:2: expected 7 cells, as in the header, received 6"],
    ["a hexadecimal number", `${head}a,b,0x55,,,c,d\n`, "p.csv:2: expected a number from 0 to 100 in the column mean"],
    ["no run", `${head}a,b,85,1,0,c,d\n`, "p.csv:2: expected a whole number from 1 on in the column runs, received 0"],
    ["half a run", `${head}a,b,85,1,2.5,c,d\n`, "column runs, received 2.5"],
    ["a column twice", head.replace("\n", ",mean\n"), "p.csv: expected each column once, received mean twice"],
    ["semicolons", head.replaceAll(",", ";"), "p.csv: expected commas between the cells"],
  ])("with %s are refused", (_, text, message) => {
    expect(() => readPublished(text, "p.csv")).toThrow(message);
  });

  it("are put beside means and deviations of ours, comparable ones first", () => {
    const runs = [0.9, 0.92, 0.97].map((accuracy, seed) => ({ seed, accuracy, folder: "" }));
    const protocol: Protocol = { split: "archive", epoch: "none", isEnsemble: false };
    const figures = readPublished(`${head}a,b,95,,30,x,mean of 30 resamples\na,b,92,,1,y,archive split\n`, "p.csv");
    const row = makeRow({ dataset: "a", model: "b", protocol, planned: 3, runs, failures: [] }, figures);
    expect(row.mean).toBeCloseTo(93, 10);
    expect(row.sd).toBeCloseTo(Math.sqrt(13), 10); // statistics.stdev([90, 92, 97]) = 3.6055512754639891
    expect(row.published.map(({ source, unlike }) => [source, unlike])).toEqual([
      ["y", undefined],
      ["x", "split"],
    ]);
    expect(row.published[0]?.difference).toBeCloseTo(1, 10);
    expect(row.published[1]?.difference).toBeUndefined();
    const none = makeRow({ dataset: "a", model: "b", protocol, planned: 3, runs: [], failures: [] }, figures);
    expect([none.mean, none.sd, none.published[0]?.difference]).toEqual([undefined, undefined, undefined]);
  });

  const shared = fileURLToPath(new URL("../../../shared/published-accuracy.csv", import.meta.url));
  it.skipIf(!existsSync(shared))("of the shared file are all read, with a split (skipped without ../shared)", () => {
    const rows = readPublished(readFileSync(shared, "utf8"), shared);
    expect(rows.length).toBe(714);
    expect(rows.filter(({ protocol }) => protocolOfText(protocol).split === undefined).length).toBe(0);
  });
});
