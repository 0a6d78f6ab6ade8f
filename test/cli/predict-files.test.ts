/** `tidelab predict` on runs that were trained on files: new files with other columns, separators, headers, classes and units. */
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { createClassifier } from "../../src/inference/classifier.ts";
import { loadRun } from "../../src/node/runs/folder.ts";
import { inScratch, readRecord, tidelab, write } from "./command.ts";
import { wavesCsv } from "./own-files.ts";

const SMALL = ["--epochs", "2", "--numerics", "portable", "--threads", "1", "--split", "stratified"];
const STEPS = 12;
const COUNT = 20;

/** Of two classes: the channel a swings, b stays at 3. */
const sampleOf = (n: number, t: number) => Math.sin(t * (n % 2 === 0 ? 0.4 : 1.1) + n).toFixed(3);
const labelOf = (n: number) => (n % 2 === 0 ? "slow" : "fast");
const numbers = (count: number) => [...Array(count).keys()];
const seriesOf = (n: number, steps = STEPS) => numbers(steps).map((t) => sampleOf(n, t));

/** A step a row, of the channels a and b. */
function longCsv(columns: readonly string[], from = 0): string {
  const rows = numbers(COUNT).flatMap((n) =>
    numbers(STEPS).map((t) => {
      const cells = { rec: `r${n}`, when: String(t), a: sampleOf(n + from, t), b: `3.${t}`, cls: labelOf(n + from) };
      return columns.map((name) => cells[name as "a"] ?? "0");
    }),
  );
  return `${[columns, ...rows].map((row) => row.join(",")).join("\n")}\n`;
}

const wide = (cells: (n: number) => readonly string[], { header = "", separator = "," } = {}) =>
  `${header}${numbers(COUNT)
    .map((n) => cells(n).join(separator))
    .join("\n")}\n`;
const HEADER = `${seriesOf(0).map((_, t) => `t${t}`)}`;

interface Answer {
  readonly code: number | null;
  readonly stderr: string;
  /** Probabilities of the first class. */
  readonly first: readonly string[];
}

async function predict(run: string, name: string, text: string, ...flags: string[]): Promise<Answer> {
  write(name, text);
  const runs = run.split(" ").map((one) => `runs/${one}`);
  const { code, stdout, stderr } = await tidelab(["predict", ...runs, "--input", name, ...flags]);
  const rows = stdout.trim().split("\n").slice(1);
  return { code, stderr, first: rows.map((row) => row.split(",").at(-1) ?? "") };
}

async function train(run: string, name: string, text: string, ...flags: string[]) {
  write(name, text);
  const { code, stderr } = await tidelab(["train", name, ...flags, ...SMALL, "--out", `runs/${run}`]);
  expect([code, stderr]).toEqual([0, expect.not.stringContaining("error")]);
}

const LONG = ["--label", "cls", "--id", "rec", "--time", "when", "--layout", "long"];
let own: Answer;
beforeAll(async () => {
  await train("long", "long.csv", longCsv(["rec", "when", "a", "b", "cls"]), ...LONG);
  own = await predict("long", "long-own.csv", readFileSync(inScratch("long.csv"), "utf8"));
  expect([own.code, own.first.length]).toEqual([0, COUNT]);
  await train(
    "wide",
    "wide.csv",
    wide((n) => [labelOf(n), ...seriesOf(n)], { header: `label,${HEADER}\n` }),
  );
  await train(
    "bare",
    "bare.csv",
    wide((n) => [labelOf(n), ...seriesOf(n)]),
  );
});

