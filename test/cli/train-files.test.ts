/** Training on files from the command line to the proof: train, record, verify, evaluate, resume by hash, predict. */
import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { sha256Hex } from "../../src/bytes/sha256.ts";
import { npyOf } from "../data/files/npy-of.ts";
import { DRAWN, documentOf, inScratch, readRecord, SMALL, tidelab, trainSmall as train, write } from "./command.ts";
import { wavesCsv } from "./own-files.ts";

const LABELS = ["--label", "activity", "--group", "person"];

beforeAll(async () => {
  write("walking.csv", wavesCsv(42));
  const { code, stdout, stderr } = await train("walking.csv", ...LABELS, "--out", "runs/walking");
  expect([code, stderr.includes("error")]).toEqual([0, false]);
  // What was read, and the flags that would say so.
  expect(stdout).toContain("Read walking.csv (csv): 42 series");
  expect(stdout).toContain("Series: 42 of 16 steps, 1 channel");
  expect(stdout).toContain("Classes: 3: fast (14), flat (14), slow (14)");
  expect(stdout).toMatch(/The same in flags: .*--layout wide --label activity --group person/);
  expect(stdout).toContain("Model: CNN");
});

describe("a run on a file with series that cannot be read", () => {
  it("leaves them out with --on-error skip, lists and records them, and is verified", async () => {
    const lines = wavesCsv(42).trimEnd().split("\n");
    const broken = [
      ...lines.slice(0, 5),
      "p1,slow,x,1",
      ...lines.slice(5, 9),
      lines[9]!.replace(/,[^,]*$/, ",#####"),
      ...lines.slice(10),
    ];
    write("broken.csv", `${broken.join("\n")}\n`);
    const stopped = await train("broken.csv", ...LABELS, "--out", "runs/broken");
    expect([stopped.code, stopped.stderr]).toEqual([2, expect.stringContaining("broken.csv:6:")]);
    const { code, stdout, stderr } = await train("broken.csv", ...LABELS, "--on-error", "skip", "--out", "runs/broken");
    expect([code, stdout]).toEqual([0, expect.stringContaining("Read broken.csv (csv): 41 series")]);
    expect(stderr).toContain(
      "Left out 2 of 43 series of broken.csv that cannot be read:\n  broken.csv:6:12: expected 18 cells",
    );
    expect(stdout).toContain("Left out of broken.csv: 2 series that cannot be read");
    expect(stdout).toContain("--on-error skip");
    const { data, spec } = readRecord("runs/broken");
    expect(data.source?.files[0]).toMatchObject({
      series: 41,
      skipped: {
        count: 2,
        first: [
          { path: "broken.csv:6:12", code: "csv.ragged" },
          { path: expect.stringMatching(/^broken\.csv:11:\d+$/), code: "csv.notNumber" },
        ],
      },
    });
    expect(spec.data).toMatchObject({ reading: { onError: "skip" } });
    expect((await tidelab(["verify", "runs/broken"])).code).toBe(0);
    const chinese = await tidelab(["data", "info", "broken.csv", ...LABELS, "--on-error", "skip", "--lang", "zh-CN"]);
    expect(chinese.stderr).toContain("broken.csv 的 43 条序列中有 2 条无法读取，已去掉");
  });
});

