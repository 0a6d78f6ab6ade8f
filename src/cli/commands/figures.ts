/** `tidelab figures`: draws the figures and reports of a saved run again, in another language for one. */
import type { Command } from "commander";
import { addExamples, type CommandContext } from "../command.ts";

export function addFigures(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.figures;
  const command = program.command("figures").description(texts.about).argument("<run>", texts.run);
  addExamples(command, texts.examples, messages);
  command.action(async (named: string) => {
    const terminal = context.terminalOf(command);
    const [{ findRunPath }, { redrawRun }, { tellKept }] = await Promise.all([
      import("../find-run.ts"),
      import("../../node/reports/draw.ts"),
      import("../views/results.ts"),
    ]);
    const folder = await findRunPath(named);
    const { files, kept } = await redrawRun(folder, terminal.lang);
    tellKept(kept, terminal);
    terminal.result([messages.drawn({ folder, count: files.length }), ...files.map((file) => `  ${file}`)].join("\n"));
    terminal.document({ folder, files });
  });
}