describe("channels", () => {
  it("are matched by their names, whatever the order, the format and the flags", async () => {
    expect(readRecord("runs/long").data.source?.reading.train).toMatchObject({ columns: { channels: ["a", "b"] } });
    const swapped = longCsv(["b", "when", "a", "rec"]);
    expect(await predict("long", "swapped.csv", swapped)).toMatchObject({ code: 0, first: own.first, stderr: "" });
    expect(await predict("long", "swapped.csv", swapped, "--channels", "b,a")).toMatchObject({ first: own.first });
    const lines = numbers(COUNT).map((n) => {
      const list = (cells: string[]) => `[${cells.join(",")}]`;
      return `{"b":${list(numbers(STEPS).map((t) => `3.${t}`))},"a":${list(seriesOf(n))}}`;
    });
    expect(await predict("long", "swapped.jsonl", lines.join("\n"))).toMatchObject({ first: own.first, stderr: "" });
  });

  it("of other names are refused, unless the user says which they are", async () => {
    const others = longCsv(["rec", "when", "a", "b"]).replace("a,b", "p,q");
    const { code, stderr } = await predict("long", "others.csv", others);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/a column a, .* received only rec, when, p, q.*--channels/),
    ]);
    expect(await predict("long", "others.csv", others, "--channels", "p,q")).toMatchObject({ first: own.first });
    const list = `{"p":[${seriesOf(0)}],"q":[${seriesOf(0)}]}\n`;
    const lists = await predict("long", "others.jsonl", list);
    expect([lists.code, lists.stderr]).toEqual([
      2,
      expect.stringContaining("others.jsonl: expected the channels a, b, as in long.csv, received p, q."),
    ]);
  });

  it("without names are taken as they come, and this is said", async () => {
    const lines = numbers(COUNT).map((n) => `${seriesOf(n)}:${numbers(STEPS).map((t) => `3.${t}`)}`);
    const ts = `@problemName x\n@univariate false\n@dimensions 2\n@classLabel false\n@data\n${lines.join("\n")}\n`;
    const found = await predict("long", "named-not.ts", ts);
    expect([found.code, found.first]).toEqual([0, own.first]);
    expect(found.stderr).toContain("the file does not name its channels; they are taken for a, b, in this order.");
  });

  it("of several runs must be the same, in one order", async () => {
    await train("turned", "turned.csv", longCsv(["rec", "when", "b", "a", "cls"]), ...LONG);
    for (const runs of ["long turned", "turned long"]) {
      const { code, stderr } = await predict(runs, "long-own.csv", readFileSync(inScratch("long-own.csv"), "utf8"));
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining("runs[1]: expected a run on the columns of the first"),
      ]);
    }
    const { code } = await predict("long long", "long-own.csv", readFileSync(inScratch("long-own.csv"), "utf8"));
    expect(code).toBe(0);
    const classifier = await createClassifier(await loadRun(inScratch("runs/turned")));
    expect(classifier.channelNames).toEqual(["b", "a"]);
    classifier.close();
  });

  it("that are steps with names of their own are matched too", async () => {
    const rows = (names: readonly string[]) =>
      `label,${names.join(",")}\n${numbers(COUNT)
        .map((n) => [labelOf(n), ...names.map((name) => sampleOf(n, name.charCodeAt(0) - 97))].join(","))
        .join("\n")}\n`;
    const names = [..."abcdefghijkl"];
    await train("named", "named.csv", rows(names), "--layout", "wide");
    const [straight, reversed] = [
      await predict("named", "straight.csv", rows(names)),
      await predict("named", "reversed.csv", rows(names.toReversed())),
    ];
    expect([straight.code, straight.first.length]).toEqual([0, COUNT]);
    expect(reversed.first).toEqual(straight.first);
  });
});

