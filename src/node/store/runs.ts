/** Runs in the store: adding one with all that belongs to it, and finding them again. */
import { basename, resolve } from "node:path";
import { sql } from "kysely";
import { sha256OfText } from "../../bytes/sha256.ts";
import { numbersOf } from "../../compare/listed-run.ts";
import { TidelabError } from "../../errors/errors.ts";
import { type About, NOTHING_ABOUT } from "../../runs/about.ts";
import { type AnyRunRecord, isClassical } from "../../runs/any-record.ts";
import { CLASSIFIER, type ClassicalRunRecord } from "../../runs/classical/record.ts";
import type { ClassicalSpec } from "../../runs/classical/spec.ts";
import type { RunRecord } from "../../runs/record.ts";
import { runId } from "../../runs/run-id.ts";
import type { Spec } from "../../spec/spec.ts";
import { type Artifact, hashArtifacts } from "./artifacts.ts";
import { checkNewRun, type NewRun } from "./checks.ts";
import { databaseError, parseColumn } from "./database.ts";
import type { StoreLocation } from "./location.ts";
import { createFolders, toStored } from "./places.ts";
import type { Queries, Store } from "./store.ts";
import type { RunsTable } from "./tables.ts";

/** What a run is listed with, by the column that it is in: all but the record, which is long. */
const COLUMNS = {
  id: "id",
  name: "name",
  status: "status",
  startedAt: "started_at",
  folder: "folder",
  seed: "seed",
  numerics: "numerics",
  parameters: "parameters",
  epochs: "epochs",
  bestEpoch: "best_epoch",
  bestValLoss: "best_val_loss",
  bestValAccuracy: "best_val_accuracy",
  trainLoss: "train_loss",
  valLoss: "val_loss",
  trainAccuracy: "train_accuracy",
  valAccuracy: "val_accuracy",
  testLoss: "test_loss",
  testAccuracy: "test_accuracy",
  seconds: "seconds",
  weightsSha256: "weights_sha256",
  spec: "spec",
  parent: "parent",
  changes: "changes",
  deletedAt: "deleted_at",
} as const satisfies Readonly<Record<string, keyof RunsTable>>;

type Columns = { readonly [Key in keyof typeof COLUMNS]: RunsTable[(typeof COLUMNS)[Key]] };

/** A run as it is listed: numbers of the record, without the record. */
export interface StoredRun extends Omit<Columns, "spec" | "changes"> {
  readonly spec: Spec | ClassicalSpec;
  readonly changes: Readonly<Record<string, unknown>> | null;
  readonly tags: readonly string[];
  readonly notes: readonly { readonly at: string; readonly text: string }[];
}

/** A run as it is listed, from its folder instead of a store. */
export function describeRun(record: AnyRunRecord, folder: string, about: About): StoredRun {
  const id = runId(record);
  const row = rowOf(id, record, folder, about, null);
  const { tags, notes } = about;
  return listed({ kind: "sqlite", file: folder }, row, folder, { tags, notes });
}

/**
 * Adds a run, or brings what is known of it up to date.
 * @returns its id
 * @throws TidelabError as `checkNewRun`, and `store.…`
 */
export async function addRun(
  store: Store,
  record: AnyRunRecord,
  folder: string,
  about: Partial<About> = {},
): Promise<string> {
  const [id = ""] = await addRuns(store, [{ record, folder, about }]);
  return id;
}

/** Runs that a transaction takes: a commit has its price, and others wait for a long one. */
const RUNS_AT_ONCE = 100;

/**
 * Adds many runs, some at a time: all of those or none.
 * @returns their ids
 * @throws TidelabError as `addRun`
 */
export async function addRuns(
  store: Store,
  runs: readonly { readonly record: AnyRunRecord; readonly folder: string; readonly about?: Partial<About> }[],
): Promise<string[]> {
  const ids: string[] = [];
  for (let start = 0; start < runs.length; start += RUNS_AT_ONCE) {
    const some: NewRun[] = [];
    for (const { record, folder, about } of runs.slice(start, start + RUNS_AT_ONCE)) {
      const artifacts = await hashArtifacts(folder);
      const run = { record, folder: toStored(store, folder), about: { ...NOTHING_ABOUT, ...about }, artifacts };
      checkNewRun(run, folder);
      some.push(run);
    }
    await store.change(async (db) => {
      for (const run of some) await putRun(db, run);
    });
    ids.push(...some.map(({ record }) => runId(record)));
  }
  return ids;
}

