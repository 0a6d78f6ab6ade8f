/** A row of keys, each a small mark with its name, that wraps where it would not fit. Chooses no colours. */
import { drawText, textSize, textWidth } from "./text.ts";

export interface LegendKey {
  label: string;
  /** px */
  width: number;
  /** draws the mark from `x`, `width` px wide, centred on `y` */
  draw: (x: number, y: number) => string;
}

export interface Legend {
  marks: string[];
  /** px from `y` to the end of the last row */
  height: number;
}

const ROW = 20;
const GAP = 20;

/** @param y  upper edge of the first row, px */
export function drawLegend(keys: readonly LegendKey[], x: number, y: number, maxWidth: number): Legend {
  const marks: string[] = [];
  let left = x;
  let middle = y + ROW / 2;
  for (const key of keys) {
    const width = key.width + 7 + textWidth(key.label, textSize.label);
    if (left > x && left + width > x + maxWidth) {
      left = x;
      middle += ROW;
    }
    marks.push(key.draw(left, middle));
    const at = { x: left + key.width + 7, y: middle + 0.36 * textSize.label, size: textSize.label };
    marks.push(drawText(key.label, at));
    left += width + GAP;
  }
  return { marks, height: middle + ROW / 2 - y };
}