describe("a run on series with uneven times", () => {
  /** The same movement, sampled at times of its own. */
  const longCsv = (name: string, shift: number) => {
    const rows = Array.from({ length: 24 }, (_, n) => {
      let time = 0;
      return Array.from({ length: 30 }, (__, t) => {
        time += 0.05 + 0.04 * Math.abs(Math.sin(n * 7 + t * shift));
        return `s${n},${["slow", "fast"][n % 2]},${time.toFixed(4)},${Math.sin(time * (n % 2 ? 9 : 3) + n).toFixed(4)}`;
      }).join("\n");
    });
    return write(name, `series,label,time,x\n${rows.join("\n")}\n`);
  };

  it("is trained, verified and asked at even ones", async () => {
    longCsv("uneven.csv", 1);
    const plain = await tidelab(["data", "info", "uneven.csv"]);
    expect(plain.stderr).toContain("resample the series to even times (--resample <time> when training)");
    const { code, stdout, stderr } = await train("uneven.csv", "--resample", "0.07", "--out", "runs/even");
    expect([code, stderr]).toEqual([0, expect.not.stringContaining("even times")]);
    expect(stdout).toMatch(/The same in flags: .*--resample 0\.07/);
    expect(readRecord("runs/even").data.source?.reading.train).toMatchObject({ resample: "0.07" });
    expect((await tidelab(["verify", "runs/even"])).code).toBe(0);
    longCsv("later.csv", 2);
    const answers = await tidelab(["predict", "runs/even", "--input", "later.csv", "--json"]);
    expect([answers.code, answers.stderr]).toEqual([0, expect.not.stringContaining("even times")]);
    write("untimed.csv", "series,x\na,1\na,2\n");
    const untimed = await tidelab(["predict", "runs/even", "--input", "untimed.csv"]);
    expect([untimed.code, untimed.stderr]).toEqual([2, expect.stringContaining("expected times of the steps")]);
    const wrong = await train("uneven.csv", "--resample", "70ms", "--out", "runs/wrong");
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("received 70ms with one")]);
  });
});

describe("a run on a file", () => {
  it("records the file, its hash, how it was read, the classes and the split", () => {
    const { data, spec } = readRecord("runs/walking");
    const bytes = readFileSync(inScratch("walking.csv"));
    expect(data.source?.files).toEqual([
      { set: "train", name: "walking.csv", bytes: bytes.length, sha256: sha256Hex(bytes), series: 42 },
    ]);
    expect(data.source?.reading.train).toMatchObject({ format: "csv", layout: "wide", columns: { label: "activity" } });
    expect(data.source?.splitSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(data.classNames).toEqual(["fast", "flat", "slow"]);
    // Whole persons on each side, of six series each.
    expect([data.train, data.val, data.test]).toEqual([24, 6, 12]);
    expect(spec.split).toMatchObject({ kind: "groups" });
    expect(spec.data).toMatchObject({ kind: "files", train: "walking.csv", missing: "refuse" });
  });

  it("has a report that verify finds as it was written", async () => {
    const trained = await tidelab(["train", "walking.csv", ...LABELS, ...SMALL, "--out", "runs/reported"], DRAWN);
    expect(trained.code).toBe(0);
    const { code, stdout } = await tidelab(["verify", "runs/reported"]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("report.html, report.md, figures/")]);
  });

  it("is verified, evaluated and drawn from the file", async () => {
    expect((await tidelab(["verify", "runs/walking"])).code).toBe(0);
    const { stdout } = await tidelab(["evaluate", "runs/walking", "--json"]);
    expect(documentOf(stdout)).toMatchObject({ sameAsRecord: true });
    const figures = await tidelab(["figures", "runs/walking"]);
    expect(figures.code).toBe(0);
    expect(readFileSync(inScratch("runs/walking/report.md"), "utf8")).toContain("walking.csv: 42 series, SHA-256");
  });

  it("finds a file that was moved, by its hash, and says where it looked", async () => {
    mkdirSync(inScratch("elsewhere"), { recursive: true });
    renameSync(inScratch("walking.csv"), inScratch("elsewhere/walking.csv"));
    const lost = await tidelab(["verify", "runs/walking"]);
    expect(lost.code).toBe(2);
    expect(lost.stderr).toContain("walking.csv: expected the file that the run was trained on, found none in .,");
    expect((await tidelab(["verify", "runs/walking", "--data", "elsewhere"])).code).toBe(0);
    expect((await tidelab(["evaluate", "runs/walking"], { env: { TIDELAB_DATA: "elsewhere" } })).code).toBe(0);
    copyFileSync(inScratch("elsewhere/walking.csv"), inScratch("walking.csv"));
  });

  it("refuses a file that was changed, with both hashes", async () => {
    const text = readFileSync(inScratch("walking.csv"), "utf8");
    const changed = text.replace(/\d(?=\n$)/, (digit) => String((Number(digit) + 1) % 10));
    expect(changed).not.toBe(text);
    writeFileSync(inScratch("walking.csv"), changed);
    const hashes = [text, changed].map((content) => sha256Hex(new TextEncoder().encode(content)));
    for (const command of ["verify", "evaluate"]) {
      const { code, stderr } = await tidelab([command, "runs/walking"]);
      expect(code).toBe(2);
      expect(stderr).toContain(`recorded ${hashes[0]}, found ${hashes[1]}`);
    }
    // Nothing is said of a run that is not made.
    const fork = await tidelab(["fork", "runs/walking", "--set", "training.lr=0.01", "--out", "runs/refused"]);
    expect([fork.code, fork.stderr]).toEqual([2, expect.not.stringContaining("The new run is")]);
    expect(fork.stderr).toContain(`found ${hashes[1]}`);
    writeFileSync(inScratch("walking.csv"), text);
  });

  it("is forked with another rate, and takes groups apart only when asked to", async () => {
    const fork = await tidelab(["fork", "runs/walking", "--set", "training.lr=0.01", "--out", "runs/forked"]);
    expect(fork.code).toBe(0);
    expect(readRecord("runs/forked").data.sha256).toBe(readRecord("runs/walking").data.sha256);
    const drawn = await train("walking.csv", ...LABELS, "--split", "stratified", "--out", "runs/stratified");
    expect([drawn.code, drawn.stderr]).toEqual([0, expect.stringContaining("does not keep groups together")]);
    const { spec, data } = readRecord("runs/stratified");
    expect(spec.split).toMatchObject({ stratify: true });
    expect([data.train, data.val, data.test]).toEqual([29, 6, 7]);
  });
});

