/** One series over its own time axis, attention behind it. It takes the size of its place; numbers are beside it. */
import { ribbonOf } from "../draw/ribbon.ts";

interface Props {
  readonly values: ArrayLike<number>;
  readonly range: readonly [low: number, high: number];
  readonly attention?: ArrayLike<number> | undefined;
  /** A cross-hair, where keys draw. */
  readonly cursor?: { readonly step: number; readonly value: number } | undefined;
}

const [WIDTH, HEIGHT] = [400, 100];

export function SeriesLine({ values, range: [low, high], attention, cursor }: Props) {
  const steps = values.length;
  const x = (step: number) => (steps > 1 ? (step * WIDTH) / (steps - 1) : WIDTH / 2);
  const y = (value: number) => HEIGHT - ((value - low) / (high - low || 1)) * HEIGHT;
  let path = "";
  for (let step = 0; step < steps; step++) {
    path += `${step === 0 ? "M" : "L"}${x(step).toFixed(1)} ${y(values[step]!).toFixed(1)}`;
  }
  const weights = attention ?? [];
  // A weight is that of its steps, half a step to each side: a layer before may have made several steps one.
  const edge = (at: number) => x((at * steps) / Math.max(1, weights.length) - 0.5);
  return (
    <svg class="series-line" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {ribbonOf(weights).map(({ from, to, shade }) => (
        <rect
          key={from}
          x={edge(from)}
          y="0"
          width={edge(to) - edge(from)}
          height={HEIGHT}
          fill={`var(--att-${shade})`}
        />
      ))}
      {low < 0 && high > 0 && <path class="zero" d={`M0 ${y(0)}H${WIDTH}`} vector-effect="non-scaling-stroke" />}
      <path class="series" d={path} vector-effect="non-scaling-stroke" />
      {cursor && (
        <path
          class="cross"
          d={`M${x(cursor.step)} 0V${HEIGHT}M0 ${y(cursor.value)}H${WIDTH}`}
          vector-effect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}
