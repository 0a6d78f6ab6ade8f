/**
 * The store as JSON lines, out and in: one run or sweep a line, whole, so that lines can be picked with any text tool. Text
 * only; files are the command's business.
 */
import "../file-errors.ts";
import * as v from "valibot";
import { TidelabError } from "../errors.ts";
import { FAILURE_REASONS } from "../experiments/result.ts";
import { parseRecord } from "../runs/record.ts";
import { parseShallowJson } from "../spec/json-scan.ts";
import { number, record } from "../spec/values.ts";
import { aboutSchema } from "./about.ts";
import { putRun } from "./runs.ts";
import type { Queries, Store } from "./store.ts";
import { type ArmRun, listSweeps, putArmRunRow, putSweepRows } from "./sweeps.ts";

/** Version of the lines; newer ones are refused. */
const VERSION = 1;

const runLine = v.object({
  tidelab: v.literal("run"),
  version: number,
  folder: v.string(),
  deletedAt: v.nullable(v.string()),
  about: aboutSchema,
  artifacts: v.array(v.object({ path: v.string(), bytes: number, sha256: v.string() })),
  record: v.unknown(),
});

const sweepLine = v.object({
  tidelab: v.literal("sweep"),
  version: number,
  folder: v.string(),
  name: v.string(),
  definition: v.unknown(),
  arms: v.array(v.object({ id: v.string(), settings: record() })),
  runs: v.array(
    v.object({
      arm: v.string(),
      seed: number,
      run: v.nullable(v.string()),
      failure: v.nullable(v.string()),
      // Lines of before have none.
      reason: v.optional(v.nullable(v.picklist(FAILURE_REASONS))),
    }),
  ),
});

const lineSchema = v.variant("tidelab", [runLine, sweepLine]);

/** Runs at a time that are held in memory. */
const RUNS_AT_ONCE = 100;

/** All of a store, the oldest run first, sweeps last. Each line ends with a line feed. */
export async function* exportLines(store: Store): AsyncGenerator<string> {
  const ids = await store.use((db) => db.selectFrom("runs").select("id").orderBy("started_at").orderBy("id").execute());
  for (let start = 0; start < ids.length; start += RUNS_AT_ONCE) {
    const some = ids.slice(start, start + RUNS_AT_ONCE).map(({ id }) => id);
    const { runs, notes, tags, artifacts } = await store.use(async (db) => ({
      runs: await db.selectFrom("runs").selectAll().where("id", "in", some).execute(),
      notes: await db.selectFrom("notes").selectAll().where("run", "in", some).orderBy("at").orderBy("text").execute(),
      tags: await db.selectFrom("tags").selectAll().where("run", "in", some).orderBy("tag").execute(),
      artifacts: await db.selectFrom("artifacts").selectAll().where("run", "in", some).orderBy("path").execute(),
    }));
    const byId = new Map(runs.map((run) => [run.id, run]));
    for (const id of some) {
      const run = byId.get(id);
      if (run === undefined) continue; // removed meanwhile
      const line: v.InferOutput<typeof runLine> = {
        tidelab: "run",
        version: VERSION,
        folder: run.folder,
        deletedAt: run.deleted_at,
        about: {
          parent: run.parent,
          changes: run.changes === null ? null : (JSON.parse(run.changes) as Record<string, unknown>),
          notes: notes.filter((note) => note.run === id).map(({ at, text }) => ({ at, text })),
          tags: tags.filter((tag) => tag.run === id).map(({ tag }) => tag),
        },
        artifacts: artifacts
          .filter((artifact) => artifact.run === id)
          .map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
        record: JSON.parse(run.record) as unknown,
      };
      yield `${JSON.stringify(line)}\n`;
    }
  }
  for (const sweep of await listSweeps(store, { asKept: true })) {
    yield `${JSON.stringify({ tidelab: "sweep", version: VERSION, ...sweep })}\n`;
  }
}

/**
 * Adds what lines hold; what is there already stays or is brought up to date. All lines or, after an error, none.
 * @param source  what the text is to the user; begins the path of errors
 * @throws TidelabError `store.line`, `store.lineNewer`, `json.…` and `run.…` with the path `source:line`
 */
export async function importLines(
  store: Store,
  text: string,
  source: string,
): Promise<{ runs: number; sweeps: number }> {
  const lines = text.split("\n").flatMap((line, index) => {
    return line.trim() === "" ? [] : [parseLine(line, `${source}:${index + 1}`)];
  });
  await store.change(async (db) => {
    for (const line of lines) {
      if (line.tidelab === "run") await putRun(db, line);
      else {
        await putSweepRows(db, line);
        for (const armRun of line.runs) await putArmRunRow(db, line.folder, await withReason(db, armRun));
      }
    }
  });
  const runs = lines.filter(({ tidelab }) => tidelab === "run").length;
  return { runs, sweeps: lines.length - runs };
}

/** A line of before says in words only why a run has no result; its record says it in a way that can be relied on. */
async function withReason(
  db: Queries,
  { reason, ...armRun }: Omit<ArmRun, "reason"> & { reason?: ArmRun["reason"] | undefined },
): Promise<ArmRun> {
  if (reason !== undefined || armRun.failure === null) return { ...armRun, reason: reason ?? null };
  if (armRun.run === null) return { ...armRun, reason: "failed" };
  const run = await db.selectFrom("runs").select("status").where("id", "=", armRun.run).executeTakeFirst();
  if (run === undefined) return { ...armRun, reason: "failed" };
  return { ...armRun, reason: run.status === "diverged" ? "diverged" : "pruned" };
}

function parseLine(line: string, where: string) {
  let value: unknown;
  try {
    value = parseShallowJson(line.replace(/^\uFEFF/, ""), where);
  } catch (cause) {
    if (cause instanceof TidelabError) throw cause;
    throw new TidelabError("store.line", undefined, where, { cause });
  }
  const parsed = v.safeParse(lineSchema, value);
  if (!parsed.success) throw new TidelabError("store.line", undefined, where);
  const data = parsed.output;
  if (data.version > VERSION) {
    throw new TidelabError("store.lineNewer", { most: VERSION, received: data.version }, where);
  }
  return data.tidelab === "run" ? { ...data, record: parseRecord(JSON.stringify(data.record), where) } : data;
}
