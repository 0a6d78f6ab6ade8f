/** How the channels of a convolution are divided: what `groups` and `sharedFilters` of a spec come to. */
import type { LayerSpecOf } from "../spec/layers.ts";

/** @param features  channels of the input */
export function convGroups(
  { groups, outChannels, sharedFilters }: LayerSpecOf<"conv1d">,
  features: number,
): { readonly groups: number; readonly outputs: number; readonly isShared: boolean } {
  // Of one channel there is nothing to share.
  const isShared = sharedFilters === true && features > 1;
  return isShared
    ? { groups: features, outputs: features * outChannels, isShared }
    : { groups, outputs: outChannels, isShared };
}
