/** `tidelab` with classifiers without gradients: train, predict, verify, runs, compare, and what has no meaning for them. */
import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { sha256OfText } from "../../src/bytes/sha256.ts";
import type { ClassicalRunRecord } from "../../src/runs/classical/record.ts";
import { inScratch, TINY, tidelab, write } from "./command.ts";
import { HAS_SHARED, shared, wavesCsv } from "./own-files.ts";

const LABELS = ["--label", "activity", "--group", "person"];
const recordOf = (folder: string) =>
  JSON.parse(readFileSync(inScratch(folder, "run.json"), "utf8")) as ClassicalRunRecord;

beforeAll(async () => {
  write("train.csv", wavesCsv(42));
  write("test.csv", wavesCsv(21, 16, 100));
  const { code, stderr } = await tidelab([
    "train",
    "train.csv",
    "--test",
    "test.csv",
    ...LABELS,
    "--split",
    "stratified",
    "--model",
    "MiniRocket",
    "--out",
    "runs/rocket",
  ]);
  expect([code, stderr]).toEqual([0, expect.not.stringContaining("error")]);
});

describe("train", () => {
  it("fits, reports and saves a classifier on all training series", async () => {
    const args = ["train", "train.csv", "--test", "test.csv", ...LABELS, "--split", "stratified", "--model", "1nn-dtw"];
    const { code, stdout, stderr } = await tidelab([...args, "--out", "runs/dtw"]);
    expect(code).toBe(0);
    expect(stderr + stdout).toContain("Model: 1-NN DTW (--model 1nn-dtw)");
    expect(stderr + stdout).toContain("Split: 42 train / 21 test");
    const { test, data, spec, found } = recordOf("runs/dtw");
    expect(stdout).toContain(`Test acc: ${test.accuracy.toFixed(3)}\n`);
    expect(stdout).toContain("macro avg");
    expect(stdout).toContain(JSON.stringify(test.confusionMatrix).replaceAll(",", ", "));
    expect([data.train, data.test]).toEqual([42, 21]);
    expect(spec).toMatchObject({ split: { val: "train" }, classifier: { method: "dtw", window: 1 }, transforms: [] });
    expect(found).toEqual({ window: 1 });
  });

  it.each([
    ["minirocket", "mini-rocket"],
    ["multi_rocket", "multi-rocket"],
    ["Hydra", "hydra"],
    ["hydra-multirocket", "multi-rocket-hydra"],
  ])("takes %s for %s, keeps groups together, and says the same with a spec that it saved", async (name, method) => {
    const folder = `runs/${method}-1`;
    const saved = `${method}.json`;
    const first = await tidelab([
      "train",
      "train.csv",
      ...LABELS,
      "--model",
      name,
      "--save-spec",
      saved,
      "--out",
      folder,
    ]);
    expect([first.code, first.stdout]).toEqual([0, expect.stringContaining("--split groups")]);
    const { spec, answersSha256, files } = recordOf(folder);
    expect(spec).toMatchObject({ split: { kind: "groups", val: "train" }, classifier: { method } });
    const again = await tidelab(["train", saved, "--threads", "2", "--out", `runs/${method}-2`]);
    expect(again.code).toBe(0);
    expect(recordOf(`runs/${method}-2`)).toMatchObject({ answersSha256, files });
    // On other data, with its settings.
    const other = ["train", "--data", "test.csv", ...LABELS, "--model", `./${saved}`, "--out", `runs/${method}-3`];
    expect((await tidelab(other)).code).toBe(0);
    expect(recordOf(`runs/${method}-3`)).toMatchObject({
      data: { source: { files: [{ name: "test.csv" }] } },
      spec: { classifier: { method } },
    });
  });

  it.each([
    [["--epochs", "3"], "--epochs: has no effect on MiniRocket"],
    [["--lr", "0.1"], "--lr: has no effect on MiniRocket"],
    [["--patience", "5"], "--patience: has no effect"],
    [["--numerics", "portable"], "--numerics: has no effect"],
    [["--device", "cpu"], "--device: has no effect"],
    [["--val", "test.csv"], "--val: has no effect"],
    [["--model", "rocket"], "Did you mean mini-rocket?"],
    [["--threads", "many"], "--threads"],
  ])("refuses %j", async (flags, text) => {
    const args = ["train", "train.csv", ...LABELS, "--model", "mini-rocket", ...flags, "--out", "runs/none"];
    const { code, stderr } = await tidelab(args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(text)]);
  });

  it("refuses a spec's settings at their place, and a folder that is taken", async () => {
    write(
      "wrong.json",
      JSON.stringify({
        data: { kind: "waves", samples: 40, length: 12 },
        classifier: { method: "mini-rocket", features: 1 },
      }),
    );
    expect((await tidelab(["train", "wrong.json"])).stderr).toContain(
      "wrong.json:1:99: classifier.features: expected 84",
    );
    write("split.json", JSON.stringify({ split: { val: 0.2 }, classifier: { method: "dtw" } }));
    expect((await tidelab(["train", "split.json"])).stderr).toContain(
      "split.json:1:17: split.val: expected no series to validate on",
    );
    write(
      "fine.json",
      JSON.stringify({ data: { kind: "waves", samples: 40, length: 12 }, classifier: { method: "dtw" } }),
    );
    expect((await tidelab(["train", "fine.json", "--out", "runs/rocket"])).stderr).toContain("runs/rocket");
    expect((await tidelab(["train", "fine.json", "--numerics", "fused"])).stderr).toContain(
      "--numerics: has no effect",
    );
    expect((await tidelab(["lr-find", "fine.json"])).stderr).toContain(
      "fine.json: expected a spec with a model that is trained by gradients",
    );
    expect((await tidelab(["check", "spec", "fine.json"])).code).toBe(2);
  });
});

