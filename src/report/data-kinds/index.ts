/** What reports say of the data, by kind: the one place in the reports where a kind is entered. */
import type { DataKindName, DataSpec } from "../../spec/data.ts";
import type { DataDescription } from "./kind.ts";
import { wavesDescription } from "./waves.ts";

const descriptions: { readonly [Kind in DataKindName]: DataDescription<Extract<DataSpec, { kind: Kind }>> } = {
  waves: wavesDescription,
};

export function descriptionOf({ kind }: DataSpec): DataDescription<DataSpec> {
  return descriptions[kind];
}
