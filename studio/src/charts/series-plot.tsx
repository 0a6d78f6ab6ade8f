/** Series over time without axes: a few of one class, the first on top. */
import { classColour } from "../components/glyph.tsx";

interface Props {
  readonly series: readonly ArrayLike<number>[];
  readonly label: number;
  /** What it shows, for those who do not see it. */
  readonly text: string;
  readonly height: number;
  /** What its height covers; from the largest magnitude below zero to that above it unless given. */
  readonly range?: readonly [low: number, high: number];
  /** What its width covers; the steps of each series unless given. */
  readonly steps?: number;
}

const WIDTH = 200;

const PAD = 3;

/** A little more than what is drawn, so that no line is cut. */
function symmetricRange(series: readonly ArrayLike<number>[]): [number, number] {
  let most = 1e-9;
  for (const values of series) for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return [-most, most];
}

export function SeriesPlot({ series, label, text, height, range, steps }: Props) {
  const [low, high] = range ?? symmetricRange(series);
  const y = (value: number) => PAD + ((high - value) / (high - low || 1)) * (height - 2 * PAD);
  const pathOf = (values: ArrayLike<number>) => {
    const x = (index: number) => (index * WIDTH) / Math.max(1, (steps ?? values.length) - 1);
    return Array.from(
      values,
      (value, index) => `${index === 0 ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`,
    ).join("");
  };
  return (
    <svg
      class="chart series-plot"
      viewBox={`0 0 ${WIDTH} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={text}
      style={{ height }}
    >
      {low < 0 && high > 0 && <path class="grid" d={`M0 ${y(0).toFixed(1)}H${WIDTH}`} />}
      {[...series].reverse().map((values, index) => (
        <path
          key={index === series.length - 1 ? "first" : index}
          d={pathOf(values)}
          fill="none"
          stroke={classColour(label)}
          stroke-width="1.3"
          stroke-linejoin="round"
          opacity={index === series.length - 1 ? 1 : 0.45}
          vector-effect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}
