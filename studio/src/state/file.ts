/** The file that the Data screen is about: what was found in it, and what the user corrected. Its spec becomes the recipe. */
import { signal } from "@preact/signals";
import type { ReadOptions } from "tidelab/readers";
import type { FileAsked, FileView } from "../engine/data-protocol.ts";
import { askData } from "./data.ts";
import { addOpened, forgetOpened } from "./own-files.ts";
import { loadRecipe, setValue, shownSpec } from "./recipe.ts";

export const file = signal<File | undefined>(undefined);
/** What the user said of it; the rest is found. */
export const asked = signal<FileAsked>({ reading: {} });
export const fileView = signal<FileView | undefined>(undefined);
export const unreadable = signal<"changed" | "large" | undefined>(undefined);
export const isExamining = signal(false);

/** Opens another file: nothing of what was said of the one before holds. */
export async function openFile(next: File): Promise<void> {
  file.value = next;
  asked.value = { reading: {} };
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

/** Says what becomes of missing values, or which classes there are; `undefined` leaves it to the package. */
export async function say(change: Omit<FileAsked, "reading">): Promise<void> {
  const { missingValue, ...rest } = { ...asked.value, ...change };
  // A value goes with its rule alone.
  asked.value = { ...rest, ...(rest.missing === "value" && { missingValue }) };
  await examine();
}

async function examine(): Promise<void> {
  const examined = file.value;
  if (examined === undefined) return;
  isExamining.value = true;
  unreadable.value = undefined;
  const { seed } = shownSpec.value;
  const answer = await askData({ type: "examine", file: examined, asked: asked.value, seed });
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
  const said = Object.entries(asked.value).filter(([, value]) => value !== undefined);
  setValue(["data"], { kind: "files", train: name, ...Object.fromEntries(said) } as never);
  for (const part of ["split", "transforms"]) setValue([part], undefined);
}
