/** `tidelab report`: compares runs with each other and writes what they show, as HTML or Markdown, in two languages. */
import { mkdir } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import type { Command } from "commander";
import { TidelabError } from "../../errors/errors.ts";
import type { Figure } from "../../figures/index.ts";
import type { ReportedRun } from "../../report/classical/index.ts";
import { addExamples, addFlag, type CommandContext } from "../command.ts";
import { checkNewFile, writeNewFile } from "../new-file.ts";
import type { Terminal } from "../terminal/terminal.ts";

interface Flags {
  out?: string;
  name?: string;
  reach?: string;
}

export function addReport(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.report;
  const command = program.command("report").description(texts.about).argument("<folders...>", texts.folders);
  addFlag(command, "--out", "<file>", texts.out);
  addFlag(command, "--name", "<title>", texts.name);
  addFlag(command, "--reach", "<accuracy>", texts.reach);
  addExamples(command, texts.examples, messages);
  command.action(async (folders: string[], flags: Flags) => {
    await writeReport(folders, flags, context.terminalOf(command));
  });
}

async function writeReport(folders: readonly string[], flags: Flags, terminal: Terminal): Promise<void> {
  const path = flags.out ?? "report.html";
  const kind = kindOf(path);
  const reach = parseReach(flags.reach);
  await checkNewFile(path);
  const [{ gatherReport }, reports, { findRunPath }] = await Promise.all([
    import("../../node/reports/sources.ts"),
    import("../../report/sweep/index.ts"),
    import("../find-run.ts"),
  ]);
  const paths: string[] = [];
  for (const named of folders) paths.push(await findRunPath(named));
  const classical = await classicalRunsIn(paths);
  const [first] = classical.runs;
  if (first !== undefined && classical.areAll) {
    if (reach !== undefined) throw new TidelabError("report.reachWithout", undefined, "--reach");
    const { classicalReportHtml, classicalReportMarkdown } = await import("../../report/classical/index.ts");
    const title = flags.name ?? (classical.runs.length === 1 ? first.record.name : "runs");
    const files =
      kind === "html"
        ? await writeHtml(path, classicalReportHtml(classical.runs, title, terminal.lang))
        : await writeMarkdown(path, (folder) => classicalReportMarkdown(classical.runs, title, terminal.lang, folder));
    terminal.result(terminal.messages.classicalReported({ path, runs: classical.runs.length }));
    terminal.document({ files, runs: classical.runs.length, arms: [] });
    return;
  }
  if (first !== undefined) {
    terminal.notice(terminal.messages.classicalLeftOut({ count: classical.runs.length, first: first.folder }));
  }
  const gathered = await gatherReport(paths, flags.name);
  const input = { ...gathered, ...(reach !== undefined && { reach }) };
  const { result } = input;
  const files =
    kind === "html"
      ? await writeHtml(path, reports.sweepReportHtml(input, terminal.lang))
      : await writeMarkdown(path, (folder) => reports.sweepReportMarkdown(input, terminal.lang, folder));
  const runs = result.arms.reduce((sum, arm) => sum + arm.runs.length, 0);
  terminal.result(terminal.messages.reported({ path, runs, arms: result.arms.length }));
  if (result.repeated) terminal.notice(terminal.messages.repeatedRuns(result.repeated));
  terminal.document({ files, runs, arms: result.arms.map(({ id, settings }) => ({ id, settings })) });
}

function kindOf(path: string): "html" | "markdown" {
  const ending = extname(path).toLowerCase();
  if (ending === ".html" || ending === ".htm") return "html";
  if (ending === ".md" || ending === ".markdown") return "markdown";
  throw new TidelabError("report.ending", { received: ending }, path);
}

function parseReach(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const share = text.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (!(share > 0 && share <= 1)) throw new TidelabError("report.reach", { received: text }, "--reach");
  return share;
}

/** Runs of classifiers without gradients in these folders, and whether there are others beside them. */
async function classicalRunsIn(
  paths: readonly string[],
): Promise<{ readonly runs: readonly ReportedRun[]; readonly areAll: boolean }> {
  const [{ findRunFolders }, { readAnyRecord }, { isClassical }] = await Promise.all([
    import("../../node/runs/find.ts"),
    import("../../node/runs/classical-folder.ts"),
    import("../../runs/any-record.ts"),
  ]);
  const folders = (await Promise.all(paths.map((path) => findRunFolders(path, DEEPEST)))).flat();
  const runs: ReportedRun[] = [];
  for (const folder of folders) {
    const record = await readAnyRecord(folder);
    if (record && isClassical(record)) runs.push({ record, folder });
  }
  return { runs, areAll: runs.length === folders.length };
}

/** Levels of folders in which runs are looked for. */
const DEEPEST = 3;

async function writeHtml(path: string, text: string): Promise<string[]> {
  await writeNewFile(path, text);
  return [path];
}

/** @param make  from the name of the folder of figures, as links have it */
async function writeMarkdown(
  path: string,
  make: (folder: string) => { text: string; figures: readonly Figure[] },
): Promise<string[]> {
  const figureFolder = `${basename(path, extname(path))}-figures`;
  const { text, figures } = make(encodeURI(figureFolder));
  const places = figures.map(({ name, svg }) => ({ svg, place: join(dirname(path), figureFolder, `${name}.svg`) }));
  const files: string[] = [];
  await mkdir(join(dirname(path), figureFolder), { recursive: true });
  for (const { place } of places) await checkNewFile(place);
  for (const { place, svg } of places) await writeText(place, svg, files);
  // Last: a document whose figures are missing would look finished.
  await writeText(path, text, files);
  return files;
}

async function writeText(path: string, text: string, files: string[]): Promise<void> {
  await writeNewFile(path, text);
  files.push(path);
}
