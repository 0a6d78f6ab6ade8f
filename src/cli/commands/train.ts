/** `tidelab train`: any model on any data: what a spec file says, or files of time series and flags. */
import { extname } from "node:path";
import type { Command } from "commander";
import { addExamples, addFlag, addFlags, type CommandContext } from "../command.ts";
import { addDataFlags, type TrainFlags } from "../data-flags.ts";
import { RUN_FLAGS } from "../lab-flags.ts";
import type { Terminal } from "../terminal/terminal.ts";

export function addTrain(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.train;
  const command = program.command("train").description(texts.about).argument("[file]", texts.file);
  addDataFlags(command, messages);
  addFlag(command, "--split", "<kind>", texts.split).helpGroup(messages.groups.data);
  addFlag(command, "--fold", "<n>", texts.fold).helpGroup(messages.groups.data);
  addFlag(command, "--model", "<name>", texts.model).helpGroup(messages.groups.model);
  for (const [flag, value, text] of [
    ["--epochs", "<n>", texts.epochs],
    ["--batch", "<n>", texts.batch],
    ["--lr", "<x>", messages.flags.lr],
    ["--patience", "<n>", texts.patience],
    ["--cycles", "<n>", messages.flags.cycles],
    ["--seed", "<n>", messages.flags.seed],
  ] as const) {
    addFlag(command, flag, value, text).helpGroup(messages.groups.training);
  }
  addFlag(command, "--save-spec", "<file>", texts.saveSpec).helpGroup(messages.groups.run);
  addFlags(command, RUN_FLAGS, messages);
  addExamples(command, texts.examples, messages);
  command.action(async (file: string | undefined, flags: TrainFlags) => {
    context.exit(await train(file, flags, context.terminalOf(command)));
  });
}

async function train(file: string | undefined, flags: TrainFlags, terminal: Terminal): Promise<number> {
  const { name, numerics, out, threads, device, figures } = flags;
  const isSpec = file !== undefined && flags.data === undefined && (await isSpecFile(file));
  const { runTraining } = await import("../run-training.ts");
  if (!isSpec) {
    const { specOfData } = await import("../train-files.ts");
    const found = await specOfData(file, flags, terminal);
    if (found.classical === undefined) return runTraining({ ...found, out, threads, device, figures }, terminal);
    const { runClassical } = await import("../run-classical.ts");
    return runClassical({ ...found, spec: found.classical, out, threads }, terminal);
  }
  const [{ readAnySpec }, { checkOnlySpec }] = await Promise.all([
    import("../spec-file.ts"),
    import("../train-files.ts"),
  ]);
  checkOnlySpec(flags);
  const { spec, classical, relocate } = await readAnySpec(file, terminal.messages.specFile, { name, numerics });
  if (classical !== undefined) {
    const [{ checkClassicalFlags }, { runClassical }] = await Promise.all([
      import("../classical-model.ts"),
      import("../run-classical.ts"),
    ]);
    checkClassicalFlags(flags, classical.classifier.method);
    return runClassical({ spec: classical, relocate, out, threads }, terminal);
  }
  return runTraining({ spec, out, threads, device, figures, relocate }, terminal);
}

/** Whether an argument is a spec; anything else is data. What is not there is taken for what its name says. */
async function isSpecFile(file: string): Promise<boolean> {
  if (file === "-") return true;
  const isJson = extname(file).toLowerCase() === ".json";
  const [{ headOfFile }, { statSync }] = await Promise.all([import("../file-head.ts"), import("node:fs")]);
  const head = await headOfFile(file);
  if (head === undefined) {
    const found = statSync(file, { throwIfNoEntry: false });
    // In a folder there are data, rather than specs.
    if (found?.isDirectory()) return false;
    return isJson || (!file.includes("*") && (found !== undefined || extname(file) === ""));
  }
  // A list of objects is data, and so are lines of JSON: each is a series, and none has a model.
  if (isJson) return !head.startsWith("[");
  return head.startsWith("{") && /"model"\s*:/.test(head);
}
