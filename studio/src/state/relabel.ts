/**
 * Labels of the user's own file that are corrected in Data's table. They are `data.relabel` of the recipe, so that the next run has them and says so;
 * the file stays as it is.
 */
import { computed, signal } from "@preact/signals";
import { filesOf } from "./own-files.ts";
import { draft, setValue, shownSpec, valueAt } from "./recipe.ts";

interface Change {
  /** The files that it was made on: numbers of series mean nothing in others. */
  readonly files: string;
  /** A series, by its number among all. */
  readonly index: number;
  /** Its class before, where it had been corrected before. */
  readonly before: number | undefined;
}

const made = signal<readonly Change[]>([]);
const filesNow = () =>
  filesOf(shownSpec.value)
    .map(({ sha256 }) => sha256)
    .join();

const entries = (): Readonly<Record<string, number>> =>
  (valueAt(draft.value, ["data", "relabel"]) as Record<string, number> | undefined) ?? {};

/** Series with corrected labels, those of *Fix labels* among them. */
export const corrected = computed(() => Object.keys(entries()).length);

/** The change that would be taken back; undefined where there is none of this file. */
const last = computed(() => made.value.findLast(({ files }) => files === filesNow()));
export const canUndoLabel = computed(() => last.value !== undefined);

function put(index: number, label: number | undefined): void {
  const { [index]: _, ...others } = entries();
  const next = label === undefined ? others : { ...others, [index]: label };
  setValue(["data", "relabel"], Object.keys(next).length > 0 ? next : undefined);
}

/**
 * Gives a training series a class.
 * @param read  its class in the file: given back, the series is not corrected any more
 */
export function correctLabel(index: number, label: number, read: number): void {
  made.value = [...made.value, { files: filesNow(), index, before: entries()[index] }];
  put(index, label === read ? undefined : label);
}

/** Takes the last correction back. @returns its series */
export function undoLabel(): number | undefined {
  const change = last.value;
  if (change === undefined) return undefined;
  made.value = made.value.filter((one) => one !== change);
  put(change.index, change.before);
  return change.index;
}

/** The recipe has no corrections any more: there is nothing to take back. */
export function forgetCorrections(): void {
  made.value = [];
}

/** Takes all corrections back: each series has the label of the file again. */
export function dropLabels(): void {
  made.value = [];
  setValue(["data", "relabel"], undefined);
}
