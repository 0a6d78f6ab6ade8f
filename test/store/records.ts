/** Records and run folders for tests of the store, made from one real run of milliseconds. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { formatRecord, type RunRecord } from "../../src/runs/record.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import type { SpecInput } from "../../src/spec/spec.ts";
import { finish, tinySpec } from "../runs/tiny.ts";

let base: RunRecord | undefined;

/** A record with another start, and other settings where asked for. */
export async function makeRecord(number: number, changes: Partial<SpecInput> = {}): Promise<RunRecord> {
  base ??= (await finish(tinySpec())).record;
  const spec = parseSpec({ ...base.spec, ...changes });
  return {
    ...base,
    name: spec.name,
    seed: spec.seed,
    spec,
    startedAt: new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString(),
  };
}

/** A folder with `run.json` and one file more. */
export async function makeFolder(folder: string, record: RunRecord): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "run.json"), formatRecord(record));
  await writeFile(join(folder, "model.safetensors"), "weights");
  return folder;
}
