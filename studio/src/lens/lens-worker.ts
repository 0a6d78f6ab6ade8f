/** Entry of the lens worker: answers what is asked, one after the other. */
import { parseSpec } from "tidelab";
import type { SeriesTables as SeriesFiles } from "tidelab/readers";
import { describeErrors } from "../engine/error-data.ts";
import type { GivenFile } from "../store/own-files.ts";
import { LensModel } from "./lens-model.ts";
import type { LensReply, LensRequest } from "./lens-protocol.ts";
import { findFlips } from "./morph.ts";

const scope = globalThis as unknown as {
  postMessage(message: LensReply): void;
  onmessage: ((event: MessageEvent<LensRequest>) => void) | null;
};

let lens: LensModel | undefined;
let openRun: string | undefined;
let step = 0;
let queue: Promise<void> = Promise.resolve();

/** Readers of files are loaded by the first run that has some. */
async function openFiles(given: readonly GivenFile[]): Promise<SeriesFiles | undefined> {
  if (given.length === 0) return undefined;
  const { openOwnFiles } = await import("../store/own-files.ts");
  return openOwnFiles(given);
}

async function answer(request: LensRequest): Promise<void> {
  const { run } = request;
  if (request.type === "open") {
    lens?.close();
    lens = undefined;
    openRun = run;
    step = 0;
    const files = await openFiles(request.files);
    lens = await LensModel.open(parseSpec(request.spec), request.numerics, files);
    scope.postMessage({ type: "opened", run, facts: lens.facts });
    return;
  }
  if (lens === undefined || run !== openRun) return;
  if (request.type === "weights") {
    lens.setWeights(request.weights);
    step = request.step;
  } else if (request.type === "classify") {
    const verdict = await lens.classify(request.values);
    scope.postMessage({ type: "classified", run, since: request.since, step, verdict });
  } else if (request.type === "explain") {
    const inside = await lens.explain(request.values);
    scope.postMessage({ type: "explained", run, step, inside });
  } else if (request.type === "morph") {
    const { classNames } = lens.facts;
    const classify = async (values: Float32Array) => (await lens!.classify(values)).probabilities; // it is closed by `open` alone, which comes later
    const morph = await findFlips(classify, request.from, request.to, classNames.length);
    scope.postMessage({ type: "morphed", run, step, morph });
  } else if (request.type === "testSeries") {
    scope.postMessage({ type: "testSeries", run, row: request.row, ...lens.testSeries(request.row) });
  } else {
    const cards = await lens.validation(request.rows);
    scope.postMessage({ type: "validated", run, step, cards });
  }
}

function report(request: LensRequest, error: unknown): void {
  const errors = describeErrors(error);
  const { run, type: asked } = request;
  if (errors) {
    scope.postMessage({ type: "refused", run, asked, errors });
    return;
  }
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  scope.postMessage({ type: "fault", run, asked, message, details: stack });
}

scope.onmessage = ({ data }: MessageEvent<LensRequest>) => {
  queue = queue.then(() => answer(data).catch((error: unknown) => report(data, error)));
};
