/** Where numbered flags are drawn: at their steps, or beside each other where they would hide one another. */

/** Of a flag, with a little air. */
const WIDTH = 17;

/** @param wanted  places in their order, ascending. @returns as near as there is room, none beyond the edges */
export function placeFlags(wanted: readonly number[], width: number): number[] {
  const half = WIDTH / 2;
  const placed: number[] = [];
  for (const at of wanted) placed.push(Math.max(at, half, (placed.at(-1) ?? -WIDTH) + WIDTH));
  // What was pushed over the right edge pushes back.
  let limit = width - half;
  for (let index = placed.length - 1; index >= 0; index--) {
    placed[index] = Math.min(placed[index]!, limit);
    limit = placed[index]! - WIDTH;
  }
  return placed;
}
