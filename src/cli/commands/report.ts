/** `tidelab report`: compares runs with each other and writes what they show, as HTML or Markdown, in two languages. */
import { mkdir } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import type { Command } from "commander";
import { TidelabError } from "../../errors/errors.ts";
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
  const gathered = await gatherReport(paths, flags.name);
  const input = { ...gathered, ...(reach !== undefined && { reach }) };
  const { result } = input;
  const files: string[] = [];
  if (kind === "html") {
    await writeText(path, reports.sweepReportHtml(input, terminal.lang), files);
  } else {
    const figureFolder = `${basename(path, extname(path))}-figures`;
    const { text, figures } = reports.sweepReportMarkdown(input, terminal.lang, encodeURI(figureFolder));
    const places = figures.map(({ name, svg }) => ({ svg, place: join(dirname(path), figureFolder, `${name}.svg`) }));
    await mkdir(join(dirname(path), figureFolder), { recursive: true });
    for (const { place } of places) await checkNewFile(place);
    for (const { place, svg } of places) await writeText(place, svg, files);
    // Last: a document whose figures are missing would look finished.
    await writeText(path, text, files);
  }
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

async function writeText(path: string, text: string, files: string[]): Promise<void> {
  await writeNewFile(path, text);
  files.push(path);
}
