/** The database of the studio: runs, their steps, and what else is kept as records. Files are in `files.ts`. Used by pages and workers. */

const NAME = "tidelab";
const VERSION = 2;

/** Tables and the keys of their rows. A table that a later version adds needs a higher version, and its line here. */
const TABLES = {
  runs: { keyPath: "id" },
  steps: { keyPath: ["run", "chunk"] },
  files: { keyPath: "path" },
  notes: { keyPath: "id" },
  drafts: { keyPath: "id" },
  assignments: { keyPath: "id" },
  experiments: { keyPath: "id" },
} as const;
export type Table = keyof typeof TABLES;

/** The browser keeps nothing here: storage is denied, or the page is in a mode that has none. */
export class StorageRefused extends Error {
  override name = "StorageRefused";
}

let opened: Promise<IDBDatabase> | undefined;

/** @throws StorageRefused */
function openDatabase(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const refuse = (cause: unknown) => {
      opened = undefined;
      reject(new StorageRefused("the browser opens no database", { cause }));
    };
    try {
      const request = indexedDB.open(NAME, VERSION);
      request.onupgradeneeded = () => {
        for (const [table, options] of Object.entries(TABLES)) {
          if (request.result.objectStoreNames.contains(table)) continue;
          const keyPath = options.keyPath as string | string[];
          request.result.createObjectStore(table, { keyPath });
        }
      };
      request.onsuccess = () => {
        // Another tab has a newer version of the page: this one lets it in; its own next request then fails.
        request.result.onversionchange = () => {
          request.result.close();
          opened = undefined;
        };
        resolve(request.result);
      };
      request.onerror = () => refuse(request.error);
      request.onblocked = () => refuse(new Error("another tab holds an older version"));
    } catch (error) {
      refuse(error);
    }
  });
  return opened;
}

/** Does something within one transaction. @returns what it gave, once everything is written */
export async function transact<Result>(
  tables: readonly Table[],
  mode: IDBTransactionMode,
  work: (table: (name: Table) => IDBObjectStore) => Result | Promise<Result>,
): Promise<Result> {
  const database = await openDatabase();
  const transaction = database.transaction(tables as string[], mode);
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("a transaction was given up"));
  });
  // Where `work` fails, its own error is the one to report.
  done.catch(() => undefined);
  try {
    const result = await work((name) => transaction.objectStore(name));
    await done;
    return result;
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // It has ended already.
    }
    throw error;
  }
}

export function answer<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Whether something failed because there is no room. */
export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}
