/** Entry of the worker that makes and reads series for the Data screen. It answers in order, and skips what a newer request has replaced. */

import { type LoadedData, loadData } from "tidelab";
import { keepFile, openOwnFiles, sha256Of } from "../store/own-files.ts";
import type { DataAnswer, DataRequest, NumberedAnswer, NumberedRequest } from "./data-protocol.ts";
import { describeData, tableRows } from "./data-view.ts";
import { describeErrors } from "./error-data.ts";
import { linesAround, viewFiles } from "./file-view.ts";

const scope = globalThis as unknown as {
  postMessage(answer: NumberedAnswer): void;
  onmessage: ((event: MessageEvent<NumberedRequest>) => void) | null;
};

/** Bytes of a page's memory that files may take: their series take as much again, and so does training. */
const MOST_BYTES = 512 * 1024 * 1024;

let loaded: LoadedData | undefined;
interface ReadFile {
  readonly file: File;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

/** The files that were examined last, by name. */
let read: ReadonlyMap<string, ReadFile> = new Map();
/** Of each kind of request, the newest. */
const newest = new Map<DataRequest["type"], number>();
let queue: Promise<void> = Promise.resolve();

async function answerRequest(request: DataRequest): Promise<DataAnswer> {
  switch (request.type) {
    case "load": {
      loaded = undefined;
      const { spec, files } = request;
      // Where the browser keeps nothing, or has no room, the page's own copy is read again.
      for (const { sha256, bytes } of read.values())
        if (files.some((file) => file.sha256 === sha256)) await keepFile(sha256, bytes).catch(() => undefined);
      loaded = await loadData(spec, spec.data.kind === "files" ? { files: await openOwnFiles(files) } : {});
      return { type: "loaded", view: describeData(spec, loaded, request.channel) };
    }
    case "examine": {
      const { files, asked, seed } = request;
      let bytes = 0;
      for (const { name, file } of files) {
        bytes += file.size;
        if (bytes > MOST_BYTES) {
          return { type: "unreadable", why: file.size > MOST_BYTES ? "large" : "largeTogether", name };
        }
      }
      const before = read;
      read = new Map();
      const next = new Map<string, ReadFile>();
      for (const { name, file } of files) {
        const known = before.get(name);
        const found = isSame(known?.file, file) ? known : await readFile(file);
        if (found === undefined) return { type: "unreadable", why: "changed", name };
        next.set(name, found);
      }
      read = next;
      const given = files.map(({ name, set }) => ({ ...next.get(name)!, name, set })); // as above
      return { type: "examined", view: await viewFiles(given, asked, seed) };
    }
    case "lines": {
      const bytes = read.get(request.name)?.bytes;
      return { type: "lines", lines: bytes ? await linesAround(bytes, request.encoding, request.line) : [] };
    }
    case "rows":
      return { type: "rows", rows: loaded ? tableRows(loaded, request.from, request.to, request.channel) : [] };
  }
}

/** @returns undefined where it is gone or changes while it is read */
async function readFile(file: File): Promise<ReadFile | undefined> {
  const bytes = await file.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => undefined,
  );
  if (bytes === undefined || bytes.length !== file.size) return undefined;
  return { file, bytes, sha256: await sha256Of(bytes) };
}

/** A file is another object in each message. */
function isSame(a: File | undefined, b: File): boolean {
  return a?.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
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
