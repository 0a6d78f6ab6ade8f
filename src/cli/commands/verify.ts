/** `tidelab verify`: trains recorded runs again and says whether every number of their records, and every file, comes out again. */
import { existsSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Command } from "commander";
import { describeError, TidelabError } from "../../errors/errors.ts";
import type { RunToVerify } from "../../node/reports/verification-source.ts";
import type { FileVerdict } from "../../node/reports/verify-files.ts";
import type { ClassicalRunRecord } from "../../runs/classical/record.ts";
import type { RunRecord } from "../../runs/record.ts";
import type { Verdict } from "../../runs/verify.ts";
import { addDataFolderFlag, addExamples, addFlag, addFlags, type CommandContext } from "../command.ts";
import { RUN_FLAGS } from "../lab-flags.ts";
import { EXIT } from "../terminal/failures.ts";
import { errorMessagesIn } from "../terminal/language.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { ClassicalOutcome } from "../verify-classical.ts";
import { formatDifferences, formatEnvironments } from "../views/differences.ts";

interface VerifyFlags {
  epochs?: string;
  threads?: string;
  device?: string;
  data?: string;
}

export function addVerify(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.verify;
  const command = program.command("verify").description(texts.about).argument("<runs...>", texts.run);
  addFlag(command, "--epochs", "<n>", texts.epochs);
  addDataFolderFlag(command, messages);
  addFlags(
    command,
    RUN_FLAGS.filter(({ key }) => key === "threads" || key === "device"),
    messages,
  );
  addExamples(command, texts.examples, messages);
  command.action(async (names: string[], flags: VerifyFlags) => {
    context.exit(await verifyPaths(names, flags, context.terminalOf(command)));
  });
}

/** What came of a run: `toDocument` says what is in it. */
interface Outcome {
  readonly isVerified: boolean;
  readonly isStopped: boolean;
  readonly document: ReturnType<typeof toDocument> | ClassicalOutcome["document"];
}

async function verifyPaths(names: readonly string[], flags: VerifyFlags, terminal: Terminal): Promise<number> {
  const [{ findRunsToVerify }, { checkThreads }, { catchInterrupts }, { findRunPath }] = await Promise.all([
    import("../../node/reports/verification-source.ts"),
    import("../threads.ts"),
    import("../terminal/interrupts.ts"),
    import("../find-run.ts"),
  ]);
  checkThreads(flags.threads);
  const { findSubmissions } = await import("../verify-submissions.ts");
  const submissions = await findSubmissions(names);
  if (submissions) return verifyFilesOfStudents(submissions, flags, terminal);
  const paths: string[] = [];
  for (const name of names) paths.push(await findRunPath(name));
  const found = await Promise.all(
    paths.map(async (path) => {
      const runs = await findRunsToVerify(path);
      return runs && [...runs, ...(await findLost(path, runs))];
    }),
  );
  const [only] = paths;
  const interrupts = catchInterrupts(() => terminal.notice(terminal.messages.stoppingVerification));
  try {
    if (paths.length === 1 && only !== undefined && found[0] === undefined) {
      const { isVerified, isStopped, document } = await verifyOne(only, flags, interrupts.signal, terminal);
      terminal.document(document);
      if (isStopped) return interrupts.exitCode ?? EXIT.failed;
      return isVerified ? EXIT.done : EXIT.failed;
    }
    await noteEdited(
      paths.filter((_, index) => found[index] !== undefined),
      terminal,
    );
    noteBenchmarks(paths, terminal);
    const runs = found.flatMap((some, index) => some ?? [{ name: paths[index] ?? "", folder: paths[index] }]);
    const documents = await verifyMany(runs, flags, interrupts.signal, terminal);
    const verified = documents.filter((document) => document.verified).length;
    const isAsSet = (await Promise.all(paths.map((path) => checkSweepFolder(path, terminal)))).every(Boolean);
    const isWhole = verified === runs.length && isAsSet;
    const summary = terminal.messages.verifiedRuns({ verified, all: runs.length });
    terminal.result(terminal.style(isWhole ? "green" : "red", summary));
    terminal.document({ verified: isWhole, runs: documents });
    if (interrupts.signal.aborted) return interrupts.exitCode ?? EXIT.failed;
    return isWhole ? EXIT.done : EXIT.failed;
  } finally {
    interrupts.dispose();
  }
}

