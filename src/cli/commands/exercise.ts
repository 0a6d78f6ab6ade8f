/** `tidelab exercise`: the notebook's tasks as ready sweeps, one after another, each with its report. */
import { join } from "node:path";
import type { Command } from "commander";
import { EXERCISES } from "../../sweep/exercises/index.ts";
import { addExamples, addFlag, addHelpAfter, type CommandContext } from "../command.ts";
import { choose } from "../lab-flags.ts";
import type { SweepFlags, SweepSource } from "../run-sweep.ts";
import { EXIT, failureDocument } from "../terminal/failures.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { addSweepFlags } from "./sweep.ts";

interface ExerciseFlags extends SweepFlags {
  readonly quick?: boolean;
  readonly out?: string;
}

const all = Object.keys(EXERCISES) as (keyof typeof EXERCISES)[];

export function addExercise(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.exercise;
  const command = program
    .command("exercise")
    .description(texts.about)
    .argument("<task>", texts.task({ names: all }));
  command.option("--quick", texts.quick);
  addSweepFlags(command, context);
  addFlag(command, "--out", "<folder>", texts.out);
  addHelpAfter(command, messages.commands.sweep.exitCodes);
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
  const [{ parseSweep }, { runSweepCommand }, { sweepDocument }] = await Promise.all([
    import("../../sweep/definition.ts"),
    import("../run-sweep.ts"),
    import("../views/sweep-document.ts"),
  ]);
  const documents: unknown[] = [];
  let exitCode: number = EXIT.done;
  try {
    choose(task, [...all, "all"], "<task>");
    for (const name of all.filter((known) => task === "all" || known === task)) {
      const definition = await parseSweep(await EXERCISES[name]({ quick }), () => {
        throw new Error("an exercise has its base with it");
      });
      const folder = join(out ?? "sweeps", quick ? `${name}-quick` : name);
      const done = await runSweepCommand({ definition, source: sourceOf(name), folder, flags }, terminal);
      documents.push(sweepDocument(done, folder));
      // A run that broke off does not keep the other tasks from being done.
      exitCode = Math.max(exitCode, done.exitCode);
      if (done.outcome.ended === "stopped") break;
    }
  } catch (error) {
    // What was done before goes along with it.
    documents.push({ error: failureDocument(error, terminal.lang) });
    throw error;
  } finally {
    terminal.document(task === "all" ? documents : documents[0]);
  }
  return exitCode;
}

function sourceOf(name: string): SweepSource {
  return { name, placeOf: (_, where) => where, relocate: (error) => error };
}
