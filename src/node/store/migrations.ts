/**
 * How the store's tables are made, step by step. A step that was released is never changed: a new one is added, and a
 * store that has steps unknown here was written by a newer Tidelab.
 */
import { type Kysely, type Migration, sql } from "kysely";
import { sha256OfText } from "../../bytes/sha256.ts";
import { TidelabError } from "../../errors/errors.ts";
import { makeQueueTables } from "./queue-tables.ts";
import type { Tables } from "./tables.ts";

const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "001-runs": {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable("runs")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("status", "text", (column) => column.notNull())
        .addColumn("started_at", "text", (column) => column.notNull())
        .addColumn("folder", "text", (column) => column.notNull())
        // Up to 4294967295, which PostgreSQL's integer does not hold.
        .addColumn("seed", "double precision", (column) => column.notNull())
        .addColumn("numerics", "text", (column) => column.notNull())
        .addColumn("parameters", "integer", (column) => column.notNull())
        .addColumn("epochs", "integer", (column) => column.notNull())
        .addColumn("best_epoch", "integer")
        .addColumn("best_val_loss", "double precision")
        .addColumn("best_val_accuracy", "double precision")
        .addColumn("train_loss", "double precision")
        .addColumn("val_loss", "double precision")
        .addColumn("train_accuracy", "double precision")
        .addColumn("val_accuracy", "double precision")
        .addColumn("test_loss", "double precision")
        .addColumn("test_accuracy", "double precision")
        .addColumn("seconds", "double precision", (column) => column.notNull())
        .addColumn("weights_sha256", "text", (column) => column.notNull())
        .addColumn("spec", "text", (column) => column.notNull())
        .addColumn("record", "text", (column) => column.notNull())
        // No reference: the parent may be in another store, or imported later.
        .addColumn("parent", "text")
        .addColumn("changes", "text")
        .addColumn("deleted_at", "text")
        .execute();
      await db.schema.createIndex("runs_started_at").on("runs").column("started_at").execute();
      await db.schema.createIndex("runs_folder").on("runs").column("folder").execute();
      await ofRun(db, "epochs")
        .addColumn("epoch", "integer", (column) => column.notNull())
        .addColumn("train_loss", "double precision", (column) => column.notNull())
        .addColumn("val_loss", "double precision", (column) => column.notNull())
        .addColumn("train_accuracy", "double precision", (column) => column.notNull())
        .addColumn("val_accuracy", "double precision", (column) => column.notNull())
        .addColumn("grad_norm", "double precision", (column) => column.notNull())
        .addColumn("train_seconds", "double precision", (column) => column.notNull())
        .addColumn("val_seconds", "double precision", (column) => column.notNull())
        .addPrimaryKeyConstraint("epochs_key", ["run", "epoch"])
        .execute();
      await ofRun(db, "metrics")
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("value", "double precision", (column) => column.notNull())
        .addPrimaryKeyConstraint("metrics_key", ["run", "name"])
        .execute();
      await ofRun(db, "artifacts")
        .addColumn("path", "text", (column) => column.notNull())
        .addColumn("bytes", "double precision", (column) => column.notNull())
        .addColumn("sha256", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("artifacts_key", ["run", "path"])
        .execute();
      await ofRun(db, "notes")
        .addColumn("at", "text", (column) => column.notNull())
        .addColumn("text", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("notes_key", ["run", "at", "text"])
        .execute();
      await ofRun(db, "tags")
        .addColumn("tag", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("tags_key", ["run", "tag"])
        .execute();
    },
  },
  "002-sweeps": {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable("sweeps")
        .addColumn("folder", "text", (column) => column.primaryKey())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("definition", "text", (column) => column.notNull())
        .execute();
      await ofSweep(db, "arms")
        .addColumn("position", "integer", (column) => column.notNull())
        .addColumn("settings", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("arms_key", ["sweep", "arm"])
        .execute();
      await ofSweep(db, "arm_runs")
        .addColumn("seed", "double precision", (column) => column.notNull())
        .addColumn("run", "text")
        .addColumn("failure", "text")
        .addPrimaryKeyConstraint("arm_runs_key", ["sweep", "arm", "seed"])
        .execute();
      await db.schema.createIndex("arm_runs_run").on("arm_runs").column("run").execute();
    },
  },
  "003-failure-reasons": {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable("arm_runs").addColumn("reason", "text").execute();
      // What ended a run is in its record; failures without one broke off.
      await sql`
        update arm_runs set reason = coalesce(
          (select case runs.status when 'diverged' then 'diverged' else 'pruned' end from runs where runs.id = arm_runs.run),
          'failed'
        ) where failure is not null`.execute(db);
    },
  },
  "004-long-notes": {
    // PostgreSQL's indexes take 2.7 kB a row, so the key has a hash of the text and not the text.
    async up(before: Kysely<unknown>) {
      const db = before as Kysely<Tables & { keyed_notes: Tables["notes"] }>;
      await ofRun(before, "keyed_notes")
        .addColumn("at", "text", (column) => column.notNull())
        .addColumn("key", "text", (column) => column.notNull())
        .addColumn("text", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("keyed_notes_key", ["run", "at", "key"])
        .execute();
      for (const { run, at, text } of await db.selectFrom("notes").select(["run", "at", "text"]).execute()) {
        await db
          .insertInto("keyed_notes")
          .values({ run, at, key: sha256OfText(text), text })
          .execute();
      }
      await db.schema.dropTable("notes").execute();
      await db.schema.alterTable("keyed_notes").renameTo("notes").execute();
    },
  },
  "005-queue": { up: makeQueueTables },
  "006-used-files": {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable("blobs")
        .addColumn("used", "double precision", (column) => column.notNull().defaultTo(0))
        .execute();
    },
  },
};