describe("the way in which a file is written", () => {
  it("may be another than that of the training file: separators, decimal marks, a header", async () => {
    const { first } = await predict(
      "wide",
      "same.csv",
      wide((n) => seriesOf(n), { header: `${HEADER}\n` }),
    );
    expect(first.length).toBe(COUNT);
    const semicolons = wide((n) => seriesOf(n).map((x) => x.replace(".", ",")), {
      header: `${HEADER.replaceAll(",", ";")}\n`,
      separator: ";",
    });
    const european = await predict("wide", "semicolons.csv", semicolons);
    expect(european).toMatchObject({ code: 0, first, stderr: expect.stringContaining("decimal commas") });
    expect(
      await predict(
        "wide",
        "headless.csv",
        wide((n) => seriesOf(n)),
      ),
    ).toMatchObject({ code: 0, first, stderr: "" });
    const bare = await predict("bare", "bare-own.csv", readFileSync(inScratch("bare.csv"), "utf8"));
    expect(await predict("bare", "semicolons.csv", semicolons)).toMatchObject({ code: 0, first: bare.first });
  });

  it("is that of the training file for the file itself, with its padding", async () => {
    const padded = (n: number) => [
      ...seriesOf(n, n % 3 === 0 ? STEPS - 3 : STEPS),
      ...Array(n % 3 === 0 ? 3 : 0).fill("NaN"),
    ];
    const text = wide((n) => [String(1 + (n % 2)), ...padded(n)], { separator: "\t" });
    await train("padded", "padded.tsv", text, "--format", "ucr");
    const found = await predict("padded", "padded.tsv", text);
    expect([found.code, found.stderr]).toEqual([0, expect.stringContaining("taken as padding")]);
    const lists = numbers(COUNT).map((n) => `[${padded(n).filter((x) => x !== "NaN")}]`);
    expect(await predict("padded", "padded.jsonl", lists.join("\n"))).toMatchObject({ code: 0, first: found.first });
    writeFileSync(inScratch("padded.tsv.gz"), gzipSync(text));
    expect((await tidelab(["predict", "runs/padded", "--input", "padded.tsv.gz"])).code).toBe(0);
    // pandas' header is no series, and a file of the UCR archive has no decimal commas.
    const counted = wide(seriesOf, { header: `${numbers(STEPS)}\n` });
    expect((await predict("padded", "counted.csv", counted)).first.length).toBe(COUNT);
    const commas = wide((n) => seriesOf(n).map((x) => x.replace(".", ",")), { separator: ";" });
    expect(await predict("padded", "commas.csv", commas)).toMatchObject({
      first: (await predict("padded", "points.csv", wide(seriesOf))).first,
    });
    // Without classes.
    const unlabelled = wide(padded, { separator: "\t" });
    expect(await predict("padded", "unlabelled.tsv", unlabelled)).toMatchObject({ code: 0, first: found.first });
  });

  it("can be said: the format, the separator, the columns", async () => {
    const text = longCsv(["rec", "when", "a", "b"]).replace("rec,when", "session,tick");
    const { code, stderr } = await predict("long", "session.csv", text);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/expected a column rec, .*--id <column>/)]);
    const said = await predict("long", "session.csv", text, "--id", "session", "--time", "tick");
    expect(said).toMatchObject({ code: 0, first: own.first });
    // As `data convert` names them.
    const converted = text.replace("session,tick", "series,time");
    expect(await predict("long", "converted.csv", converted)).toMatchObject({ code: 0, first: own.first, stderr: "" });
    for (const [flag, value] of [
      ["--format", "exel"],
      ["--layout", "tall"],
    ] as const) {
      const refused = await predict("long", "session.csv", text, flag, value);
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(flag)]);
    }
  });
});

describe("classes", () => {
  it("in the first column of a file without a header may be absent, and no value is lost", async () => {
    const labelled = await predict(
      "bare",
      "labelled.csv",
      wide((n) => [labelOf(n), ...seriesOf(n)]),
    );
    expect([labelled.code, labelled.stderr]).toEqual([0, expect.stringContaining("Accuracy by the file's labels")]);
    for (const flags of [[], ["--any-length"]]) {
      const bare = await predict(
        "bare",
        "unlabelled.csv",
        wide((n) => seriesOf(n)),
        ...flags,
      );
      expect(bare).toMatchObject({ code: 0, first: labelled.first, stderr: "" });
    }
  });

  it("as whole numbers are distinguished from values by the length of the series", async () => {
    const text = wide((n) => [String(n % 2), ...seriesOf(n)]);
    await train("whole", "whole.csv", text);
    const { first } = await predict("whole", "whole-own.csv", text);
    // Every series begins with 0 or 1, as the classes do.
    const begun = (n: number) => [String(n % 2), ...seriesOf(n).slice(1)];
    const found = await predict("whole", "begun.csv", wide(begun), "--any-length");
    expect([found.code, found.stderr.includes("Accuracy"), found.first.length]).toEqual([0, false, COUNT]);
    expect(found.first).not.toEqual(first);
  });

  it("that the run does not know are refused", async () => {
    const text = wide((n) => [n === 3 ? "flat" : labelOf(n), ...seriesOf(n)], { header: `label,${HEADER}\n` });
    const { code, stderr } = await predict("wide", "stranger.csv", text);
    expect([code, stderr]).toEqual([2, expect.stringContaining("stranger.csv:5: expected one of the classes")]);
  });

  it.each(["NaN", "NA", "None"])("that are missing, as %s, are none", async (none) => {
    const text = wide((n) => [n < 5 ? none : labelOf(n), ...seriesOf(n)], { header: `label,${HEADER}\n` });
    const { code, stderr } = await predict("wide", "none.csv", text);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^Accuracy by the file's labels: [\d.]+ \(\d+ of 15\)\.\n$/),
    ]);
  });

  it.each([
    ["csv", (rows: string[][]) => `label,${HEADER}\n${rows.map((row) => row.join(",")).join("\n")}\n`],
    ["csv", (rows: string[][]) => `label,${HEADER}\n${rows.map(([, ...row]) => ["", ...row].join(",")).join("\n")}\n`],
    [
      "ts",
      (rows: string[][]) =>
        `@problemName x\n@univariate true\n@classLabel true slow fast\n@data\n${rows.map(([label, ...row]) => `${row}:${label}`).join("\n")}\n`,
    ],
    [
      "arff",
      (rows: string[][]) =>
        `@relation x\n${numbers(STEPS)
          .map((t) => `@attribute t${t} numeric\n`)
          .join(
            "",
          )}@attribute class {slow,fast}\n@data\n${rows.map(([label, ...row]) => `${row},${label}`).join("\n")}\n`,
    ],
    ["jsonl", (rows: string[][]) => rows.map(([, ...row]) => `{"label":null,"values":[${row}]}`).join("\n")],
  ])("that are not known, as ? or nothing in a .%s, are none", async (ending, textOf) => {
    const { first } = await predict(
      "wide",
      "known.csv",
      wide((n) => seriesOf(n), { header: `${HEADER}\n` }),
    );
    const rows = numbers(COUNT).map((n) => ["?", ...seriesOf(n)]);
    const found = await predict("wide", `asked.${ending}`, textOf(rows));
    expect(found).toMatchObject({ code: 0, first, stderr: "" });
    rows[0]![0] = "slow";
    if (ending === "ts") expect((await predict("wide", "one.ts", textOf(rows))).stderr).toMatch(/of 1\)/);
  });
});

