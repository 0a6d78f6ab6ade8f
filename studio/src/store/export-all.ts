/** Everything that is kept, as one zip of ordinary folders of runs. In a worker: bytes may be many. */
import { zipFiles } from "tidelab/runs";
import type { PackedAll } from "../engine/run-protocol.ts";
import { safeName } from "../state/download.ts";
import { openFiles } from "./files.ts";
import { readNotes } from "./notes.ts";
import { folderOf, listRuns, type RunRow } from "./runs.ts";

/** Only of this page: the weights of each epoch as they are in memory. */
const OWN = "weights";

/** @returns runs in the bin are not in it */
export async function packAll(): Promise<PackedAll> {
  const store = await openFiles();
  const packed = new Map<string, Uint8Array>();
  const rows = await listRuns();
  const missing: string[] = [];
  const folders = new Set<string>();
  for (const row of rows) {
    const files = await filesBelow(folderOf(row.id));
    const isWhole = row.status === "running" ? files.size > 0 : files.has("run.json");
    if (!isWhole) missing.push(row.label);
    if (files.size === 0) continue;
    const folder = freeName(safeName(row.label), folders);
    for (const [name, bytes] of files) packed.set(`${folder}/${name}`, bytes);
    const { text, tags } = await readNotes(row.id);
    if (text !== "" || tags.length > 0) {
      packed.set(`${folder}/notes.json`, new TextEncoder().encode(`${JSON.stringify({ text, tags }, undefined, 2)}\n`));
    }
  }
  const taken = new Map<string, string>();
  for (const { name, sha256 } of rows.flatMap(({ files = [] }) => files)) {
    if ([...taken.values()].includes(sha256)) continue;
    const bytes = await store.read(`data/${sha256}`);
    if (bytes === undefined) {
      if (!missing.includes(name)) missing.push(name);
      continue;
    }
    // Two files of one name are apart; the command line finds both by their hashes.
    const path = placeOf(name);
    const place = taken.has(path) ? `${sha256.slice(0, 8)}/${path}` : path;
    taken.set(place, sha256);
    packed.set(`data/${place}`, bytes);
  }
  const isOpen = ({ status }: RunRow) => status === "running";
  return { zip: zipFiles(packed), runs: folders.size, open: rows.filter(isOpen).length, missing };
}

/** Where a file is in the archive: in the folders of its name, but never outside. */
function placeOf(name: string): string {
  const parts = name.split("/").filter((part) => !/^\.*$/.test(part));
  return parts.map(safeName).join("/") || safeName(name);
}

function freeName(name: string, taken: Set<string>): string {
  let free = name === "data" ? "data-run" : name;
  for (let number = 2; taken.has(free); number++) free = `${name}-${number}`;
  taken.add(free);
  return free;
}

/** Bytes by name within a folder of a run, two levels deep. */
async function filesBelow(folder: string): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const store = await openFiles();
  const found = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const name of await store.list(folder)) {
    if (name === OWN) continue;
    if (name === "checkpoints") {
      for (const inner of await store.list(`${folder}/${name}`)) {
        const bytes = await store.read(`${folder}/${name}/${inner}`);
        if (bytes) found.set(`${name}/${inner}`, bytes);
      }
      continue;
    }
    const bytes = await store.read(`${folder}/${name}`);
    if (bytes) found.set(name, bytes);
  }
  return found;
}
