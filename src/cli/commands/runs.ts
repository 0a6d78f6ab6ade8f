/** `tidelab runs`: lists the runs of the store, and the small commands that change their records. */
import type { Command } from "commander";
import { describeError, TidelabError } from "../../errors/errors.ts";
import { showLocation, storeExists } from "../../node/store/location.ts";
import type { Store } from "../../node/store/store.ts";
import { addExamples, addFlag, type CommandContext, collect } from "../command.ts";
import { errorMessagesIn } from "../terminal/language.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { warn } from "../views/results.ts";
import { addRunsFiles } from "./runs-files.ts";

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
      import("../../compare/query.ts"),
      import("../../node/store/runs.ts"),
      import("../views/runs-table.ts"),
      import("../run-store.ts"),
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
  const ordered = flags.sort === undefined && flags.reverse ? sorted.toReversed() : sorted;
  // On a screen a page, the newest last, where the eye is; a file or a program gets all of them.
  const isPage = terminal.isScreen && limit === undefined && ordered.length > PAGE;
  const shown = ordered.slice(0, limit ?? (isPage ? PAGE : undefined));
  const isUpwards = terminal.isScreen && flags.sort === undefined && !flags.reverse;
  const { messages } = terminal;
  if (all.length === 0) terminal.notice(messages.noRuns({ store: showLocation(location) }));
  else {
    terminal.result(formatRuns(isUpwards ? shown.toReversed() : shown, terminal).join("\n"));
    const counts = { shown: shown.length, all: all.length };
    terminal.notice(isPage ? messages.runsPage({ ...counts, found: ordered.length }) : messages.runsShown(counts));
  }
  if (flags.trash !== true) await showUnfinished(terminal);
  terminal.document(shown);
}

/** Runs get into the store when they are saved: those before that are named beside the list. */
async function showUnfinished({ notice, messages }: Terminal): Promise<void> {
  const { unfinishedRuns } = await import("../find-run.ts");
  const runs = await unfinishedRuns();
  const foldersOf = (isRunning: boolean) =>
    runs.filter((run) => run.isRunning === isRunning).map(({ folder }) => folder);
  const [running, interrupted] = [foldersOf(true), foldersOf(false)];
  if (running.length > 0) notice(messages.runsRunning({ folders: running }));
  if (interrupted.length > 0) notice(messages.runsInterrupted({ folders: interrupted }));
}

/** Runs that a screen shows by default. */
const PAGE = 20;

function parseLimit(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(text)) throw new TidelabError("cli.count", { received: text }, "--limit");
  return Number(text);
}

async function noteRun(terminal: Terminal, named: string, text: string): Promise<void> {
  if (text.trim() === "") throw new TidelabError("cli.emptyValue", undefined, "<text>");
  const { addNote } = await import("../../node/store/runs.ts");
  await changeRun(terminal, named, (store, id) => addNote(store, id, text, new Date().toISOString()));
}

const LONGEST_TAG = 100;

async function tagRun(terminal: Terminal, named: string, tags: readonly string[], remove: boolean): Promise<void> {
  for (const tag of tags) {
    if (tag.trim() === "" || /[\s,\p{Cc}]/u.test(tag) || tag.length > LONGEST_TAG) {
      throw new TidelabError("runs.tag", { received: tag, most: LONGEST_TAG }, "<tags...>");
    }
  }
  const { changeTags } = await import("../../node/store/runs.ts");
  await changeRun(terminal, named, (store, id) => changeTags(store, id, tags, remove));
}

/** Changes what is known of a run, shows it, and keeps it in the run's folder too, where a new store finds it. */
async function changeRun(terminal: Terminal, named: string, work: (store: Store, id: string) => Promise<void>) {
  const [{ listRuns }, { readAbout, writeAbout }, { whatIsIn }, { formatRuns }, { findRuns, withStore }] =
    await Promise.all([
      import("../../node/store/runs.ts"),
      import("../../node/store/about.ts"),
      import("../../node/store/places.ts"),
      import("../views/runs-table.ts"),
      import("../run-store.ts"),
    ]);
  const { messages } = terminal;
  await withStore(async (store) => {
    const [before] = await findRuns(store, [named], (damage) => warnOf(damage, terminal));
    if (before === undefined) return;
    await work(store, before.id);
    const [run = before] = await listRuns(store, { ids: [before.id] });
    const { parent, changes, notes, tags } = run;
    const found = await whatIsIn(run.folder, run.id);
    if (found === "run") {
      const { damage } = await readAbout(run.folder);
      if (damage) warnOf(damage, terminal);
      const aside = await writeAbout(run.folder, { parent, changes, notes: [...notes], tags: [...tags] });
      if (aside !== undefined) warn(terminal, messages.aboutSetAside({ path: aside }));
    } else if (found === "other")
      warn(terminal, messages.folderForeign({ id: run.id.slice(0, 8), folder: run.folder }));
    terminal.result(formatRuns([run], terminal).join("\n"));
    terminal.document(run);
  });
}

function warnOf(error: TidelabError, terminal: Terminal): void {
  warn(terminal, describeError(error, errorMessagesIn(terminal.lang)));
}

async function removeRuns(terminal: Terminal, names: readonly string[]): Promise<void> {
  const [{ trashRun }, { findRuns, withStore }] = await Promise.all([
    import("../../node/store/trash.ts"),
    import("../run-store.ts"),
  ]);
  const { messages } = terminal;
  const removed = await withStore(async (store) => {
    // All are looked up before the first is moved.
    const runs = new Map((await findRuns(store, names)).map((run) => [run.id, run]));
    const at = new Date().toISOString();
    const done = [];
    for (const run of runs.values()) {
      done.push({ id: run.id, from: run.folder, ...(await trashRun(store, run, at)) });
    }
    return done;
  });
  for (const { id, from, to, isForeign } of removed) {
    if (isForeign) warn(terminal, messages.folderForeign({ id: id.slice(0, 8), folder: from }));
    terminal.result(messages.runRemoved({ id: id.slice(0, 8), from, to, isForeign }));
  }
  terminal.document(removed.map(({ id, from, to }) => ({ id, from, to })));
}

async function restoreRuns(terminal: Terminal, names: readonly string[]): Promise<void> {
  const [{ restoreRun }, { findRun, listRuns }, { withStore }] = await Promise.all([
    import("../../node/store/trash.ts"),
    import("../../node/store/runs.ts"),
    import("../run-store.ts"),
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
