/** How much the loss depends on the hidden state of each step, on a log scale: forward a full line, backward a dashed one. */
import type { Cell } from "../../lens/lens-protocol.ts";

const [WIDTH, HEIGHT] = [400, 100];
/** Smaller ones are drawn at the bottom: below it float32 is mostly rounding. */
const LEAST = 1e-12;

export function GradientTrack({ cells }: { cells: readonly Cell[] }) {
  const lines = cells.flatMap(({ reverse, gradient }) =>
    gradient ? [{ reverse, logs: Array.from(gradient, (norm) => Math.log10(Math.max(norm, LEAST))) }] : [],
  );
  const all = lines.flatMap(({ logs }) => logs);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  return (
    <svg class="series-line" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {lines.map(({ reverse, logs }) => {
        const x = (step: number) => (step * WIDTH) / Math.max(1, logs.length - 1);
        const y = (log: number) => 4 + ((high - log) / (high - low || 1)) * (HEIGHT - 8);
        const path = logs.map((log, step) => `${step === 0 ? "M" : "L"}${x(step).toFixed(1)} ${y(log).toFixed(1)}`);
        return (
          <path
            key={String(reverse)}
            class={reverse ? "gradient-line backward" : "gradient-line"}
            d={path.join("")}
            vector-effect="non-scaling-stroke"
          />
        );
      })}
    </svg>
  );
}