describe("groups", () => {
  it("stay together in folds, and beside test files of other groups", async () => {
    const folds = await train("walking.csv", ...LABELS, "--split", "folds=3", "--out", "runs/folds");
    expect(folds.stdout + folds.stderr).toContain("one of 3 folds tests, fold 0 (--fold 0 to 2 chooses");
    expect([folds.code, folds.stderr]).toEqual([0, expect.not.stringContaining("does not keep groups together")]);
    expect(readRecord("runs/folds").spec.split).toMatchObject({ kind: "folds", folds: 3, by: "group" });
    const others = wavesCsv(12, 16, 1000);
    write("others.csv", others);
    const refused = await train("walking.csv", ...LABELS, "--test", "others.csv", "--out", "runs/refused");
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining("--split: expected every group on one"),
    ]);
    write("others.csv", others.replaceAll(/^p(?=\d)/gm, "q"));
    expect((await train("walking.csv", ...LABELS, "--test", "others.csv", "--out", "runs/apart")).code).toBe(0);
    const { spec, data } = readRecord("runs/apart");
    // Two of seven persons, of six series each, validate.
    expect([spec.split, data.train, data.val, data.test]).toEqual([
      expect.objectContaining({ kind: "groups" }),
      30,
      12,
      12,
    ]);
  });
});

