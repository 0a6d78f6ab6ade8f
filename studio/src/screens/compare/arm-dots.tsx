/** Every arm with every seed as a mark, the best mean first: a dot plot that is a table. */
import type { ConcludedArm } from "tidelab/compare";
import { ArmMark } from "../../charts/arm-mark.tsx";
import { ticksOf } from "../../charts/steps.ts";
import { useSize } from "../../charts/use-size.ts";
import { compareTexts } from "../../texts/compare.ts";
import { formatCount, formatPercent } from "../../texts/numbers.ts";
import { formatShare } from "./formats.ts";
import { lights, litClass } from "./lit.ts";

const HEIGHT = 24;
const AXIS = 22;
const PAD = 10;

interface Props {
  readonly arms: readonly ConcludedArm[];
  /** Colour and mark of an arm. */
  readonly indexOf: (id: string) => number;
  readonly best: string | undefined;
  readonly chance: number | undefined;
}

/** The best mean first, arms without a run last. */
function byMean(arms: readonly ConcludedArm[]): ConcludedArm[] {
  return arms.toSorted((a, b) => {
    const [hasA, hasB] = [!Number.isNaN(a.mean), !Number.isNaN(b.mean)];
    return hasA && hasB ? b.mean - a.mean : Number(hasB) - Number(hasA);
  });
}

export function ArmDots({ arms, indexOf, best, chance }: Props) {
  const texts = compareTexts();
  const [place, size] = useSize<HTMLTableCellElement>();
  const width = Math.max(140, size?.width ?? 320);
  const all = arms.flatMap(({ testAccuracy }) => testAccuracy.map(([, accuracy]) => accuracy));
  const low = Math.max(0, Math.min(...all, chance ?? 1, 0.98) - 0.04);
  const x = (value: number) => PAD + ((value - low) / (1 - low)) * (width - 2 * PAD);
  const ticks = ticksOf(low, 1, Math.max(2, Math.floor(width / 80)));
  return (
    <table class="arm-dots">
      <thead>
        <tr>
          <th scope="col">{texts.arm}</th>
          <th scope="col" class="plot" ref={place}>
            <span class="visually-hidden">{texts.test}</span>
          </th>
          <th scope="col" class="num">
            {texts.test}
          </th>
          <th scope="col" class="num arm-size">
            {texts.parameters}
          </th>
        </tr>
      </thead>
      <tbody>
        {byMean(arms).map(({ id, name, testAccuracy, mean, sd, parameters }) => {
          const index = indexOf(id);
          const places = testAccuracy.map(([, accuracy]) => accuracy);
          const seeds = testAccuracy.map(([seed, accuracy]) => `${seed}: ${formatPercent(accuracy)}`).join(", ");
          return (
            <tr key={id} class={`arm-row${litClass(id)}${id === best ? " is-best" : ""}`} {...lights([id])}>
              <th scope="row" tabIndex={0}>
                {name}
              </th>
              <td class="plot">
                <svg
                  class="chart"
                  width={width}
                  height={HEIGHT}
                  viewBox={`0 0 ${width} ${HEIGHT}`}
                  role="img"
                  aria-label={texts.seedText(name, seeds || texts.waiting)}
                >
                  {ticks.map((tick) => (
                    <path key={tick} class="grid" d={`M${x(tick)} 0V${HEIGHT}`} />
                  ))}
                  {chance !== undefined && <path class="ref" d={`M${x(chance)} 0V${HEIGHT}`} />}
                  {places.length > 1 && (
                    <path class="arm-range" d={`M${x(Math.min(...places))} ${HEIGHT / 2}H${x(Math.max(...places))}`} />
                  )}
                  {testAccuracy.map(([seed, accuracy]) => (
                    <ArmMark key={seed} index={index} x={x(accuracy)} y={HEIGHT / 2} />
                  ))}
                  {places.length > 1 && <path class="arm-mean" d={`M${x(mean)} 4V${HEIGHT - 4}`} />}
                </svg>
              </td>
              <td class="num">
                {Number.isNaN(mean) ? (
                  <span class="faint">{texts.waiting}</span>
                ) : Number.isNaN(sd) ? (
                  formatShare(mean)
                ) : (
                  texts.meanSd(formatShare(mean), formatShare(sd))
                )}
              </td>
              <td class="num soft arm-size">{Number.isNaN(parameters) ? "–" : formatCount(parameters)}</td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <td />
          <td class="plot">
            <svg class="chart" width={width} height={AXIS} viewBox={`0 0 ${width} ${AXIS}`} aria-hidden="true">
              {ticks.map((tick) => (
                <text key={tick} x={Math.min(x(tick), width - 16)} y={14} text-anchor="middle">
                  {Math.round(tick * 100)}%
                </text>
              ))}
            </svg>
          </td>
          <td colSpan={2} />
        </tr>
      </tfoot>
      <caption class="tiny faint">
        {texts.dotsScale}
        {chance !== undefined && ` · ┄ ${texts.guessing} ${formatPercent(chance)}`}
      </caption>
    </table>
  );
}
