/** `tidelab sweep`: a controlled experiment from a file: what is varied, with which seeds, and how it is searched. */
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { addExamples, addFlag, type CommandContext } from "./command.ts";
import type { SweepFlags } from "./run-sweep.ts";
import type { Terminal } from "./terminal.ts";

export function addSweep(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.sweep;
  const command = program.command("sweep").description(texts.about).argument("<sweep.json>", texts.file);
  addSweepFlags(command, context);
  addFlag(command, "--out", "<folder>", texts.out);
  addExamples(command, texts.examples, messages);
  command.action(async (file: string, { out, ...flags }: SweepFlags & { out?: string }) => {
    context.exit(await sweep(file, out, flags, context.terminalOf(command)));
  });
}

/** Those that `exercise` has as well. */
export function addSweepFlags(command: Command, { messages }: CommandContext): void {
  const texts = messages.commands.sweep;
  addFlag(command, "--jobs", "<n>", texts.jobs);
  addFlag(command, "--max-runs", "<n>", texts.maxRuns);
  addFlag(command, "--budget", "<time>", texts.budget);
}

async function sweep(file: string, out: string | undefined, flags: SweepFlags, terminal: Terminal): Promise<number> {
  const [{ parseSweep }, { parseJson }, { readText, relocateIn }, { runSweepCommand }, { sweepDocument }] =
    await Promise.all([
      import("../experiments/definition.ts"),
      import("../spec/json-text.ts"),
      import("./spec-file.ts"),
      import("./run-sweep.ts"),
      import("./sweep-document.ts"),
    ]);
  const { messages } = terminal;
  const json = parseJson(await readText(file, messages.sweepFile), file);
  const readBase = async (name: string) => {
    const path = join(dirname(file), name);
    return parseJson(await readText(path, messages.specFile), path).value as Record<string, unknown>;
  };
  const definition = await parseSweep(json.value, readBase).catch((error: unknown) => {
    throw relocateIn(json, file, error);
  });
  const folder = out ?? join("sweeps", definition.name);
  const { exitCode, result } = await runSweepCommand({ definition, source: file, folder, flags }, terminal);
  terminal.document(sweepDocument(result, folder));
  return exitCode;
}
