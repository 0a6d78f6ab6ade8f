/** `tidelab lr-find`: the learning-rate range test of a spec or the lab, its figure and what it suggests. */

import type { Command } from "commander";
import { TidelabError } from "../../errors/errors.ts";
import type { RangeTest } from "../../train/records.ts";
import { addExamples, addFlag, addFlags, type CommandContext } from "../command.ts";
import { atLabFlag, labSpec, numberOf, RUN_FLAGS } from "../lab-flags.ts";
import { formatRows } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

interface LrFindFlags {
  from?: string;
  to?: string;
  steps?: string;
  out?: string;
  threads?: string;
  device?: string;
  numerics?: string;
}

export function addLrFind(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands["lr-find"];
  const command = program.command("lr-find").description(texts.about).argument("[spec.json]", texts.spec);
  addFlag(command, "--from", "<x>", `${texts.from} ${messages.withDefault({ value: "1e-7" })}`);
  addFlag(command, "--to", "<x>", `${texts.to} ${messages.withDefault({ value: "10" })}`);
  addFlag(command, "--steps", "<n>", `${texts.steps} ${messages.withDefault({ value: "100" })}`);
  addFlag(command, "--out", "<folder>", texts.out);
  const shared = RUN_FLAGS.filter(({ key }) => key === "threads" || key === "device" || key === "numerics");
  addFlags(command, shared, messages);
  addExamples(command, texts.examples, messages);
  command.action(async (file: string | undefined, flags: LrFindFlags) => {
    context.exit(await findRate(file, flags, context.terminalOf(command)));
  });
}

async function findRate(file: string | undefined, flags: LrFindFlags, terminal: Terminal): Promise<number> {
  const [
    { readSpec },
    { dataKindOf },
    { loadData },
    { compile },
    { findLearningRate },
    { claimDefaultFolder, claimNewFolder },
    { chooseThreads },
    { chooseDevice },
    { catchInterrupts },
    { saveRangeTest },
    { warn },
    { seriesFilesIn },
  ] = await Promise.all([
    import("../spec-file.ts"),
    import("../../data/kinds/index.ts"),
    import("../../data/load.ts"),
    import("../../model/model.ts"),
    import("../../train/lr-find.ts"),
    import("../../node/runs/claim.ts"),
    import("../threads.ts"),
    import("../device.ts"),
    import("../terminal/interrupts.ts"),
    import("../../node/reports/range-test.ts"),
    import("../views/results.ts"),
    import("../../node/series-files.ts"),
  ]);
  const { messages } = terminal;
  const { numerics } = flags;
  const options = {
    from: number(flags.from, "--from"),
    to: number(flags.to, "--to"),
    steps: number(flags.steps, "--steps"),
  };
  const { spec, relocate } =
    file === undefined
      ? { spec: labSpec({ ...(numerics !== undefined && { numerics }) }), relocate: atLabFlag }
      : await readSpec(file, messages.specFile, { numerics });
  const threads = chooseThreads(
    flags.threads,
    Math.min(spec.training.batchSize, dataKindOf(spec.data).estimate(spec.data)?.count ?? spec.training.batchSize),
  );
  const device = await chooseDevice(flags.device);
  const claim =
    flags.out === undefined
      ? await claimDefaultFolder(`${spec.name}-lr-find`, new Date())
      : await claimNewFolder(flags.out);
  const { folder } = claim;
  const interrupts = catchInterrupts(() => terminal.notice(messages.stoppingTest));
  try {
    const data = await loadData(spec, { files: seriesFilesIn() });
    const { length, channels, classNames } = data.all;
    const model = compile(spec.model, { length, channels, classes: classNames.length, seed: spec.seed });
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    const test = await findLearningRate(model, data, spec.training, {
      ...given,
      threads,
      device,
      numerics: spec.numerics,
      signal: interrupts.signal,
    });
    const files = await saveRangeTest(folder, test, terminal.lang);
    showRangeTest(test, spec.training.lr, terminal);
    if (test.suggestion === null) warn(terminal, messages.noSuggestion);
    terminal.result([messages.drawn({ folder, count: files.length }), ...files.map((path) => `  ${path}`)].join("\n"));
    terminal.document({ ...test, folder, files });
    return test.end === "stopped" ? (interrupts.exitCode ?? 0) : 0;
  } catch (error) {
    throw atFlag(relocate(error));
  } finally {
    interrupts.dispose();
    await claim.release();
  }
}

function number(text: string | undefined, flag: string): number | undefined {
  const value = numberOf(text);
  if (typeof value !== "string") return value;
  throw new TidelabError("spec.type", { expected: "number", received: JSON.stringify(value) }, flag);
}

/** The test's own errors, at the flags that caused them. */
function atFlag(error: unknown): unknown {
  if (!(error instanceof TidelabError)) return error;
  const flag = { "lrFind.range": "--from, --to", "lrFind.steps": "--steps" }[error.code as string];
  return flag === undefined ? error : new TidelabError(error.code, error.params, flag, { cause: error });
}

function showRangeTest(test: RangeTest, lr: number, { messages, result, width }: Terminal): void {
  const { points, end, steepest, minimumTenth } = test;
  result(messages.rangeTest[end]({ steps: points.length, lr: formatRate(points.at(-1)?.lr ?? 0) }));
  if (steepest === null || minimumTenth === null) return;
  const rows = [
    [messages.steepest, formatRate(steepest)],
    [messages.minimumTenth, formatRate(minimumTenth)],
    [messages.ofSpec, String(lr)],
  ];
  const [, ...lines] = formatRows([[], ...rows], ["left", "right"], { width });
  result(lines.flat().join("\n"));
}

/** Two significant digits: a range test is no more exact than that. */
function formatRate(lr: number): string {
  return String(Number(lr.toPrecision(2)));
}