/** Submissions of students, each with all its runs. */
async function verifyFilesOfStudents(
  files: readonly string[],
  flags: VerifyFlags,
  terminal: Terminal,
): Promise<number> {
  const [{ verifySubmissions }, { chooseThreads }, { catchInterrupts }] = await Promise.all([
    import("../verify-submissions.ts"),
    import("../threads.ts"),
    import("../terminal/interrupts.ts"),
  ]);
  const interrupts = catchInterrupts(() => terminal.notice(terminal.messages.stoppingVerification));
  try {
    const epochs = checkEpochs(flags.epochs, Number.MAX_SAFE_INTEGER);
    const threadsFor = (rows: number) => chooseThreads(flags.threads, rows);
    const { isVerified, document } = await verifySubmissions(
      files,
      { threadsFor, epochs, signal: interrupts.signal },
      terminal,
    );
    terminal.document(document);
    if (interrupts.signal.aborted) return interrupts.exitCode ?? EXIT.failed;
    return isVerified ? EXIT.done : EXIT.failed;
  } finally {
    interrupts.dispose();
  }
}

/** Reports of sweeps are there to be written in; what was written is not compared with anything, which is said. */
async function noteEdited(paths: readonly string[], terminal: Terminal): Promise<void> {
  const [{ isSealed }, { readTextIfThere }] = await Promise.all([
    import("../../report/seal.ts"),
    import("../../node/files.ts"),
  ]);
  const reports = paths.flatMap((path) => {
    if (!statSync(path).isDirectory()) return [path];
    return existsSync(join(path, "sweep.json")) ? [join(path, "report.html"), join(path, "report.md")] : [];
  });
  for (const path of reports) {
    const text = await readTextIfThere(path);
    if (text !== undefined && !isSealed(text)) terminal.notice(terminal.messages.sweepReportEdited({ path }));
  }
}

/** A benchmark's folder holds more than its runs: what is not verified here is said. */
function noteBenchmarks(paths: readonly string[], terminal: Terminal): void {
  for (const path of paths) {
    const isBenchmark = existsSync(join(path, "benchmark.md")) && existsSync(join(path, "classical"));
    if (isBenchmark) terminal.notice(terminal.messages.benchmarkRecords({ path }));
  }
}

/**
 * Runs of a sweep that began in its folder and have no record there: nobody can verify them. Those that failed say so in
 * `sweep.json`; those that were never begun, as of a sweep with `--max-runs`, have no folder.
 */
async function findLost(folder: string, found: readonly RunToVerify[]): Promise<readonly RunToVerify[]> {
  const { readSweepFile, runFolder } = await import("../../node/sweeps/folder.ts");
  if (!existsSync(join(folder, "sweep.json"))) return [];
  const { arms = [], seeds = [], failures = [] } = (await readSweepFile(folder)) ?? {};
  const known = new Set(found.map((run) => run.folder));
  return arms.flatMap(({ id }) =>
    seeds.flatMap((seed) => {
      const place = runFolder(folder, id, seed);
      const hasFailed = failures.some((one) => one.arm === id && one.seed === seed);
      return known.has(place) || hasFailed || !existsSync(place) ? [] : [{ name: place, folder: undefined }];
    }),
  );
}

/**
 * Compares `sweep.json` with the runs of a sweep's folder: says how many planned runs are not there, which runs it does not plan, and
 * which have other settings than their arm.
 * @returns whether every run that is there is planned, with its arm's settings; true for what is no folder of a sweep
 */
async function checkSweepFolder(path: string, terminal: Terminal): Promise<boolean> {
  const [{ readSweepResult, runFolder }, { findRunsToVerify }, { changeSpec }, { canonical }] = await Promise.all([
    import("../../node/sweeps/folder.ts"),
    import("../../node/reports/verification-source.ts"),
    import("../../spec/changes.ts"),
    import("../../bytes/canonical.ts"),
  ]);
  if (!existsSync(join(path, "sweep.json"))) return true;
  // A damaged record has a verdict of its own.
  const result = await readSweepResult(path).catch(() => undefined);
  if (result === undefined) return true;
  const { arms, seeds } = result;
  const there = arms.reduce((sum, { runs, failures }) => sum + runs.length + failures.length, 0);
  const all = arms.length * seeds.length;
  if (there < all) terminal.notice(terminal.messages.sweepRunsMissing({ path, missing: all - there, all }));
  // An axis of options has a name that is no path of the spec: its settings are not compared.
  const isAxisOf = (spec: object, axis: string, value: unknown) => {
    try {
      return canonical(changeSpec(spec as never, { [axis]: value })) === canonical(spec);
    } catch {
      return true;
    }
  };
  const planned = new Set(arms.flatMap(({ id }) => seeds.map((seed) => runFolder(path, id, seed))));
  const strangers = ((await findRunsToVerify(path)) ?? []).filter(({ name }) => !planned.has(name));
  for (const { name } of strangers) {
    terminal.result(terminal.style("red", terminal.messages.sweepStranger({ path, name })));
  }
  let isAsSet = strangers.length === 0;
  for (const { id, settings, runs } of arms) {
    for (const { spec, seed } of runs) {
      const other = Object.entries(settings).find(([axis, value]) => !isAxisOf(spec, axis, value));
      if (other === undefined) continue;
      isAsSet = false;
      const text = terminal.messages.sweepOtherSettings({
        arm: id,
        seed,
        axis: other[0],
        value: JSON.stringify(other[1]),
      });
      terminal.result(terminal.style("red", text));
    }
  }
  return isAsSet;
}

