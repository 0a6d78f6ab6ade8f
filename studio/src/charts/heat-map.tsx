/** A dense map, one cell a step and unit, on a canvas that is as large as the data and scaled by the browser without smoothing. */
import { useEffect, useRef } from "preact/hooks";
import { drawnTheme } from "../app/theme.ts";

interface Props {
  /** (T, H) row-major */
  readonly values: Float32Array;
  readonly steps: number;
  /** Values of the first and the last colour; beyond them the colour is the same. */
  readonly range: readonly [low: number, high: number];
  /** `gate`: from nothing to all; `div`: from negative to positive. */
  readonly ramp: "gate" | "div";
  /** Units from top to bottom. */
  readonly order: readonly number[];
  /** What it shows; the numbers are beside it. */
  readonly label: string;
}

const SHADES = 9;

/** Red, green and blue of the ramp's shades. */
function shadesOf(ramp: Props["ramp"]): [number, number, number][] {
  const style = getComputedStyle(document.documentElement);
  return Array.from({ length: SHADES }, (_, shade) => {
    const text = style.getPropertyValue(`--${ramp}-${shade}`).trim();
    const number = Number.parseInt(text.slice(1), 16);
    return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
  });
}

export function HeatMap({ values, steps, range: [low, high], ramp, order, label }: Props) {
  const place = useRef<HTMLCanvasElement>(null);
  const theme = drawnTheme.value;
  const units = order.length;
  useEffect(() => {
    const context = place.current?.getContext("2d");
    if (!context || steps === 0 || units === 0) return;
    void theme; // its colours are read again
    const shades = shadesOf(ramp);
    const image = context.createImageData(steps, units);
    for (const [row, unit] of order.entries()) {
      for (let step = 0; step < steps; step++) {
        const share = (values[step * units + unit]! - low) / (high - low);
        const [red, green, blue] = shades[Math.min(SHADES - 1, Math.max(0, Math.floor(share * SHADES)))]!;
        image.data.set([red, green, blue, 255], 4 * (row * steps + step));
      }
    }
    context.putImageData(image, 0, 0);
  }, [values, steps, units, low, high, ramp, order, theme]);
  return <canvas ref={place} class="heat-map" width={steps} height={units} role="img" aria-label={label} />;
}
