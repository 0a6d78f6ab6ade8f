/** What this device keeps: runs with their sizes, the bin, own files and who uses them. Read again whenever something of it changes. */
import { signal } from "@preact/signals";
import { describeErrors } from "../engine/error-data.ts";
import type { ErrorData } from "../engine/protocol.ts";
import { askUnpacked, RunRefused } from "../engine/run-client.ts";
import { StorageRefused } from "../store/database.ts";
import { openFiles } from "../store/files.ts";
import {
  changeRow,
  endRun,
  folderOf,
  hiddenBranches,
  listBin,
  listRuns,
  type RunRow,
  statesOf,
} from "../store/runs.ts";
import { type DroppedFile, type FoundRun, gatherRuns } from "../verify/gather.ts";
import { importRun } from "../verify/queue.ts";
import { refreshRuns } from "./studio.ts";

export interface KeptRun {
  readonly row: RunRow;
  /** Bytes of its files. */
  readonly size: number;
  /** Of them, what could be removed: weights of its epochs and full states, once it has ended. */
  readonly spare: number;
}

export interface KeptFile {
  readonly sha256: string;
  /** As its runs call it; none where no run uses it. */
  readonly names: readonly string[];
  readonly size: number;
  /** Labels of runs that use it, and of those in the bin. */
  readonly users: readonly string[];
  readonly inBin: readonly string[];
}

export interface Device {
  readonly runs: readonly KeptRun[];
  readonly bin: readonly KeptRun[];
  readonly files: readonly KeptFile[];
  /** Bytes of this origin, and how many the browser allows; undefined where it does not say. */
  readonly usage: number | undefined;
  readonly quota: number | undefined;
}

/** Undefined until it is read; `refused` where the browser keeps nothing. */
export const device = signal<Device | "refused" | undefined>(undefined);

/** What went wrong with files that were given, by their names. */
export interface Refusal {
  readonly name: string;
  readonly errors: readonly ErrorData[];
}

export async function readDevice(): Promise<void> {
  try {
    const [rows, bin, store] = [await listRuns(), await listBin(), await openFiles()];
    const sized = async (row: RunRow): Promise<KeptRun> => {
      let size = await store.sizeOf(folderOf(row.id));
      for (const branch of await hiddenBranches(row.id)) size += await store.sizeOf(folderOf(branch));
      const spare = row.status === "running" ? 0 : await spareOf(row.id);
      return { row, size, spare };
    };
    const runs: KeptRun[] = [];
    for (const row of rows) runs.push(await sized(row));
    const binned: KeptRun[] = [];
    for (const row of bin) binned.push(await sized(row));
    const files: KeptFile[] = [];
    for (const sha256 of await store.list("data")) {
      const uses = (row: RunRow) => (row.files ?? []).filter((file) => file.sha256 === sha256);
      files.push({
        sha256,
        size: await store.sizeOf(`data/${sha256}`),
        names: [...new Set([...rows, ...bin].flatMap(uses).map(({ name }) => name))],
        users: rows.filter((row) => uses(row).length > 0).map(({ label }) => label),
        inBin: bin.filter((row) => uses(row).length > 0).map(({ label }) => label),
      });
    }
    const { usage, quota } = (await globalThis.navigator?.storage?.estimate?.().catch(() => undefined)) ?? {};
    device.value = { runs, bin: binned, files, usage, quota };
  } catch (error) {
    if (!(error instanceof StorageRefused)) throw error;
    device.value = "refused";
  }
}

const sparePlaces = (id: string) => [`${folderOf(id)}/weights`, statesOf(id)];

async function spareOf(id: string): Promise<number> {
  const store = await openFiles();
  let size = 0;
  for (const place of sparePlaces(id)) size += await store.sizeOf(place);
  return size;
}

async function refresh(): Promise<void> {
  await refreshRuns();
  await readDevice();
}

/** Removes the checkpoints of runs that have ended: their records, final weights and reports stay, their past cannot be walked through any more. */
export async function dropCheckpoints(runs: readonly KeptRun[]): Promise<void> {
  const store = await openFiles();
  for (const { row, spare } of runs) {
    if (spare === 0 || row.status === "running") continue;
    // The row first: it never names a file that is gone.
    await changeRow(row.id, (now) => ({ ...now, checkpoints: [] }));
    for (const place of sparePlaces(row.id)) await store.remove(place);
  }
  await refresh();
}

export async function endForGood(ids: readonly string[]): Promise<void> {
  for (const id of ids) await endRun(id);
  await refresh();
}

