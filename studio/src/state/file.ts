/** The files that the Data screen is about: what was found in them, and what the user said and corrected. Their spec becomes the recipe. */
import { computed, signal } from "@preact/signals";
import type { SpecInput } from "tidelab";
import type { ReadOptions } from "tidelab/readers";
import type { ChosenFile, FileAsked, FileUse, FileView, NamedFile } from "../engine/data-protocol.ts";
import { askData } from "./data.ts";
import { namesBySet, type SaidFile, usesOfFiles } from "./file-sets.ts";
import { withChoices } from "./kept-choices.ts";
import { addOpened, forgetOpened } from "./own-files.ts";
import { draft, loadRecipe, setValue, shownSpec, valueAt } from "./recipe.ts";
import { forgetCorrections } from "./relabel.ts";

type SaidOpen = SaidFile & NamedFile;

/** In the order of their names, so that the same files are the same series however they were chosen. */
const saidFiles = signal<readonly SaidOpen[]>([]);

/** The files, what each is for, and whether nobody has said so. */
export const files = computed((): readonly (ChosenFile & { readonly isGuessed: boolean })[] => {
  const sets = usesOfFiles(saidFiles.value);
  return saidFiles.value.map(({ name, file, said }, index) => ({
    ...{ name, file },
    set: sets[index]!,
    isGuessed: said === undefined,
  }));
});
/** The first of them. */
export const file = computed((): NamedFile | undefined => files.value[0]);
/** Names that were given twice at once: a spec knows files by their names, and the first was taken. */
export const givenTwice = signal<readonly string[]>([]);
/** What the user said of how they are read; the rest is found. */
export const asked = signal<FileAsked>({ reading: {} });
export const fileView = signal<FileView | undefined>(undefined);
export const unreadable = signal<
  { readonly why: "changed" | "large" | "largeTogether"; readonly name: string } | undefined
>(undefined);
export const isExamining = signal(false);
/** Corrected labels that were given up when the files were read in another way; 0 where none were. */
export const droppedLabels = signal(0);

/** What suited the files when they could last be trained on, and how they were read. */
let last: { readonly spec: SpecInput; readonly numbering: string } | undefined;
/** Parts of the recipe that wait until the files can be trained on again. */
let parked: Readonly<Record<string, unknown>> | undefined;

/** What the numbers of series and classes depend on. */
function numberingOf({ files: read }: FileView, { reading, classes }: FileAsked): string {
  return JSON.stringify([read.map(({ sha256, set }) => [sha256, set]), Object.entries(reading).sort(), classes]);
}

/** Opens other files: nothing of what was said of those before holds. */
export async function openFiles(chosen: readonly NamedFile[]): Promise<void> {
  saidFiles.value = inOrder(chosen);
  asked.value = { reading: {} };
  fileView.value = undefined;
  last = undefined;
  parked = undefined;
  droppedLabels.value = 0;
  await examine();
}

/** Opens more files beside those that are open; one of the same name takes the other's place. */
export async function addFiles(chosen: readonly NamedFile[]): Promise<void> {
  const added = inOrder(chosen);
  const before = saidFiles.value.filter(({ name }) => !added.some((one) => one.name === name));
  const saidOf = (name: string) => saidFiles.value.find((one) => one.name === name)?.said;
  saidFiles.value = sorted([...before, ...added.map((one) => ({ ...one, said: saidOf(one.name) }))]);
  await examine();
}

/** Says what a file has. */
export async function setFor(name: string, set: FileUse): Promise<void> {
  saidFiles.value = saidFiles.value.map((one) => (one.name === name ? { ...one, said: set } : one));
  await examine();
}

export async function removeFile(name: string): Promise<void> {
  saidFiles.value = saidFiles.value.filter((one) => one.name !== name);
  givenTwice.value = givenTwice.value.filter((one) => one !== name);
  await examine();
}

const sorted = (all: readonly SaidOpen[]) => [...all].sort((a, b) => (a.name < b.name ? -1 : 1));

function inOrder(chosen: readonly NamedFile[]): SaidOpen[] {
  const byName = new Map<string, File>();
  const twice = new Set<string>();
  for (const { name, file } of chosen) {
    if (byName.has(name)) twice.add(name);
    else byName.set(name, file);
  }
  givenTwice.value = [...twice];
  return sorted([...byName].map(([name, file]) => ({ name, file, said: undefined })));
}

/** Corrects how the files are read; `undefined` leaves it to be found. */
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
  const examined = files.value;
  if (examined.length === 0) return;
  isExamining.value = true;
  unreadable.value = undefined;
  const { seed } = shownSpec.value;
  const chosen = examined.map(({ name, file, set }) => ({ name, file, set }));
  const answer = await askData({ type: "examine", files: chosen, asked: asked.value, seed });
  if (answer === undefined || files.value !== examined) return;
  isExamining.value = false;
  if (answer.type === "unreadable") {
    const { why, name } = answer;
    unreadable.value = { why, name };
    fileView.value = undefined;
    forgetOpened(name);
    wantFiles();
  }
  if (answer.type !== "examined") return;
  const { view } = answer;
  fileView.value = view;
  for (const { name, sha256 } of view.files) {
    const blob = examined.find((one) => one.name === name)?.file;
    addOpened({ name, sha256, ...(blob && { blob }) });
  }
  if (view.spec) takeSpec(view.spec, numberingOf(view, asked.value));
  else wantFiles();
}

/** What suits the files becomes the recipe; read in another way, it keeps what the user has chosen since they were opened. */
function takeSpec(spec: SpecInput, numbering: string): void {
  const { relabel, ...others } = parked ?? {};
  const now = { ...(draft.value as object), ...others };
  const data = { ...(valueAt(now, ["data"]) as object | undefined), ...(relabel !== undefined && { relabel }) };
  const { recipe, dropped } = last
    ? withChoices({ ...now, data }, last.spec, spec, last.numbering === numbering)
    : { recipe: spec, dropped: 0 };
  if (valueAt(recipe, ["data", "relabel"]) === undefined) forgetCorrections();
  droppedLabels.value = dropped;
  last = { spec, numbering };
  parked = undefined;
  loadRecipe(recipe);
}

/**
 * The recipe reads files that cannot be trained on yet, so that nothing trains on what was there before them: a training of them is refused for
 * what is wrong with the files.
 */
function wantFiles(): void {
  const { split, transforms } = (draft.value ?? {}) as Readonly<Record<string, unknown>>;
  parked ??= last && { split, transforms, relabel: valueAt(draft.value, ["data", "relabel"]) };
  const names = namesBySet(files.value);
  const reading = Object.entries(asked.value).filter(([, value]) => value !== undefined);
  setValue(["data"], { kind: "files", ...names, ...Object.fromEntries(reading) } as never);
  for (const part of ["split", "transforms"]) setValue([part], undefined);
}
