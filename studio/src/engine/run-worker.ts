/** The worker of finished runs: their test series, their reports, their verification, their answers to new files. It keeps nothing. */
import { evaluate, loadData, resolveNumerics } from "tidelab";
import type { SeriesTables as SeriesFiles } from "tidelab/readers";
import type { FigureLanguage } from "tidelab/report";
import { inputExamples, parseRecord, type RunRecord, readRunFiles, verifyRun, zipFiles } from "tidelab/runs";
import type { GivenFile } from "../store/own-files.ts";
import { describeErrors } from "./error-data.ts";
import type {
  FolderFiles,
  FoundVerdict,
  Questions,
  RunAnswer,
  RunQuestion,
  RunReport,
  TestSeries,
} from "./run-protocol.ts";
import { testSeriesOf } from "./test-series.ts";

const scope = globalThis as unknown as {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<RunQuestion>) => void) | null;
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
  return testSeriesOf(data.test, evaluation);
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

async function pack({ files, folder, lang, part }: Questions["pack"]["ask"]): Promise<Uint8Array<ArrayBuffer>> {
  const { html, markdown, figures, drawn } = await report(files, folder, lang);
  const encode = (text: string) => new TextEncoder().encode(text);
  const packed = new Map<string, Uint8Array>(part === "folder" ? files : []);
  if (part === "folder") packed.set("report.html", encode(html));
  packed.set("report.md", encode(markdown));
  for (const { name, svg } of figures) packed.set(`figures/${name}.svg`, encode(svg));
  if (part === "folder") packed.set("figures/drawn.json", encode(drawn));
  return zipFiles(new Map([...packed].map(([name, bytes]) => [`${folder}/${name}`, bytes])));
}

async function verify(id: number, ask: Questions["verify"]["ask"]): Promise<FoundVerdict> {
  const record = parseRecord(ask.record, ask.name);
  const verification = verifyRun(record, { files: await filesOfRecord(record, ask.opened) });
  const epochs = record.history.length;
  for (;;) {
    const next = await verification.next();
    if (next.done) {
      const { result, epochs: equal, epoch, differences } = next.value;
      const found = differences.map(({ path, recorded, found }) => {
        return { path, recorded: String(recorded), found: String(found) };
      });
      return { result, epochs: equal, epoch, differences: found };
    }
    if (next.value.type === "epoch") {
      post({ id, type: "progress", progress: { epoch: next.value.record.epoch, epochs } });
    }
  }
}

function answer(question: RunQuestion): Promise<unknown> {
  switch (question.name) {
    case "test":
      return test(question.ask.files, question.ask.folder);
    case "report":
      return report(question.ask.files, question.ask.folder, question.ask.lang);
    case "pack":
      return pack(question.ask);
    case "predict":
      return import("./predict-view.ts").then(({ predictView }) => predictView(question.ask));
    case "verify":
      return verify(question.id, question.ask);
  }
}

scope.onmessage = ({ data: question }) => {
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
