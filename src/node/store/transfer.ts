/**
 * The store as JSON lines, out and in: one run or sweep a line, whole, so that lines can be picked with any text tool. Text
 * only; the command handles the files.
 */
import { sql } from "kysely";
import * as v from "valibot";
import { TidelabError } from "../../errors/errors.ts";
import { isClassical, parseAnyRecord } from "../../runs/any-record.ts";
import { runId } from "../../runs/run-id.ts";
import { parseShallowJson } from "../../spec/json-scan.ts";
import { number, record } from "../../spec/values.ts";
import { FAILURE_REASONS } from "../../sweep/result.ts";
import { aboutSchema } from "./about.ts";
import { checkNewRun, checkNewSweep, isRefusal } from "./checks.ts";
import { databaseError, parseColumn } from "./database.ts";
import { fromImported, toExported } from "./places.ts";
import { addRemarks, putRun } from "./runs.ts";
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

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Runs at a time that are held in memory. */
const RUNS_AT_ONCE = 100;

/** All of a store, the oldest run first, sweeps last. Each line ends with a line feed. */
export async function* exportLines(store: Store): AsyncGenerator<string> {
  const ids = await store.use((db) => db.selectFrom("runs").select("id").orderBy("started_at").orderBy("id").execute());
  for (let start = 0; start < ids.length; start += RUNS_AT_ONCE) {
    const some = ids.slice(start, start + RUNS_AT_ONCE).map(({ id }) => id);
    const lines = await store.use(async (db) => {
      const runs = await db.selectFrom("runs").selectAll().where("id", "in", some).execute();
      const notes = await db.selectFrom("notes").selectAll().where("run", "in", some).orderBy("at").execute();
      const tags = await db.selectFrom("tags").selectAll().where("run", "in", some).orderBy("tag").execute();
      const artifacts = await db.selectFrom("artifacts").selectAll().where("run", "in", some).execute();
      const byId = new Map(runs.map((run) => [run.id, run]));
      return some.flatMap((id) => {
        const run = byId.get(id);
        if (run === undefined) return []; // removed meanwhile
        const line: v.InferOutput<typeof runLine> = {
          tidelab: "run",
          version: VERSION,
          folder: toExported(store, run.folder),
          deletedAt: run.deleted_at,
          about: {
            parent: run.parent,
            changes: run.changes === null ? null : parseColumn<Record<string, unknown>>(run.changes, "changes"),
            notes: notes
              .filter((note) => note.run === id)
              .map(({ at, text }) => ({ at, text }))
              .sort((a, b) => (a.at === b.at ? byText(a.text, b.text) : 0)),
            tags: tags.filter((tag) => tag.run === id).map(({ tag }) => tag),
          },
          artifacts: artifacts
            .filter((artifact) => artifact.run === id)
            .map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }))
            .sort((a, b) => byText(a.path, b.path)),
          record: parseColumn<unknown>(run.record, "record"),
        };
        return `${JSON.stringify(line)}\n`;
      });
    });
    yield* lines;
  }
  for (const sweep of await listSweeps(store, { asKept: true })) {
    yield `${JSON.stringify({ tidelab: "sweep", version: VERSION, ...sweep, folder: toExported(store, sweep.folder) })}\n`;
  }
}

export interface Count {
  readonly added: number;
  /** Those that the store had already; notes and tags are added to them, and epochs when the line has more. */
  readonly known: number;
}

export interface Imported {
  readonly runs: Count;
  readonly sweeps: Count;
  /** Lines that were not taken, counted from 1, and why. */
  readonly skipped: readonly { readonly line: number; readonly error: TidelabError }[];
}

type Line = { readonly number: number; readonly where: string } & ReturnType<typeof parseLine>;

/**
 * Adds what lines hold; what is there already stays or is brought up to date. Lines that cannot be taken are skipped and
 * listed; when the store fails, none are taken.
 * @param source  what the text is to the user; begins the path of errors
 * @throws TidelabError `store.…` when the store fails
 */
export async function importLines(store: Store, text: string, source: string): Promise<Imported> {
  const lines: Line[] = [];
  const bad: Imported["skipped"][number][] = [];
  const attempt = async (number: number, work: () => unknown) => {
    try {
      await work();
      return undefined;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { number, error };
    }
  };
  for (const [index, line] of text.split("\n").entries()) {
    const [number, where] = [index + 1, `${source}:${index + 1}`];
    if (line.trim() === "") continue;
    const refusal = await attempt(number, () => {
      const parsed = parseLine(line, where);
      lines.push({ ...parsed, folder: fromImported(store, parsed.folder, where), number, where });
    });
    if (refusal) bad.push({ line: number, error: refusal.error });
  }
  return store.change(async (db) => {
    // Counted from the start in here, because a change may run again.
    const counts = { run: { added: 0, known: 0 }, sweep: { added: 0, known: 0 } };
    const skipped = [...bad];
    for (const line of lines) {
      const refusal = await attempt(line.number, async () => {
        const isKnown = await allOrNothing(store, db, line.where, () =>
          line.tidelab === "run" ? importRun(db, line) : importSweep(db, line),
        );
        counts[line.tidelab][isKnown ? "known" : "added"]++;
      });
      if (refusal) skipped.push({ line: line.number, error: refusal.error });
    }
    return { runs: counts.run, sweeps: counts.sweep, skipped: skipped.sort((a, b) => a.line - b.line) };
  });
}

/** @returns whether the store had it already */
async function importRun(db: Queries, line: Extract<Line, { tidelab: "run" }>): Promise<boolean> {
  checkNewRun(line, line.where);
  const id = runId(line.record);
  const known = await db
    .selectFrom("runs")
    .select(["folder", "deleted_at", "epochs"])
    .where("id", "=", id)
    .executeTakeFirst();
  // Where a run of ours is, and whether it is in the trash, is known better here than in the line.
  if (known === undefined) await putRun(db, line);
  else if (!isClassical(line.record) && line.record.history.length > known.epochs) {
    await putRun(db, { ...line, folder: known.folder, deletedAt: known.deleted_at });
  } else await addRemarks(db, id, line.about);
  return known !== undefined;
}

/** @returns whether the store had it already */
async function importSweep(db: Queries, line: Extract<Line, { tidelab: "sweep" }>): Promise<boolean> {
  checkNewSweep(line, line.runs, line.where);
  const { folder } = line;
  const known = await db.selectFrom("sweeps").select("folder").where("folder", "=", folder).executeTakeFirst();
  await putSweepRows(db, line);
  for (const armRun of line.runs) await putArmRunRow(db, folder, await withReason(db, armRun));
  return known !== undefined;
}

/** Work whose rows are all there or, when the database refuses one, none, with the transaction around it still good. */
async function allOrNothing<T>(store: Store, db: Queries, where: string, work: () => Promise<T>): Promise<T> {
  await sql`savepoint line`.execute(db);
  try {
    const result = await work();
    await sql`release savepoint line`.execute(db);
    return result;
  } catch (error) {
    const translated = databaseError(error, store.location);
    if (!isRefusal(translated)) throw error;
    await sql`rollback to savepoint line`.execute(db);
    // The database's own refusal has the store as its path.
    throw error instanceof TidelabError
      ? error
      : new TidelabError(translated.code, translated.params, where, { cause: error });
  }
}

/** An older line says only in prose why a run has no result; its record says it in a form that can be relied on. */
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
  return data.tidelab === "run" ? { ...data, record: parseAnyRecord(JSON.stringify(data.record), where) } : data;
}
