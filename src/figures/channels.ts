/** Drawing one series of any number of channels: a line a channel, and the keys that name them. Used by samples and attention. */

import { type Panel, toPixels } from "./axes.ts";
import { lineStyle } from "./colors.ts";
import type { LegendKey } from "./legend.ts";
import { drawStroke, linePath } from "./line.ts";
import type { FigureMessages } from "./messages/en.ts";

/** More keys than this would crowd out the figure; the rest are counted. */
const MOST_KEYS = 14;

/**
 * @param values  (T, C) of one series, drawn at steps 0 to T − 1
 * @returns one path a channel, the first on top
 */
export function drawChannels(panel: Panel, values: Float32Array, channels: number): string[] {
  const steps = Float64Array.from({ length: Math.floor(values.length / channels) }, (_, t) => t);
  const dense = channels > 1 || steps.length > 600;
  const paths: string[] = [];
  for (let c = 0; c < channels; c++) {
    const d = linePath(
      toPixels(
        panel,
        steps,
        steps.map((t) => values[t * channels + c] ?? Number.NaN),
      ),
    );
    if (d !== "") paths.unshift(drawStroke(d, { ...lineStyle(c), width: dense ? 1 : 1.4 }));
  }
  return paths;
}

/** Keys of the lines that `drawChannels` draws. */
export function channelKeys(channels: number, texts: FigureMessages): LegendKey[] {
  const named = channels > MOST_KEYS ? MOST_KEYS - 1 : channels;
  const keys: LegendKey[] = Array.from({ length: named }, (_, c) => ({
    label: texts.channel({ number: c + 1 }),
    width: 22,
    draw: (x, y) => drawStroke(`M${x.toFixed(2)},${y.toFixed(2)}h22`, { ...lineStyle(c), width: 2 }),
  }));
  if (named < channels) keys.push({ label: texts.moreChannels({ count: channels - named }), width: 0, draw: () => "" });
  return keys;
}
