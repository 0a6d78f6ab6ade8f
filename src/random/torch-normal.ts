/** Normal numbers as PyTorch's CPU generator draws them: apart from `torch.ts`, for training needs none. */
import { cos, log, sin } from "./correctly-rounded.ts";
import type { TorchGenerator } from "./torch.ts";

/** Normal numbers are made of so many uniform ones at a time. */
const BLOCK = 16;

/**
 * Fills `out` as `torch.randn`, of 16 elements or more: Box and Muller's method on blocks of 16, a word an element and 16 more where the last
 * block is not full. Equal to a few parts in 10^7: PyTorch's logarithm, sine and cosine are approximations of its own.
 * @throws RangeError for fewer than 16 elements, which PyTorch draws otherwise
 */
export function fillNormal(random: TorchGenerator, out: Float32Array): void {
  if (out.length < BLOCK) throw new RangeError(`expected ${BLOCK} elements or more, received ${out.length}`);
  for (let i = 0; i < out.length; i++) out[i] = random.randFloat32();
  for (let start = 0; start + BLOCK <= out.length; start += BLOCK) boxMuller(out, start);
  if (out.length % BLOCK === 0) return;
  const last = out.length - BLOCK;
  for (let i = last; i < out.length; i++) out[i] = random.randFloat32();
  boxMuller(out, last);
}

/** Turns uniform numbers into normal ones: the first half of a block gives the radius, the second the angle. */
function boxMuller(out: Float32Array, start: number): void {
  const half = BLOCK / 2;
  for (let i = start; i < start + half; i++) {
    const radius = Math.sqrt(-2 * log(1 - out[i]!));
    const angle = 2 * Math.PI * out[i + half]!;
    out[i] = radius * cos(angle);
    out[i + half] = radius * sin(angle);
  }
}
