/**
 * The run store as an open database. What is read and written is in `runs.ts`, `sweeps.ts` and `transfer.ts`, which all go
 * through `use` and `change` here, so that every failure of a database is translated once, and a connection that was
 * lost is tried again.
 */
import type { Kysely, Transaction } from "kysely";
import { databaseError, openDatabase, retrying } from "./database.ts";
import { locateStore, type StoreLocation } from "./location.ts";
import type { Tables } from "./tables.ts";

export type Queries = Kysely<Tables> | Transaction<Tables>;

export interface Store {
  readonly location: StoreLocation;
  /** Reads, or writes one row. The work may run twice, so it must not mind. @throws TidelabError `store.…` */
  use<T>(work: (db: Queries) => Promise<T>): Promise<T>;
  /**
   * Writes that belong together: all of them happen or none. Runs again when the connection was lost, even while it
   * committed: what is written must give the same state when it is written twice.
   * @throws TidelabError `store.…`
   */
  change<T>(work: (db: Queries) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * The store that `TIDELAB_STORE` names, for work that needs none: folders hold everything all the same.
 * @param setting    as `TIDELAB_STORE` has it
 * @param onFailure  receives why a store could not be opened
 * @returns undefined where it is `off`, or cannot be opened
 */
export async function openStoreIfPossible(
  setting: string | undefined,
  onFailure: (error: unknown) => void,
): Promise<Store | undefined> {
  try {
    const location = locateStore(setting);
    return location && (await openStore(location));
  } catch (error) {
    onFailure(error);
    return undefined;
  }
}

/** @throws TidelabError `store.…`, `run.diskFull` or `run.outputUnwritable` */
export async function openStore(location: StoreLocation): Promise<Store> {
  const { db, close } = await openDatabase(location);
  const attempt = async <T>(work: () => Promise<T>) => {
    try {
      return await retrying(location, work);
    } catch (error) {
      throw databaseError(error, location);
    }
  };
  return {
    location,
    use: (work) => attempt(() => work(db)),
    change: (work) => attempt(() => db.transaction().execute(work)),
    close,
  };
}
