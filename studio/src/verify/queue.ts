/** The queue of runs that are verified: several at once where there are cores, paused, stopped, and their verdicts kept over a reload. */
import { computed, signal } from "@preact/signals";
import type { FoundVerdict } from "../engine/found-verdict.ts";
import type { ErrorData } from "../engine/protocol.ts";
import { askRun, askUnpacked, askVerdict, RunRefused } from "../engine/run-client.ts";
import type { FolderFiles, Imported } from "../engine/run-protocol.ts";
import { reportFault } from "../state/faults.ts";
import { openedFiles } from "../state/own-files.ts";
import { threadsHere } from "../state/studio.ts";
import { answer, transact } from "../store/database.ts";
import { type DroppedFile, type FoundRun, gatherRuns, MOST_FILES } from "./gather.ts";
import { isVerified } from "./verdict.ts";

export type ItemState =
  | { readonly at: "waiting" }
  | { readonly at: "running"; readonly epoch: number; readonly epochs: number }
  | { readonly at: "done"; readonly verdict: FoundVerdict; readonly epochs: number }
  /** It could not be verified, and why. */
  | { readonly at: "refused"; readonly errors: readonly ErrorData[] }
  | { readonly at: "stopped" };

export interface QueueItem {
  readonly id: number;
  readonly name: string;
  readonly state: ItemState;
  /** Undefined for one of before a reload. */
  readonly run: FoundRun | undefined;
  /** Once it has a verdict, ISO 8601. */
  readonly at?: string;
}

export const items = signal<readonly QueueItem[]>([]);
export const isHeld = signal(false);
/** What was dropped without a run in it. */
export const empty = signal<readonly string[]>([]);
export const isTooMany = signal(false);
export const isReading = signal(false);

export const counts = computed(() => {
  const ended = items.value.filter(({ state }) => state.at === "done" || state.at === "refused");
  const same = ended.filter(({ state }) => state.at === "done" && isVerified(state.verdict)).length;
  const rest = items.value.filter(isOpen).length;
  return { same, different: ended.length - same, rest };
});

/** Waiting, or being trained. */
const isOpen = ({ state }: QueueItem) => state.at === "waiting" || state.at === "running";

let last = 0;
const running = new Map<number, { stop: AbortController; hold: ((on: boolean) => void) | undefined }>();

function change(id: number, state: ItemState): void {
  const at = state.at === "done" || state.at === "refused" ? { at: new Date().toISOString() } : {};
  items.value = items.value.map((item) => (item.id === id ? { ...item, state, ...at } : item));
}

/** Adds what is in some files, and verifies it. */
export async function addFiles(files: readonly DroppedFile[]): Promise<void> {
  isReading.value = true;
  isTooMany.value = files.length > MOST_FILES;
  empty.value = [];
  try {
    const { runs, unfinished, archives } = gatherRuns(files.slice(0, MOST_FILES));
    add([...runs, ...unfinished]);
    let found = runs.length + unfinished.length;
    for (const { path, blob } of archives) {
      const inside = await unpack(path, blob);
      found += inside.length;
      if (inside.length === 0) empty.value = [...empty.value, path];
      add(inside);
    }
    if (found === 0 && archives.length === 0) empty.value = rootsOf(files);
  } finally {
    isReading.value = false;
  }
}

function rootsOf(files: readonly DroppedFile[]): string[] {
  return [...new Set(files.map(({ path }) => path.split("/")[0] ?? path))].slice(0, 5);
}

function add(runs: readonly FoundRun[]): void {
  const added = runs.map((run): QueueItem => ({ id: ++last, name: run.name, state: { at: "waiting" }, run }));
  items.value = [...items.value, ...added];
  void work();
}

/** The runs of an archive; one that is damaged is an item that says so. */
async function unpack(path: string, blob: Blob): Promise<readonly FoundRun[]> {
  try {
    const unpacked = await askUnpacked(path, blob);
    const inside = unpacked.map(([name, content]): DroppedFile => ({ path: name, blob: content }));
    const { runs, unfinished } = gatherRuns(inside, path);
    return [...runs, ...unfinished];
  } catch (error) {
    const errors = error instanceof RunRefused ? error.errors : [unreadable(path)];
    const id = ++last;
    const state = { at: "refused", errors } as const;
    items.value = [...items.value, { id, name: path, run: undefined, state, at: new Date().toISOString() }];
    return [];
  }
}

const unreadable = (path: string): ErrorData => {
  return { code: "run.unreadable", params: { reason: "NotReadableError" }, path, message: `${path} cannot be read` };
};

