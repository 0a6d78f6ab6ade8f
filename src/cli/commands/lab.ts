/** `tidelab lab`: the notebook's job, with a flag for every knob. */
import type { Command } from "commander";
import { addExamples, addFlags, type CommandContext } from "../command.ts";
import { atLabFlag, type FlagValues, LAB_FLAGS, labSpec } from "../lab-flags.ts";

export function addLab(program: Command, context: CommandContext): void {
  const { messages } = context;
  const command = program.command("lab").description(messages.commands.lab.about);
  addFlags(command, LAB_FLAGS, messages);
  addExamples(command, messages.commands.lab.examples, messages);
  command.action(async (flags: FlagValues) => {
    const terminal = context.terminalOf(command);
    const spec = labSpec(flags);
    const { runTraining } = await import("../run-training.ts");
    const { out, threads, device, figures } = flags;
    context.exit(await runTraining({ spec, out, threads, device, figures, relocate: atLabFlag }, terminal));
  });
}
