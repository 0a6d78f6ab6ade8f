/** How often each value occurs: bars without axes, the range below them is written once for all rows. */
import { classColour } from "../../components/glyph.tsx";

const HEIGHT = 88;

export function Histogram({ counts, label, text }: { counts: readonly number[]; label: number; text: string }) {
  const most = Math.max(1, ...counts);
  return (
    <svg
      class="chart histogram"
      viewBox={`0 0 ${counts.length * 4} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={text}
    >
      <path class="axis" d={`M0 ${HEIGHT}H${counts.length * 4}`} vector-effect="non-scaling-stroke" />
      {counts.map((count, bin) => {
        const height = (count / most) * (HEIGHT - 4);
        // Bins stay in their order: their place is what they are.
        return (
          <rect key={bin} x={bin * 4 + 0.4} y={HEIGHT - height} width={3.2} height={height} fill={classColour(label)} />
        );
      })}
    </svg>
  );
}