/** One verdict a run, as it comes; why a run is not verified is shown below its line. */
async function verifyMany(
  runs: readonly RunToVerify[],
  flags: VerifyFlags,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<({ readonly name: string; readonly verified: boolean } & Partial<Outcome["document"]>)[]> {
  const { messages } = terminal;
  const documents = [];
  for (const { name, folder, weightsSha256 } of runs) {
    if (signal.aborted) break;
    const isInFolder = weightsSha256 === undefined;
    if (folder === undefined) {
      const verdict = isInFolder ? messages.verdicts.noRecord : messages.verdicts.missing;
      terminal.result(messages.runVerdict({ name, verdict }));
      documents.push({ name, verified: false });
      continue;
    }
    const said: string[] = [];
    // The details are shown only where there is something to look at.
    const quiet = { ...terminal, showsProgress: false, info: () => {}, result: (text: string) => void said.push(text) };
    const outcome = await verifyOne(folder, flags, signal, quiet).catch((error: unknown) => {
      if (!(error instanceof TidelabError)) throw error;
      said.push(describeError(error, errorMessagesIn(terminal.lang)));
      return { isVerified: false, isStopped: false, document: undefined };
    });
    if (outcome.isStopped) break;
    const isAsReported = weightsSha256 === undefined || shaOf(outcome.document) === weightsSha256;
    if (!isAsReported) said.push(messages.otherThanReported);
    const verified = outcome.isVerified && isAsReported;
    const verdict = verified ? messages.verdicts.same : messages.verdicts.different;
    terminal.result(terminal.style(verified ? "green" : "red", messages.runVerdict({ name, verdict })));
    if (!verified) terminal.result(said.map((text) => text.replace(/^/gm, "  ")).join("\n"));
    documents.push({ name, ...outcome.document, verified });
  }
  return documents;
}

function shaOf(document: Outcome["document"] | undefined): string | undefined {
  return document && "weightsSha256" in document ? document.weightsSha256 : undefined;
}

/** Undefined for a folder with the record of a net, for a report, and for a path with neither. */
async function classicalAt(path: string): Promise<ClassicalRunRecord | undefined> {
  const [{ readAnyRecord }, { isClassical }] = await Promise.all([
    import("../../node/runs/classical-folder.ts"),
    import("../../runs/any-record.ts"),
  ]);
  if (!existsSync(join(path, "run.json"))) return undefined;
  const record = await readAnyRecord(path);
  return record && isClassical(record) ? record : undefined;
}

async function verifyOne(path: string, flags: VerifyFlags, signal: AbortSignal, terminal: Terminal): Promise<Outcome> {
  const [
    { chooseThreads },
    { readForVerification },
    { checkFiles, compareFiles },
    { verifyRun },
    { follow },
    { filesOfRun },
    { chooseDevice },
  ] = await Promise.all([
    import("../threads.ts"),
    import("../../node/reports/verification-source.ts"),
    import("../../node/reports/verify-files.ts"),
    import("../../runs/verify.ts"),
    import("../views/follow.ts"),
    import("../../node/series-files.ts"),
    import("../device.ts"),
  ]);
  const classical = await classicalAt(path);
  if (classical !== undefined) {
    const { verifyClassical } = await import("../verify-classical.ts");
    return { ...(await verifyClassical(path, classical, flags, terminal)), isStopped: false };
  }
  // Not the device that may have trained it, unless it is asked for: the processor's bits are the contract.
  const device = await chooseDevice(flags.device ?? "cpu");
  const source = await readForVerification(path);
  const { record, folder } = source;
  const epochs = checkEpochs(flags.epochs, record.history.length);
  const threads = chooseThreads(flags.threads, Math.min(record.spec.training.batchSize, record.data.train));
  // At once: what is wrong here needs no training to be seen.
  const files = folder === undefined ? [] : await checkFiles(folder, record);
  const { files: dataFiles } = filesOfRun(undefined, folder, flags.data);
  const run = verifyRun(record, { threads, device, signal, files: dataFiles, ...(epochs !== undefined && { epochs }) });
  const verdict = await follow(run, { epochs: epochs ?? record.spec.training.epochs }, terminal);
  const presentation = verdict.run ? await source.comparePresentation(verdict.run) : undefined;
  if (verdict.run && folder !== undefined) files.push(...(await compareFiles(folder, record, verdict.run)));
  // A report that was named has its own verdict.
  if (presentation && folder !== undefined) {
    const name = basename(path);
    files.splice(0, files.length, ...files.filter(({ file }) => file !== name));
  }
  const wrong = files.filter(({ result }) => result !== "same");
  showVerdict(verdict, record, presentation, wrong.length === 0, terminal);
  if (verdict.result !== "stopped") showFiles(files, terminal);
  const isVerified = verdict.result === "same" && presentation?.result !== "different" && wrong.length === 0;
  return {
    isVerified,
    isStopped: verdict.result === "stopped",
    document: toDocument(path, isVerified, verdict, record, presentation, files),
  };
}

/** Each file once, with the worst that was found of it. */
function showFiles(files: readonly FileVerdict[], { messages, result, style }: Terminal): void {
  const wrong = new Map(files.flatMap(({ file, result }) => (result === "same" ? [] : [[file, result] as const])));
  for (const [file, found] of wrong) result(style("red", messages.fileVerdicts[found]({ file })));
  const same = new Set(files.map(({ file }) => file).filter((file) => !wrong.has(file)));
  if (same.size > 0) result(messages.filesSame({ files: summarize([...same]) }));
}

/** Figures are many: they are counted. */
function summarize(files: readonly string[]): readonly string[] {
  const figures = files.filter((file) => file.startsWith("figures/")).length;
  const others = files.filter((file) => !file.startsWith("figures/"));
  return figures > 0 ? [...others, `figures/ (${figures})`] : others;
}

/** What of the report's file was held against the record; only for a report. */
type Presentation = { readonly result: "same" | "different" | "otherVersion"; readonly line?: number } | undefined;

function checkEpochs(flag: string | undefined, most: number): number | undefined {
  if (flag === undefined) return undefined;
  const epochs = /^\d+$/.test(flag) ? Number(flag) : 0;
  if (epochs < 1 || epochs > most) throw new TidelabError("verify.epochs", { most, received: flag }, "--epochs");
  return epochs;
}

function showVerdict(
  verdict: Verdict,
  record: RunRecord,
  presentation: Presentation,
  hasItsFiles: boolean,
  terminal: Terminal,
): void {
  const { messages } = terminal;
  const { result, epochs, epoch, differences, environment } = verdict;
  if (result === "stopped") {
    terminal.result(messages.verificationStopped({ epochs }));
    return;
  }
  if (result === "same" && presentation?.result === "different") {
    terminal.result(terminal.style("red", messages.reportDiffers({ line: presentation.line ?? 1 })));
    return;
  }
  if (result === "same") {
    const sha256 = (verdict.run?.record ?? record.history[epochs - 1])?.weightsSha256 ?? "";
    const text = verdict.run ? messages.verified : messages.verifiedPrefix;
    const params = { epochs, of: record.history.length, sha256 };
    // A verdict that begins with "Verified" must not be printed above files that are not.
    if (hasItsFiles) terminal.result(terminal.style("green", text(params)));
    else terminal.result(messages.onlyRecordVerified(params));
    if (presentation?.result === "otherVersion") terminal.notice(messages.reportNotCompared);
    return;
  }
  const otherData = differences.find(({ path }) => path === "data.sha256");
  if (otherData && epochs === 0) {
    const params = { recorded: String(otherData.recorded), found: String(otherData.found) };
    terminal.result(terminal.style("red", messages.dataDiffers(params)));
    terminal.result(formatEnvironments(record.environment, environment, terminal).join("\n"));
    return;
  }
  const title = epoch === undefined ? messages.endDiffers : messages.epochDiffers({ epoch });
  terminal.result(terminal.style("red", title));
  terminal.result(formatDifferences(differences, terminal).join("\n"));
  const sameWeights = differences.every(({ path }) => !path.endsWith("weightsSha256"));
  terminal.result(sameWeights ? messages.recordEdited : messages.weightsDiffer);
  terminal.result(formatEnvironments(record.environment, environment, terminal).join("\n"));
}

function toDocument(
  path: string,
  verified: boolean,
  { result, epochs, epoch, differences, environment }: Verdict,
  record: RunRecord,
  presentation: Presentation,
  files: readonly FileVerdict[],
) {
  return {
    path,
    verified,
    weightsSha256: record.weightsSha256,
    result,
    epochs,
    of: record.history.length,
    ...(epoch !== undefined && { epoch }),
    differences,
    ...(presentation && { report: presentation }),
    ...(files.length > 0 && { files }),
    recorded: record.environment,
    here: environment,
  };
}
