/** What the model would say if the series ended at each of some steps: probabilities stacked, as blocks, for nothing is known between them. */
import { classColour } from "../../components/glyph.tsx";
import type { Prefixes } from "../../lens/lens-protocol.ts";

interface Props {
  readonly prefixes: Prefixes;
  readonly steps: number;
  readonly classNames: readonly string[];
}

export function PrefixTrack({ prefixes: { lengths, probabilities }, steps, classNames }: Props) {
  const classes = classNames.length;
  return (
    <svg class="series-line prefixes" viewBox={`0 0 ${steps} 1`} preserveAspectRatio="none" aria-hidden="true">
      {lengths.map((length, index) => {
        const from = lengths[index - 1] ?? 0;
        let top = 0;
        return classNames.map((name, label) => {
          const share = probabilities[index * classes + label] ?? 0;
          const y = top;
          top += share;
          return (
            <rect
              shape-rendering="crispEdges"
              key={`${length} ${name}`}
              x={from}
              y={y}
              width={length - from}
              height={share}
              fill={classColour(label)}
            />
          );
        });
      })}
    </svg>
  );
}