/** Removes own files; runs that were trained on them keep what they have. */
export async function removeFiles(hashes: readonly string[]): Promise<void> {
  const store = await openFiles();
  for (const sha256 of hashes) await store.remove(`data/${sha256}`);
  await readDevice();
}

export interface ImportOutcome {
  /** Labels of runs that are kept now, and of those that were before. */
  readonly added: readonly string[];
  /** Of those, runs that have not ended. */
  readonly open: readonly string[];
  /** Of those, runs that were stopped and can go on. */
  readonly stopped: readonly string[];
  /** Of those, runs that were stopped and cannot go on, and why. */
  readonly unusable: readonly Refusal[];
  readonly known: readonly string[];
  readonly files: number;
  readonly refused: readonly Refusal[];
}

/** Keeps the runs in some files, folders and archives, with the own files beside them that they were trained on. */
export async function importFiles(files: readonly DroppedFile[]): Promise<ImportOutcome> {
  const [added, open, known, refused]: [string[], string[], string[], Refusal[]] = [[], [], [], []];
  const [stopped, unusable]: [string[], Refusal[]] = [[], []];
  const attempt = async (name: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      const errors = error instanceof RunRefused ? error.errors : describeErrors(error);
      if (errors === undefined && !(error instanceof DOMException)) throw error;
      refused.push({ name, errors: errors ?? [unreadable(name, error as DOMException)] });
    }
  };
  const all = [...files];
  const { runs, unfinished, archives } = gatherRuns(files);
  const [found, begun] = [[...runs], [...unfinished]];
  for (const { path, blob } of archives) {
    await attempt(path, async () => {
      const inside = await askUnpacked(path, blob);
      const unpacked = inside.map(([name, content]): DroppedFile => ({ path: name, blob: content }));
      all.push(...unpacked);
      const inArchive = gatherRuns(unpacked, path);
      found.push(...inArchive.runs);
      begun.push(...inArchive.unfinished);
    });
  }
  const take = (run: FoundRun) =>
    attempt(run.name, async () => {
      const { label, wasKept, isOpen, isStopped, unusable: errors } = await importRun(run);
      (wasKept ? known : added).push(label);
      if (isOpen && !wasKept) open.push(label);
      if (isStopped) stopped.push(label);
      if (errors) unusable.push({ name: label, errors });
    });
  for (const run of found) if (run.files.has("run.json")) await take(run);
  const hashes: string[] = [];
  for (const run of begun) hashes.push(...(await filesOfStart(run)));
  const kept = await keepWanted(all, hashes);
  // After their files: a run that goes on is kept only where its series are.
  for (const run of begun) await take(run);
  await refresh();
  return { added, open, stopped, unusable, known, files: kept, refused };
}

function unreadable(path: string, { name, message }: DOMException): ErrorData {
  return { code: "run.unreadable", params: { reason: name }, path, message: `${path}: ${message}` };
}

/** Hashes of the files that a run without an end is trained on. What is wrong with it is said when it is taken. */
async function filesOfStart(run: FoundRun): Promise<string[]> {
  const text = await run.files.get("checkpoints/start.json")?.text();
  try {
    const { dataFiles = [] } = JSON.parse(text ?? "{}") as { dataFiles?: readonly { sha256: string }[] };
    return dataFiles.map(({ sha256 }) => sha256);
  } catch {
    return [];
  }
}

/** Bytes of the largest file that Data opens. */
const MOST_OWN_FILE = 512 * 2 ** 20;

/**
 * Those among some files that a run of this device was trained on, known by their content.
 * @param others  hashes that are wanted too
 * @returns how many are kept now
 */
async function keepWanted(files: readonly DroppedFile[], others: readonly string[]): Promise<number> {
  const store = await openFiles();
  const have = await store.list("data");
  const wanted = new Set([
    ...(await listRuns()).flatMap((row) => (row.files ?? []).map(({ sha256 }) => sha256)),
    ...others,
  ]);
  for (const sha256 of have) wanted.delete(sha256);
  let count = 0;
  for (const { path, blob } of files) {
    if (wanted.size === 0) break;
    if (blob.size > MOST_OWN_FILE) continue;
    if (/(^|\/)(run\.json|start\.json|[^/]+\.safetensors|gradients\.json)$/.test(path)) continue;
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (!wanted.delete(sha256)) continue;
    await store.write(`data/${sha256}`, bytes);
    count++;
  }
  return count;
}
