/**
 * `tidelab check`: `padding` proves on a spec's own data and model that more padding changes neither logits nor gradients; `spec`
 * says what is wrong with a spec (`check-spec.ts`).
 */
import type { Command } from "commander";
import { TidelabError } from "../../errors/errors.ts";
import type { PaddingCheck } from "../../train/check-padding.ts";
import { addExamples, addFlag, addFlags, type CommandContext } from "../command.ts";
import { numberOf, RUN_FLAGS } from "../lab-flags.ts";
import { EXIT } from "../terminal/failures.ts";
import { formatTable } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

interface PaddingFlags {
  steps?: string;
  numerics?: string;
}

const STEPS = 16;
const MOST_STEPS = 10_000;

/** Rows of the table: the largest differences. */
const MOST_SHOWN = 12;

export function addCheck(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.check;
  const command = program.command("check").description(texts.about).helpCommand(false);
  addExamples(command, texts.examples, messages);
  const padding = command.command("padding").description(texts.padding).argument("<spec.json>", texts.spec);
  addFlag(padding, "--steps", "<n>", `${texts.steps} ${messages.withDefault({ value: String(STEPS) })}`);
  addFlags(
    padding,
    RUN_FLAGS.filter(({ key }) => key === "numerics"),
    messages,
  );
  addExamples(padding, texts.examples, messages);
  const spec = command.command("spec").description(texts.specAbout).argument("<spec.json>", texts.spec);
  addFlags(
    spec,
    RUN_FLAGS.filter(({ key }) => key === "numerics"),
    messages,
  );
  addExamples(spec, texts.examples, messages);
  spec.action(async (file: string, { numerics }: PaddingFlags) => {
    const { checkSpecFile } = await import("./check-spec.ts");
    context.exit(await checkSpecFile(file, numerics, context.terminalOf(spec)));
  });
  padding.action(async (file: string, flags: PaddingFlags) => {
    context.exit(await checkSpec(file, flags, context.terminalOf(padding)));
  });
}

async function checkSpec(file: string, flags: PaddingFlags, terminal: Terminal): Promise<number> {
  const [{ readSpec }, { loadData }, { compile }, { checkPadding, cutUnequal, withoutDropout }, { seriesFilesIn }] =
    await Promise.all([
      import("../spec-file.ts"),
      import("../../data/load.ts"),
      import("../../model/model.ts"),
      import("../../train/check-padding.ts"),
      import("../../node/series-files.ts"),
    ]);
  const steps = stepsOf(flags.steps);
  const { spec, relocate } = await readSpec(file, terminal.messages.specFile, { numerics: flags.numerics });
  try {
    const data = await loadData(spec, { files: seriesFilesIn() });
    const { channels, classNames } = data.all;
    const train = cutUnequal(data.train);
    const layers = withoutDropout(spec.model.layers);
    const options = { length: train.length, channels, classes: classNames.length, seed: spec.seed };
    const model = compile({ layers }, options);
    const check = await checkPadding(model, train, spec.training, { steps, numerics: spec.numerics });
    showPaddingCheck(check, train !== data.train, terminal);
    terminal.document({ ...check, cut: train !== data.train });
    return check.passed ? EXIT.done : EXIT.failed;
  } catch (error) {
    throw relocate(error);
  }
}

function stepsOf(text: string | undefined): number {
  const value = numberOf(text) ?? STEPS;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MOST_STEPS) return value;
  throw new TidelabError("check.steps", { most: MOST_STEPS, received: String(text) }, "--steps");
}

function showPaddingCheck(
  check: PaddingCheck,
  cut: boolean,
  { messages, result, style, notice, width }: Terminal,
): void {
  const { differences, passed } = check;
  if (cut) notice(messages.padding.cut);
  result(messages.padding.compared(check));
  const shown = [...differences].sort((a, b) => b.difference - a.difference).slice(0, MOST_SHOWN);
  const first = shown.filter(({ name }) => name === "logits" || name === "loss");
  const rows = [...first, ...shown.filter((entry) => !first.includes(entry))].map(({ name, difference }) => {
    return [`  ${name}`, difference === 0 ? "0" : difference.toExponential(1)];
  });
  const title = [`  ${messages.padding.entry}`, messages.padding.difference];
  result(formatTable([title, ...rows], ["left", "right"], { width }).join("\n"));
  const exact = differences.every(({ difference }) => difference === 0);
  if (passed) result(style("green", exact ? messages.padding.same : messages.padding.close));
  else result(style("red", messages.padding.failed));
}
