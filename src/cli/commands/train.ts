/** `tidelab train`: any model on any data that a spec file describes. */
import type { Command } from "commander";
import { addExamples, addFlags, type CommandContext } from "../command.ts";
import { type FlagValues, RUN_FLAGS } from "../lab-flags.ts";

export function addTrain(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.train;
  const command = program.command("train").description(texts.about).argument("<spec.json>", texts.spec);
  addFlags(command, RUN_FLAGS, messages);
  addExamples(command, texts.examples, messages);
  command.action(async (file: string, { name, numerics, out, threads, figures }: FlagValues) => {
    const terminal = context.terminalOf(command);
    const { readSpec } = await import("../spec-file.ts");
    const { spec, relocate } = await readSpec(file, messages.specFile, { name, numerics });
    const { runTraining } = await import("../run-training.ts");
    context.exit(await runTraining({ spec, out, threads, figures, relocate }, terminal));
  });
}
