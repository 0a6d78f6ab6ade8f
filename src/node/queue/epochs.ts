/**
 * Epochs of runs that wait after each: a worker reports one and waits until the sweep's command has decided. A run that begins again
 * reports the same epochs again, which are then decided already; with other losses they are an alarm. Node only.
 */
import type { Store } from "../store/store.ts";
import { type AlarmSide, raiseAlarm } from "./alarms.ts";
import { announce } from "./boss.ts";
import type { Build } from "./build.ts";

export interface ReportedEpoch {
  readonly job: string;
  readonly epoch: number;
  readonly valLoss: number;
  /** Undefined until it is decided. */
  readonly goesOn: boolean | undefined;
}

/** Loss as a text that keeps its bits; `NaN` and infinities too. */
function bitsOf(loss: number): string {
  return String(loss);
}

/** Reports an epoch. @returns what was decided of it; undefined where that is still to come */
export async function reportEpoch(
  store: Store,
  sweep: string,
  { job, epoch, valLoss }: Omit<ReportedEpoch, "goesOn">,
  host: string,
  build: Build,
): Promise<boolean | undefined> {
  return store.change(async (db) => {
    await db
      .insertInto("queue_epochs")
      .values({ job, epoch, val_loss: valLoss, goes_on: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const kept = await db
      .selectFrom("queue_epochs")
      .selectAll()
      .where("job", "=", job)
      .where("epoch", "=", epoch)
      .executeTakeFirst();
    if (kept !== undefined && bitsOf(kept.val_loss) !== bitsOf(valLoss)) {
      const row = await db.selectFrom("queue_jobs").selectAll().where("id", "=", job).executeTakeFirst();
      const side = (value: string, of: string): AlarmSide => ({ host: of, build, value });
      if (row)
        await raiseAlarm(db, row, `epoch ${epoch}`, side(bitsOf(kept.val_loss), "?"), side(bitsOf(valLoss), host));
    }
    await announce(db, { type: "epoch", sweep, job });
    return kept?.goes_on == null ? undefined : kept.goes_on === 1;
  });
}

/** What was decided of an epoch; undefined where that is still to come. */
export async function decisionOf(store: Store, job: string, epoch: number): Promise<boolean | undefined> {
  const row = await store.use((db) =>
    db
      .selectFrom("queue_epochs")
      .select("goes_on")
      .where("job", "=", job)
      .where("epoch", "=", epoch)
      .executeTakeFirst(),
  );
  return row?.goes_on == null ? undefined : row.goes_on === 1;
}

export async function decide(store: Store, sweep: string, job: string, epoch: number, goesOn: boolean): Promise<void> {
  await store.change(async (db) => {
    await db
      .updateTable("queue_epochs")
      .set({ goes_on: goesOn ? 1 : 0 })
      .where("job", "=", job)
      .where("epoch", "=", epoch)
      .execute();
    await announce(db, { type: "decided", sweep, job });
  });
}

/** Epochs of a sweep's jobs, in order. @param onlyNew  those that nobody has decided yet */
export async function listEpochs(store: Store, sweep: string, onlyNew: boolean): Promise<ReportedEpoch[]> {
  const rows = await store.use((db) => {
    const all = db
      .selectFrom("queue_epochs")
      .innerJoin("queue_jobs", "queue_jobs.id", "queue_epochs.job")
      .select(["job", "queue_epochs.epoch as epoch", "queue_epochs.val_loss as valLoss", "goes_on"])
      .where("sweep", "=", sweep)
      .orderBy("job")
      .orderBy("queue_epochs.epoch");
    return (onlyNew ? all.where("goes_on", "is", null) : all).execute();
  });
  return rows.map(({ goes_on, ...row }) => ({ ...row, goesOn: goes_on === null ? undefined : goes_on === 1 }));
}