/** Writes all rows of a run in place of those that there are; notes and tags are only added to. */
export async function putRun(db: Queries, { record, folder, about, artifacts, deletedAt = null }: NewRun) {
  const id = runId(record);
  const row = rowOf(id, record, folder, about, deletedAt);
  const { id: _, parent, changes, ...changing } = row;
  await db
    .insertInto("runs")
    .values(row)
    .onConflict((conflict) =>
      conflict.column("id").doUpdateSet({
        ...changing,
        // What a run came from is not forgotten because somebody adds it again without.
        ...(parent !== null && { parent, changes }),
      }),
    )
    .execute();
  for (const table of ["epochs", "metrics"] as const) await db.deleteFrom(table).where("run", "=", id).execute();
  await insertAll(isClassical(record) ? [] : record.history, (rows) =>
    db
      .insertInto("epochs")
      .values(
        rows.map((epoch) => ({
          run: id,
          epoch: epoch.epoch,
          train_loss: epoch.trainLoss,
          val_loss: epoch.valLoss,
          train_accuracy: epoch.trainAccuracy,
          val_accuracy: epoch.valAccuracy,
          grad_norm: epoch.gradNorm,
          train_seconds: epoch.trainSeconds,
          val_seconds: epoch.valSeconds,
        })),
      )
      .execute(),
  );
  await insertAll(metricsOf(record), (rows) =>
    db
      .insertInto("metrics")
      .values(rows.map(([name, value]) => ({ run: id, name, value })))
      .execute(),
  );
  await putArtifacts(db, id, artifacts);
  await addRemarks(db, id, about);
}

/** Brings what the store has about a run's files up to date, as after its figures were drawn. @throws TidelabError `store.…` */
export async function updateArtifacts(store: Store, run: string, folder: string): Promise<void> {
  const artifacts = await hashArtifacts(folder);
  await store.change(async (db) => {
    const isThere = await db.selectFrom("runs").select("id").where("id", "=", run).executeTakeFirst();
    if (isThere !== undefined) await putArtifacts(db, run, artifacts);
  });
}

async function putArtifacts(db: Queries, run: string, artifacts: readonly Artifact[]): Promise<void> {
  await db.deleteFrom("artifacts").where("run", "=", run).execute();
  await insertAll(artifacts, (rows) =>
    db
      .insertInto("artifacts")
      .values(rows.map((artifact) => ({ run, ...artifact })))
      .execute(),
  );
}

