/** Series over time without axes: a few of one class, the first on top. */
import { classColour } from "../components/glyph.tsx";

interface Props {
  readonly series: readonly ArrayLike<number>[];
  readonly label: number;
  /** What it shows, for those who do not see it. */
  readonly text: string;
  readonly height: number;
}

const WIDTH = 200;

export function SeriesPlot({ series, label, text, height }: Props) {
  const all = series.flatMap((values) => Array.from(values));
  const most = Math.max(1e-9, ...all.map(Math.abs));
  const pathOf = (values: ArrayLike<number>) => {
    const x = (index: number) => (index * WIDTH) / Math.max(1, values.length - 1);
    const y = (value: number) => height / 2 - (value / most) * (height / 2 - 3);
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
      <path class="grid" d={`M0 ${height / 2}H${WIDTH}`} />
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
