/** `tidelab exercise`: the notebook's tasks as ready sweeps, one after another, each with its report. */
import { join } from "node:path";
import type { Command } from "commander";
import { addExamples, addFlag, type CommandContext } from "./command.ts";
import { choose } from "./lab-flags.ts";
import type { SweepFlags } from "./run-sweep.ts";
import { addSweepFlags } from "./sweep.ts";
import type { Terminal } from "./terminal.ts";

interface ExerciseFlags extends SweepFlags {
  readonly quick?: boolean;
  readonly out?: string;
}

export function addExercise(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.exercise;
  const command = program.command("exercise").description(texts.about).argument("<task>", texts.task);
  command.option("--quick", texts.quick);
  addSweepFlags(command, context);
  addFlag(command, "--out", "<folder>", texts.out);
  addExamples(command, texts.examples, messages);
  command.action(async (task: string, flags: ExerciseFlags) => {
    context.exit(await exercise(task, flags, context.terminalOf(command)));
  });
}

async function exercise(
  task: string,
  { quick = false, out, ...flags }: ExerciseFlags,
  terminal: Terminal,
): Promise<number> {
  const [{ EXERCISES }, { parseSweep }, { runSweepCommand }, { sweepDocument }] = await Promise.all([
    import("../exercises/index.ts"),
    import("../experiments/definition.ts"),
    import("./run-sweep.ts"),
    import("./sweep-document.ts"),
  ]);
  const all = Object.keys(EXERCISES) as (keyof typeof EXERCISES)[];
  choose(task, [...all, "all"], "<task>");
  const documents: unknown[] = [];
  let exitCode = 0;
  for (const name of all.filter((known) => task === "all" || known === task)) {
    const definition = await parseSweep(EXERCISES[name]({ quick }), () => {
      throw new Error("an exercise has its base with it");
    });
    const folder = join(out ?? "sweeps", quick ? `${name}-quick` : name);
    const done = await runSweepCommand({ definition, source: name, folder, flags }, terminal);
    documents.push(sweepDocument(done.result, folder));
    exitCode = done.exitCode;
    if (exitCode !== 0) break;
    await writeReport(folder, terminal);
  }
  terminal.document(task === "all" ? documents : documents[0]);
  return exitCode;
}

/** The report of a sweep that is done, beside its runs; one of an earlier time is replaced. */
async function writeReport(folder: string, terminal: Terminal): Promise<void> {
  const [{ gatherReport }, { sweepReportHtml }, { replaceFile }] = await Promise.all([
    import("./report-sources.ts"),
    import("../report/sweep/index.ts"),
    import("../runs/files.ts"),
  ]);
  const input = await gatherReport([folder], undefined);
  const path = join(folder, "report.html");
  await replaceFile(path, sweepReportHtml(input, terminal.lang));
  const { arms } = input.result;
  const runs = arms.reduce((sum, arm) => sum + arm.runs.length, 0);
  terminal.result(terminal.messages.reported({ path, runs, arms: arms.length }));
}
