/** What all commands share, through the built command: help, language, exit codes, and one clear line for bad input. */
import { existsSync, mkdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { VERSION } from "../../src/version.ts";
import { inScratch, TINY, tidelab, write } from "./command.ts";

const COMMANDS = ["lab", "train", "resume", "verify", "evaluate", "predict", "figures"];

describe("help", () => {
  it.each(
    COMMANDS.flatMap((name) => [
      [name, "en"],
      [name, "zh-CN"],
    ]),
  )("of %s in %s", async (name, lang) => {
    const { code, stdout, stderr } = await tidelab([name, "--help", "--lang", lang]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const english = lang === "en";
    expect(stdout).toMatch(english ? /^Usage: tidelab / : /^用法： tidelab /);
    expect(stdout).toContain(english ? "\nExamples:\n  tidelab " : "\n示例：\n  tidelab ");
    expect(stdout).toContain(`  tidelab ${name}`);
    for (const flag of ["--lang", "--json", "--quiet", "--help"]) expect(stdout).toContain(flag);
    expect(/\p{sc=Han}/u.test(stdout)).toBe(!english);
    expect(stdout).not.toContain("\u001b");
  });

  it("of lab has every flag that the issue names, with defaults", async () => {
    const { stdout } = await tidelab(["lab", "--help"]);
    const flags =
      "cell hidden layers unidirectional dropout samples length noise batch epochs lr weight-decay clip-norm seed out model pooling optimizer clip-value numerics threads";
    for (const flag of flags.split(" ")) expect(stdout).toMatch(new RegExp(`^  --${flag} `, "m"));
    expect(stdout).toMatch(/^ {2}--lr <x> +learning rate \(default: 0\.001\)$/m);
  });

  it("is what no arguments give, and lists all commands", async () => {
    const [bare, asked, help] = await Promise.all([tidelab([]), tidelab(["--help"]), tidelab(["help"])]);
    expect(bare).toEqual(asked);
    expect(help).toEqual(asked);
    expect(bare.code).toBe(0);
    for (const name of COMMANDS) expect(bare.stdout).toMatch(new RegExp(`^  ${name} `, "m"));
    expect(await tidelab(["help", "lab"])).toEqual(await tidelab(["lab", "--help"]));
    const { code, stdout } = await tidelab(["help", "runs", "rm"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Usage: tidelab runs rm /) });
  });
});

it("prints its version", async () => {
  expect(await tidelab(["--version"])).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: "" });
});

describe("language", () => {
  it.each([
    [{ LC_ALL: "zh_CN.UTF-8" }, [], "错误：--lr: 应为 > 0 的数，收到的是 -5。默认值为 0.001。\n"],
    [{ LC_ALL: "", LANG: "zh_CN.UTF-8" }, [], "错误：--lr: 应为 > 0 的数，收到的是 -5。默认值为 0.001。\n"],
    [{ LC_ALL: "de_DE.UTF-8" }, [], "error: --lr: expected a number > 0, received -5. The default is 0.001.\n"],
    [
      { LC_ALL: "zh_CN.UTF-8" },
      ["--lang", "en"],
      "error: --lr: expected a number > 0, received -5. The default is 0.001.\n",
    ],
    [{}, ["--lang=zh-CN"], "错误：--lr: 应为 > 0 的数，收到的是 -5。默认值为 0.001。\n"],
  ])("%j %j", async (env, flags, stderr) => {
    expect(await tidelab(["lab", "--lr", "-5", ...flags], { env })).toEqual({ code: 2, stdout: "", stderr });
  });
});

/** Layers of the tiny spec, with others put in or instead. */
const withLayers = (layers: readonly unknown[]) => JSON.stringify({ ...TINY, model: { layers } });
const [LSTM, ATTENTION, LINEAR] = TINY.model.layers;

