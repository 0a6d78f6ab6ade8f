/** Entry of the worker that makes and reads series for the Data screen. It answers in order, and skips what a newer request has replaced. */
import { type LoadedData, loadData } from "tidelab";
import type { DataAnswer, DataRequest, NumberedAnswer, NumberedRequest } from "./data-protocol.ts";
import { describeData, tableRows } from "./data-view.ts";
import { describeErrors } from "./error-data.ts";

const scope = globalThis as unknown as {
  postMessage(answer: NumberedAnswer): void;
  onmessage: ((event: MessageEvent<NumberedRequest>) => void) | null;
};

let loaded: LoadedData | undefined;
/** Of each kind of request, the newest. */
const newest = new Map<DataRequest["type"], number>();
let queue: Promise<void> = Promise.resolve();

async function answerRequest(request: DataRequest): Promise<DataAnswer> {
  switch (request.type) {
    case "load": {
      loaded = undefined;
      loaded = await loadData(request.spec);
      return { type: "loaded", view: describeData(request.spec, loaded, request.channel) };
    }
    case "rows":
      return { type: "rows", rows: loaded ? tableRows(loaded, request.from, request.to, request.channel) : [] };
  }
}

async function answer({ number, request }: NumberedRequest): Promise<DataAnswer> {
  // Lets the requests in that came while the one before was computed.
  await new Promise((resolve) => setTimeout(resolve));
  if (newest.get(request.type) !== number) return { type: "superseded" };
  try {
    return await answerRequest(request);
  } catch (error) {
    const errors = describeErrors(error);
    if (errors) return { type: "refused", errors };
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    return { type: "fault", message, details: stack };
  }
}

scope.onmessage = ({ data }) => {
  newest.set(data.request.type, data.number);
  queue = queue.then(async () => scope.postMessage({ number: data.number, answer: await answer(data) }));
};
