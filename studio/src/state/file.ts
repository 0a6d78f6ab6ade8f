/** The file that the Data screen is about: what was found in it, and what the user corrected. Its spec becomes the recipe. */
import { signal } from "@preact/signals";
import type { ReadOptions } from "tidelab/readers";
import type { FileView } from "../engine/data-protocol.ts";
import { askData } from "./data.ts";
import { addOpened, forgetOpened } from "./own-files.ts";
import { loadRecipe, setValue, shownSpec } from "./recipe.ts";

export const file = signal<File | undefined>(undefined);
/** What the user said of it; the rest is found. */
export const asked = signal<{ readonly reading: ReadOptions; readonly missing: string | undefined }>({
  reading: {},
  missing: undefined,
});
export const fileView = signal<FileView | undefined>(undefined);
export const unreadable = signal<"changed" | "large" | undefined>(undefined);
export const isExamining = signal(false);

/** Opens another file: nothing of what was said of the one before holds. */
export async function openFile(next: File): Promise<void> {
  file.value = next;
  asked.value = { reading: {}, missing: undefined };
  fileView.value = undefined;
  await examine();
}

/** Corrects how the file is read; `undefined` leaves it to be found. */
export async function correct(change: Partial<ReadOptions>): Promise<void> {
  const reading = { ...asked.value.reading, ...change };
  const said = Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== undefined));
  asked.value = { ...asked.value, reading: said as ReadOptions };
  await examine();
}

export async function fillMissing(rule: string | undefined): Promise<void> {
  asked.value = { ...asked.value, missing: rule };
  await examine();
}

async function examine(): Promise<void> {
  const examined = file.value;
  if (examined === undefined) return;
  isExamining.value = true;
  unreadable.value = undefined;
  const { seed } = shownSpec.value;
  const { reading, missing } = asked.value;
  const answer = await askData({ type: "examine", file: examined, reading, missing, seed });
  if (answer === undefined || file.value !== examined) return;
  isExamining.value = false;
  if (answer.type === "unreadable") {
    unreadable.value = answer.why;
    fileView.value = undefined;
    forgetOpened(examined.name);
    wantFile(examined.name);
  }
  if (answer.type !== "examined") return;
  const { view } = answer;
  fileView.value = view;
  addOpened({ name: view.name, sha256: view.sha256, blob: examined });
  if (view.spec) loadRecipe(view.spec);
  else wantFile(view.name);
}

/**
 * The recipe reads the file that cannot be trained on yet, so that nothing trains on what was there before it: a training of it is refused for what
 * is wrong with the file.
 */
function wantFile(name: string): void {
  const { reading, missing } = asked.value;
  const data = { kind: "files", train: name, reading, ...(missing !== undefined && { missing }) };
  setValue(["data"], data as never);
  for (const part of ["split", "transforms"]) setValue([part], undefined);
}
