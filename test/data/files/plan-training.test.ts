/** What a training on files would be, in a page: the spec that `tidelab train` saves with the flags that the plan gives. */
import { describe, expect, it } from "vitest";
import { openSeriesFiles, planTraining } from "../../../src/data/readers/index.ts";
import * as english from "../../../src/inference/messages/en.ts";
import * as chinese from "../../../src/inference/messages/zh-CN.ts";
import { parseSpec } from "../../../src/spec/parse.ts";
import { wavesCsv } from "../../cli/own-files.ts";

const fileOf = (text: string, name: string) => new File([text], name);
const open = (...files: File[]) => openSeriesFiles(files);

describe("the plan of a training", () => {
  it("has what was found in each file, as options and as flags, and a spec that can be run", async () => {
    const files = open(fileOf(wavesCsv(42), "walking.csv"));
    const reading = { columns: { label: "activity", group: "person" } };
    const plan = await planTraining({ kind: "files", train: "walking.csv", reading }, files, { name: "walk", seed: 3 });
    expect(plan).toMatchObject({
      lengths: [16, 16],
      channels: 1,
      missing: 0,
      group: "person",
      classes: ["fast", "flat", "slow"].map((name) => ({ name, count: 14 })),
      choices: { model: "cnn", modelReason: "usual" },
      files: [
        { set: "train", name: "walking.csv", series: 42, reading: { format: "csv", layout: "wide", ...reading } },
      ],
    });
    expect(plan.files[0]?.flags).toEqual([
      "--format csv",
      "--delimiter ,",
      "--decimal point",
      "--layout wide",
      "--label activity",
      "--group person",
    ]);
    const spec = parseSpec(plan.spec);
    expect(spec).toMatchObject({ name: "walk", seed: 3, split: { kind: "groups" }, data: { train: "walking.csv" } });
  });

  it("takes what is said before what suits, and the test files of the data", async () => {
    const bare = wavesCsv(20, 16)
      .replaceAll(/^p\d+,|^person,/gm, "")
      .replace("activity", "label");
    const files = open(
      fileOf(bare, "a.csv"),
      fileOf(
        wavesCsv(9, 16, 50)
          .replaceAll(/^p\d+,|^person,/gm, "")
          .replace("activity", "label"),
        "b.csv",
      ),
    );
    const data = { kind: "files", train: "a.csv", test: "b.csv" } as const;
    const plan = await planTraining(data, files, { model: "lstm", training: { epochs: 2 } });
    expect(plan.choices).toMatchObject({ model: "lstm", modelReason: "asked" });
    expect(plan.spec).toMatchObject({ split: { val: 0.2 }, training: { epochs: 2 } });
    expect(plan.group).toBeUndefined();
    expect(plan.files.map(({ set, series }) => [set, series])).toEqual([
      ["train", 20],
      ["test", 9],
    ]);
    const grouped = await planTraining({ ...data, test: undefined } as never, open(fileOf(wavesCsv(42), "a.csv")), {
      split: { stratify: true },
    }).catch((error: unknown) => error);
    // Its classes are in a column that nobody named.
    expect(grouped).toMatchObject({ code: "csv.oddColumns" });
  });
});

describe("a plan in sentences", () => {
  it("says what was left out, what looks odd and what was chosen, in both languages", async () => {
    const rows = wavesCsv(42).trimEnd().split("\n");
    const broken = [...rows, rows[1]?.replace(/,[^,]*$/, ",x"), `${rows[2]?.replace("p", "q")}`].join("\n");
    const reading = { onError: "skip", columns: { label: "activity", group: "person" } } as const;
    const plan = await planTraining(
      { kind: "files", train: "walking.csv", reading },
      open(fileOf(broken, "walking.csv")),
    );
    expect(plan.files[0]?.skipped).toBe(1);
    const said = english.describePlan(plan);
    expect(said.choices).toEqual([
      "Model: CNN, fast and good for series of this length",
      "Normalisation: z-score of each channel, with mean and deviation of the training series",
      "Training: at most 100 epochs in batches of 5; ends after 20 epochs without a lower validation loss and keeps the best",
      "All series of a group stay on one side of the split, since the files have groups in the column person.",
    ]);
    expect(said.notices).toContain("Left out of walking.csv: 1 series that cannot be read");
    expect(chinese.describePlan(plan).choices).toHaveLength(4);
    expect(chinese.describePlan(plan).notices).toContain("已去掉 walking.csv 中 1 条无法读取的序列");
  });

  it("says where a split takes groups apart, and where it cannot be stratified", async () => {
    const reading = { columns: { label: "activity", group: "person" } };
    const data = { kind: "files", train: "a.csv", reading } as const;
    const apart = await planTraining(data, open(fileOf(wavesCsv(42), "a.csv")), { split: { stratify: true } });
    expect(english.describePlan(apart).notices.join("\n")).toContain("does not keep groups together");
    const rare = `${wavesCsv(42).trimEnd()}\n${wavesCsv(1)
      .trimEnd()
      .split("\n")[1]
      ?.replace(/fast|slow|flat/, "Fast ")}\n`;
    const few = await planTraining(data, open(fileOf(rare, "a.csv")), { split: { stratify: false } });
    const notices = english.describePlan(few).notices.join("\n");
    expect(notices).toContain("differ only in how they are written");
    expect(notices).toContain("not stratified");
  });
});
