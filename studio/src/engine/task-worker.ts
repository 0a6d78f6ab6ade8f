/** A worker of tasks: trains runs of an exercise one at a time, concludes, makes submissions and checks them. One thread each. */
import { type FinishedRun, type RunEvent, readRunFiles, runFiles, runSpec, zipFiles } from "tidelab/runs";
import { planSweep, sweepResult } from "tidelab/sweep";
import {
  checkSubmittedRun,
  feedbackHtml,
  inspectSubmission,
  makeSubmission,
  readSubmission,
  type Submission,
  type SubmittedRun,
  workOfStudent,
} from "tidelab/teaching";
import { openFiles } from "../store/files.ts";
import { breathe } from "./breathe.ts";
import { describeErrors } from "./error-data.ts";
import type { FolderFiles } from "./run-protocol.ts";
import type {
  CheckedRun,
  ExerciseReport,
  ReadSubmission,
  TaskAnswer,
  TaskMessage,
  TaskQuestions,
  TrainedRun,
} from "./task-protocol.ts";

const scope = globalThis as unknown as {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<TaskMessage>) => void) | null;
};

function post(answer: TaskAnswer, transfer: Transferable[] = []): void {
  scope.postMessage(answer, transfer);
}

/** Resolved while nothing is paused. */
let gate: Promise<void> = Promise.resolve();
let open: () => void = () => {};

/** How long steps may follow each other before messages are let in. */
const BREATH_MS = 30;

/** Pulls a run to its end: between two steps it may wait, and is none the worse for it. */
async function pull<Result>(id: number, events: AsyncGenerator<RunEvent, Result>, epochs: number): Promise<Result> {
  let breathed = performance.now();
  for (;;) {
    const next = await events.next();
    if (next.done) return next.value;
    if (next.value.type === "epoch") {
      post({ id, type: "progress", progress: { epoch: next.value.record.epoch, epochs } });
    }
    if (performance.now() - breathed > BREATH_MS) {
      await breathe();
      await gate;
      breathed = performance.now();
    }
  }
}

async function train(id: number, { run, place }: TaskQuestions["train"]["ask"]): Promise<TrainedRun> {
  // The seconds of a record are those of training: pauses are left out.
  const finished: FinishedRun = await pull(id, runSpec(run.spec, { now: clock }), run.spec.training.epochs);
  const { files, record } = runFiles(finished);
  const folder = [...files] as unknown as FolderFiles;
  try {
    const store = await openFiles();
    // The record last: a folder with one is whole.
    for (const [name, bytes] of folder) await store.write(`${place}/${name}`, bytes);
    return { record, files: undefined };
  } catch {
    return { record, files: folder };
  }
}

let paused = 0;
let pausedSince: number | undefined;
const clock = () => (pausedSince ?? performance.now()) - paused;

async function exerciseReport({ plan, ended, lang }: ExerciseReport): Promise<string> {
  const { sweepReportHtml } = await import("tidelab/report");
  return sweepReportHtml({ result: sweepResult(plan, ended) }, lang);
}

async function submit({ runs, report, ...input }: TaskQuestions["submit"]["ask"]) {
  const html = typeof report === "string" ? report : await exerciseReport(report);
  // Runs that do not belong together are refused here, not by the teacher.
  for (const [name, files] of runs) readRunFiles(new Map(files), name);
  return makeSubmission({ ...input, runs: new Map(runs.map(([name, files]) => [name, new Map(files)])), report: html });
}

async function read({ bytes, source, assignment }: TaskQuestions["read"]["ask"]): Promise<ReadSubmission> {
  const { report, runs, ...submission } = await readSubmission(bytes, source);
  const inspection = await inspectSubmission({ ...submission, report, runs }, assignment ?? submission.assignment);
  const shown = runs.map(({ name, record, error }) => ({ name, record, error: error && describeErrors(error)?.[0] }));
  return { ...submission, runs: shown, inspection };
}

/** The submission that was read last: its runs are checked one after the other. */
let last: { readonly source: string; readonly bytes: Uint8Array; readonly submission: Promise<Submission> } | undefined;

const isSame = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, index) => byte === b[index]);

async function runOf({ bytes, source, run }: TaskQuestions["folder"]["ask"]): Promise<SubmittedRun> {
  if (last?.source !== source || !isSame(last.bytes, bytes)) {
    last = { source, bytes, submission: readSubmission(bytes, source) };
  }
  const { runs } = await last.submission;
  return runs.find(({ name }) => name === run) as SubmittedRun; // it was read before
}

async function check(id: number, ask: TaskQuestions["check"]["ask"]): Promise<CheckedRun> {
  const run = await runOf(ask);
  const of = run.record?.history.length ?? 0;
  const options = ask.epochs === undefined ? {} : { epochs: ask.epochs };
  const { error, differences, ...found } = await pull(id, checkSubmittedRun(run, options), of);
  return {
    ...found,
    error: error && describeErrors(error)?.[0],
    differences: differences.map((one) => ({
      ...{ path: one.path, recorded: String(one.recorded), found: String(one.found) },
    })),
  };
}

function feedback({ students }: TaskQuestions["feedback"]["ask"]): Uint8Array<ArrayBuffer> {
  const made = students.map(([folder, input]) => {
    return [`${folder}/feedback.html`, new TextEncoder().encode(feedbackHtml(input))] as const;
  });
  const [only] = made;
  return made.length === 1 && only ? only[1] : zipFiles(new Map(made));
}

async function answer(id: number, name: keyof TaskQuestions, given: unknown): Promise<unknown> {
  const ask = given as never;
  switch (name) {
    case "plan": {
      const { assignment, number } = ask as TaskQuestions["plan"]["ask"];
      const work = await workOfStudent(assignment, number);
      if (work.kind !== "sweep") throw new Error("only an exercise is planned");
      return planSweep(work.sweep);
    }
    case "train":
      return train(id, ask);
    case "conclude": {
      const { plan, ended, lang } = ask as ExerciseReport;
      const { sweepConclusions } = await import("tidelab/report");
      return sweepConclusions({ result: sweepResult(plan, ended) }, lang);
    }
    case "report":
      return exerciseReport(ask);
    case "submit":
      return submit(ask);
    case "read":
      return read(ask);
    case "check":
      return check(id, ask);
    case "folder":
      return [...(await runOf(ask)).files];
    case "feedback":
      return feedback(ask);
  }
}

scope.onmessage = ({ data }) => {
  if (data.type === "pause") {
    if (pausedSince !== undefined) return;
    pausedSince = performance.now();
    gate = new Promise((resolve) => {
      open = resolve;
    });
    return;
  }
  if (data.type === "resume") {
    if (pausedSince !== undefined) paused += performance.now() - pausedSince;
    pausedSince = undefined;
    open();
    return;
  }
  const { id } = data;
  answer(id, data.name, data.ask).then(
    (found) => post({ id, type: "answer", answer: found }),
    (error: unknown) => {
      const errors = describeErrors(error);
      if (errors) return post({ id, type: "refused", errors });
      const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
      post({ id, type: "fault", message, details: stack });
    },
  );
};
