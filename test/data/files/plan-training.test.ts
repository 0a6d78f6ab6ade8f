/** What a training on files would be, in a page: the spec that `tidelab train` saves with the flags that the plan gives. */
import { describe, expect, it } from "vitest";
import { openSeriesFiles, planTraining } from "../../../src/data/readers/index.ts";
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
