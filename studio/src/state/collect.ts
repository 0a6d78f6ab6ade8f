/** The collection that is being made: kept in the browser with every change, until another one is begun. */
import { signal } from "@preact/signals";
import { type Collection, collectedCsv } from "../collect/collection.ts";
import { answer, transact } from "../store/database.ts";
import { sha256Of } from "../store/own-files.ts";
import { safeName } from "./download.ts";
import { openFiles } from "./file.ts";

const ID = "collection";

export const collection = signal<Collection | undefined>(undefined);
/** Whether the browser keeps it. */
export const isCollectionKept = signal(true);

/** @param classes  names of the first two, in the language that is spoken */
export const emptyCollection = (name: string, classes: readonly string[]): Collection => ({
  ...{ name, sensor: "pointer", rate: 20, seconds: 2, series: [] },
  classes: classes.map((one, index) => ({ key: index + 1, name: one })),
});

/** What was collected before in this browser, or an empty one. */
export async function openCollection(empty: () => Collection): Promise<void> {
  if (collection.value !== undefined) return;
  try {
    const row = await transact(["drafts"], "readonly", (table) => answer(table("drafts").get(ID)));
    collection.value ??= (row as { collection: Collection } | undefined)?.collection ?? empty();
  } catch {
    isCollectionKept.value = false;
    collection.value ??= empty();
  }
}

let writing: Promise<void> = Promise.resolve();

export function changeCollection(next: Collection): void {
  collection.value = next;
  writing = writing.then(async () => {
    try {
      await transact(["drafts"], "readwrite", (table) => void table("drafts").put({ id: ID, collection: next }));
      isCollectionKept.value = true;
    } catch {
      isCollectionKept.value = false;
    }
  });
}

export function collectionFile(of: Collection): File {
  return new File([collectedCsv(of)], `${safeName(of.name.trim() || "collected")}.csv`, { type: "text/csv" });
}

/** Makes the collection the user's own file that Data shows and the recipe trains on. */
export async function trainOnCollection(): Promise<void> {
  const now = collection.value;
  if (now === undefined) return;
  const file = collectionFile(now);
  const sha256 = await sha256Of(new Uint8Array(await file.arrayBuffer()));
  changeCollection({ ...now, sha256 });
  await openFiles([{ name: file.name, file }]);
}
