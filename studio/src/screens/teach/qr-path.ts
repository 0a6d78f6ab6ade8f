/** A QR code as the path of its dark squares. */
import { encode } from "uqr";

/** Light squares around it: readers find it by them. */
const QUIET = 4;

export interface QrPath {
  /** Squares a side, those around it included. */
  readonly size: number;
  /** SVG path data, one unit a square. */
  readonly path: string;
}

/** @returns undefined for a text that no QR code can hold: of ours those beyond 2,953 characters */
export function qrPath(text: string): QrPath | undefined {
  // Least correction: on a screen or on paper nothing is smudged, and fewer squares are larger ones.
  let found: ReturnType<typeof encode>;
  try {
    found = encode(text, { ecc: "L", border: QUIET });
  } catch {
    return undefined;
  }
  const runs = found.data.flatMap((row, y) => {
    const parts: string[] = [];
    for (let x = 0; x < row.length; x++) {
      const from = x;
      while (row[x]) x++;
      if (x > from) parts.push(`M${from} ${y}h${x - from}v1h${from - x}z`);
    }
    return parts;
  });
  return { size: found.size, path: runs.join("") };
}
