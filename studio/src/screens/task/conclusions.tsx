/** What an exercise shows so far: its findings as sentences, arms with every seed as a mark, differences with their intervals. */
import type { ConcludedArm, ConcludedComparison, SweepConclusions } from "tidelab/report";
import { formatCount } from "../../texts/numbers.ts";
import { taskTexts } from "../../texts/task.ts";

/** More rows than this are not read; the report has them. */
const MOST_ROWS = 18;

const percent = (share: number) => (100 * share).toFixed(1);
const points = (share: number) => `${share < 0 ? "−" : "+"}${Math.abs(100 * share).toFixed(1)}`;

export function Conclusions({ found }: { found: SweepConclusions }) {
  const texts = taskTexts();
  const { findings, arms, comparisons, effects, isComplete } = found;
  return (
    <>
      {!isComplete && <p class="small soft">{texts.soFar}</p>}
      <ul class="findings">
        {findings.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <Arms arms={arms} />
      {comparisons.length > 0 && (
        <>
          <h3>{texts.differences}</h3>
          <p class="small soft">{texts.differencesText}</p>
          {effects.map(({ path, name, comparisons: some }) => (
            <Comparisons key={path} title={texts.byItself(name)} comparisons={some} />
          ))}
          <Comparisons title={texts.allArms} comparisons={comparisons} />
        </>
      )}
    </>
  );
}

/** Ends of the axis of accuracies: those of the arms, with room. */
function axisOf(arms: readonly ConcludedArm[]): readonly [number, number] {
  const all = arms.flatMap(({ testAccuracy }) => testAccuracy.map(([, accuracy]) => accuracy));
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = Math.max(0.02, (high - low) * 0.05);
  return [Math.max(0, low - room), Math.min(1, high + room)];
}

function Arms({ arms }: { arms: readonly ConcludedArm[] }) {
  const texts = taskTexts();
  const [low, high] = axisOf(arms);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section class="task-table" tabIndex={0} aria-label={texts.accuracy}>
      <table>
        <caption class="visually-hidden">{texts.accuracy}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.arm}</th>
            <th scope="col" class="num">
              {texts.meanSd}
            </th>
            <th scope="col">
              {texts.seeds}, {percent(low)} – {percent(high)} %
            </th>
            <th scope="col" class="num">
              {texts.parameters}
            </th>
          </tr>
        </thead>
        <tbody>
          {arms.map((arm) => (
            <tr key={arm.id}>
              <th scope="row">{arm.name}</th>
              <td class="num">
                {Number.isNaN(arm.mean) ? "–" : percent(arm.mean)}
                {!Number.isNaN(arm.sd) && ` ± ${percent(arm.sd)}`}
              </td>
              <td>
                <Seeds arm={arm} low={low} high={high} />
              </td>
              <td class="num">{Number.isNaN(arm.parameters) ? "–" : formatCount(arm.parameters)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const WIDTH = 220;

function Seeds({ arm, low, high }: { arm: ConcludedArm; low: number; high: number }) {
  const place = (accuracy: number) => ((accuracy - low) / (high - low)) * (WIDTH - 10) + 5;
  const values = arm.testAccuracy.map(([seed, accuracy]) => `${seed}: ${percent(accuracy)} %`).join(", ");
  return (
    <svg
      class="seeds"
      viewBox={`0 0 ${WIDTH} 18`}
      width={WIDTH}
      height={18}
      role="img"
      aria-label={taskTexts().armText(arm.name, values || "–")}
    >
      <line x1={0} x2={WIDTH} y1={9} y2={9} />
      {arm.testAccuracy.map(([seed, accuracy]) => (
        <circle key={seed} cx={place(accuracy)} cy={9} r={3.5} />
      ))}
      {!Number.isNaN(arm.mean) && <path d={`M${place(arm.mean)} 1v16`} />}
    </svg>
  );
}

function Comparisons({ title, comparisons }: { title: string; comparisons: readonly ConcludedComparison[] }) {
  const texts = taskTexts();
  const reach = Math.max(0.01, ...comparisons.flatMap(({ interval }) => (interval ?? []).map(Math.abs)));
  const rest = comparisons.length - MOST_ROWS;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section class="task-table" tabIndex={0} aria-label={title}>
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.arm}</th>
            <th scope="col" class="num">
              {texts.difference}
            </th>
            <th scope="col">{texts.interval}</th>
            <th scope="col" class="num">
              {texts.p}
            </th>
            <th scope="col">{texts.verdict}</th>
          </tr>
        </thead>
        <tbody>
          {comparisons.slice(0, MOST_ROWS).map((one) => (
            <tr key={`${one.first} ${one.second}`}>
              <th scope="row">{texts.comparison(one.first, one.second)}</th>
              <td class="num">{points(one.mean)}</td>
              <td>
                <Interval comparison={one} reach={reach} />
              </td>
              <td class="num">{pText(one.correctedP)}</td>
              <td class={one.verdict === "first" || one.verdict === "second" ? "strong" : "soft"}>
                {one.verdict === "none" ? texts.notShown : one.verdict === "unknown" ? texts.unknown : texts.shown}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest > 0 && <p class="tiny soft">{texts.moreRows(rest)}</p>}
    </section>
  );
}

function pText(p: number | undefined): string {
  if (p === undefined) return "–";
  return p < 0.001 ? "< 0.001" : p < 0.05 && p.toFixed(3) === "0.050" ? "0.0499" : p.toFixed(3);
}

function Interval({
  comparison: { interval, mean, verdict },
  reach,
}: {
  comparison: ConcludedComparison;
  reach: number;
}) {
  if (interval === undefined) return <span class="soft">–</span>;
  const [low, high] = interval;
  const place = (value: number) => WIDTH / 2 + (value / reach) * (WIDTH / 2 - 4);
  const isShown = verdict === "first" || verdict === "second";
  return (
    <span class="interval">
      <svg
        class={`seeds${isShown ? " is-shown" : ""}`}
        viewBox={`0 0 ${WIDTH} 18`}
        width={WIDTH}
        height={18}
        aria-hidden="true"
      >
        <line x1={WIDTH / 2} x2={WIDTH / 2} y1={0} y2={18} />
        <path d={`M${place(low)} 9H${place(high)}`} />
        <circle cx={place(mean)} cy={9} r={3.5} />
      </svg>
      <span class="tiny nowrap">
        {points(low)} … {points(high)}
      </span>
    </span>
  );
}
