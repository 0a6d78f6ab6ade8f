/** Beside the tracks: the verdict, the way from one series to the other, and the numbers at the playhead. */

import { ClassName } from "../../components/glyph.tsx";
import { Icon } from "../../components/icon.tsx";
import { VerdictBars } from "../../draw/verdict-bars.tsx";
import { seenBy } from "../../lens/receptive-field.ts";
import { drawTexts } from "../../texts/draw.ts";
import { explainTexts } from "../../texts/explain.ts";
import { formatHundredths, formatLoss, formatPercent } from "../../texts/numbers.ts";
import { MorphCurve } from "./morph-curve.tsx";
import type { ExplainSession } from "./session.ts";

/** Below this difference of the two largest probabilities it is a close call. */
const CLOSE = 0.2;

export function ExplainAside({ session }: { session: ExplainSession }) {
  const texts = explainTexts();
  const { lens, facts, source } = session;
  const judged = lens.judged.value;
  const isRandom = lens.run.isFresh;
  const verdict = judged?.verdict;
  const [first = 0, second = 0] = [...(verdict?.probabilities ?? [])].sort((a, b) => b - a);
  return (
    <>
      <section class="section">
        <div class="section-head">
          <h2>{texts.says}</h2>
          {verdict && first - second < CLOSE && (
            <span class="chip warn">
              <Icon name="warn" size={14} />
              {texts.close}
            </span>
          )}
        </div>
        {verdict && (
          <p class="says">
            <ClassName name={facts.classNames[verdict.predicted] ?? ""} label={verdict.predicted} />
          </p>
        )}
        <VerdictBars verdict={verdict} classNames={facts.classNames} />
        {judged?.step === 0 && isRandom && <p class="tiny soft">{texts.weightsHint}</p>}
        {verdict?.isUnlike && (
          <p class="tiny warn hstack" role="status">
            <Icon name="warn" size={14} />
            {drawTexts().unlike}
          </p>
        )}
      </section>
      {source.value === "morph" && lens.morph.value && (
        <MorphCurve morph={lens.morph.value} session={session} classNames={facts.classNames} />
      )}
      <StepValues session={session} />
    </>
  );
}

function StepValues({ session }: { session: ExplainSession }) {
  const texts = explainTexts();
  const { lens, facts } = session;
  const inside = lens.inside.value;
  if (inside === undefined) return null;
  const steps = inside.values.length;
  const step = Math.min(session.step.value, steps - 1);
  const cell = session.cell.value;
  const rows: [string, string][] = [[texts.input, formatLoss(inside.values[step] ?? 0)]];
  const { attention } = inside.verdict;
  if (attention) rows.push([texts.attention(formatPercent(1 / steps)), formatPercent(attention[step] ?? 0)]);
  const drop = inside.occlusion?.[step];
  if (drop !== undefined) rows.push([texts.occlusion, formatHundredths(drop)]);
  for (const channels of session.channels) {
    const { name, values, units, field } = channels;
    const at = session.stepUnder(channels);
    const active = values.subarray(at * units, (at + 1) * units);
    const average = active.reduce((sum, value) => sum + value, 0) / units;
    rows.push([texts.mean(texts.convolution(name)), formatHundredths(average)]);
    if (field === undefined) continue;
    const [from, to] = seenBy(field, at, steps);
    rows.push([texts.dependsOn(texts.convolution(name)), to > from ? texts.stepsFrom(from + 1, to) : "–"]);
  }
  if (cell) {
    for (const letter of session.letters.value) {
      const values = cell.values[letter]?.subarray(step * cell.units, (step + 1) * cell.units);
      const mean = values ? values.reduce((sum, value) => sum + value, 0) / cell.units : Number.NaN;
      rows.push([texts.mean(texts.names[letter] ?? letter), formatHundredths(mean)]);
    }
    if (cell.gradient) rows.push([texts.gradient, formatLoss(cell.gradient[step] ?? 0)]);
  }
  const ended = inside.prefixes?.lengths.findIndex((length) => length >= step + 1) ?? -1;
  if (inside.prefixes && ended >= 0) {
    const classes = facts.classNames.length;
    const own = inside.prefixes.probabilities.subarray(ended * classes, (ended + 1) * classes);
    const label = own.indexOf(Math.max(...own));
    rows.push([texts.ended, `${facts.classNames[label]} ${formatPercent(Math.min(1 - 1e-9, own[label] ?? 0))}`]);
  }
  return (
    <section class="section">
      <h2>{texts.values(step + 1)}</h2>
      <dl class="step-values small">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
