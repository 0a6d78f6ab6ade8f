/** `tidelab sweep`: a controlled experiment from a file: what is varied, with which seeds, and how it is searched. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { portableName } from "../../runs/file-names.ts";
import { addExamples, addFlag, addFlags, addHelpAfter, type CommandContext } from "../command.ts";
import { fromCurrentFolder, sweepFromCurrentFolder } from "../data-paths.ts";
import { RUN_FLAGS } from "../lab-flags.ts";
import type { SweepFlags, SweepSource } from "../run-sweep.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { addSweepQueue } from "./sweep-queue.ts";

export function addSweep(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.sweep;
  const command = program
    .command("sweep")
    .description(texts.about)
    .helpCommand(false)
    .argument("<sweep.json>", texts.file);
  addSweepFlags(command, context);
  addFlag(command, "--out", "<folder>", texts.out);
  command.option("--queue", texts.queue);
  addFlag(command, "--tag", "<tag>", texts.tag);
  addFlag(command, "--priority", "<n>", texts.priority);
  addSweepQueue(command, context);
  addHelpAfter(command, texts.exitCodes);
  addExamples(command, texts.examples, messages);
  command.action(async (file: string, { out, ...flags }: SweepFlags & { out?: string }) => {
    context.exit(await sweep(file, out, flags, context.terminalOf(command)));
  });
}

/** Those that `exercise` has as well. */
export function addSweepFlags(command: Command, { messages }: CommandContext): void {
  const device = RUN_FLAGS.filter(({ key }) => key === "device");
  const texts = messages.commands.sweep;
  addFlag(command, "--jobs", "<n>", texts.jobs);
  addFlag(command, "--max-runs", "<n>", texts.maxRuns);
  addFlag(command, "--budget", "<time>", texts.budget);
  addFlags(command, device, messages);
}

async function sweep(file: string, out: string | undefined, flags: SweepFlags, terminal: Terminal): Promise<number> {
  const [{ readSweep }, { checkParts }, files, { refuse, runSweepCommand }, { sweepDocument }, { seriesFilesIn }] =
    await Promise.all([
      import("../../sweep/definition.ts"),
      import("../../sweep/check.ts"),
      import("../spec-file.ts"),
      import("../run-sweep.ts"),
      import("../views/sweep-document.ts"),
      import("../../node/series-files.ts"),
    ]);
  const { messages } = terminal;
  const json = await files.readDocument(file, messages.sweepFile, "sweep");
  const readBase = async (name: string) => {
    const path = join(dirname(file), name);
    const { value } = await files.readDocument(path, messages.specFile, "spec");
    return fromCurrentFolder(value, dirname(path)) as Record<string, unknown>;
  };
  const source: SweepSource = {
    name: file,
    placeOf: (keys, where) => (keys.length === 0 ? `${file}: ${where}` : files.placeOf(json, file, keys, where)),
    relocate: (error) => files.relocateIn(json, file, error),
  };
  const reading = await readSweep(sweepFromCurrentFolder(json.value, dirname(file)), readBase);
  if (reading.errors) {
    const { base, axes, errors } = reading;
    return refuse(
      errors,
      base ? await checkParts(base, axes, 0, seriesFilesIn(".", { keep: true })) : [],
      source,
      terminal,
    );
  }
  const folder = out ?? sweepFolder(reading.definition.name);
  const done = await runSweepCommand({ definition: reading.definition, source, folder, flags }, terminal);
  terminal.document(sweepDocument(done, folder));
  return done.exitCode;
}

/** `sweeps/<name>`, under a name that every system has; one of before stays where it is. */
function sweepFolder(name: string): string {
  const before = join("sweeps", name);
  return existsSync(join(before, "sweep.json")) ? before : join("sweeps", portableName(name));
}
