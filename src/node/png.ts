/**
 * From an SVG figure to a PNG file's bytes, with text even on a machine without fonts. Node only; the figures themselves
 * are drawn by the other files of this folder, which know nothing of it.
 */
import { fileURLToPath } from "node:url";
import { Resvg } from "@resvg/resvg-js";
import { holdsAll } from "../figures/fonts.ts";

/** `src/figures/` and `dist/figures/` lie equally deep, so the way to the assets is the same from both. */
const FONT = fileURLToPath(new URL("../../assets/fonts/tidelab-sans.ttf", import.meta.url));
const FAMILY = "Tidelab Sans";

export interface PngOptions {
  /** pixels of the image for one px of the figure */
  scale?: number;
  /**
   * Whether text that the shipped font lacks (a class name in Chinese, say) is drawn with the machine's fonts.
   * Without them a figure comes out the same, pixel for pixel, on every machine.
   */
  systemFonts?: boolean;
}

/**
 * A figure as PNG.
 * @param svg  what a figure function returned
 * @returns the bytes of the file, `scale` times as many pixels wide and high as the figure is px
 * @throws RangeError when `scale` is not a number > 0
 * @example
 * ```ts
 * import { confusionMatrixFigure } from "tidelab/figures";
 * import { renderPng } from "tidelab/node";
 *
 * const svg = confusionMatrixFigure({ classNames: ["sine", "square"], confusionMatrix: [[86, 0], [3, 91]] });
 * console.log(renderPng(svg).subarray(1, 4).toString()); // PNG
 * ```
 */
export function renderPng(svg: string, { scale = 2, systemFonts = true }: PngOptions = {}): Uint8Array {
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) throw new RangeError(`scale: expected > 0, received ${scale}`);
  const resvg = new Resvg(svg, {
    background: "#ffffff",
    fitTo: { mode: "zoom", value: scale },
    font: {
      fontFiles: [FONT],
      // They take tens of megabytes and hundreds of milliseconds, so only where a character asks for them.
      loadSystemFonts: systemFonts && !holdsAll(svg),
      defaultFontFamily: FAMILY,
      sansSerifFamily: FAMILY,
    },
  });
  return resvg.render().asPng();
}
