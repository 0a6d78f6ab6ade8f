/** The user's own files that were opened in this page or that its runs were trained on, for specs that name them. Their bytes stay in the browser. */
import { signal } from "@preact/signals";
import type { Spec } from "tidelab";
import type { GivenFile } from "../store/own-files.ts";

/** By name; one of the same name takes the place of another. */
export const openedFiles = signal<ReadonlyMap<string, GivenFile>>(new Map());

/** By hash: those of a name that another one has taken, too. */
const everOpened = new Map<string, GivenFile>();

export function addOpened(file: GivenFile): void {
  everOpened.set(file.sha256, file);
  openedFiles.value = new Map([...openedFiles.value, [file.name, file]]);
}

/** Files that runs of this device were trained on: at hand again after a reload, unless another of the same name was opened. */
export function addKept(files: readonly GivenFile[]): void {
  const kept = files.filter(({ name }) => !openedFiles.value.has(name)).map((file) => [file.name, file] as const);
  if (kept.length > 0) openedFiles.value = new Map([...openedFiles.value, ...kept]);
}

/** The files of a run whose spec becomes the recipe: its names mean these, whatever was opened under them since. */
export function bindFiles(files: readonly GivenFile[]): void {
  if (files.every(({ name, sha256 }) => openedFiles.value.get(name)?.sha256 === sha256)) return;
  const bound = files.map((file) => [file.name, everOpened.get(file.sha256) ?? file] as const);
  openedFiles.value = new Map([...openedFiles.value, ...bound]);
}

/** A file that cannot be read: its name means no other one that had it before. */
export function forgetOpened(name: string): void {
  openedFiles.value = new Map([...openedFiles.value].filter(([one]) => one !== name));
}

/** Those that a spec names; none for series that are made. */
export function filesOf({ data }: Pick<Spec, "data">): GivenFile[] {
  if (data.kind !== "files") return [];
  const names = [data.train, data.val ?? [], data.test ?? [], Object.values(data.labels ?? {})].flat();
  return names.flatMap((name) => openedFiles.value.get(name) ?? []);
}