describe("predict", () => {
  const rowsOf = (stdout: string) => stdout.trim().split("\n");

  it("reads new files as in training and answers with classes alone, those of the test", async () => {
    const { code, stdout, stderr } = await tidelab(["predict", "runs/rocket", "--input", "test.csv"]);
    expect(code).toBe(0);
    const [head, ...rows] = rowsOf(stdout);
    expect(head).toBe("series,predicted");
    const { test, answersSha256, data } = recordOf("runs/rocket");
    expect(stderr).toContain(`Accuracy by the file's labels: ${test.accuracy.toFixed(3)} `);
    const answers = Uint32Array.from(rows, (row) => data.classNames.indexOf(row.split(",")[1] ?? ""));
    expect(sha256OfText(String.fromCharCode(...new Uint8Array(answers.buffer)))).toBe(answersSha256);
    // Semicolons, decimal commas, no classes.
    const lines = wavesCsv(21, 16, 100).trim().split("\n");
    const bare = lines.map((line) => line.split(",").slice(2).join(";").replaceAll(".", ",")).join("\n");
    const other = await tidelab(["predict", "runs/rocket", "--input", write("bare.csv", `${bare}\n`)]);
    expect(rowsOf(other.stdout)).toEqual([head, ...rows]);
    const { stdout: json } = await tidelab(["predict", "runs/rocket", "--input", "test.csv", "--json"]);
    const document = JSON.parse(json) as { series: { predicted: string; probabilities?: unknown }[] };
    expect(document.series.map(({ predicted }) => predicted)).toEqual(rows.map((row) => row.split(",")[1]));
    expect(document.series[0]).not.toHaveProperty("probabilities");
  });

  it.each([
    [["runs/rocket", "runs/dtw"], "<runs...>: expected runs of nets"],
    [["runs/rocket", "--device", "cpu"], "--device: has no effect on mini-rocket"],
    [["runs/rocket", "--any-length"], "--any-length: has no effect on mini-rocket"],
  ])("refuses %j", async (args, text) => {
    const { code, stdout, stderr } = await tidelab(["predict", ...args, "--input", "test.csv"]);
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(text)]);
  });

  it("refuses series of another length, with the likely reason", async () => {
    const { code, stderr } = await tidelab([
      "predict",
      "runs/rocket",
      "--input",
      write("long.csv", wavesCsv(6, 20)),
      "--label",
      "activity",
    ]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("long.csv:2: expected 16 time steps, as all training series have, received 20"),
    ]);
  });
});

