/** Sweeps in the store: which arms they have, and which run each seed of an arm became. Running them is not this file's. */
import { FAILURE_REASONS, type Failure, type FailureReason } from "../../sweep/result.ts";
import { parseColumn } from "./database.ts";
import { fromStored, toStored } from "./places.ts";
import type { Queries, Store } from "./store.ts";

export interface StoredArm {
  readonly id: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface NewSweep {
  readonly folder: string;
  readonly name: string;
  readonly definition: unknown;
  readonly arms: readonly StoredArm[];
}

/** The outcome of a seed of an arm: a run, a failure that says why there is no result, or both. */
export interface ArmRun {
  readonly arm: string;
  readonly seed: number;
  readonly run: string | null;
  /** The message, for people. */
  readonly failure: string | null;
  /** The code; null where there is no failure. */
  readonly reason: FailureReason | null;
}

/** A failure as an `ArmRun` keeps it. */
export function storedFailure(failure: Failure | undefined): Pick<ArmRun, "failure" | "reason"> {
  return { failure: failure?.message ?? null, reason: failure?.reason ?? null };
}

/** A statement has a limited number of values. */
const ROWS_AT_ONCE = 500;

/** Writes a sweep and its arms in place of what the store has of it; runs of arms that stay are kept. */
export async function putSweep(store: Store, sweep: NewSweep): Promise<void> {
  await store.change((db) => putSweepRows(db, { ...sweep, folder: toStored(store, sweep.folder) }));
}

/** @param sweep  with its folder as the store keeps it */
export async function putSweepRows(db: Queries, { folder, name, definition, arms }: NewSweep): Promise<void> {
  const row = { name, definition: JSON.stringify(definition) };
  await db
    .insertInto("sweeps")
    .values({ folder, ...row })
    .onConflict((conflict) => conflict.column("folder").doUpdateSet(row))
    .execute();
  await db.deleteFrom("arms").where("sweep", "=", folder).execute();
  const rows = arms.map(({ id, settings }, position) => {
    return { sweep: folder, arm: id, position, settings: JSON.stringify(settings) };
  });
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    await db
      .insertInto("arms")
      .values(rows.slice(start, start + ROWS_AT_ONCE))
      .execute();
  }
}

export async function putArmRun(store: Store, folder: string, armRun: ArmRun): Promise<void> {
  await store.use((db) => putArmRunRow(db, toStored(store, folder), armRun));
}

/** @param sweep  its folder as the store keeps it */
export async function putArmRunRow(db: Queries, sweep: string, { arm, seed, run, failure, reason }: ArmRun) {
  await db
    .insertInto("arm_runs")
    .values({ sweep, arm, seed, run, failure, reason })
    .onConflict((conflict) => conflict.columns(["sweep", "arm", "seed"]).doUpdateSet({ run, failure, reason }))
    .execute();
}

export interface StoredSweep extends NewSweep {
  readonly runs: readonly ArmRun[];
}

/** All sweeps, by folder. @param asKept  leaves folders as the store keeps them */
export async function listSweeps(store: Store, { asKept = false } = {}): Promise<StoredSweep[]> {
  return store.use(async (db) => {
    const sweeps = await db.selectFrom("sweeps").selectAll().orderBy("folder").execute();
    const arms = await db.selectFrom("arms").selectAll().orderBy("position").execute();
    const runs = await db.selectFrom("arm_runs").selectAll().orderBy("arm").orderBy("seed").execute();
    return sweeps.map(({ folder, name, definition }) => ({
      folder: asKept ? folder : fromStored(store, folder),
      name,
      definition: parseColumn<unknown>(definition, "definition"),
      arms: arms
        .filter(({ sweep }) => sweep === folder)
        .map(({ arm, settings }) => ({
          id: arm,
          settings: parseColumn<Record<string, unknown>>(settings, "settings"),
        })),
      runs: runs
        .filter(({ sweep }) => sweep === folder)
        .map(({ arm, seed, run, failure, reason }) => ({
          arm,
          seed,
          run,
          failure,
          reason: knownReason(reason, failure),
        })),
    }));
  });
}

/** A newer Tidelab may have reasons that this one does not know. */
function knownReason(reason: string | null, failure: string | null): FailureReason | null {
  return FAILURE_REASONS.find((known) => known === reason) ?? (failure === null ? null : "failed");
}