describe("doubts", () => {
  it("are said of other units", async () => {
    const times = (factor: number) =>
      wide((n) => seriesOf(n).map((x) => (Number(x) * factor).toPrecision(5)), { header: `${HEADER}\n` });
    for (const factor of [1000, 0.001]) {
      expect((await predict("wide", "units.csv", times(factor))).stderr).toMatch(/in size \(root mean square\).*units/);
    }
    expect((await predict("wide", "units.csv", times(3))).stderr).toBe("");
    const channel = await predict("long", "units.csv", longCsv(["rec", "when", "a", "b"]).replaceAll(",3.", ",3000."));
    expect(channel.stderr).toMatch(/^the values of channel b are 3\d\d\d in size/);
  });

  it("are said of units that move the mean, as m/s² and g do with gravity", async () => {
    const text = longCsv(["rec", "when", "a", "b"]).replaceAll(/,3\.(\d+)$/gm, (_, tenths: string) => `,0.3${tenths}`);
    const { stderr } = await predict("long", "gravity.csv", text);
    expect(stderr).toMatch(
      /^the values of channel b have the mean 0\.3\d+, those of the training data had 3\.\d+ with a deviation of 0\.2\d+\. Are they in the units/,
    );
  });

  it("are said of other units of any run that answers, and of the lengths of the run that does not take them", async () => {
    const scaled = (factor: number, steps = STEPS) =>
      wide((n) => [labelOf(n), ...seriesOf(n, steps).map((x) => (Number(x) * factor).toPrecision(5))], {
        header: `label,${numbers(steps).map((t) => `t${t}`)}\n`,
      });
    await train("thousands", "thousands.csv", scaled(1000));
    const { code, stderr } = await predict("wide thousands", "plain.csv", scaled(1));
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^the values are 0\.\d+ in size .*, those of .* were [67]\d\d\./),
    ]);
    await train("shorter", "shorter.csv", scaled(1, STEPS - 2));
    expect(await predict("wide shorter", "plain.csv", scaled(1))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        "expected series of 10 time steps, as the run was trained on, received series 1 of 12",
      ),
    });
  });

  it("are said of times that advance by other steps than those of training", async () => {
    expect(readRecord("runs/long").data.source?.sampling).toEqual({ step: 1, unit: "column", isEven: true });
    const slower = longCsv(["rec", "when", "a", "b"]).replaceAll(
      /^(r\d+),(\d+)/gm,
      (_, id: string, t: string) => `${id},${Number(t) * 2}`,
    );
    const found = await predict("long", "slower.csv", slower);
    expect(found).toMatchObject({ code: 0, first: own.first });
    expect(found.stderr).toBe(
      "slower.csv: times advance by 2, in long.csv by 1. The model reads steps and no times: unless only the unit of the times differs, resample the series to one rate.\n",
    );
  });

  it("are said of a table that may be transposed, and of a column that may be the class", async () => {
    const text = wavesCsv(STEPS, STEPS)
      .split("\n")
      .map((line) => line.split(",").slice(2).join(","))
      .join("\n");
    expect((await predict("wide", "square.csv", text)).stderr).toContain("the table has 12 rows and 12 columns");
    const classes = wide((n) => [String(1 + (n % 2)), ...seriesOf(n).slice(1)], { header: `${HEADER}\n` });
    expect((await predict("wide", "classes.csv", classes)).stderr).toContain(
      "the first column holds whole numbers only",
    );
    const longer = wide((n) => ["7", ...seriesOf(n)], { header: `${HEADER},t12\n` });
    const { code, stderr } = await predict("wide", "longer.csv", longer);
    expect([code, stderr]).toEqual([2, expect.stringContaining("received series 1 of 13")]);
  });
});