describe("tidelab predict with a run on a file", () => {
  const predict = async (input: string) => {
    const { code, stdout, stderr } = await tidelab(["predict", "runs/walking", "--input", input, "--json"]);
    expect([code, stderr]).toEqual([0, stderr]);
    return documentOf(stdout) as unknown as { accuracy?: number; series: { series: string; predicted: string }[] };
  };

  it("reads new series as the training file was read, with and without its columns of classes and groups", async () => {
    const whole = wavesCsv(12, 16, 100);
    write("new.csv", whole);
    const found = await predict("new.csv");
    expect([found.series.length, typeof found.accuracy]).toEqual([12, "number"]);
    const bare = whole.split("\n").map((line) => line.split(",").slice(2).join(","));
    write("bare.csv", bare.join("\n"));
    const without = await predict("bare.csv");
    expect(without.accuracy).toBeUndefined();
    expect(without.series.map(({ predicted }) => predicted)).toEqual(found.series.map(({ predicted }) => predicted));
    // Another format, the same values.
    const lines = whole
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(","));
    const ts = lines.map(([, label, ...values]) => `${values.join(",")}:${label}`).join("\n");
    write("new.ts", `@problemName waves\n@univariate true\n@classLabel true slow fast flat\n@data\n${ts}\n`);
    expect(await predict("new.ts")).toMatchObject({ accuracy: found.accuracy });
  });

  it("gives the answers of the test, and refuses other channels and missing values", async () => {
    write("two.csv", "series,x,y\na,1,2\na,2,3\n");
    const two = await tidelab(["predict", "runs/walking", "--input", "two.csv"]);
    expect([two.code, two.stderr]).toEqual([2, expect.stringContaining("two.csv")]);
    write("hole.csv", `${wavesCsv(3).trim().split(",").slice(0, -1).join(",")},NaN\n`);
    const hole = await tidelab(["predict", "runs/walking", "--input", "hole.csv"]);
    expect([hole.code, hole.stderr]).toEqual([
      2,
      expect.stringContaining(
        "hole.csv:4:99: expected a value at every step, received 1 missing value in 1 of 3 series; the first is here. Correct the file, or choose --fill",
      ),
    ]);
    const filled = await tidelab(["predict", "runs/walking", "--input", "hole.csv", "--fill", "linear"]);
    expect(filled.code).toBe(0);
  });
});

describe("the flags that say what was found", () => {
  it.each([
    [[]],
    [["--split", "stratified"]],
    [["--split", "folds=3", "--fold", "1"]],
    [["--test", "subjects-test.csv"]],
  ])("give the same sets, of a file whose column of groups is found, with %j", async (more) => {
    write("subjects.csv", wavesCsv(42).replace("person", "subject"));
    write(
      "subjects-test.csv",
      wavesCsv(12, 16, 1000)
        .replace("person", "subject")
        .replaceAll(/^p(?=\d)/gm, "q"),
    );
    const out = `runs/subjects-${more.join("").replaceAll(/[^a-z]/g, "")}`;
    const first = await train("subjects.csv", "--label", "activity", ...more, "--out", out);
    expect(first.code).toBe(0);
    const flags = /The same in flags: (.*)/.exec(first.stdout)?.[1]?.split(" ") ?? [];
    expect(flags).toContain("--group");
    const second = await train("subjects.csv", ...flags, ...more, "--out", `${out}-again`);
    expect(second.code).toBe(0);
    const [one, again] = [readRecord(out), readRecord(`${out}-again`)];
    expect(again.spec.split).toEqual(one.spec.split);
    expect(again.data.source?.splitSha256).toBe(one.data.source?.splitSha256);
    expect(again.weightsSha256).toBe(one.weightsSha256);
    expect(first.stderr.includes("groups in the column subject")).toBe(!more.includes("--split"));
    if (more.length === 0) expect([one.data.train, one.data.val, one.data.test]).toEqual([24, 6, 12]);
  });

  it("have no groups where the spec of a model says how to split", async () => {
    write("subjects.csv", wavesCsv(42).replace("person", "subject"));
    write(
      "base.json",
      JSON.stringify({
        split: { stratify: true },
        model: { layers: [{ layer: "last" }, { layer: "linear", outFeatures: 3 }] },
      }),
    );
    const { stdout } = await train(
      "subjects.csv",
      "--label",
      "activity",
      "--model",
      "./base.json",
      "--out",
      "runs/based",
    );
    expect(readRecord("runs/based").spec.split).toEqual({ train: 0.7, val: 0.15, stratify: true });
    expect(/The same in flags: (.*)/.exec(stdout)?.[1]).not.toContain("--group");
  });

  it("name no groups that only one of two files has", async () => {
    write("subjects.csv", wavesCsv(42).replace("person", "subject"));
    write("others.csv", wavesCsv(12, 16, 1000).replace("person", "group"));
    const { stdout, code } = await train(
      "subjects.csv",
      "--data",
      "others.csv",
      "--label",
      "activity",
      "--out",
      "runs/two",
    );
    expect([code, readRecord("runs/two").spec.split]).toEqual([0, { train: 0.7, val: 0.15, stratify: true }]);
    expect(/The same in flags: (.*)/.exec(stdout)?.[1]).not.toContain("--group");
  });
});

