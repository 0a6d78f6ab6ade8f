/** Clips gradients by value, then by their global norm, as torch.nn.utils.clip_grad_value_ and clip_grad_norm_. */

import type { TrainingSpec } from "../../spec/spec.ts";
import type { Lane } from "./lane.ts";

/** Global norms of a step's gradients. */
export interface ClippedNorms {
  /** Before any clipping. */
  readonly before: number;
  /** After it: what the optimizer steps with. */
  readonly after: number;
}

/**
 * Clips the gradients at an address of the lane in place.
 * @returns norms that are not finite where the gradients are not; these are left as they are
 */
export function clipGradients(
  lane: Lane,
  gradient: number,
  { clipGradValue, clipGradNorm }: Pick<TrainingSpec, "clipGradValue" | "clipGradNorm">,
): ClippedNorms {
  const { kernels, parameterCount: count } = lane;
  const before = Math.sqrt(kernels.sum_squares(gradient, count));
  if (!Number.isFinite(before)) return { before, after: before };
  let after = before;
  if (clipGradValue > 0) {
    kernels.clip_value(gradient, count, clipGradValue);
    after = Math.sqrt(kernels.sum_squares(gradient, count));
  }
  if (clipGradNorm > 0) {
    // PyTorch's own small number, against division by a norm of zero.
    const factor = clipGradNorm / (after + 1e-6);
    if (factor < 1) {
      kernels.scale(gradient, count, factor);
      after *= factor;
    }
  }
  return { before, after };
}
