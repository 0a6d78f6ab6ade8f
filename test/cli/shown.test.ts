/**
 * What reaches the terminal: texts that somebody else wrote command nothing there, and help and tables fit into narrow ones.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../src/cli/program.ts";
import { formatRows, formatTable } from "../../src/cli/terminal/table.ts";
import { displayWidth, wrapBlock, wrapText } from "../../src/cli/terminal/wrap.ts";
import { reportMarkdown } from "../../src/report/markdown.ts";
import { preparationSha256, type RunRecord } from "../../src/runs/record.ts";
import { makeRecord } from "../store/records.ts";
import { scratch, write } from "./command.ts";

const EVIL = "\u001b[2J\u001b]0;owned\u0007\u009b31m\u202eabc\r\nsecond\u0085line";
const RAW = /[^\P{Cc}\n\t]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

interface How {
  readonly isTTY?: boolean;
  readonly columns?: string;
  readonly lang?: string;
}

async function tidelab(args: readonly string[], { isTTY = false, columns, lang = "en" }: How = {}) {
  const printed = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof printed) => ({
    isTTY,
    write(text: string) {
      printed[name] += text;
    },
  });
  process.chdir(scratch);
  const env = { ...(columns !== undefined && { COLUMNS: columns }), NO_COLOR: "1" };
  const code = await run([...args, "--lang", lang], { stdout: stream("stdout"), stderr: stream("stderr"), env });
  return { code, ...printed };
}

const home = process.cwd();
const setting = process.env.TIDELAB_STORE;
let evil: RunRecord;

beforeAll(async () => {
  process.env.TIDELAB_STORE = join(scratch, "runs", "tidelab.db");
  evil = structuredClone(await makeRecord(1));
  Object.assign(evil.environment, { cpu: EVIL, runtime: EVIL, platform: EVIL });
  evil.data.classNames[0] = EVIL;
  evil.data.preparationSha256 = preparationSha256(evil.data);
  evil.test!.labels = evil.data.classNames;
  evil.test!.report.classes[0]!.label = EVIL;
  const about = {
    parent: EVIL,
    changes: { [EVIL]: EVIL },
    notes: [{ at: EVIL, text: EVIL }],
    tags: [EVIL],
  };
  const line = { tidelab: "run", version: 1, folder: "evil", deletedAt: null, about, artifacts: [], record: evil };
  const plain = { ...line, folder: "plain", record: await makeRecord(2) };
  await mkdir(join(scratch, "runs"), { recursive: true });
  write("evil.jsonl", [line, plain, { tidelab: EVIL }].map((one) => `${JSON.stringify(one)}\n`).join(""));
  const { code } = await tidelab(["runs", "import", "evil.jsonl"]);
  expect(code).toBe(1); // the last line
});
afterAll(() => {
  process.chdir(home);
  if (setting === undefined) delete process.env.TIDELAB_STORE;
  else process.env.TIDELAB_STORE = setting;
});

describe("texts of others", () => {
  const idOf = async (name: string) => {
    const runs = JSON.parse((await tidelab(["runs", "--json"])).stdout) as { id: string; folder: string }[];
    return runs.find(({ folder }) => folder.endsWith(name))!.id;
  };

  it.each([
    ["a pipe", { isTTY: false }],
    ["a screen", { isTTY: true }],
  ])("are written out on %s", async (_, how) => {
    const id = await idOf("evil");
    for (const args of [
      ["runs"],
      ["runs", "--json"],
      ["runs", "export"],
      ["compare", id, await idOf("plain")],
      ["compare", id, "--json"],
      ["runs", "note", id, EVIL],
      ["runs", "tag", id, "fine"],
      ["runs", "tag", id, "\u001b[2J"],
      ["runs", "--filter", `name=${EVIL}`],
      ["runs", "--filter", EVIL],
      ["runs", "--sort", EVIL],
      ["runs", "import", EVIL],
      ["runs", "import", "evil.jsonl"],
      ["fork", id, "--set", `${EVIL}=1`],
      ["fork", id, "--set", "training.lr=1"],
      ["evaluate", EVIL],
      [EVIL],
      ["runs", `--${EVIL}`],
      ["runs", "rm", id],
      ["runs", "--trash"],
      ["runs", "restore", id],
    ]) {
      const { stdout, stderr } = await tidelab(args, how);
      expect([args, stdout.match(RAW), stderr.match(RAW)]).toEqual([args, null, null]);
    }
  });

  it("stay what they are in JSON and in exported files", async () => {
    const runs = JSON.parse((await tidelab(["runs", "--json"])).stdout) as { tags: string[] }[];
    expect(runs.some(({ tags }) => tags.includes(EVIL))).toBe(true);
    const { stdout } = await tidelab(["runs", "export"]);
    await tidelab(["runs", "export", "--output", "out.jsonl"]);
    const lines = (text: string) =>
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown);
    expect(lines(stdout)).toEqual(lines(await readFile(join(scratch, "out.jsonl"), "utf8")));
  });

  it("are written out in Markdown", async () => {
    for (const lang of ["en", "zh-CN"] as const) {
      const text = reportMarkdown(evil, [], lang);
      expect(text.match(RAW)).toBeNull();
      expect(text).toContain("\\u009b31m");
    }
  });

  it("in the name of a file that is a fault are one line", async () => {
    await writeFile(join(scratch, "bad\u001b[2J.json"), "{");
    const { stderr } = await tidelab(["train", "bad\u001b[2J.json"]);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr.match(RAW)).toBeNull();
  });
});

describe("narrow terminals", () => {
  const COMMANDS = [
    [],
    ...[
      "lab",
      "train",
      "lr-find",
      "resume",
      "verify",
      "evaluate",
      "predict",
      "figures",
      "sweep",
      "exercise",
      "report",
    ].map((name) => [name]),
    ["check"],
    ["check", "padding"],
    ["compare"],
    ["fork"],
    ["runs"],
    ...["note", "tag", "untag", "rm", "restore", "export", "import", "rebuild"].map((name) => ["runs", name]),
  ];

  it.each(["en", "zh-CN"].flatMap((lang) => ["40", "60", "80"].map((columns) => ({ lang, columns }))))(
    "hold all help in $lang and $columns columns",
    async ({ lang, columns }) => {
      for (const command of COMMANDS) {
        const { code, stdout } = await tidelab([...command, "--help"], { lang, columns });
        expect(code).toBe(0);
        const wide = stdout.split("\n").filter((line) => displayWidth(line) > Number(columns));
        expect([command, wide]).toEqual([command, []]);
      }
    },
  );

  it.each(["en", "zh-CN"].flatMap((lang) => ["40", "80"].map((columns) => ({ lang, columns }))))(
    "hold tables in $lang and $columns columns",
    async ({ lang, columns }) => {
      const { stdout: json } = await tidelab(["runs", "--json"]);
      const [{ id: a }, { id: b }] = JSON.parse(json) as [{ id: string }, { id: string }];
      for (const args of [["runs"], ["compare", a, b], ["runs", "tag", a, "x"]]) {
        const { stdout } = await tidelab(args, { lang, columns });
        expect(stdout.split("\n").filter((line) => displayWidth(line) > Number(columns))).toEqual([]);
        expect(stdout).toContain(a.slice(0, 8));
      }
    },
  );

  it("get examples that can be copied", () => {
    expect(wrapBlock("  tidelab lab --cell gru --hidden 32 --epochs 5", 30)).toBe(
      "  tidelab lab --cell gru \\\n    --hidden 32 --epochs 5",
    );
    expect(wrapBlock("  2    bad input: a flag, a spec", 20)).toBe("  2    bad input: a\n       flag, a spec");
  });

  it("break between Chinese characters, but not before a full stop", () => {
    expect(wrapText("运行库中的运行，按时间。", 10)).toEqual(["运行库中的", "运行，按时", "间。"]);
    expect(wrapText("运行库中。", 8)).toEqual(["运行库", "中。"]);
    expect(wrapText("abcdefgh", 3)).toEqual(["abc", "def", "gh"]);
    expect(wrapText("", 5)).toEqual([""]);
  });

  it("get a list where even the shortened table is too wide", () => {
    const rows = [
      ["arm", "loss", "名称"],
      ["one", "0.1234", "一个很长的名称"],
    ];
    expect(formatTable(rows, ["left", "right", "left"], { width: 14 })).toEqual([
      "one",
      "  loss: 0.1234",
      "  名称: 一个很",
      "  长的名称",
    ]);
    expect(formatTable(rows, ["left", "right", "left"], { width: 80 })).toHaveLength(2);
    expect(formatTable(rows, ["left", "right", "left"], { width: 16, droppable: [2] })).toEqual([
      "arm    loss",
      "one  0.1234",
    ]);
    expect(formatRows(rows, ["left", "right", "left"], { width: 26, cuttable: [2] }).flat()).toEqual([
      "arm    loss  名称",
      "one  0.1234  一个很长的名…",
    ]);
    // A cell is one line, whatever is in it.
    expect(formatTable([["a\nb\u001b[2J"]], ["left"])).toEqual(["a\\u000ab\\u001b[2J"]);
  });
});

describe("a store of more runs than a page", () => {
  const MANY = 25;
  const names = Array.from({ length: MANY }, (_, index) => `n${String(index + 1).padStart(2, "0")}`);
  /** Names, one a line: a folder has the name of its run. */
  const listed = (stdout: string) => stdout.split("\n").flatMap((line) => /\bn\d\d\b/.exec(line)?.[0] ?? []);
  let store: string | undefined;

  beforeAll(async () => {
    store = process.env.TIDELAB_STORE;
    process.env.TIDELAB_STORE = join(scratch, "many.db");
    const lines = names.map(async (name, index) => {
      const about = { parent: null, changes: null, notes: [], tags: [] };
      const record = await makeRecord(index, { name });
      return { tidelab: "run", version: 1, folder: name, deletedAt: null, about, artifacts: [], record };
    });
    write("many.jsonl", (await Promise.all(lines)).map((line) => `${JSON.stringify(line)}\n`).join(""));
    expect((await tidelab(["runs", "import", "many.jsonl"])).code).toBe(0);
  });
  afterAll(() => {
    if (store !== undefined) process.env.TIDELAB_STORE = store;
  });

  it("shows the 20 newest on a screen, the newest last, and says how to see the rest", async () => {
    const { stdout, stderr } = await tidelab(["runs"], { isTTY: true });
    expect(listed(stdout)).toEqual(names.slice(-20));
    expect(stderr).toMatch(/20.*25.*--limit/s);
  });

  it("shows as many as --limit says, and on a screen still the newest last", async () => {
    const { stdout, stderr } = await tidelab(["runs", "--limit", "22"], { isTTY: true });
    expect(listed(stdout)).toEqual(names.slice(-22));
    expect(stderr).toBe("22 of 25 runs.\n");
  });

  it("shows the first 20 in an order that was asked for", async () => {
    const { stdout } = await tidelab(["runs", "--sort", "name"], { isTTY: true });
    expect(listed(stdout)).toEqual(names.slice(0, 20));
    const oldest = await tidelab(["runs", "--reverse"], { isTTY: true });
    expect(listed(oldest.stdout)).toEqual(names.slice(0, 20));
  });

  it("counts the runs that a filter leaves", async () => {
    const { stdout, stderr } = await tidelab(["runs", "--filter", "name~n0"], { isTTY: true });
    expect(listed(stdout)).toEqual(names.slice(0, 9));
    expect(stderr).toBe("9 of 25 runs.\n");
  });

  it("gives a pipe and --json all of them, the newest first", async () => {
    const newestFirst = names.toReversed();
    expect(listed((await tidelab(["runs"])).stdout)).toEqual(newestFirst);
    const documents = JSON.parse((await tidelab(["runs", "--json"], { isTTY: true })).stdout) as { name: string }[];
    expect(documents.map(({ name }) => name)).toEqual(newestFirst);
  });
});
