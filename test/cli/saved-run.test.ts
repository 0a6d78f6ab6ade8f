/** The commands on a saved run: evaluate, predict, figures; and every way in which a run or a CSV can be faulty. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { loadData } from "../../src/data/load.ts";
import type { RunRecord } from "../../src/runs/record.ts";
import { DRAWN, inScratch, readRecord, TINY, tidelab, tidelabProcess, write } from "./command.ts";

beforeAll(async () => {
  write("tiny.json", JSON.stringify({ ...TINY, training: { epochs: 12, batchSize: 8, lr: 0.05 } }));
  const { code, stdout } = await tidelab(["train", "tiny.json", "--out", "run"], DRAWN);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Epoch 12: /m);
});

/** The test series in the units that they were made in: what a user has in a file. */
let testSeries: readonly { readonly label: string; readonly values: readonly number[] }[];

beforeAll(async () => {
  const { spec, data } = readRecord("run");
  const { test, scale } = await loadData(spec);
  testSeries = Array.from({ length: test.count }, (_, row) => ({
    label: data.classNames[test.labels[row] ?? 0] ?? "",
    values: [...test.values.subarray(row * test.length, (row + 1) * test.length)].map((value) => value * scale),
  }));
});

const wide = () => testSeries.map(({ label, values }) => [label, ...values].join(",")).join("\n");
const header = () => ["label", ...Array.from({ length: 12 }, (_, step) => `t${step}`)].join(",");
const long = () =>
  ["series,label,time,value"]
    .concat(testSeries.flatMap(({ label, values }, row) => values.map((value, t) => `s${row},${label},${t},${value}`)))
    .join("\n");

describe("train", () => {
  it("records the spec with all defaults, and gives flags precedence", async () => {
    expect(await tidelab(["train", "tiny.json", "--out", "named", "--name", "flag", "--quiet"])).toMatchObject({
      code: 0,
    });
    const { name, spec, weightsSha256 } = readRecord("named");
    expect(name).toBe("flag");
    expect(spec.training).toMatchObject({ epochs: 12, optimizer: "adam", betas: [0.9, 0.999] });
    expect(spec.split).toEqual({ train: 0.7, val: 0.15 });
    expect(weightsSha256).toBe(readRecord("run").weightsSha256);
  });

  it("reads a spec from stdin, and calls it that in errors", async () => {
    const good = await tidelabProcess(["train", "-", "--out", "stdin"], { input: JSON.stringify(TINY) });
    expect(good.code).toBe(0);
    const bad = await tidelabProcess(["train", "-"], { input: "{]" });
    expect(bad.stderr).toMatch(/^error: stdin:1:2: /);
  });
});

