/** The user's own files that were opened in this page, for specs that name them. Their bytes stay in the browser. */
import { signal } from "@preact/signals";
import type { Spec } from "tidelab";
import type { GivenFile } from "../store/own-files.ts";

/** By name; one of the same name takes the place of another. */
export const openedFiles = signal<ReadonlyMap<string, GivenFile>>(new Map());

export function addOpened(file: GivenFile): void {
  openedFiles.value = new Map([...openedFiles.value, [file.name, file]]);
}

/** Those that a spec names; none for series that are made. */
export function filesOf({ data }: Pick<Spec, "data">): GivenFile[] {
  if (data.kind !== "files") return [];
  const names = [data.train, data.val ?? [], data.test ?? []].flat();
  return names.flatMap((name) => openedFiles.value.get(name) ?? []);
}
