/** Differences with their intervals, one a row: a forest plot that is a table. Filled marks are differences that are shown. */
import type { ConcludedComparison } from "tidelab/compare";
import { ticksOf } from "../../charts/steps.ts";
import { useSize } from "../../charts/use-size.ts";
import { Icon } from "../../components/icon.tsx";
import { compareTexts } from "../../texts/compare.ts";
import { formatP, formatPoints } from "./formats.ts";
import { lights, lit } from "./lit.ts";

export interface EffectGroup {
  readonly name: string;
  readonly comparisons: readonly ConcludedComparison[];
}

const HEIGHT = 26;
const AXIS = 22;
const PAD = 12;

function reachOf(groups: readonly EffectGroup[]): [number, number] {
  const ends = groups.flatMap(({ comparisons }) =>
    comparisons.flatMap(({ interval, mean }) => (interval ? [...interval] : [mean])).filter(Number.isFinite),
  );
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  return high - low < 0.01 ? [low - 0.05, high + 0.05] : [low, high];
}

function Verdict({
  comparison,
  onAddSeeds,
}: {
  comparison: ConcludedComparison;
  onAddSeeds: (() => void) | undefined;
}) {
  const texts = compareTexts();
  const { verdict, n } = comparison;
  // Two pairs have an interval, and hardly a verdict.
  if (n < 3) {
    return (
      <span class="hstack">
        <span class="soft">{texts.seedsNeeded}</span>
        {onAddSeeds && (
          <button type="button" class="btn sm" onClick={onAddSeeds}>
            {texts.addSeeds}
          </button>
        )}
      </span>
    );
  }
  if (verdict === "unknown") return <span class="soft">{texts.noInterval}</span>;
  if (verdict === "none") return <span class="soft">{texts.notShown}</span>;
  return (
    <span class="good strong hstack">
      <Icon name="check" size={14} />
      {texts.shown}
    </span>
  );
}

export function Effects(props: {
  readonly groups: readonly EffectGroup[];
  readonly label: string;
  readonly onAddSeeds: (() => void) | undefined;
}) {
  const { groups, label, onAddSeeds } = props;
  const texts = compareTexts();
  const [place, size] = useSize<HTMLTableCellElement>();
  const width = Math.max(140, Math.min(size?.width ?? 260, 520));
  const [low, high] = reachOf(groups);
  const x = (value: number) => PAD + ((value - low) / (high - low)) * (width - 2 * PAD);
  const ticks = ticksOf(low, high, Math.max(2, Math.floor(width / 70)));
  return (
    <table class="effects" aria-label={label}>
      <thead>
        <tr>
          <td />
          <th scope="col">{texts.comparison}</th>
          <th scope="col" class="plot">
            <span class="visually-hidden">{texts.interval}</span>
          </th>
          <th scope="col" class="num">
            {texts.points}
          </th>
          <th scope="col" class="num">
            {texts.holm}
          </th>
          <th scope="col">
            <span class="visually-hidden">{texts.verdict}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.flatMap(({ name, comparisons }) =>
          comparisons.map((comparison, index) => {
            const { first, second, mean, interval, correctedP, verdict, n } = comparison;
            const ids = [...comparison.firstArms, ...comparison.secondArms];
            const isShown = n >= 3 && (verdict === "first" || verdict === "second");
            const isLit = lit.value.length > 0 && ids.some((id) => lit.value.includes(id));
            return (
              <tr
                key={`${name} ${first} ${second}`}
                class={`${isLit ? "lit" : ""}${index === 0 ? " first" : ""}`}
                {...lights(ids)}
              >
                <th scope="rowgroup" class="effect-name">
                  {index === 0 ? name : <span class="visually-hidden">{name}</span>}
                </th>
                <td class="effect-pair">
                  {first} − {second}
                </td>
                <td class="plot">
                  <svg
                    class="chart"
                    width={width}
                    height={HEIGHT}
                    viewBox={`0 0 ${width} ${HEIGHT}`}
                    role="img"
                    aria-label={
                      interval
                        ? texts.intervalText(first, second, formatPoints(interval[0]), formatPoints(interval[1]))
                        : texts.seedsNeeded
                    }
                  >
                    {ticks.map((tick) => (
                      <path key={tick} class={Math.abs(tick) < 1e-12 ? "axis" : "grid"} d={`M${x(tick)} 0V${HEIGHT}`} />
                    ))}
                    {interval && (
                      <path
                        class={isShown ? "effect-line shown" : "effect-line"}
                        d={`M${x(interval[0])} ${HEIGHT / 2}H${x(interval[1])}`}
                      />
                    )}
                    {Number.isFinite(mean) && (
                      <circle class={isShown ? "effect-dot shown" : "effect-dot"} cx={x(mean)} cy={HEIGHT / 2} r="5" />
                    )}
                  </svg>
                </td>
                <td class="num strong">{Number.isFinite(mean) ? formatPoints(mean) : "–"}</td>
                <td class="num soft">{correctedP === undefined ? "–" : texts.p(formatP(correctedP))}</td>
                <td class="effect-verdict">
                  <Verdict comparison={comparison} onAddSeeds={index === 0 ? onAddSeeds : undefined} />
                </td>
              </tr>
            );
          }),
        )}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={2} />
          <td class="plot" ref={place}>
            <svg class="chart" width={width} height={AXIS} viewBox={`0 0 ${width} ${AXIS}`} aria-hidden="true">
              {ticks.map((tick) => (
                <text key={tick} x={x(tick)} y={14} text-anchor="middle">
                  {Math.abs(tick) < 1e-12 ? "0" : formatPoints(tick).replace(/\.0$/, "")}
                </text>
              ))}
            </svg>
          </td>
          <td colSpan={3} />
        </tr>
      </tfoot>
      <caption class="tiny faint">{texts.scale}</caption>
    </table>
  );
}