/** A table of something that a run has; it goes when the run goes. */
function ofRun(db: Kysely<unknown>, name: string) {
  return db.schema
    .createTable(name)
    .addColumn("run", "text", (column) => column.notNull().references("runs.id").onDelete("cascade"));
}

function ofSweep(db: Kysely<unknown>, name: string) {
  return db.schema
    .createTable(name)
    .addColumn("sweep", "text", (column) => column.notNull().references("sweeps.folder").onDelete("cascade"))
    .addColumn("arm", "text", (column) => column.notNull());
}

/** The steps that a store has been through. */
const MIGRATION_TABLE = "tidelab_migrations";

/** Any number that is ours alone: PostgreSQL's lock for those who make tables. */
const POSTGRES_LOCK = 7_235_019;

/**
 * Brings a store up to date; several processes may do so at once.
 * @param where  the store as the user knows it; the path of errors
 * @throws TidelabError `store.newer` or `store.foreign`
 */
export async function migrate(db: Kysely<Tables>, where: string, kind: "sqlite" | "postgres"): Promise<void> {
  if (await isUpToDate(db, where)) return;
  // Not with Kysely's Migrator: on SQLite it looks at what is done before it has the lock.
  await db.transaction().execute(async (transaction) => {
    if (kind === "postgres") await sql`select pg_advisory_xact_lock(${sql.lit(POSTGRES_LOCK)})`.execute(transaction);
    if (await isUpToDate(transaction, where)) return;
    await transaction.schema
      .createTable(MIGRATION_TABLE)
      .ifNotExists()
      .addColumn("name", "text", (column) => column.primaryKey())
      .execute();
    const done = await migrationsDone(transaction, where);
    for (const [name, { up }] of Object.entries(MIGRATIONS)) {
      if (done.includes(name)) continue;
      await up(transaction);
      await sql`insert into ${sql.table(MIGRATION_TABLE)} (name) values (${name})`.execute(transaction);
    }
  });
}

async function isUpToDate(db: Kysely<Tables>, where: string): Promise<boolean> {
  const known = Object.keys(MIGRATIONS);
  const done = await migrationsDone(db, where);
  const unknown = done.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new TidelabError("store.newer", { received: unknown, most: known.at(-1) ?? "" }, where);
  }
  return done.length === known.length;
}

/** @throws TidelabError `store.foreign` for a database with tables of somebody else where ours would be */
async function migrationsDone(db: Kysely<Tables>, where: string): Promise<string[]> {
  const tables = await db.introspection.getTables();
  if (!tables.some(({ name }) => name === MIGRATION_TABLE)) {
    // A SQLite file is ours alone; a PostgreSQL database may be shared, as long as no name is taken twice.
    const others = tables.filter(({ name, schema }) => schema === undefined || (schema === "public" && OURS.has(name)));
    if (others.length === 0) return [];
    const names = others.slice(0, MOST_NAMED).map(({ name }) => name);
    throw new TidelabError("store.foreign", { tables: names.join(", ") }, where);
  }
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATION_TABLE)}`.execute(db);
  return rows.map(({ name }) => name);
}

const OURS: ReadonlySet<string> = new Set<keyof Tables>([
  "runs",
  "epochs",
  "metrics",
  "artifacts",
  "notes",
  "tags",
  "sweeps",
  "arms",
  "arm_runs",
  "blobs",
  "blob_chunks",
  "queue_sweeps",
  "queue_jobs",
  "queue_epochs",
  "queue_workers",
  "queue_alarms",
]);
const MOST_NAMED = 5;