describe("a spec with files", () => {
  it("is written by --save-spec, relative to itself, and gives the same run", async () => {
    mkdirSync(inScratch("specs"), { recursive: true });
    const first = await train("walking.csv", ...LABELS, "--save-spec", "specs/walking.json", "--out", "runs/first");
    expect(first.code).toBe(0);
    const saved = JSON.parse(readFileSync(inScratch("specs/walking.json"), "utf8"));
    expect(saved.data.train).toBe("../walking.csv");
    const second = await tidelab(["train", "specs/walking.json", "--threads", "1", "--out", "runs/second"]);
    expect(second.code).toBe(0);
    expect(readRecord("runs/second").weightsSha256).toBe(readRecord("runs/first").weightsSha256);
    expect((await train("walking.csv", ...LABELS, "--save-spec", "specs/walking.json")).stderr).toContain(
      "specs/walking.json: expected a new file",
    );
    expect((await train("specs/walking.json")).stderr).toContain("--epochs: has no effect beside a spec");
  });

  it("may have its labels in a file of its own, which is looked for and compared as the series are", async () => {
    writeFileSync(
      inScratch("walks.npy"),
      npyOf(24, 12, (row, t) => Math.sin(t * (1 + (row % 3))) + row / 50),
    );
    const labels = Array.from({ length: 24 }, (_, row) => `${"abc"[row % 3]}\n`).join("");
    write("y.txt", labels);
    const spec = {
      data: { kind: "files", train: "walks.npy", labels: { train: "y.txt" } },
      split: { train: 0.5, val: "train" },
      model: { layers: [{ layer: "globalAvgPool" }, { layer: "linear", outFeatures: 3 }] },
      training: { epochs: 1 },
      numerics: "portable",
    };
    write("labelled.json", JSON.stringify(spec));
    expect((await tidelab(["train", "labelled.json", "--threads", "1", "--out", "runs/labelled"])).code).toBe(0);
    expect((await tidelab(["figures", "runs/labelled"])).code).toBe(0);
    expect(readFileSync(inScratch("runs/labelled/report.md"), "utf8")).toMatch(
      /Labels of the training file.*y\.txt, SHA-256 /,
    );
    // Other names in the same order: the numbers of the classes would stay the same.
    for (const changed of [labels.replaceAll("a", "A"), labels.replace("a\nb", "b\na")]) {
      write("y.txt", changed);
      const hashes = [labels, changed].map((content) => sha256Hex(new TextEncoder().encode(content)));
      for (const command of ["evaluate", "verify"]) {
        const { code, stdout, stderr } = await tidelab([command, "runs/labelled"]);
        expect([code, stdout.includes("same as")]).toEqual([2, false]);
        expect(stderr).toContain("y.txt: expected the file that the run was trained on, received another one.");
        expect(stderr).toContain(`recorded ${hashes[0]}, found ${hashes[1]}`);
      }
    }
    // A record of before lacks the file: then the names of the classes say that they are others.
    const record = readRecord("runs/labelled");
    const files = record.data.source?.files.filter(({ holds }) => holds === undefined);
    const text = readFileSync(inScratch("runs/labelled/run.json"), "utf8");
    const older = { ...record, data: { ...record.data, source: { ...record.data.source, files } } };
    write("runs/labelled/run.json", JSON.stringify(older));
    for (const [names, sameAsRecord] of [
      [labels, true],
      [labels.replaceAll("a", "A"), false],
    ] as const) {
      write("y.txt", names);
      const { code, stdout } = await tidelab(["evaluate", "runs/labelled", "--json"]);
      expect([code, documentOf(stdout)]).toEqual([0, expect.objectContaining({ sameAsRecord })]);
    }
    write("runs/labelled/run.json", text);
    write("y.txt", labels);
    mkdirSync(inScratch("kept"), { recursive: true });
    renameSync(inScratch("y.txt"), inScratch("kept/y.txt"));
    expect((await tidelab(["evaluate", "runs/labelled"])).stderr).toContain(
      "y.txt: expected the file that the run was",
    );
    for (const command of ["verify", "evaluate"]) {
      expect((await tidelab([command, "runs/labelled", "--data", "kept"])).code).toBe(0);
    }
  });

  it("goes through folds with the seeds of a sweep", async () => {
    const base = {
      name: "folds",
      numerics: "portable",
      data: { kind: "files", train: "walking.csv", reading: { columns: { label: "activity", group: "person" } } },
      split: { kind: "folds", folds: 3, fold: "seed", val: "train" },
      model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 3 }] },
      training: { epochs: 1, record: { gradientsEvery: 0 } },
    };
    const sweep = { name: "folds", base, axes: [{ path: "training.lr", values: [0.001, 0.01] }], seeds: [0, 1, 2] };
    write("folds.json", JSON.stringify(sweep));
    const { code, stderr } = await tidelab(["sweep", "folds.json", "--out", "sweeps/folds", "--jobs", "1"]);
    expect([code, stderr]).toEqual([0, stderr]);
    const tested = [0, 1, 2].map((seed) => readRecord(`sweeps/folds/lr-0.001/seed-${seed}`).data);
    // All 42 series are tested once, in three splits that differ.
    expect(tested.reduce((sum, { test }) => sum + test, 0)).toBe(42);
    expect(new Set(tested.map(({ source }) => source?.splitSha256)).size).toBe(3);
    const other = readRecord("sweeps/folds/lr-0.01/seed-1").data;
    expect(other.source?.splitSha256).toBe(tested[1]?.source?.splitSha256);
  });
});

