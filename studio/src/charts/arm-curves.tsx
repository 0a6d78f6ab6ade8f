/** Curves of several runs or arms on one chart, each with its mark and its name at the end of its line. One that is lit stands out, the others step back. */
import { ArmMark, armColour } from "./arm-mark.tsx";
import { digitsOf, ticksOf } from "./steps.ts";
import { useSize } from "./use-size.ts";

export interface ArmCurve {
  readonly id: string;
  readonly name: string;
  /** Of colour and mark. */
  readonly index: number;
  readonly points: readonly (readonly [x: number, y: number])[];
}

interface Props {
  readonly curves: readonly ArmCurve[];
  /** Those that stand out; none where all are alike. */
  readonly lit: readonly string[];
  readonly onLight: (ids: readonly string[]) => void;
  /** What it shows, in one sentence. */
  readonly label: string;
  readonly xLabel: string;
  readonly height: number;
  readonly formatY: (value: number) => string;
  /** Its ends, where they do not follow from the values. */
  readonly x?: readonly [low: number, high: number] | undefined;
  /** Whether only whole numbers have a meaning along it. */
  readonly isCount?: boolean;
  readonly yMax?: number;
  /** A dashed line across: a finish, or the level of guessing. */
  readonly level?: number | undefined;
}

const LEFT = 44;
const BOTTOM = 38;
const TOP = 10;
/** Beyond so many epochs marks would hide the lines. */
const MOST_MARKS = 40;
const NAME_GAP = 15;

/** Places of names at the right end, so that none covers another. */
function spread(wanted: readonly number[], low: number, high: number): number[] {
  const order = [...wanted.keys()].sort((a, b) => wanted[a]! - wanted[b]!);
  const places = [...wanted];
  let last = Number.NEGATIVE_INFINITY;
  for (const index of order) last = places[index] = Math.max(places[index]!, last + NAME_GAP, low);
  const over = Math.max(0, last - high);
  return places.map((place) => place - over);
}

export function ArmCurves(props: Props) {
  const { curves, lit, onLight, label, xLabel, height, formatY, yMax, level, isCount = false } = props;
  const [place, size] = useSize<HTMLDivElement>();
  const width = Math.max(240, size?.width ?? 520);
  const shown = curves.map((curve) => ({ ...curve, points: curve.points.filter(([, y]) => Number.isFinite(y)) }));
  const all = shown.flatMap(({ points }) => points);
  const longest = Math.max(2, ...curves.map(({ name }) => name.length));
  const right = Math.min(width * 0.34, 26 + 7 * longest);
  const [low, high] = props.x ?? [
    Math.min(...all.map(([x]) => x), Number.POSITIVE_INFINITY),
    Math.max(...all.map(([x]) => x), Number.NEGATIVE_INFINITY),
  ];
  const [x0, x1] = low < high ? [low, high] : [Number.isFinite(low) ? low - 1 : 0, Number.isFinite(low) ? low + 1 : 1];
  const y1 = yMax ?? Math.max(1e-9, level ?? 0, ...all.map(([, y]) => y)) * 1.06;
  const x = (value: number) => LEFT + ((value - x0) / (x1 - x0)) * (width - LEFT - right);
  const y = (value: number) => TOP + (1 - value / y1) * (height - TOP - BOTTOM);
  const xTicks = ticksOf(x0, x1, Math.max(2, Math.floor((width - LEFT - right) / 70)), isCount ? 1 : 0);
  const xDigits = digitsOf((xTicks[1] ?? 1) - (xTicks[0] ?? 0) || 1);
  const ends = shown.map(({ points }) => points.at(-1));
  const names = spread(
    ends.map((end) => y(end?.[1] ?? 0)),
    TOP,
    height - BOTTOM,
  );
  const maxLetters = Math.floor((right - 22) / 6.6);
  return (
    <div ref={place} class="arm-curves">
      <svg class="chart" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {ticksOf(0, y1, 5).map((value) => (
          <g key={value}>
            <path class={value === 0 ? "axis" : "grid"} d={`M${LEFT} ${y(value)}H${width - right}`} />
            <text x={LEFT - 6} y={y(value) + 4} text-anchor="end">
              {formatY(value)}
            </text>
          </g>
        ))}
        {xTicks.map((value) => (
          <text key={value} x={x(value)} y={height - BOTTOM + 17} text-anchor="middle">
            {xDigits === 0 && value >= 10_000 ? `${value / 1000}k` : value.toFixed(xDigits)}
          </text>
        ))}
        <text class="label" x={(LEFT + width - right) / 2} y={height - 4} text-anchor="middle">
          {xLabel}
        </text>
        {level !== undefined && level <= y1 && <path class="ref" d={`M${LEFT} ${y(level)}H${width - right}`} />}
        {shown.map(({ id, name, index, points }, place) => {
          const end = ends[place];
          const isLit = lit.includes(id);
          const isDim = lit.length > 0 && !isLit;
          return (
            // The rows of the lists are what keys reach.
            // biome-ignore lint/a11y/noStaticElementInteractions: it is drawn, and says nothing that the list does not
            <g
              key={id}
              class={`arm-curve${isDim ? " dim" : ""}${isLit ? " lit" : ""}`}
              onMouseEnter={() => onLight([id])}
              onMouseLeave={() => onLight([])}
            >
              <path
                class="line"
                style={{ stroke: armColour(index) }}
                d={points
                  .map(([px, py], at) => `${at === 0 ? "M" : "L"}${x(px).toFixed(1)} ${y(py).toFixed(1)}`)
                  .join("")}
              />
              {points.length <= MOST_MARKS &&
                points.map(([px, py]) => <ArmMark key={px} index={index} x={x(px)} y={y(py)} size={2.6} />)}
              {end && (
                <>
                  <ArmMark index={index} x={width - right + 10} y={names[place]!} size={3.6} />
                  <text class="arm-name" x={width - right + 18} y={names[place]! + 4}>
                    {name.length > maxLetters ? `${name.slice(0, Math.max(1, maxLetters - 1))}…` : name}
                  </text>
                </>
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