describe("bad input", () => {
  write("cut.json", '{\n  "name": "x",\n');
  write("binary.json", "\u001b[2J\u0000");
  write("pool.json", withLayers([LSTM, { layer: "maxPool", kernelSize: 13 }, ATTENTION, LINEAR]));
  write("key.json", withLayers([{ ...LSTM, hidden_size: 3 }, ATTENTION, LINEAR]));
  write("kind.json", withLayers([{ ...LSTM, layer: "lsmt" }, ATTENTION, LINEAR]));
  write("open.json", withLayers([LSTM, LINEAR]));
  write("good.json", JSON.stringify(TINY));
  mkdirSync(inScratch("taken"));
  write("taken/mine.txt", "mine");

  it.each<[string, string, string]>([
    ["lab --hiden 3", "--hiden: unknown flag. Did you mean --hidden?", "--hiden: 未知的选项。是否想写 --hidden？"],
    ["lab --zzz", "--zzz: unknown flag. See tidelab lab --help.", "--zzz: 未知的选项。"],
    ["lba", "lba: unknown command. Did you mean lab?", "lba: 未知的命令。是否想写 lab？"],
    ["help lba", "lba: unknown command. Did you mean lab?", "lba: 未知的命令。是否想写 lab？"],
    ["--json", "expected a command, received none. Give one of lab, train,", "缺少命令。请给出"],
    ["lab extra", "lab: too many arguments: did not expect extra.", "lab: 参数过多：不需要 extra。"],
    ["lab --epochs", "--epochs: expected a value after it, received nothing.", "--epochs: 后面缺少一个值"],
    ["lab --epochs=", "--epochs: expected a value, received an empty text.", "--epochs: 值为空。"],
    ["lab --json=yes", "--json: takes no value.", "--json: 不带值"],
    [
      "lab --lang de",
      '--lang: expected one of en, zh-CN, received "de".',
      '--lang: 应为以下之一：en, zh-CN；收到的是 "de"。',
    ],
    [
      "lab --epochs x",
      '--epochs: expected a number, received "x". The default is 20.',
      '--epochs: 应为数，收到的是 "x"。默认值为 20。',
    ],
    [
      "lab --layers 0",
      "--layers: expected a number > 0, received 0. The default is 2.",
      "--layers: 应为 > 0 的数，收到的是 0。默认值为 2。",
    ],
    ["lab --batch 0", "--batch: expected a number > 0, received 0.", "--batch: 应为 > 0 的数，收到的是 0。"],
    [
      "lab --samples 3",
      "--samples: expected at least one series to train on, one to validate on and one to test on, received 1, 0 and 1 of 2 in all. Use at least 4",
      "--samples: 训练集、验证集、测试集都应至少有一条序列",
    ],
    [
      "lab --length 1 --noise 0",
      "--length: expected waves whose largest value is above 0",
      "--length: 波形的最大绝对值应大于 0",
    ],
    [
      "lab --model cnn --length 3",
      "--length: a maxPool layer with these options needs at least 2 time steps, received 1.",
      "--length: 这样设置的 maxPool 层至少需要 2 个时间步",
    ],
    [
      "lab --model cnn --cell gru",
      "--cell: makes no sense together with --model cnn.",
      "--cell: 不能与 --model cnn 同用",
    ],
    [
      "lab --threads 0",
      "--threads: expected a whole number 1 … 256, or auto, received 0.",
      "--threads: 需要 1 … 256 的整数或 auto，收到的是 0。",
    ],
    [
      "train",
      "<file>: expected a file of time series or a spec, received neither.",
      "<file>: 需要时间序列文件或配置文件",
    ],
    ["runs rm", "<runs>: missing. For example: tidelab runs rm runs/forked (see tidelab runs rm --help).", "例如："],
    ["train taken", "taken: expected a file of time series, received a folder. Give a file in it;", "这是一个文件夹"],
    [
      "lab --warmup 2",
      "--warmup: has an effect only with --schedule cosine. Add that, or leave this out.",
      "--warmup: 只有与 --schedule cosine 同用才起作用。",
    ],
    [
      "lab --schedule oneCycle --warmup 2",
      "--warmup: makes no sense together with --schedule oneCycle.",
      "--warmup: 不能与 --schedule oneCycle 同用",
    ],
    ["version", "version: unknown command. Did you mean --version?", "version: 未知的命令。是否想写 --version？"],
    ["-v", "-v: unknown flag. Did you mean --version?", "-v: 未知的选项。是否想写 --version？"],
    ["check", "expected a command, received none. Give one of", "见 tidelab check --help。"],
    [
      "train none.json",
      "none.json: no such file. Expected a spec in JSON. Check the path.",
      "none.json: 文件不存在。此处应为：JSON 配置文件。",
    ],
    [
      "train cut.json",
      'cut.json:3:1: expected more, but the text ends here. Close what is open: ", ] or }.',
      "cut.json:3:1: 内容未完",
    ],
    [
      "train binary.json",
      "binary.json:1:1: expected JSON, received \\u001b.",
      "binary.json:1:1: 需要 JSON，收到的是 \\u001b。",
    ],
    [
      "train key.json",
      'model.layers[0].hidden_size: unknown key "hidden_size". Did you mean "hiddenSize"?',
      '未知的键 "hidden_size"。是否想写 "hiddenSize"？',
    ],
    ["train kind.json", 'received "lsmt". Did you mean "lstm"?', '收到的是 "lsmt"。是否想写 "lstm"？'],
    [
      "train pool.json",
      "model.layers[1]: a maxPool layer with these options needs at least 13 time steps, received 12.",
      "model.layers[1]: 这样设置的 maxPool 层至少需要 13 个时间步，收到的是 12 个。",
    ],
    [
      "train open.json",
      "model.layers[1]: the last layer must give one value a class, (2), received (12, 2).",
      "model.layers[1]: 最后一层必须为每个类别输出一个值，即 (2)，收到的是 (12, 2)。",
    ],
    ["train good.json --out taken", "taken: expected a new folder or an empty one", "taken: 需要新的或空的文件夹"],
    [
      "train good.json --out good.json",
      "good.json: expected a new folder or an empty one",
      "good.json: 需要新的或空的文件夹",
    ],
    [
      "train good.json --out good.json/x",
      "good.json/x: cannot write here: ENOTDIR",
      "good.json/x: 无法写入此处：ENOTDIR",
    ],
    // Where mkdir's own `recursive` never returns.
    ["train good.json --out /proc/x", "/proc/x: cannot write here: ENOENT", "/proc/x: 无法写入此处"],
    [
      "evaluate none",
      "none: no run of that path, id or name. Give a run's folder",
      "none: 没有这个路径、编号或名称的运行。",
    ],
    [
      "evaluate good.json",
      "good.json: expected the folder of a run, received a file.",
      "good.json: 需要一次运行的文件夹，收到的是文件。",
    ],
    [
      "evaluate taken",
      "taken: expected the folder of a run with run.json in it, received a folder without.",
      "taken: 此文件夹中没有 run.json",
    ],
    [
      "evaluate taken --split tets",
      '--split: expected one of train, val, test, received "tets". Did you mean "test"?',
      "--split: 应为以下之一",
    ],
    [
      "predict taken",
      "--input: missing. For example: tidelab predict runs/mine --input examples/series.csv",
      "--input: 缺少这个参数。",
    ],
  ])("%s", async (line, english, chinese) => {
    const args = line.split(" ");
    const command = `${line} in two languages`;
    for (const [env, start, text] of [
      [{}, "error: ", english],
      [{ LC_ALL: "zh_CN.UTF-8" }, "错误：", chinese],
    ] as const) {
      const { code, stdout, stderr } = await tidelab(args, { env });
      expect(code, command).toBe(2);
      // As JSON a failure is a document too.
      if (args.includes("--json"))
        expect(JSON.parse(stdout), command).toMatchObject({ error: { code: "cli.missingCommand" } });
      else expect(stdout, command).toBe("");
      expect(stderr.startsWith(start), stderr).toBe(true);
      expect(stderr).toContain(text);
      // One line: no stack, nothing undefined, and nothing that moves a cursor.
      expect(stderr.trimEnd().split("\n").length, stderr).toBe(1);
      expect(stderr).not.toContain("\u001b");
      expect(stderr).not.toMatch(/undefined|\[object| at .*\.[jt]s:/);
    }
    expect(existsSync(inScratch("runs"))).toBe(false);
  });
});