describe("what is wrong with files or flags is said at the flag", () => {
  it.each([
    [["nowhere.csv"], "nowhere.csv: no such file"],
    [["walking.csv"], "walking.csv:1:1"],
    [["walking.csv", ...LABELS, "--model", "resnett"], "--model: expected the name of a preset"],
    [
      ["walking.csv", ...LABELS, "--missing", "linaer"],
      '--missing: expected one of refuse, linear, previous, mask, 0, received "linaer". Did you mean "linear"?',
    ],
    [["walking.csv", ...LABELS, "--format", "xlsx"], "--format: expected one of"],
    [
      ["."],
      ".: expected a file of time series, received a folder. Give a file in it; files of series also by a pattern",
    ],
    [["walking.csv", ...LABELS, "--split", "folds=40"], "--split: expected at least 40 groups, one a fold"],
    [
      ["walking.csv", "--label", "activity", "--id", "person", "--split", "folds=40"],
      "--split: expected at least 40 series of each class",
    ],
    [["walking.csv", ...LABELS, "--split", "resample=1"], "--split: expected training files and test files"],
    [
      ["walking.csv", "--label", "activity", "--id", "person", "--split", "groups"],
      "Name the column of the groups (--group",
    ],
    [["walking.csv", ...LABELS, "--split", "time=3"], "--split: expected time alone, received time=3"],
    [["walking.csv", "--data", "walking.csv", ...LABELS], "walking.csv: expected each file once"],
    [["walking.csv", "--test", "./walking.csv", ...LABELS], "as test series: the model would be tested on series"],
    [["walking.csv", ...LABELS, "--fold", "1"], "--fold: has an effect only with --split folds=5"],
    [[], "<file>: expected a file of time series or a spec"],
  ])("train %j", async (args, says) => {
    const { code, stderr } = await tidelab(["train", ...args, "--epochs", "1", "--out", "runs/none"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)]);
  });

  it("a class that only the test has, and files of one class", async () => {
    write("one.csv", "label,t0,t1\na,1,2\na,2,3\n");
    write("two.csv", "label,t0,t1\na,1,2\nb,2,3\na,4,4\nb,5,5\n");
    write("three.csv", "label,t0,t1\na,1,2\nc,2,3\nc,3,3\n");
    expect((await train("one.csv")).stderr).toContain("received 2 series of one, a");
    expect((await train("--data", "two.csv", "--test", "three.csv")).stderr).toContain(
      "--test: expected only classes of the training series (a, b), received 2 test series of c",
    );
  });
});
