/** Clips gradients by value, then by their global norm, as torch.nn.utils.clip_grad_value_ and clip_grad_norm_. */
import type { ClipLimits, ClippedNorms } from "../device.ts";
import type { Kernels } from "./kernels.ts";

/**
 * Clips `count` gradients at an address of the kernels' memory in place.
 * @returns norms that are not finite where the gradients are not; these are left as they are
 */
export function clipGradients(
  kernels: Kernels,
  gradient: number,
  count: number,
  { clipGradValue, clipGradNorm }: ClipLimits,
): ClippedNorms {
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
