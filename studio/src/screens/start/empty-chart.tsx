/** The loss chart before the first batch: axes, epochs, and the loss of guessing. Its place is where the live chart will be. */
import { useSize } from "../../charts/use-size.ts";
import { formatLoss } from "../../texts/numbers.ts";
import { startTexts } from "../../texts/start.ts";

const [LEFT, RIGHT, TOP, BOTTOM] = [34, 8, 10, 38];
const HEIGHT = 300;
/** Up to a little above the loss of guessing, in four steps. */
const stepOf = (guessing: number) => (guessing < 0.8 ? 0.2 : 0.5);

export function EmptyChart({ epochs, classes }: { epochs: number; classes: number }) {
  const texts = startTexts();
  const [place, size] = useSize<HTMLDivElement>();
  const width = size?.width ?? 0;
  const x = (epoch: number) => LEFT + ((width - LEFT - RIGHT) * (epoch - 1)) / Math.max(1, epochs - 1);
  const guessing = Math.log(classes);
  const step = stepOf(guessing);
  const ticks = Array.from({ length: 5 }, (_, index) => index * step);
  const highest = 4 * step;
  const y = (loss: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - loss / highest);
  const marks = [...new Set([1, ...[1, 2, 3, 4].map((part) => Math.round((epochs * part) / 4))])];
  return (
    <div ref={place} class="empty-chart">
      {width > 0 && (
        <svg
          class="chart"
          width={width}
          height={HEIGHT}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          role="img"
          aria-label={texts.emptyChart}
        >
          {ticks.map((tick) => (
            <g key={tick}>
              <path class={tick === 0 ? "axis" : "grid"} d={`M${LEFT} ${y(tick)}H${width - RIGHT}`} />
              <text x={LEFT - 7} y={y(tick) + 4} text-anchor="end">
                {tick.toFixed(1)}
              </text>
            </g>
          ))}
          <path class="ref" d={`M${LEFT} ${y(guessing)}H${width - RIGHT}`} />
          <text class="faint" x={width - RIGHT} y={y(guessing) - 6} text-anchor="end">
            {texts.guessing(formatLoss(guessing))}
          </text>
          {marks.map((epoch) => (
            <g key={epoch}>
              <path class="axis" d={`M${x(epoch)} ${HEIGHT - BOTTOM}v5`} />
              <text x={x(epoch)} y={HEIGHT - BOTTOM + 18} text-anchor="middle">
                {epoch}
              </text>
            </g>
          ))}
          <text class="label" x={(LEFT + width - RIGHT) / 2} y={HEIGHT - 4} text-anchor="middle">
            {texts.epoch}
          </text>
        </svg>
      )}
    </div>
  );
}
