/** What reports say of the data, by kind: the one place in the reports where a kind is entered. */
import type { DataKindName, DataSpec } from "../../spec/data.ts";
import { filesDescription } from "./files.ts";
import type { DataDescription } from "./kind.ts";
import { wavesDescription } from "./waves.ts";

const descriptions: { readonly [Kind in DataKindName]: DataDescription<Extract<DataSpec, { kind: Kind }>> } = {
  waves: wavesDescription,
  files: filesDescription,
};

export function descriptionOf({ kind }: DataSpec): DataDescription<DataSpec> {
  return descriptions[kind] as DataDescription<DataSpec>; // of the kind that the spec names
}