describe("evaluate", () => {
  it("gives what the run recorded, and says so", async () => {
    const { stdout } = await tidelab(["evaluate", "run"]);
    const trained = await tidelab(["evaluate", "run", "--json"]);
    const { test } = readRecord("run");
    const document = JSON.parse(trained.stdout);
    expect(document).toMatchObject({ folder: "run", split: "test", sameAsRecord: true, ...test });
    expect(trained.stderr).toBe("");
    expect(stdout).toContain(JSON.stringify(test?.confusionMatrix).replaceAll(",", ", "));
    expect(stdout).toMatch(/The same as in the run's record\.\n$/);
  });

  it("evaluates the other sets, against the history", async () => {
    const { history, data } = readRecord("run");
    const val = JSON.parse((await tidelab(["evaluate", "run", "--split", "val", "--json"])).stdout);
    expect(val.loss).toBe(history.at(-1)?.valLoss);
    expect(val.accuracy).toBe(history.at(-1)?.valAccuracy);
    const train = await tidelab(["evaluate", "run", "--split", "train", "--threads", "2"]);
    expect(train.stdout).toMatch(/^Train loss: /);
    expect(train.stdout).toMatch(new RegExp(`^ +accuracy +\\d\\.\\d\\d +${data.train}$`, "m"));
  });
});

describe("predict", () => {
  it.each([
    ["wide, without header", () => wide().replace(/^\w+,/gm, "")],
    ["wide, labelled", () => `${header()}\n${wide()}`],
    ["wide, with semicolons and CRLF", () => `${header()}\n${wide()}`.replaceAll(",", ";").replaceAll("\n", "\r\n")],
    ["long, labelled", long],
  ])("classifies the test series as the test did (%s)", async (_, table) => {
    write("series.csv", table());
    const { code, stdout, stderr } = await tidelab(["predict", "run", "--input", "series.csv"]);
    expect(code).toBe(0);
    const [head, ...rows] = stdout.trimEnd().split("\n");
    expect(head).toBe("series,predicted,sine,square");
    const { test, data } = readRecord("run");
    expect(rows.length).toBe(data.test);
    const predicted = rows.map((row) => row.split(",")[1]);
    const series = testSeries;
    const matrix = data.classNames.map((truth) =>
      data.classNames.map(
        (guess) => series.filter(({ label }, row) => label === truth && predicted[row] === guess).length,
      ),
    );
    expect(matrix).toEqual(test?.confusionMatrix);
    for (const row of rows) {
      const [, name, sine, square] = row.split(",");
      expect(Number(sine) + Number(square)).toBeCloseTo(1, 6);
      expect(name).toBe(Number(sine) >= Number(square) ? "sine" : "square");
    }
    const correct = series.filter(({ label }, row) => label === predicted[row]).length;
    const accuracy = `Accuracy by the file's labels: ${(correct / series.length).toFixed(3)} (${correct} of ${series.length}).\n`;
    expect(stderr).toBe(table().includes("label") ? accuracy : "");
  });

  it("names series as the file does, also when their lengths differ", async () => {
    const steps = (id: string, count: number) => Array.from({ length: count }, (_, t) => `"${id}",${Math.sin(t)}`);
    write("mixed.csv", ["series,x", ...steps("a,b", 12), ...steps("c", 20), ...steps("d", 12)].join("\n"));
    const args = ["predict", "run", "--input", "mixed.csv", "--any-length"];
    const { stdout, stderr } = await tidelab([...args, "--json"]);
    expect(stderr).toMatch(/^1 of 3 series does not have the 12 steps .*: series c, 20 steps\)/);
    const { series } = JSON.parse(stdout);
    expect(series.map((one: { series: string; length: number }) => [one.series, one.length])).toEqual([
      ["a,b", 12],
      ["c", 20],
      ["d", 12],
    ]);
    expect(series[0].probabilities).toEqual(series[2].probabilities);
    const csv = await tidelab(args);
    expect(csv.stdout).toMatch(/^"a,b",/m);
  });

  it("reads stdin, writes --output, and never over a file", async () => {
    const args = ["predict", "run", "--input", "-", "--output", "out.csv"];
    const first = await tidelabProcess(args, { input: `${header()}\n${wide()}` });
    const { data } = readRecord("run");
    expect(first).toMatchObject({ code: 0, stdout: `Wrote ${data.test} predictions to out.csv.\n` });
    const written = readFileSync(inScratch("out.csv"), "utf8");
    expect(written.split("\n").length).toBe(data.test + 2);
    const second = await tidelabProcess(args, { input: wide() });
    expect(second.code).toBe(2);
    expect(second.stderr).toMatch(/^error: out\.csv: expected a new file/);
    expect(readFileSync(inScratch("out.csv"), "utf8")).toBe(written);
  });

  const smooth = Array.from({ length: 12 }, (_, t) => ((t * t) / 100 - 0.5).toFixed(3));
  const names = ["=HYPERLINK(1)", "-0.5", "@x", "plain"];

  it("leaves names that a spreadsheet would run as they are, says so, and escapes them on request", async () => {
    write(
      "formulas.csv",
      [`id,${smooth.map((_, t) => `t${t}`)}`, ...names.map((name) => `${name},${smooth}`)].join("\n"),
    );
    const args = ["predict", "run", "--input", "formulas.csv"];
    const ids = (stdout: string) => [...stdout.matchAll(/^(?!series)[^,]+/gm)].map(([id]) => id);
    const plain = await tidelab(args);
    expect(ids(plain.stdout)).toEqual(names);
    expect(plain.stderr).toBe(
      "2 names begin with a sign that a spreadsheet takes for a formula (first: =HYPERLINK(1)). --escape-formulas writes ' before them.\n",
    );
    const escaped = await tidelab([...args, "--escape-formulas"]);
    expect(escaped.stderr).toBe("");
    expect(ids(escaped.stdout)).toEqual(["'=HYPERLINK(1)", "-0.5", "'@x", "plain"]);
    expect(escaped.stdout.replaceAll("'", "")).toBe(plain.stdout);
  });

  it("fills missing values on request, as if they had been there", async () => {
    const gap = (middle: string) => [...smooth.slice(0, 5), middle, ...smooth.slice(6)].join(",");
    write("gap.csv", gap("#N/A"));
    write("filled.csv", gap(smooth[4]!));
    const { stdout, stderr } = await tidelab(["predict", "run", "--input", "gap.csv", "--fill", "previous"]);
    expect(stderr).toBe("1 missing value was filled (previous).\n");
    expect(stdout).toBe((await tidelab(["predict", "run", "--input", "filled.csv"])).stdout);
    for (const [flag, value] of [
      ["--fill", "mean"],
      ["--decimal", "dot"],
    ] as const) {
      const refused = await tidelab(["predict", "run", "--input", "gap.csv", flag, value]);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toMatch(new RegExp(`^error: ${flag}: expected .*, received ${value}\\.`));
    }
  });

  it("reads UTF-16 and decimal commas, and refuses other bytes and formats by name", async () => {
    write("points.csv", `${smooth.join(";")}\n`);
    const { stdout } = await tidelab(["predict", "run", "--input", "points.csv"]);
    const commas = `${smooth.join(";").replaceAll(".", ",")}\r\n`;
    write("utf16.csv", new Uint8Array(Buffer.from(`\uFEFF${commas}`, "utf16le")));
    const utf16 = await tidelab(["predict", "run", "--input", "utf16.csv"]);
    expect(utf16).toEqual({ code: 0, stdout, stderr: "The commas in the numbers were read as decimal commas.\n" });
    write("gbk.csv", new Uint8Array([...Buffer.from("series,x\n"), 0xbc, 0xd7, 0x2c, 0x31, 0x0a]));
    write("table.csv", new Uint8Array([0x1f, 0x8b, 8, 0]));
    for (const [name, text] of [
      ["gbk.csv", /^error: gbk\.csv:2:1: expected text in UTF-8, received a byte that is not \(0xBC\)/],
      ["table.csv", /^error: table\.csv: expected a whole gzip file, received one that is damaged or cut off/],
    ] as const) {
      const refused = await tidelab(["predict", "run", "--input", name]);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toMatch(text);
    }
  });

  it("--json is one document with the accuracy in it", async () => {
    write("labelled.csv", `${header()}\n${wide()}`);
    const { stdout } = await tidelab(["predict", "run", "--input", "labelled.csv", "--json"]);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ folder: "run", input: "labelled.csv", classNames: ["sine", "square"] });
    expect(document.accuracy).toBeCloseTo(readRecord("run").test?.accuracy ?? Number.NaN, 12);
  });

  const row = (...changes: [number, string][]) => {
    // Not in even steps, which might be a header.
    const cells = ["0", "0.1", "0.4", "0.3", "0.4", "0.7", "0.6", "0.2", "0.8", "0.9", "1", "1.1"];
    for (const [at, text] of changes) cells[at] = text;
    return cells.join(",");
  };
  it.each([
    [
      "",
      "faulty.csv: expected at least one series, received none.",
      "faulty.csv: 需要至少一条序列，收到的文件中没有。",
    ],
    [
      `${row()}\n${row().slice(0, -4)}`,
      "faulty.csv:2:40: expected 12 cells as in the first row, received 11.",
      "faulty.csv:2:40: 每行应与第一行同为 12 格，收到的是 11 格。",
    ],
    [
      `${row()}\n${row([1, "abc"])}`,
      "faulty.csv:2:3: expected a number, received abc.",
      "faulty.csv:2:3: 需要数字，收到的是 abc。",
    ],
    [
      row([1, "NaN"]),
      "faulty.csv:1:3: expected a finite number, received NaN.",
      "faulty.csv:1:3: 需要有限的数，收到的是 NaN。",
    ],
    [
      row([1, ""]),
      "faulty.csv:1:3: expected a finite number, received an empty cell.",
      "faulty.csv:1:3: 需要有限的数，收到的是空单元格。",
    ],
    [
      row([1, "1e39"]),
      "faulty.csv:1:3: expected a number that fits float32",
      "faulty.csv:1:3: 需要 float32 能表示的数",
    ],
    [
      "series,x,y\na,1,2",
      "faulty.csv:1:8: expected 1 channel(s), received 2.",
      "faulty.csv:1:8: 需要 1 个通道，收到的是 2 个。",
    ],
    [
      `${"label,"}${row()
        .replace(/[^,]+/g, "t")
        .split(",")
        .map((t, i) => t + i)}\nsin,${row()}`,
      "faulty.csv:2:1: expected one of the labels sine, square, received sin. Did you mean sine?",
      "是否想写 sine？",
    ],
    [
      "series,x\n",
      "faulty.csv: expected rows of numbers below the header, received only the header.",
      "收到的只有表头。",
    ],
  ])("refuses %j", async (text, english, chinese) => {
    write("faulty.csv", text);
    const args = ["predict", "run", "--input", "faulty.csv", "--output", "never.csv"];
    for (const [env, message] of [
      [{}, `error: ${english}`],
      [{ LC_ALL: "zh_CN" }, chinese],
    ] as const) {
      const { code, stdout, stderr } = await tidelab(args, { env });
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain(message);
      expect(stderr.trimEnd().split("\n").length).toBe(1);
      expect(readdirSync(inScratch()).filter((name) => name.startsWith("never"))).toEqual([]);
    }
  });
});

