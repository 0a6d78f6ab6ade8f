/** The registry of the kinds of `spec.data`: the one place where a kind's loader is entered. */
import type { DataKindName } from "../../spec/data.ts";
import type { FilesSpec } from "../../spec/files.ts";
import { filesKind } from "./files.ts";
import type { DataKind } from "./kind.ts";
import { type WavesData, wavesKind } from "./waves.ts";

/** The options of each kind: its part of a spec, of which a caller may leave out what has a default. */
interface OptionsOf {
  waves: WavesData;
  files: FilesSpec;
}

export type DataOptions = OptionsOf[DataKindName];

const dataKinds: { readonly [Kind in DataKindName]: DataKind<OptionsOf[Kind]> } = {
  waves: wavesKind,
  files: filesKind,
};

/** What loads these data, and knows how large they will be. */
export function dataKindOf({ kind = "waves" }: Pick<DataOptions, "kind">): DataKind<DataOptions> {
  return dataKinds[kind] as DataKind<DataOptions>; // of the kind that the options name
}