/** Adds notes and tags to those that a run has. */
export async function addRemarks(db: Queries, run: string, { notes, tags }: Pick<About, "notes" | "tags">) {
  await insertAll(notes, (rows) =>
    db
      .insertInto("notes")
      .values(rows.map(({ at, text }) => ({ run, at, key: sha256OfText(text), text })))
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
  await insertAll(tags, (rows) =>
    db
      .insertInto("tags")
      .values(rows.map((tag) => ({ run, tag })))
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
}

/** A statement has a limited number of values. */
const ROWS_AT_ONCE = 500;

async function insertAll<T>(rows: readonly T[], insert: (rows: readonly T[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) await insert(rows.slice(start, start + ROWS_AT_ONCE));
}

function rowOf(id: string, record: AnyRunRecord, folder: string, about: About, deletedAt: string | null): RunsTable {
  return {
    id,
    name: record.name,
    started_at: record.startedAt,
    folder,
    ...(isClassical(record) ? classicalNumbers(record) : netNumbers(record)),
    test_accuracy: record.test?.accuracy ?? null,
    spec: JSON.stringify(record.spec),
    record: JSON.stringify(record),
    parent: about.parent,
    changes: about.changes && JSON.stringify(about.changes),
    deleted_at: deletedAt,
  };
}

type Numbers = Pick<
  RunsTable,
  | "status"
  | "seed"
  | "numerics"
  | "parameters"
  | "epochs"
  | "best_epoch"
  | "best_val_loss"
  | "best_val_accuracy"
  | "train_loss"
  | "val_loss"
  | "train_accuracy"
  | "val_accuracy"
  | "test_loss"
  | "seconds"
  | "weights_sha256"
>;

function netNumbers(record: RunRecord): Numbers {
  const numbers = numbersOf(record);
  return {
    status: numbers.status,
    seed: numbers.seed,
    numerics: numbers.numerics,
    parameters: numbers.parameters,
    epochs: numbers.epochs,
    best_epoch: numbers.bestEpoch,
    best_val_loss: numbers.bestValLoss,
    best_val_accuracy: numbers.bestValAccuracy,
    train_loss: numbers.trainLoss,
    val_loss: numbers.valLoss,
    train_accuracy: numbers.trainAccuracy,
    val_accuracy: numbers.valAccuracy,
    test_loss: numbers.testLoss,
    seconds: numbers.seconds,
    weights_sha256: record.weightsSha256,
  };
}

/** Without gradients there are no epochs and no losses, one build of the kernels, and a classifier instead of weights. */
function classicalNumbers({ spec, seconds, files }: ClassicalRunRecord): Numbers {
  return {
    status: "finished",
    seed: spec.seed,
    numerics: "portable",
    parameters: 0,
    epochs: 0,
    best_epoch: null,
    best_val_loss: null,
    best_val_accuracy: null,
    train_loss: null,
    val_loss: null,
    train_accuracy: null,
    val_accuracy: null,
    test_loss: null,
    seconds: seconds.fit,
    weights_sha256: files[CLASSIFIER],
  };
}

function metricsOf({ test }: AnyRunRecord): [string, number][] {
  if (test === null) return [];
  const { report } = test;
  const scores = (prefix: string, entry: object) =>
    Object.entries(entry).flatMap(([name, value]): [string, number][] =>
      typeof value === "number" ? [[`${prefix}.${name}`, value]] : [],
    );
  return [
    ...("loss" in test ? [["loss", test.loss] satisfies [string, number]] : []),
    ["accuracy", test.accuracy],
    ...scores("macroAvg", report.macroAvg),
    ...scores("weightedAvg", report.weightedAvg),
    ...report.classes.flatMap((entry) => scores(`classes.${shorten(entry.label)}`, entry)),
  ];
}

const LONGEST_LABEL = 200;

/** A label as part of a key, which indexes of PostgreSQL take 2.7 kB of. */
function shorten(label: string): string {
  return label.length <= LONGEST_LABEL ? label : `${label.slice(0, LONGEST_LABEL / 2)}… ${sha256OfText(label)}`;
}

/**
 * Runs, the newest first. A spec is read when somebody looks at it: of thousands, a list shows few.
 * @param options  `deleted`: those in the trash instead of the others; `ids`: these alone, wherever they are
 */
export async function listRuns(
  store: Store,
  { deleted = false, ids }: { readonly deleted?: boolean; readonly ids?: readonly string[] } = {},
): Promise<StoredRun[]> {
  return store.use(async (db) => {
    const rows = await db
      .selectFrom("runs")
      .select(Object.values(COLUMNS))
      .$if(ids === undefined, (query) => query.where("deleted_at", deleted ? "is not" : "is", null))
      .$if(ids !== undefined, (query) => query.where("id", "in", ids ?? []))
      .orderBy("started_at", "desc")
      .orderBy("id")
      .execute();
    const tags = await db
      .selectFrom("tags")
      .selectAll()
      .$if(ids !== undefined, (query) => query.where("run", "in", ids ?? []))
      .orderBy("tag")
      .execute();
    const notes = await db
      .selectFrom("notes")
      .selectAll()
      .$if(ids !== undefined, (query) => query.where("run", "in", ids ?? []))
      .orderBy("at")
      .orderBy("text")
      .execute();
    const tagsOf = groupByRun(tags);
    const notesOf = groupByRun(notes);
    const folderOf = createFolders(store);
    return rows.map((row) => {
      const remarks = {
        tags: (tagsOf.get(row.id) ?? []).map(({ tag }) => tag),
        notes: (notesOf.get(row.id) ?? []).map(({ at, text }) => ({ at, text })),
      };
      return listed(store.location, row, folderOf(row.folder), remarks);
    });
  });
}

/** A run by what a user may call it by. */
export type RunName = Pick<StoredRun, "id" | "name" | "folder">;

/**
 * Names of the runs that are not in the trash, the newest first: enough to find one.
 * @param named  what a user calls a run: those alone that may be meant, and perhaps others
 */
export async function listNames(store: Store, named?: string): Promise<RunName[]> {
  return store.use(async (db) => {
    const rows = await db
      .selectFrom("runs")
      .select(["id", "name", "folder"])
      .where("deleted_at", "is", null)
      .$if(named !== undefined, (query) => query.where(mayBe(named ?? "")))
      .orderBy("started_at", "desc")
      .orderBy("id")
      .execute();
    const folderOf = createFolders(store);
    return rows.map(({ id, name, folder }) => ({ id, name, folder: folderOf(folder) }));
  });
}

/** Of a folder's name, in characters and in bytes, on every system; the databases refuse far longer patterns. */
const LONGEST_NAME = 255;

/** A run's name, the beginning of its id, or the end of its folder. */
function mayBe(named: string) {
  const plain = (text: string) => text.replace(/[\\%_]/g, "\\$&");
  const start = named.toLowerCase().slice(0, LONGEST_NAME);
  const end = basename(resolve(named.replaceAll("\\", "/"))).slice(-LONGEST_NAME);
  const [id, folder] = [`${plain(start)}%`, `%${plain(end)}`];
  return sql<boolean>`(name = ${named} or id like ${id} escape '\\' or folder like ${folder} escape '\\')`;
}

type Row = Omit<RunsTable, "record">;

/**
 * Written out: of thousands of rows, going through a list of names would be half the time.
 * @param location  for failures: a spec is read when somebody looks at it
 * @param folder  as the command names it
 */
function listed(
  location: StoreLocation,
  row: Row,
  folder: string,
  { tags, notes }: Pick<StoredRun, "tags" | "notes">,
): StoredRun {
  const { changes } = row;
  let spec: StoredRun["spec"] | undefined;
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    startedAt: row.started_at,
    seed: row.seed,
    numerics: row.numerics,
    parameters: row.parameters,
    epochs: row.epochs,
    bestEpoch: row.best_epoch,
    bestValLoss: row.best_val_loss,
    bestValAccuracy: row.best_val_accuracy,
    trainLoss: row.train_loss,
    valLoss: row.val_loss,
    trainAccuracy: row.train_accuracy,
    valAccuracy: row.val_accuracy,
    testLoss: row.test_loss,
    testAccuracy: row.test_accuracy,
    seconds: row.seconds,
    weightsSha256: row.weights_sha256,
    parent: row.parent,
    deletedAt: row.deleted_at,
    folder,
    changes: changes === null ? null : parseColumn<Record<string, unknown>>(changes, "changes"),
    tags,
    notes,
    get spec() {
      try {
        spec ??= parseColumn<Spec | ClassicalSpec>(row.spec, "spec");
        return spec;
      } catch (error) {
        throw databaseError(error, location);
      }
    },
  };
}

function groupByRun<T extends { run: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.run);
    if (group) group.push(row);
    else groups.set(row.run, [row]);
  }
  return groups;
}

