/** The registry of the kinds of `spec.data`: the one place where a kind's loader is entered. */
import { TidelabError } from "../../errors/errors.ts";
import { show } from "../../errors/show.ts";
import type { DataKindName } from "../../spec/data.ts";
import type { FilesSpec } from "../../spec/files.ts";
import { nearest } from "../../spec/nearest.ts";
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

/** What loads these data, and knows how large they will be. @throws TidelabError `spec.choice` for a kind that there is not */
export function dataKindOf({ kind = "waves" }: Pick<DataOptions, "kind">): DataKind<DataOptions> {
  if (!Object.hasOwn(dataKinds, kind)) {
    const names = Object.keys(dataKinds);
    const params = { values: names.map(show).join(", "), received: show(kind), nearest: nearest(String(kind), names) };
    throw new TidelabError("spec.choice", params, "data.kind");
  }
  return dataKinds[kind] as DataKind<DataOptions>; // of the kind that the options name
}
