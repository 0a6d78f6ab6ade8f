/** Small files of time series that tests write, and the real ones of `../shared/data`, which not every checkout has. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const UCR = fileURLToPath(new URL("../../../shared/data/ucr/", import.meta.url));

/** Whether the shared data are there; tests that need them are skipped otherwise. */
export const HAS_SHARED = existsSync(UCR);

/** A file of the shared data: `GunPoint_TRAIN.ts`. */
export function shared(name: string): string {
  return `${UCR}${name.split("_")[0]}/${name}`;
}

/**
 * A wide CSV of slow, fast and flat waves with the columns `person`, `activity` and the steps: the classes in turn, seven persons.
 * @param from  number of the first series, so that two files differ
 */
export function wavesCsv(count: number, steps = 16, from = 0): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const n = i + from;
    const kind = n % 3;
    const values = Array.from(
      { length: steps },
      (_, t) => Math.sin(t * (kind === 2 ? 0 : 0.5 + kind)) + noise(n, t) / 4,
    );
    return `p${n % 7},${["slow", "fast", "flat"][kind]},${values.map((value) => value.toFixed(3)).join(",")}`;
  });
  return `${["person", "activity", ...Array.from({ length: steps }, (_, t) => `t${t}`)].join(",")}\n${rows.join("\n")}\n`;
}

/** In [0, 1), no two alike: of a series' number and a step. */
function noise(n: number, t: number): number {
  const value = Math.sin(n * 12.9898 + t * 78.233) * 43758.5453;
  return value - Math.floor(value);
}