/**
 * The runs that a user names: by folder, by id or the beginning of one (4 digits or more), or by a name that only one has.
 * @throws TidelabError `store.noRun` or `store.ambiguous`
 */
export function findRun<Run extends RunName>(runs: readonly Run[], named: string): Run {
  let folder = named.replaceAll("\\", "/").replace(/^\.\//, "");
  while (folder.endsWith("/")) folder = folder.slice(0, -1);
  const candidates = [
    runs.filter((run) => run.folder.replaceAll("\\", "/") === folder),
    runs.filter(({ id }) => named.length >= 4 && id.startsWith(named.toLowerCase())),
    runs.filter(({ name }) => name === named),
  ];
  const found = candidates.find((some) => some.length > 0) ?? [];
  const [only] = found;
  if (only === undefined) throw new TidelabError("store.noRun", undefined, named);
  if (found.length > 1) {
    const ids = found.slice(0, 5).map(({ id }) => id.slice(0, 8));
    throw new TidelabError("store.ambiguous", { count: found.length, ids: ids.join(", ") }, named);
  }
  return only;
}

/** The whole records of runs, in the order of their ids as given. */
export async function loadRecords(store: Store, ids: readonly string[]): Promise<AnyRunRecord[]> {
  const records = new Map<string, AnyRunRecord>();
  for (let start = 0; start < ids.length; start += ROWS_AT_ONCE) {
    const some = ids.slice(start, start + ROWS_AT_ONCE);
    await store.use(async (db) => {
      const rows = await db.selectFrom("runs").select(["id", "record"]).where("id", "in", some).execute();
      for (const { id, record } of rows) records.set(id, parseColumn<AnyRunRecord>(record, "record"));
    });
  }
  return ids.flatMap((id) => records.get(id) ?? []);
}

export async function addNote(store: Store, run: string, text: string, at: string): Promise<void> {
  await store.use((db) => addRemarks(db, run, { notes: [{ at, text }], tags: [] }));
}

/** @param remove  takes the tags away instead */
export async function changeTags(store: Store, run: string, tags: readonly string[], remove = false): Promise<void> {
  await store.change(async (db) => {
    for (const tag of tags) {
      if (remove) await db.deleteFrom("tags").where("run", "=", run).where("tag", "=", tag).execute();
      else {
        await db
          .insertInto("tags")
          .values({ run, tag })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
    }
  });
}