describe("verify", () => {
  it("fits again and finds the same bits; a changed file or record is found", async () => {
    const { code, stdout } = await tidelab(["verify", "runs/rocket"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`same, bit for bit (SHA-256 ${recordOf("runs/rocket").files["classifier.json"]}).`);
    expect(stdout).toContain("Files as recorded: classifier.json.");
    const spec = write(
      "waves.json",
      JSON.stringify({ data: { kind: "waves", samples: 40, length: 12 }, classifier: { method: "dtw" } }),
    );
    expect((await tidelab(["train", spec, "--out", "runs/waves"])).code).toBe(0);
    const fitted = inScratch("runs/waves", "classifier.json");
    const before = readFileSync(fitted, "utf8");
    writeFileSync(fitted, `${before} `);
    const changed = await tidelab(["verify", "runs/waves"]);
    expect([changed.code, changed.stdout]).toEqual([
      1,
      expect.stringContaining("Not verified: classifier.json is not the file"),
    ]);
    expect((await tidelab(["predict", "runs/waves", "--input", "test.csv", "--label", "activity"])).stderr).toContain(
      "expected the classifier that the run ended with",
    );
    writeFileSync(fitted, before);
    const path = inScratch("runs/waves", "run.json");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace(/"answersSha256": "[^"]*"/, `"answersSha256": "${"0".repeat(64)}"`));
    const edited = await tidelab(["verify", "runs/waves"]);
    expect([edited.code, edited.stdout]).toEqual([1, expect.stringContaining("answersSha256")]);
    writeFileSync(path, text);
    // Several at once, of both kinds.
    expect((await tidelab(["train", write("net.json", JSON.stringify(TINY)), "--out", "runs/net"])).code).toBe(0);
    const many = await tidelab(["verify", "runs/rocket", "runs/waves", "runs/net"]);
    expect([many.code, many.stdout]).toEqual([0, expect.stringContaining("3 of 3 runs verified.")]);
    expect((await tidelab(["verify", "runs/waves", "--epochs", "1"])).stderr).toContain(
      "--epochs: has no effect on dtw",
    );
  });

  it("names data that changed", async () => {
    write("moving.csv", wavesCsv(42));
    const args = ["train", "moving.csv", ...LABELS, "--model", "dtw", "--out", "runs/moving"];
    expect((await tidelab(args)).code).toBe(0);
    write("moving.csv", wavesCsv(42, 16, 1));
    const { code, stderr } = await tidelab(["verify", "runs/moving"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("moving.csv")]);
  });
});

describe("other commands", () => {
  const env = { TIDELAB_STORE: "own.db" };

  it("runs, notes, compare, export and rebuild know the run", async () => {
    const spec = write(
      "stored.json",
      JSON.stringify({
        name: "stored",
        data: { kind: "waves", samples: 40, length: 12 },
        classifier: { method: "dtw" },
      }),
    );
    expect((await tidelab(["train", spec, "--out", "runs/stored"], { env })).code).toBe(0);
    const listed = JSON.parse((await tidelab(["runs", "--json"], { env })).stdout) as Record<string, unknown>[];
    const record = recordOf("runs/stored");
    expect(listed).toMatchObject([
      { name: "stored", epochs: 0, testAccuracy: record.test.accuracy, bestValLoss: null, folder: "runs/stored" },
    ]);
    const filtered = await tidelab(["runs", "--filter", "classifier.method=dtw"], { env });
    expect(filtered.stdout).toContain("stored");
    expect((await tidelab(["runs", "note", "runs/stored", "a baseline"], { env })).stdout).toContain("a baseline");
    const compared = await tidelab(["compare", "runs/stored", "runs/rocket"], { env });
    expect([compared.code, compared.stdout]).toEqual([0, expect.stringContaining("classifier.method")]);
    const exported = await tidelab(["runs", "export"], { env });
    const lines = write("lines.jsonl", exported.stdout);
    const into = { env: { TIDELAB_STORE: "other.db" } };
    expect((await tidelab(["runs", "import", lines], into)).stdout + (await tidelab(["runs"], into)).stdout).toContain(
      "stored",
    );
    const { code } = await tidelab(["runs", "rm", "runs/stored"], { env });
    expect(code).toBe(0);
  });

  it("report writes one of these runs, or several beside each other, and leaves them out beside nets", async () => {
    const one = await tidelab(["report", "runs/rocket", "--out", "one.html"]);
    expect([one.code, one.stdout]).toEqual([
      0,
      expect.stringContaining("Wrote one.html: 1 classifier without gradients."),
    ]);
    const html = readFileSync(inScratch("one.html"), "utf8");
    const { test, files } = recordOf("runs/rocket");
    for (const text of [
      `${(100 * test.accuracy).toFixed(1)}%`,
      "MiniRocket",
      files["classifier.json"],
      "tidelab verify runs/rocket",
    ]) {
      expect(html).toContain(text);
    }
    expect(html).not.toMatch(/learning curves|epoch/i);
    const both = await tidelab(["--lang", "zh-CN", "report", "runs/rocket", "runs/dtw", "--out", "both.md"]);
    expect(both.code).toBe(0);
    const markdown = readFileSync(inScratch("both.md"), "utf8");
    expect(markdown).toContain("1-NN DTW");
    expect(markdown).toContain("无梯度分类器报告");
    expect(markdown).toContain("both-figures/confusion-matrix-2.svg");
    expect(readFileSync(inScratch("both-figures", "confusion-matrix-1.svg"), "utf8")).toContain("<svg");
    for (const name of ["one", "two"]) {
      const trained = await tidelab([
        "train",
        write("net.json", JSON.stringify({ ...TINY, name })),
        "--out",
        `mixed/${name}`,
      ]);
      expect(trained.code).toBe(0);
    }
    const mixed = await tidelab(["report", "mixed", "runs/rocket", "--out", "mixed.html"]);
    expect([mixed.code, mixed.stderr]).toEqual([
      0,
      expect.stringContaining("1 run of classifiers without gradients left out"),
    ]);
    const reach = await tidelab(["report", "runs/rocket", "--reach", "0.9", "--out", "reach.html"]);
    expect([reach.code, reach.stderr]).toEqual([2, expect.stringContaining("--reach: has no effect")]);
  });

  it.each(["resume", "evaluate", "figures", "fork"])("%s says that it has no meaning", async (command) => {
    const more = command === "fork" ? ["--set", "training.lr=0.1"] : [];
    const { code, stderr } = await tidelab([command, "runs/rocket", ...more]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("received that of a classifier without gradients (mini-rocket)"),
    ]);
  });
});

describe.runIf(HAS_SHARED)("GunPoint", () => {
  it("gives the accuracy that MiniRocket's authors' code gives", async () => {
    const files = ["--data", shared("GunPoint_TRAIN.ts"), "--test", shared("GunPoint_TEST.ts")];
    const { code } = await tidelab([
      "train",
      ...files,
      "--model",
      "minirocket",
      "--seed",
      "0",
      "--out",
      "runs/gunpoint",
    ]);
    expect(code).toBe(0);
    expect(recordOf("runs/gunpoint").test.accuracy).toBeGreaterThan(0.985);
    const { stderr } = await tidelab(["predict", "runs/gunpoint", "--input", shared("GunPoint_TEST.ts")]);
    expect(stderr).toContain(`${recordOf("runs/gunpoint").test.accuracy.toFixed(3)} (`);
  });
});
