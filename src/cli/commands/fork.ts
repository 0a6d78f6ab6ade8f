/** `tidelab fork`: another run from a recorded one, with something changed: from the start, or on from its weights. */
import type { Command } from "commander";
import { canonical } from "../../bytes/canonical.ts";
import { TidelabError } from "../../errors/errors.ts";
import { parseShallowJson } from "../../spec/json-scan.ts";
import { addExamples, addFlag, addFlags, type CommandContext, collect } from "../command.ts";
import { RUN_FLAGS } from "../lab-flags.ts";
import type { Terminal } from "../terminal/terminal.ts";

interface ForkFlags {
  readonly set?: readonly string[];
  readonly continue?: boolean;
  readonly name?: string;
  readonly out?: string;
  readonly threads?: string;
  readonly device?: string;
  readonly figures?: boolean;
}

export function addFork(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.fork;
  const command = program.command("fork").description(texts.about).argument("<run>", texts.run);
  addFlag(command, "--set", "<path=value>", texts.set).argParser(collect);
  command.option("--continue", texts.continue);
  addFlags(
    command,
    RUN_FLAGS.filter(({ key }) => key !== "numerics"),
    messages,
  );
  addExamples(command, texts.examples, messages);
  command.action(async (named: string, flags: ForkFlags) => {
    context.exit(await runFork(named, flags, context.terminalOf(command)));
  });
}

async function runFork(named: string, flags: ForkFlags, terminal: Terminal): Promise<number> {
  const [{ findOtherData, forkRun, loadInitialWeights }, { loadRecord }, { findRunPath }, { runTraining }, { warn }] =
    await Promise.all([
      import("../../node/runs/fork.ts"),
      import("../../node/runs/folder.ts"),
      import("../find-run.ts"),
      import("../run-training.ts"),
      import("../views/results.ts"),
    ]);
  const { set = [] } = flags;
  const settings = Object.fromEntries(set.map(parseSetting));
  if (set.length === 0 && !flags.continue) throw new TidelabError("fork.nothing", undefined, "--set");
  const folder = await findRunPath(named);
  const { messages } = terminal;
  const record = await loadRecord(folder);
  const changes = flags.name === undefined ? settings : { ...settings, name: flags.name };
  const { spec, origin, isSame } = atSet(() => forkRun(record, changes), changes);
  const from = { id: origin.parent.slice(0, 8), folder };
  const initial = flags.continue ? await loadInitialWeights(folder) : undefined;
  terminal.notice(initial ? messages.continuing(from) : messages.restarting(from));
  if (!initial && isSame) warn(terminal, messages.nothingChanges(from));
  return runTraining(
    {
      spec,
      out: flags.out,
      threads: flags.threads,
      device: flags.device,
      figures: flags.figures,
      relocate: (error) => relocate(error, changes),
      // With the same data settings the same files, wherever they are now.
      dataFiles: canonical(spec.data) === canonical(record.spec.data) ? record.data.source?.files : undefined,
      fork: origin,
      onData(found) {
        const other = findOtherData(record, spec, found);
        if (other) warn(terminal, messages.otherData(other));
      },
      ...(initial && { initial }),
    },
    terminal,
  );
}

/** `training.lr=0.01`: the value as JSON where it is JSON, as text where it is not. */
function parseSetting(text: string): [string, unknown] {
  const [, path, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined || value === "") {
    throw new TidelabError("fork.setting", { received: text }, "--set");
  }
  try {
    return [path.trim(), parseShallowJson(value, "--set")];
  } catch (error) {
    if (error instanceof TidelabError) throw error;
    return [path.trim(), value];
  }
}

function atSet<T>(work: () => T, changes: Readonly<Record<string, unknown>>): T {
  try {
    return work();
  } catch (error) {
    throw relocate(error, changes);
  }
}

/** An error of a value that was set, at its flag; others stay as they are. */
function relocate(error: unknown, changes: Readonly<Record<string, unknown>>): unknown {
  if (!(error instanceof TidelabError)) return error;
  return error.moved(({ path: found }) => {
    const set = Object.keys(changes).find((path) => found === path || found?.startsWith(`${path}.`));
    if (set === undefined) return undefined;
    return set === "name" ? "--name" : `--set ${found}`;
  });
}
