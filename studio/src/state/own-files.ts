/** The user's own files that were opened in this page or that its runs were trained on, for specs that name them. Their bytes stay in the browser. */
import { signal } from "@preact/signals";
import type { Spec } from "tidelab";
import type { GivenFile } from "../store/own-files.ts";

/** By name; one of the same name takes the place of another. */
export const openedFiles = signal<ReadonlyMap<string, GivenFile>>(new Map());

export function addOpened(file: GivenFile): void {
  openedFiles.value = new Map([...openedFiles.value, [file.name, file]]);
}

/** Files that runs of this device were trained on: at hand again after a reload, unless another of the same name was opened. */
export function addKept(files: readonly GivenFile[]): void {
  const kept = files.filter(({ name }) => !openedFiles.value.has(name)).map((file) => [file.name, file] as const);
  if (kept.length > 0) openedFiles.value = new Map([...openedFiles.value, ...kept]);
}

/** Those that a spec names; none for series that are made. */
export function filesOf({ data }: Pick<Spec, "data">): GivenFile[] {
  if (data.kind !== "files") return [];
  const names = [data.train, data.val ?? [], data.test ?? []].flat();
  return names.flatMap((name) => openedFiles.value.get(name) ?? []);
}
