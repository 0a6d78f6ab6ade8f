/** New files for a run: those that were chosen, how each is to be read, and what the run says of them. */
import { signal } from "@preact/signals";
import type { ReadOptions } from "tidelab/readers";
import type { ErrorData } from "../engine/protocol.ts";
import { askRun, RunRefused } from "../engine/run-client.ts";
import type { PredictedFile } from "../engine/run-protocol.ts";
import { reportFault } from "./faults.ts";
import { readFolder } from "./run-files.ts";

export type FillRule = "linear" | "previous" | "zero";

/** What the user says of a file; the rest is as in training, or found. */
export interface HowRead {
  readonly reading: ReadOptions;
  readonly fill: FillRule | undefined;
  readonly anyLength: boolean;
  /** As it was typed: `128:64`; as in training where empty. */
  readonly windows: string;
}

export type Outcome =
  | { readonly at: "reading" }
  | { readonly at: "there"; readonly result: PredictedFile }
  | { readonly at: "unreadable"; readonly why: "changed" | "large" | "notKept" }
  | { readonly at: "refused"; readonly errors: readonly ErrorData[] }
  /** A fault of ours, which is reported as such. */
  | { readonly at: "failed" };

export interface NewFile {
  /** Files of one name are different files. */
  readonly key: number;
  readonly run: string;
  readonly file: File;
  readonly how: HowRead;
  readonly outcome: Outcome;
}

/** Of all runs, in the order in which they were chosen. They are kept while the page is open, and nowhere else. */
export const newFiles = signal<readonly NewFile[]>([]);
let last = 0;

function change(key: number, next: Partial<NewFile>): void {
  newFiles.value = newFiles.value.map((one) => (one.key === key ? { ...one, ...next } : one));
}

/** @param run  id of a run that has ended */
export function addNewFiles(run: string, label: string, files: Iterable<File>): void {
  for (const file of files) {
    const how: HowRead = { reading: {}, fill: undefined, anyLength: false, windows: "" };
    const one: NewFile = { key: ++last, run, file, how, outcome: { at: "reading" } };
    newFiles.value = [...newFiles.value, one];
    void classify(one.key, label);
  }
}

export function removeNewFile(key: number): void {
  newFiles.value = newFiles.value.filter((one) => one.key !== key);
}

/** Reads the file again, in another way. */
export function readOtherwise(key: number, label: string, how: HowRead): void {
  change(key, { how });
  void classify(key, label);
}

async function classify(key: number, label: string): Promise<void> {
  const asked = newFiles.value.find((one) => one.key === key);
  if (asked === undefined) return;
  change(key, { outcome: { at: "reading" } });
  const outcome = await outcomeOf(asked, label);
  // What was asked for meanwhile is answered by its own question.
  if (newFiles.value.find((one) => one.key === key)?.how === asked.how) change(key, { outcome });
}

async function outcomeOf({ run, file, how }: NewFile, label: string): Promise<Outcome> {
  const files = await readFolder(run);
  if (files === undefined) return { at: "unreadable", why: "notKept" };
  try {
    const answer = await askRun("predict", { files, folder: label, file, ...how });
    return typeof answer === "string" ? { at: "unreadable", why: answer } : { at: "there", result: answer };
  } catch (error) {
    if (error instanceof RunRefused) return { at: "refused", errors: error.errors };
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    reportFault(message, stack);
    return { at: "failed" };
  }
}
