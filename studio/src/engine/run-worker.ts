/** The worker of finished runs: their test series, their reports, their verification, their answers to new files. It keeps nothing. */
import { evaluate, loadData, resolveNumerics } from "tidelab";
import type { SeriesTables as SeriesFiles } from "tidelab/readers";
import type { FigureLanguage } from "tidelab/report";
import { checkZip, inputExamples, type RunRecord, readRunFiles, unzipFiles, zipFiles } from "tidelab/runs";
import type { GivenFile } from "../store/own-files.ts";
import { describeErrors } from "./error-data.ts";
import type { FoundVerdict } from "./found-verdict.ts";
import type {
  FolderFiles,
  Hold,
  Questions,
  RunAnswer,
  RunQuestion,
  RunReport,
  TestSeries,
  TrainingSeries,
} from "./run-protocol.ts";
import { testSeriesOf } from "./test-series.ts";
import { trainingSeriesOf } from "./training-series.ts";

const scope = globalThis as unknown as {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<RunQuestion | Hold>) => void) | null;
};

function post(answer: RunAnswer, transfer: Transferable[] = []): void {
  scope.postMessage(answer, transfer);
}

/**
 * The user's own files that a run was trained on, by their hashes; its readers are loaded by the first run that has some.
 * @param opened  files of this page, for a browser that keeps nothing
 */
async function filesOfRecord({ data }: RunRecord, opened: readonly GivenFile[] = []): Promise<SeriesFiles | undefined> {
  if (data.source === undefined) return undefined;
  const { openOwnFiles } = await import("../store/own-files.ts");
  return openOwnFiles(
    data.source.files.map(({ name, sha256 }) => {
      const blob = opened.find((file) => file.sha256 === sha256)?.blob;
      return { name, sha256, ...(blob && { blob }) };
    }),
  );
}

/** A run with its data and what its model makes of the test series, as `tidelab evaluate` has them. */
async function evaluateRun(files: FolderFiles, folder: string) {
  const run = readRunFiles(new Map(files), folder);
  const { record, model } = run;
  const data = await loadData(record.spec, { files: await filesOfRecord(record) });
  const numerics = record.numerics === "portable" ? "portable" : await resolveNumerics();
  const evaluation = await evaluate(model, data.test, { numerics });
  return { ...run, data, evaluation };
}

async function test(files: FolderFiles, folder: string): Promise<TestSeries> {
  const { data, evaluation } = await evaluateRun(files, folder);
  return testSeriesOf(data.test, evaluation, data.indices.test);
}

async function training(files: FolderFiles, folder: string): Promise<TrainingSeries> {
  const { record, model } = readRunFiles(new Map(files), folder);
  const data = await loadData(record.spec, { files: await filesOfRecord(record) });
  const numerics = record.numerics === "portable" ? "portable" : await resolveNumerics();
  return trainingSeriesOf(record.spec, data, await evaluate(model, data.train, { numerics }));
}

async function report(files: FolderFiles, folder: string, lang: FigureLanguage): Promise<RunReport> {
  const { drawnJson, makeFigures, reportHtml, reportMarkdown } = await import("tidelab/report");
  const { record, data, evaluation, gradients } = await evaluateRun(files, folder);
  const inputs = inputExamples(record.spec, data);
  const figures = makeFigures({ record, data, evaluation, inputs, gradients }, lang);
  return {
    html: reportHtml(record, figures, lang, gradients),
    markdown: reportMarkdown(record, figures, lang, gradients),
    figures,
    drawn: drawnJson(record, figures, lang),
  };
}

async function pack({
  files,
  folder,
  lang,
  part,
  after = "",
}: Questions["pack"]["ask"]): Promise<Uint8Array<ArrayBuffer>> {
  const { html, markdown, figures, drawn } = await report(files, folder, lang);
  const encode = (text: string) => new TextEncoder().encode(text);
  const packed = new Map<string, Uint8Array>(part === "folder" ? files : []);
  if (part === "folder") packed.set("report.html", encode(html));
  packed.set("report.md", encode(after === "" ? markdown : `${markdown}\n${after}`));
  for (const { name, svg } of figures) packed.set(`figures/${name}.svg`, encode(svg));
  if (part === "folder") packed.set("figures/drawn.json", encode(drawn));
  return zipFiles(new Map([...packed].map(([name, bytes]) => [`${folder}/${name}`, bytes])));
}

async function unpack({ name, archive }: Questions["unpack"]["ask"]): Promise<Questions["unpack"]["answer"]> {
  // What is refused for its size is not read.
  await checkZip(archive, name);
  const files = await unzipFiles(new Uint8Array(await archive.arrayBuffer()), name);
  return [...files].map(([path, content]) => [path, new Blob([content])] as const);
}

/** Questions that wait, each with what lets it go on. */
const held = new Map<number, () => void>();

function hold({ id, on }: Hold): void {
  if (!on) {
    held.get(id)?.();
    held.delete(id);
  } else if (!held.has(id)) held.set(id, () => undefined);
}

/** Lets messages in, and waits while the question is held. */
async function untilFree(id: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  if (held.has(id)) await new Promise<void>((resolve) => held.set(id, resolve));
}

async function verify(id: number, ask: Questions["verify"]["ask"]): Promise<FoundVerdict> {
  const { verifyFiles } = await import("./verify-files.ts");
  return verifyFiles(ask, {
    openFiles: (record) => filesOfRecord(record, ask.opened),
    onEpoch: (epoch, epochs) => {
      post({ id, type: "progress", progress: { epoch, epochs } });
      return untilFree(id);
    },
  });
}

function answer(question: RunQuestion): Promise<unknown> {
  switch (question.name) {
    case "test":
      return test(question.ask.files, question.ask.folder);
    case "training":
      return training(question.ask.files, question.ask.folder);
    case "report":
      return report(question.ask.files, question.ask.folder, question.ask.lang);
    case "pack":
      return pack(question.ask);
    case "predict":
      return import("./predict-view.ts").then(({ predictView }) => predictView(question.ask));
    case "sweep":
      return import("tidelab/report").then(({ sweepReportHtml }) => {
        return sweepReportHtml({ result: question.ask.result }, question.ask.lang);
      });
    case "verify":
      return verify(question.id, question.ask);
    case "unpack":
      return unpack(question.ask);
    case "import":
      return import("../store/import-run.ts").then(({ importRun }) => importRun(question.ask.files, question.ask.name));
    case "packAll":
      return import("../store/export-all.ts").then(({ packAll }) => packAll());
  }
}

scope.onmessage = ({ data: question }) => {
  if (question.name === "hold") return hold(question);
  const { id } = question;
  answer(question).then(
    (found) => post({ id, type: "answer", answer: found }),
    (error: unknown) => {
      const errors = describeErrors(error);
      if (errors) return post({ id, type: "refused", errors });
      const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
      post({ id, type: "fault", message, details: stack });
    },
  );
};
