/**
 * The run store: an open database, and where it keeps paths. What is read and written is in `runs.ts`, `sweeps.ts` and
 * `transfer.ts`, which all go through `use` here, so that every failure of a database is worded once.
 */
import { isAbsolute, join, relative, resolve } from "node:path";
import type { Kysely, Transaction } from "kysely";
import { databaseError, openDatabase } from "./database.ts";
import type { StoreLocation } from "./location.ts";
import type { Tables } from "./tables.ts";

export type Queries = Kysely<Tables> | Transaction<Tables>;

export interface Store {
  readonly location: StoreLocation;
  /** Reads, or writes one row. @throws TidelabError `store.…` */
  use<T>(work: (db: Queries) => Promise<T>): Promise<T>;
  /** Writes that belong together: all of them happen or none. @throws TidelabError `store.…` */
  change<T>(work: (db: Queries) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** @throws TidelabError `store.newer`, `store.corrupt`, `store.unreachable`, `run.diskFull` or `run.outputUnwritable` */
export async function openStore(location: StoreLocation): Promise<Store> {
  const db = await openDatabase(location);
  const worded = async <T>(work: () => Promise<T>) => {
    try {
      return await work();
    } catch (error) {
      throw databaseError(error, location);
    }
  };
  return {
    location,
    use: (work) => worded(() => work(db)),
    change: (work) => worded(() => db.transaction().execute(work)),
    close: () => db.destroy(),
  };
}

/**
 * A folder as the store keeps it: beside a SQLite file relative to it, so that the two can be moved together; in a
 * database that many machines share, absolute.
 */
export function toStored({ location }: Store, folder: string): string {
  if (location.kind === "postgres") return resolve(folder);
  return relative(resolve(location.file, ".."), resolve(folder)).replaceAll("\\", "/") || ".";
}

/** A kept folder as a path from where the command runs. */
export function fromStored({ location }: Store, stored: string): string {
  const base = location.kind === "sqlite" ? join(location.file, "..") : ".";
  const path = isAbsolute(stored) ? stored : resolve(base, stored);
  const near = relative(process.cwd(), path);
  return near.startsWith("..") || isAbsolute(near) ? path : near || ".";
}
