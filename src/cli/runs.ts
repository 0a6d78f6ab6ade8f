/** `tidelab runs`: lists the runs of the store, and the small commands that change what it knows of them. */
import type { Command } from "commander";
import { TidelabError } from "../errors.ts";
import { showLocation, storeExists } from "../store/location.ts";
import { addExamples, addFlag, type CommandContext, collect } from "./command.ts";
import { addRunsFiles } from "./runs-files.ts";
import type { Terminal } from "./terminal.ts";

interface ListFlags {
  readonly filter?: readonly string[];
  readonly sort?: string;
  readonly reverse?: boolean;
  readonly limit?: string;
  readonly trash?: boolean;
}

export function addRuns(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.runs;
  const command = program.command("runs").description(texts.about).helpCommand(false);
  addFlag(command, "--filter", "<condition>", texts.filter).argParser(collect);
  addFlag(command, "--sort", "<key>", texts.sort);
  command.option("--reverse", texts.reverse);
  addFlag(command, "--limit", "<n>", texts.limit);
  command.option("--trash", texts.trash);
  addExamples(command, texts.examples, messages);
  command.action((flags: ListFlags) => listRunsOf(flags, context.terminalOf(command)));

  const add = (name: string, about: string, work: (terminal: Terminal, ...args: never[]) => Promise<void>) => {
    const inner: Command = command.command(name).description(about);
    inner.action((...args: unknown[]) => work(context.terminalOf(inner), ...(args as never[])));
    return inner;
  };
  add("note", texts.note, noteRun).argument("<run>", texts.run).argument("<text>", texts.noteText);
  add("tag", texts.tag, (terminal, run: string, tags: string[]) => tagRun(terminal, run, tags, false))
    .argument("<run>", texts.run)
    .argument("<tags...>", texts.tags);
  add("untag", texts.untag, (terminal, run: string, tags: string[]) => tagRun(terminal, run, tags, true))
    .argument("<run>", texts.run)
    .argument("<tags...>", texts.tags);
  add("rm", texts.rm, removeRuns).argument("<runs...>", texts.run);
  add("restore", texts.restore, restoreRuns).argument("<runs...>", texts.run);
  addRunsFiles(command, context);
}

async function listRunsOf(flags: ListFlags, terminal: Terminal): Promise<void> {
  const [{ filterRuns, parseFilter, sortRuns }, { listRuns }, { formatRuns }, { storeLocation, withStore }] =
    await Promise.all([
      import("../store/query.ts"),
      import("../store/runs.ts"),
      import("./runs-table.ts"),
      import("./run-store.ts"),
    ]);
  const limit = parseLimit(flags.limit);
  const filters = (flags.filter ?? []).map(parseFilter);
  const location = storeLocation();
  // Looking is no reason to make a database.
  const all = storeExists(location)
    ? await withStore((store) => listRuns(store, { deleted: flags.trash === true }))
    : [];
  const found = filterRuns(all, filters);
  const sorted = flags.sort !== undefined ? sortRuns(found, flags.sort, flags.reverse === true) : found;
  const shown = (flags.sort === undefined && flags.reverse ? sorted.toReversed() : sorted).slice(0, limit);
  const { messages } = terminal;
  if (all.length === 0) terminal.notice(messages.noRuns({ store: showLocation(location) }));
  else {
    terminal.result(formatRuns(shown, terminal).join("\n"));
    terminal.notice(messages.runsShown({ shown: shown.length, all: all.length }));
  }
  terminal.document(shown);
}

function parseLimit(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(text)) throw new TidelabError("cli.count", { received: text }, "--limit");
  return Number(text);
}

async function noteRun(terminal: Terminal, named: string, text: string): Promise<void> {
  const [{ addNote }, { withStore }, shared] = await Promise.all([
    import("../store/runs.ts"),
    import("./run-store.ts"),
    import("./run-store.ts"),
  ]);
  if (text.trim() === "") throw new TidelabError("cli.emptyValue", undefined, "<text>");
  await withStore(async (store) => {
    const [run] = await shared.findRuns(store, [named]);
    if (run === undefined) return;
    await addNote(store, run.id, text, new Date().toISOString());
    await tell(terminal, store, run.id);
  });
}

async function tagRun(terminal: Terminal, named: string, tags: readonly string[], remove: boolean): Promise<void> {
  const [{ changeTags }, { findRuns, withStore }] = await Promise.all([
    import("../store/runs.ts"),
    import("./run-store.ts"),
  ]);
  for (const tag of tags) {
    if (tag.trim() === "" || /[\s,]/.test(tag)) throw new TidelabError("runs.tag", { received: tag }, "<tags...>");
  }
  await withStore(async (store) => {
    const [run] = await findRuns(store, [named]);
    if (run === undefined) return;
    await changeTags(store, run.id, tags, remove);
    await tell(terminal, store, run.id);
  });
}

/** What is known of a run now: shown, and kept in its folder too, where a new store finds it. */
async function tell(terminal: Terminal, store: Parameters<typeof import("../store/runs.ts").listRuns>[0], id: string) {
  const [{ findRun, listRuns }, { writeAbout }, { existsSync }, { formatRuns }] = await Promise.all([
    import("../store/runs.ts"),
    import("../store/about.ts"),
    import("node:fs"),
    import("./runs-table.ts"),
  ]);
  const run = findRun(await listRuns(store), id);
  const { parent, changes, notes, tags } = run;
  if (existsSync(run.folder)) await writeAbout(run.folder, { parent, changes, notes: [...notes], tags: [...tags] });
  terminal.result(formatRuns([run], terminal).join("\n"));
  terminal.document(run);
}

async function removeRuns(terminal: Terminal, names: readonly string[]): Promise<void> {
  const [{ trashRun }, { findRuns, withStore }] = await Promise.all([
    import("../store/trash.ts"),
    import("./run-store.ts"),
  ]);
  const removed = await withStore(async (store) => {
    // All are looked up before the first is moved.
    const runs = new Map((await findRuns(store, names)).map((run) => [run.id, run]));
    const at = new Date().toISOString();
    const done = [];
    for (const run of runs.values()) done.push({ id: run.id, from: run.folder, to: await trashRun(store, run, at) });
    return done;
  });
  for (const { id, from, to } of removed) {
    terminal.result(terminal.messages.runRemoved({ id: id.slice(0, 8), from, to }));
  }
  terminal.document(removed);
}

async function restoreRuns(terminal: Terminal, names: readonly string[]): Promise<void> {
  const [{ restoreRun }, { findRun, listRuns }, { withStore }] = await Promise.all([
    import("../store/trash.ts"),
    import("../store/runs.ts"),
    import("./run-store.ts"),
  ]);
  const restored = await withStore(async (store) => {
    const trash = await listRuns(store, { deleted: true });
    const runs = names.map((name) => findRun(trash, name));
    const done = [];
    for (const run of new Set(runs)) done.push({ id: run.id, folder: await restoreRun(store, run) });
    return done;
  });
  for (const { id, folder } of restored) {
    terminal.result(terminal.messages.runRestored({ id: id.slice(0, 8), folder }));
  }
  terminal.document(restored);
}
