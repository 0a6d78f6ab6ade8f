/** `tidelab runs export|import|rebuild`: the store as a file of lines, and the store from the folders. */
import type { Command } from "commander";
import { describeError } from "../errors.ts";
import { addFlag, type CommandContext } from "./command.ts";
import { errorMessagesIn } from "./language.ts";
import type { Terminal } from "./terminal.ts";

export function addRunsFiles(runs: Command, context: CommandContext): void {
  const texts = context.messages.commands.runs;
  const exporting = runs.command("export").description(texts.export);
  addFlag(exporting, "--output", "<file>", texts.exportFile);
  exporting.action(({ output }: { output?: string }) => exportRuns(output, context.terminalOf(exporting)));

  const importing = runs.command("import").description(texts.import).argument("<file>", texts.importFile);
  importing.action((file: string) => importRuns(file, context.terminalOf(importing)));

  const rebuilding = runs.command("rebuild").description(texts.rebuild).argument("[folders...]", texts.folders);
  rebuilding.action((folders: string[]) => rebuildRuns(folders, context.terminalOf(rebuilding)));
}

async function exportRuns(output: string | undefined, terminal: Terminal): Promise<void> {
  const [{ exportLines }, { withStore }, { checkNewFile, writeNewFile }] = await Promise.all([
    import("../store/transfer.ts"),
    import("./run-store.ts"),
    import("./new-file.ts"),
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

async function importRuns(file: string, terminal: Terminal): Promise<void> {
  const [{ importLines }, { withStore }, { readText }] = await Promise.all([
    import("../store/transfer.ts"),
    import("./run-store.ts"),
    import("./spec-file.ts"),
  ]);
  const text = await readText(file, terminal.messages.linesFile);
  const counts = await withStore((store) => importLines(store, text, file));
  terminal.result(terminal.messages.imported(counts));
  terminal.document(counts);
}

/** Makes the store anew where it is damaged; adds what is missing where it is not. */
async function rebuildRuns(folders: readonly string[], terminal: Terminal): Promise<void> {
  const [{ rebuildStore, setAside }, { openStore }, { storeLocation }, { TidelabError }, { warn }, sweeps] =
    await Promise.all([
      import("../store/rebuild.ts"),
      import("../store/store.ts"),
      import("./run-store.ts"),
      import("../errors.ts"),
      import("./results.ts"),
      import("../experiments/restore.ts"),
    ]);
  const { messages } = terminal;
  const location = storeLocation();
  const roots = folders.length > 0 ? folders : ["runs", "sweeps"];
  const rebuild = async () => {
    const store = await openStore(location);
    try {
      const found = await rebuildStore(store, roots, new Date().toISOString());
      return { ...found, sweeps: await sweeps.restoreSweeps(store, roots) };
    } finally {
      await store.close();
    }
  };
  const rebuilt = await rebuild().catch(async (error: unknown) => {
    if (!(error instanceof TidelabError) || error.code !== "store.corrupt") throw error;
    const aside = await setAside(location);
    if (aside !== undefined) terminal.notice(messages.setAside({ path: aside }));
    return rebuild();
  });
  for (const { error } of rebuilt.refused) warn(terminal, describeError(error, errorMessagesIn(terminal.lang)));
  terminal.result(messages.rebuilt({ runs: rebuilt.added.length, sweeps: rebuilt.sweeps.length }));
  terminal.document({
    added: rebuilt.added,
    sweeps: rebuilt.sweeps,
    refused: rebuilt.refused.map(({ folder, error }) => ({ folder, code: error.code })),
  });
}
