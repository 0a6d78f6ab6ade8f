/** `tidelab runs export|import|rebuild|pull|gc`: the store as a file of lines, the store from the folders, and files in the store. */
import type { Command } from "commander";
import { describeError, TidelabError } from "../../errors/errors.ts";
import { addFlag, type CommandContext } from "../command.ts";
import { EXIT } from "../terminal/failures.ts";
import { errorMessagesIn } from "../terminal/language.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { warn } from "../views/results.ts";

export function addRunsFiles(runs: Command, context: CommandContext): void {
  const texts = context.messages.commands.runs;
  const exporting = runs.command("export").description(texts.export);
  addFlag(exporting, "--output", "<file>", texts.exportFile);
  exporting.action(({ output }: { output?: string }) => exportRuns(output, context.terminalOf(exporting)));

  const importing = runs.command("import").description(texts.import).argument("<file>", texts.importFile);
  importing.action(async (file: string) => context.exit(await importRuns(file, context.terminalOf(importing))));

  const rebuilding = runs.command("rebuild").description(texts.rebuild).argument("[folders...]", texts.folders);
  rebuilding.action(async (folders: string[]) => {
    context.exit(await rebuildRuns(folders, context.terminalOf(rebuilding)));
  });

  const pulling = runs.command("pull").description(texts.pull).argument("<run>", texts.run);
  addFlag(pulling, "--out", "<folder>", texts.pullOut);
  pulling.action(async (run: string, { out }: { out?: string }) => {
    await pull(run, out, context.terminalOf(pulling));
  });

  const cleaning = runs.command("gc").description(texts.gc).option("--dry-run", texts.gcDryRun);
  cleaning.action(async ({ dryRun = false }: { dryRun?: boolean }) => {
    await removeUnused(dryRun, context.terminalOf(cleaning));
  });
}

async function removeUnused(isDry: boolean, terminal: Terminal): Promise<void> {
  const [{ removeUnusedBlobs }, { withStore }] = await Promise.all([
    import("../../node/store/unused-blobs.ts"),
    import("../run-store.ts"),
  ]);
  const removed = await withStore((store) => removeUnusedBlobs(store, { counts: isDry }));
  terminal.result(terminal.messages.unusedFiles({ ...removed, isDry }));
  terminal.document({ ...removed, dryRun: isDry });
}

async function pull(named: string, out: string | undefined, terminal: Terminal): Promise<void> {
  const [{ pullRun }, { findRun, listNames }, { withStore }] = await Promise.all([
    import("../../node/queue/pull.ts"),
    import("../../node/store/runs.ts"),
    import("../run-store.ts"),
  ]);
  await withStore(async (store) => {
    const run = findRun(await listNames(store, named), named);
    const { folder, files } = await pullRun(store, run, out);
    terminal.result(terminal.messages.pulled({ id: run.id, folder, files: files.length }));
    terminal.document({ id: run.id, folder, files: files.map(({ path }) => path) });
  });
}

async function exportRuns(output: string | undefined, terminal: Terminal): Promise<void> {
  const [{ exportLines }, { withStore }, { checkNewFile, writeNewFile }] = await Promise.all([
    import("../../node/store/transfer.ts"),
    import("../run-store.ts"),
    import("../new-file.ts"),
  ]);
  if (output !== undefined) await checkNewFile(output);
  const lines: string[] = [];
  await withStore(async (store) => {
    for await (const line of exportLines(store)) lines.push(line);
  });
  if (output === undefined) {
    // The lines are JSON already, with --json or without.
    if (terminal.json) terminal.document(lines.map((line) => JSON.parse(line) as unknown));
    else if (lines.length > 0) terminal.result(lines.join(""));
    return;
  }
  await writeNewFile(output, lines.join(""));
  terminal.result(terminal.messages.exported({ path: output, count: lines.length }));
  terminal.document({ path: output, lines: lines.length });
}

/** @returns the exit code */
async function importRuns(file: string, terminal: Terminal): Promise<number> {
  const [{ importLines }, { withStore }, { readText }] = await Promise.all([
    import("../../node/store/transfer.ts"),
    import("../run-store.ts"),
    import("../input-text.ts"),
  ]);
  const text = await readText(file, terminal.messages.linesFile);
  const { runs, sweeps, skipped } = await withStore((store) => importLines(store, text, file));
  warnOfAll(
    skipped.map(({ error }) => error),
    terminal,
  );
  terminal.result(terminal.messages.imported({ runs, sweeps, skipped: skipped.length }));
  terminal.document({
    runs,
    sweeps,
    skipped: skipped.map(({ line, error }) => ({ line, code: error.code, message: wordsOf(error, terminal) })),
  });
  return skipped.length > 0 ? EXIT.failed : EXIT.done;
}

/** Warnings that are printed one by one; the rest are counted, and all are in the document. */
const MOST_WARNINGS = 20;

function warnOfAll(errors: readonly TidelabError[], terminal: Terminal): void {
  for (const error of errors.slice(0, MOST_WARNINGS)) warn(terminal, wordsOf(error, terminal));
  const more = errors.length - MOST_WARNINGS;
  if (more > 0) terminal.notice(terminal.messages.moreWarnings({ more }));
}

function wordsOf(error: TidelabError, terminal: Terminal): string {
  return describeError(error, errorMessagesIn(terminal.lang));
}

/** Makes a new store where there is a damaged one; adds what is missing where it is not. @returns the exit code */
async function rebuildRuns(folders: readonly string[], terminal: Terminal): Promise<number> {
  const [{ rebuildStore, setAside }, { exportLines }, { withStore, storeLocation }, { restoreSweeps }] =
    await Promise.all([
      import("../../node/store/rebuild.ts"),
      import("../../node/store/transfer.ts"),
      import("../run-store.ts"),
      import("../../node/sweeps/restore.ts"),
    ]);
  const { messages } = terminal;
  const location = storeLocation();
  const roots = folders.length > 0 ? folders : ["runs", "sweeps"];
  const rebuild = () =>
    withStore(async (store) => {
      // A file that takes rows but cannot be read is damaged all the same.
      for await (const _ of exportLines(store));
      const found = await rebuildStore(store, roots, new Date().toISOString());
      return { found, sweeps: await restoreSweeps(store, roots) };
    });
  const { found, sweeps } = await rebuild().catch(async (error: unknown) => {
    if (!(error instanceof TidelabError) || error.code !== "store.corrupt") throw error;
    const aside = await setAside(location);
    if (aside !== undefined) terminal.notice(messages.setAside({ path: aside }));
    return rebuild();
  });
  const refused = [...found.refused, ...sweeps.refused];
  warnOfAll(
    [...refused, ...found.withoutAbout].map(({ error }) => error),
    terminal,
  );
  terminal.result(messages.rebuilt({ runs: found.added.length, sweeps: sweeps.added.length, skipped: refused.length }));
  terminal.document({
    added: found.added,
    sweeps: sweeps.added,
    refused: refused.map(({ folder, error }) => ({ folder, code: error.code, message: wordsOf(error, terminal) })),
    withoutAbout: found.withoutAbout.map(({ folder }) => folder),
  });
  return refused.length + found.withoutAbout.length > 0 ? EXIT.failed : EXIT.done;
}