it("a file in another encoding is read in that of training, and one in UTF-8 as such", async () => {
  const text = wide((n) => [`名${n}`, labelOf(n), ...seriesOf(n)], { header: `id,label,${HEADER}\n` });
  // GBK: 名 is C3 FB.
  const gbk = Buffer.concat(
    text.split("名").flatMap((part, i) => [...(i > 0 ? [Buffer.from([0xc3, 0xfb])] : []), Buffer.from(part)]),
  );
  writeFileSync(inScratch("gbk.csv"), gbk);
  const { code } = await tidelab(["train", "gbk.csv", "--encoding", "gbk", ...SMALL, "--out", "runs/gbk"]);
  expect(code).toBe(0);
  writeFileSync(inScratch("utf8.csv"), text);
  const [first, second] = [
    await tidelab(["predict", "runs/gbk", "--input", "gbk.csv"]),
    await tidelab(["predict", "runs/gbk", "--input", "utf8.csv"]),
  ];
  expect(first.stdout).toContain("名19");
  expect(second.stdout).toBe(first.stdout);
});

describe("a run whose training files had columns to ignore, rows above the table, and dates with the day first", () => {
  const table = (columns: readonly string[], above = "") => {
    const rows = numbers(COUNT).flatMap((n) =>
      numbers(STEPS).map((t) => {
        const cells = {
          rec: `r${n}`,
          when: `${t + 1}.02.2024`,
          a: sampleOf(n, t),
          cls: labelOf(n),
          note: t % 2 ? "ok" : "",
        };
        return columns.map((name) => cells[name as "a"]).join(",");
      }),
    );
    return `${above}${columns.join(",")}\n${rows.join("\n")}\n`;
  };
  const FLAGS = ["--label", "cls", "--id", "rec", "--time", "when", "--layout", "long", "--ignore-columns", "note"];

  it("answers the same for new files with and without them", async () => {
    const text = table(["rec", "when", "a", "cls", "note"], "Walking in spring,,,,\n,,,,\n");
    write("title.csv", text);
    const refused = await tidelab(["train", "title.csv", ...FLAGS, ...SMALL, "--out", "runs/title"]);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining("Say which: --dates dmy or --dates mdy"),
    ]);
    const made = await tidelab(["train", "title.csv", ...FLAGS, "--dates", "dmy", ...SMALL, "--out", "runs/title"]);
    expect([made.code, made.stderr]).toEqual([
      0,
      expect.stringContaining("the 2 lines above the table were left out (Walking in spring)."),
    ]);
    expect(made.stdout).toMatch(/The same in flags: .*--ignore-columns note --skip-rows 2 --dates dmy/);
    const same = await predict("title", "same.csv", text);
    expect([same.code, same.first.length]).toEqual([0, COUNT]);
    expect(await predict("title", "without.csv", table(["rec", "when", "a"]))).toMatchObject({
      code: 0,
      first: same.first,
    });
    const moved = table(["rec", "a", "when"], "a title\n\n");
    expect((await predict("title", "moved.csv", moved)).code).toBe(2);
    expect(await predict("title", "moved.csv", moved, "--skip-rows", "2")).toMatchObject({
      code: 0,
      first: same.first,
    });
    expect((await predict("title", "moved.csv", moved, "--skip-rows", "two")).stderr).toContain(
      "--skip-rows: expected a whole number",
    );
  });
});

describe("a run on a table without a header, with a column to ignore", () => {
  it("finds it by its place, with and without the class before it", async () => {
    const row = (n: number, cells: readonly string[]) => [...cells, ...seriesOf(n)];
    await train(
      "bare-ignored",
      "bare-ignored.csv",
      wide((n) => row(n, [labelOf(n), "7.5"])),
      "--label",
      "1",
      "--ignore-columns",
      "2",
    );
    const with_ = await predict(
      "bare-ignored",
      "bi1.csv",
      wide((n) => row(n, [labelOf(n), "9.5"])),
    );
    expect([with_.code, with_.first.length]).toEqual([0, COUNT]);
    const without = await predict(
      "bare-ignored",
      "bi2.csv",
      wide((n) => row(n, ["9.5"])),
    );
    expect(without).toMatchObject({ code: 0, first: with_.first });
  });
});
