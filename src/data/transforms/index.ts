/** Every transform by its name in a spec. */
import type { TransformKind } from "../../spec/transforms.ts";
import { difference } from "./difference.ts";
import { normalise } from "./normalise.ts";
import { pad } from "./pad.ts";
import { resample } from "./resample.ts";
import type { Transform } from "./transform.ts";
import { truncate } from "./truncate.ts";
import { windows } from "./windows.ts";

export const transforms: { readonly [K in TransformKind]: Transform<K> } = {
  truncate,
  pad,
  resample,
  windows,
  normalise,
  difference,
};
