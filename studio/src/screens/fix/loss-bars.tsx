/** The losses of all training series, the largest first: where the surprising ones end is to be seen. */
import { useSize } from "../../charts/use-size.ts";
import type { Decisions } from "../../state/decisions.ts";
import { fixTexts } from "../../texts/fix.ts";
import { formatCount, formatLoss } from "../../texts/numbers.ts";

const HEIGHT = 96;
const FLOOR = HEIGHT - 18;

export function LossBars({ decisions }: { decisions: Decisions }) {
  const texts = fixTexts();
  const [place, size] = useSize<HTMLDivElement>();
  const { losses, index } = decisions.series;
  const width = size?.width ?? 0;
  const most = losses[0] ?? 1;
  // More series than pixels share a bar, that of the largest among them.
  const bars = Math.max(1, Math.min(losses.length, Math.floor(width / 2)));
  const wide = width / bars;
  const seriesAt = (bar: number) => Math.floor((bar * losses.length) / bars);
  const isDecided = (bar: number) =>
    Array.from({ length: Math.max(1, seriesAt(bar + 1) - seriesAt(bar)) }, (_, more) => seriesAt(bar) + more).some(
      (at) => at < index.length && decisions.of(at) !== undefined,
    );
  const current = Math.floor((decisions.at.value * bars) / losses.length);
  return (
    <div class="loss-bars">
      <h3>{texts.losses}</h3>
      <div ref={place} class="loss-bars-place">
        {width > 0 && (
          <svg
            class="chart"
            width={width}
            height={HEIGHT}
            viewBox={`0 0 ${width} ${HEIGHT}`}
            role="img"
            aria-label={texts.lossesText(
              losses.length,
              formatLoss(most),
              formatLoss(losses[Math.floor(losses.length / 2)] ?? 0),
            )}
          >
            {Array.from({ length: bars }, (_, bar) => {
              const tall = Math.max(1, ((losses[seriesAt(bar)] ?? 0) / (most || 1)) * (FLOOR - 4));
              return (
                <rect
                  key={bar}
                  x={bar * wide}
                  y={FLOOR - tall}
                  width={Math.max(1, wide - 0.6)}
                  height={tall}
                  fill={isDecided(bar) ? "var(--tide)" : "var(--ink-3)"}
                />
              );
            })}
            <path d={`M${(current + 0.5) * wide - 5} ${FLOOR + 9}l5-7 5 7z`} fill="var(--ink)" />
            <text x={width} y={HEIGHT - 3} text-anchor="end">
              {formatCount(losses.length)}
            </text>
          </svg>
        )}
      </div>
    </div>
  );
}