/** Cores that this device has for it: one goes to training in another tab only where there are more. */
const lanes = () => Math.max(1, Math.min(navigator.hardwareConcurrency || 1, 8));

async function work(): Promise<void> {
  while (!isHeld.value && running.size < lanes()) {
    const next = items.value.find(({ state, run }) => state.at === "waiting" && run);
    if (next?.run === undefined) return;
    void verify(next.id, next.run);
  }
}

async function verify(id: number, run: FoundRun): Promise<void> {
  const stop = new AbortController();
  const entry: { stop: AbortController; hold: ((on: boolean) => void) | undefined } = { stop, hold: undefined };
  running.set(id, entry);
  change(id, { at: "running", epoch: 0, epochs: 0 });
  let epochs = 0;
  try {
    // What it was begun with and its states are no part of what it gave.
    const files = await readFiles(run, (file) => !file.startsWith("checkpoints/") || !run.files.has("run.json"));
    const ask = {
      files,
      name: run.name,
      isWhole: run.isWhole,
      opened: [...openedFiles.value.values()],
      threads: items.value.filter(isOpen).length > 1 ? 1 : threadsHere(),
    };
    const verdict = await askVerdict(ask, {
      signal: stop.signal,
      transfer: files.map(([, bytes]) => bytes.buffer),
      onProgress: (progress) => {
        epochs = progress.epochs;
        change(id, { at: "running", ...progress });
      },
      onStart: (hold) => {
        entry.hold = hold;
        if (isHeld.value) hold(true);
      },
    });
    change(id, { at: "done", verdict, epochs: Math.max(epochs, verdict.epochs) });
  } catch (error) {
    if (stop.signal.aborted) change(id, { at: "stopped" });
    else if (error instanceof RunRefused) change(id, { at: "refused", errors: error.errors });
    else if (error instanceof DOMException) change(id, { at: "refused", errors: [unreadable(run.name)] });
    else {
      change(id, { at: "stopped" });
      reportFault(String(error), error instanceof Error ? (error.stack ?? "") : "");
    }
  } finally {
    running.delete(id);
    void keep();
    void work();
  }
}

/** The bytes of a run, read when its turn comes: thirty runs at once would fill the memory. */
async function readFiles({ files }: FoundRun, wants: (name: string) => boolean = () => true): Promise<FolderFiles> {
  const wanted = [...files].filter(([name]) => wants(name));
  return Promise.all(wanted.map(async ([name, blob]) => [name, new Uint8Array(await blob.arrayBuffer())] as const));
}

/** Keeps a run on this device. @throws RunRefused for what cannot be kept */
export async function importRun(run: FoundRun): Promise<Imported> {
  const files = await readFiles(run);
  return askRun("import", { files, name: run.name }, { transfer: files.map(([, bytes]) => bytes.buffer) });
}

/** Pauses all after the epoch that is being trained, or goes on. */
export function hold(on: boolean): void {
  isHeld.value = on;
  for (const entry of running.values()) entry.hold?.(on);
  if (!on) void work();
}

/** Ends what is being verified and what waits; verdicts stay. */
export function stopAll(): void {
  for (const { id, state } of items.value) if (state.at === "waiting") change(id, { at: "stopped" });
  for (const { stop } of running.values()) stop.abort(new DOMException("stopped", "AbortError"));
  isHeld.value = false;
}

export function again(id: number): void {
  change(id, { at: "waiting" });
  void work();
}

export function clear(): void {
  stopAll();
  items.value = [];
  empty.value = [];
  isTooMany.value = false;
  void keep();
}

const KEPT = "verify";
interface KeptQueue {
  readonly id: typeof KEPT;
  readonly items: readonly Omit<QueueItem, "run">[];
}

/** Verdicts, without the files that they are about. */
async function keep(): Promise<void> {
  const ended = items.value.filter(({ state }) => state.at === "done" || state.at === "refused");
  const kept: KeptQueue = { id: KEPT, items: ended.map(({ run: _, ...item }) => item) };
  await transact(["drafts"], "readwrite", (table) => void table("drafts").put(kept)).catch(() => undefined);
}

let isRestored = false;

/** Verdicts of before a reload, once. */
export async function restoreQueue(): Promise<void> {
  if (isRestored) return;
  isRestored = true;
  const kept = (await transact(["drafts"], "readonly", (table) => answer(table("drafts").get(KEPT))).catch(
    () => undefined,
  )) as KeptQueue | undefined;
  const before = (kept?.items ?? []).map((item): QueueItem => ({ ...item, id: ++last, run: undefined }));
  items.value = [...before, ...items.value];
}