describe("figures", () => {
  it("draws them again in another language, and touches neither record nor weights", async () => {
    cpSync(inScratch("run"), inScratch("drawn"), { recursive: true });
    rmSync(inScratch("drawn", "figures"), { recursive: true });
    const { code, stdout } = await tidelab(["figures", "drawn", "--lang", "zh-CN"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^已在 drawn 写入 17 个文件：\n/);
    for (const file of stdout.trimEnd().split("\n").slice(1)) expect(existsSync(inScratch(file.trim()))).toBe(true);
    expect(readFileSync(inScratch("drawn", "report.html"), "utf8")).toContain('<html lang="zh-CN">');
    for (const name of ["run.json", "model.safetensors"]) {
      expect(readFileSync(inScratch("drawn", name))).toEqual(readFileSync(inScratch("run", name)));
    }
    // Back in English it is what the run had drawn itself.
    expect((await tidelab(["figures", "drawn"])).code).toBe(0);
    for (const name of readdirSync(inScratch("run"), { recursive: true }) as string[]) {
      if (name === "figures") continue;
      expect(readFileSync(inScratch("drawn", name)).equals(readFileSync(inScratch("run", name))), name).toBe(true);
    }
  });
});

describe("a faulty run", () => {
  /** A copy of the run with something changed. */
  function copy(name: string): string {
    rmSync(inScratch(name), { recursive: true, force: true });
    cpSync(inScratch("run"), inScratch(name), { recursive: true });
    return name;
  }
  const changeRecord = (change: (record: RunRecord) => void) => (folder: string) => {
    const record = readRecord(folder);
    change(record);
    write(`${folder}/run.json`, JSON.stringify(record, undefined, 2));
  };
  const changeWeights = (change: (bytes: Buffer) => Uint8Array) => (folder: string) => {
    const path = inScratch(folder, "model.safetensors");
    writeFileSync(path, change(readFileSync(path)));
  };
  /** Header of the file with something changed, and the data as they were. */
  const changeHeader = (change: (header: Record<string, { data_offsets: number[] }>, names: string[]) => void) =>
    changeWeights((bytes) => {
      const length = Number(bytes.readBigUInt64LE(0));
      const header = JSON.parse(bytes.toString("utf8", 8, 8 + length));
      change(
        header,
        Object.keys(header).filter((name) => name !== "__metadata__"),
      );
      const text = Buffer.from(JSON.stringify(header));
      const head = Buffer.alloc(8);
      head.writeBigUInt64LE(BigInt(text.length));
      return Buffer.concat([head, text, bytes.subarray(8 + length)]);
    });
  const shift = (by: number, at: number) =>
    changeHeader((header, names) => {
      const entry = header[names.at(at) ?? ""]!;
      entry.data_offsets = entry.data_offsets.map((offset) => offset + by);
    });
  const weight = (value: number) =>
    changeWeights((bytes) => {
      bytes.writeFloatLE(value, bytes.length - 4);
      return bytes;
    });

  it.each<[string, (folder: string) => void, string, string]>([
    [
      "without a record",
      (folder) => rmSync(inScratch(folder, "run.json")),
      ": expected the folder of a run with run.json in it",
      "此文件夹中没有 run.json",
    ],
    [
      "without weights",
      (folder) => rmSync(inScratch(folder, "model.safetensors")),
      "received a folder without model.safetensors. The run is half-written",
      "run.json 旁没有训练好的权重 model.safetensors",
    ],
    [
      "of a newer version",
      changeRecord((record) => Object.assign(record, { version: 2 })),
      "/run.json: expected a run of version 1 or older, received version 2.",
      "收到的是版本 2",
    ],
    [
      "with a cut record",
      (folder) => write(`${folder}/run.json`, "{"),
      "/run.json:1:2: expected more, but the text ends here.",
      "/run.json:1:2: 内容未完",
    ],
    [
      "with an edited accuracy",
      changeRecord((record) => Object.assign(record.test!, { accuracy: 0.123 })),
      "expected test.accuracy to fit the rest of the record, received 0.123.",
      "test.accuracy 应与记录的其余部分相符",
    ],
    [
      "of another width",
      changeRecord(({ spec }) => Object.assign(spec.model.layers[0]!, { hiddenSize: 4 })),
      'expected the tensor "lstm.weight_ih_l0" of shape [16, 1], as the spec in run.json says, received [12, 1].',
      "形状应为 [16, 1]",
    ],
    [
      "whose spec has no such weights",
      changeRecord(({ spec }) => Object.assign(spec.model.layers[0]!, { bias: false })),
      'received "lstm.bias_ih_l0" of shape [12] as well.',
      "文件中还有形状为 [12] 的",
    ],
    [
      "whose spec has other names",
      changeRecord(({ spec }) => Object.assign(spec.model.layers[0]!, { name: "gru" })),
      'expected a tensor "gru.weight_ih_l0" of shape [12, 1]',
      '应有形状为 [12, 1] 的张量 "gru.weight_ih_l0"',
    ],
    [
      "whose spec cannot be compiled",
      changeRecord(({ spec }) => spec.model.layers.splice(1, 0, { layer: "maxPool", kernelSize: 13, padding: 0 })),
      "/run.json: spec.model.layers[1]: a maxPool layer with these options needs at least 13 time steps, received 12.",
      "/run.json: spec.model.layers[1]: 这样设置的 maxPool 层",
    ],
    [
      "with another weight",
      weight(1.5),
      "expected the weights that the run ended with (SHA-256 ",
      "需要运行结束时的权重",
    ],
    [
      "with a weight that is not finite",
      weight(Number.NaN),
      'received NaN in tensor "2.bias" at index [1].',
      '张量 "2.bias" 的 [1] 处收到的是 NaN',
    ],
    [
      "with weights cut off",
      changeWeights((bytes) => bytes.subarray(0, -10)),
      "The file was cut off: copy it again.",
      "文件被截断",
    ],
    ["with overlapping weights", shift(-4, 1), 'received "lstm.weight_hh_l0" overlapping "lstm.weight_ih_l0".', "重叠"],
    ["with weights out of range", shift(400, -1), "bytes of data. The file was cut off", "文件被截断"],
    [
      "with a giant header",
      changeWeights((bytes) => Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 1, 0, 0]), bytes.subarray(8)])),
      "expected a header of at most 100000000 bytes, received a length of 1099511627776.",
      "文件头最多 100000000 字节",
    ],
  ])("%s is refused by every command, in one line", async (name, spoil, english, chinese) => {
    const folder = copy("spoilt");
    spoil(folder);
    const commands = [
      ["evaluate", folder],
      ["figures", folder],
      ["predict", folder, "--input", "tiny.json"],
    ];
    for (const args of commands) {
      const { code, stdout, stderr } = await tidelab(args);
      expect({ code, stdout }, name).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(/^error: spoilt/);
      expect(stderr).toContain(english);
      expect(stderr.trimEnd().split("\n").length).toBe(1);
    }
    const { stderr } = await tidelab(["evaluate", folder], { env: { LC_ALL: "zh_CN" } });
    expect(stderr).toMatch(/^错误：spoilt/);
    expect(stderr).toContain(chinese);
  });

  it("an empty folder is no run, and may become one", async () => {
    mkdirSync(inScratch("empty"));
    expect((await tidelab(["evaluate", "empty"])).code).toBe(2);
    expect((await tidelab(["train", "tiny.json", "--out", "empty", "--quiet"])).code).toBe(0);
    expect(readRecord("empty").weightsSha256).toBe(readRecord("run").weightsSha256);
  });
});
