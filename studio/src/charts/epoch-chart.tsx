/** Training and validation by epoch, of a run that has ended: lines, the level of guessing, a dotted line at the best epoch. */
import type { EpochRecord } from "tidelab/runs";
import { stepOf } from "./steps.ts";
import { useSize } from "./use-size.ts";

interface Props {
  readonly history: readonly EpochRecord[];
  readonly train: (record: EpochRecord) => number;
  readonly val: (record: EpochRecord) => number;
  /** From 0 to this; undefined for what the values need. */
  readonly yMax?: number;
  readonly level?: number | undefined;
  readonly best: number | undefined;
  /** What it shows, in one sentence. */
  readonly label: string;
  readonly xLabel: string;
}

const HEIGHT = 160;
const LEFT = 38;
const BOTTOM = 36;
const TOP = 8;
const RIGHT = 10;
/** Beyond this many epochs, marks would hide the line. */
const MOST_MARKS = 40;

export function EpochChart({ history, train, val, yMax, level, best, label, xLabel }: Props) {
  const [place, size] = useSize<HTMLDivElement>();
  const width = Math.max(160, size?.width ?? 272);
  const epochs = history.length;
  const values = history.flatMap((record) => [train(record), val(record)]).filter(Number.isFinite);
  const most = yMax ?? Math.max(1e-12, level ?? 0, ...values) * 1.05;
  const x = (epoch: number) => LEFT + ((epoch - 1) * (width - LEFT - RIGHT)) / Math.max(1, epochs - 1);
  const y = (value: number) => TOP + (1 - value / most) * (HEIGHT - TOP - BOTTOM);
  const yStep = stepOf(most, 4);
  const ticks = Array.from({ length: Math.floor(most / yStep + 1e-9) + 1 }, (_, index) => index * yStep);
  const digits = Math.max(0, -Math.floor(Math.log10(yStep) + 1e-9));
  const xStep = Math.max(1, stepOf(epochs, 6));
  const xTicks = [1, ...Array.from({ length: Math.floor(epochs / xStep) }, (_, index) => (index + 1) * xStep)];
  const marks = (of: Props["train"]) => history.filter((record) => Number.isFinite(of(record)));
  const path = (of: Props["train"]) =>
    marks(of)
      .map((record, index) => `${index === 0 ? "M" : "L"}${x(record.epoch).toFixed(1)} ${y(of(record)).toFixed(1)}`)
      .join("");
  return (
    <div ref={place} class="epoch-chart">
      <svg class="chart" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
        {ticks.map((value) => (
          <g key={value}>
            <path class={value === 0 ? "axis" : "grid"} d={`M${LEFT} ${y(value)}H${width - RIGHT}`} />
            <text x={LEFT - 6} y={y(value) + 4} text-anchor="end">
              {value.toFixed(digits)}
            </text>
          </g>
        ))}
        {[...new Set(xTicks)].map((epoch) => (
          <text key={epoch} x={x(epoch)} y={HEIGHT - BOTTOM + 16} text-anchor="middle">
            {epoch}
          </text>
        ))}
        <text class="label" x={(LEFT + width - RIGHT) / 2} y={HEIGHT - 4} text-anchor="middle">
          {xLabel}
        </text>
        {level !== undefined && level < most && <path class="ref" d={`M${LEFT} ${y(level)}H${width - RIGHT}`} />}
        {best !== undefined && <path class="axis" stroke-dasharray="2 3" d={`M${x(best)} ${TOP}V${HEIGHT - BOTTOM}`} />}
        <path class="line ln-train" d={path(train)} />
        <path class="line ln-val" d={path(val)} />
        {epochs <= MOST_MARKS && (
          <>
            {marks(train).map((record) => (
              <circle key={record.epoch} class="pt-train" cx={x(record.epoch)} cy={y(train(record))} r="2.6" />
            ))}
            {marks(val).map((record) => (
              <rect
                key={record.epoch}
                class="pt-val"
                x={x(record.epoch) - 2.6}
                y={y(val(record)) - 2.6}
                width="5.2"
                height="5.2"
              />
            ))}
          </>
        )}
      </svg>
    </div>
  );
}
