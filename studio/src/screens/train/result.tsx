/** What the test series gave, once the run has ended, and the hash that anybody can get again. */
import { formatHash } from "../../app/router.ts";
import { ClassName } from "../../components/glyph.tsx";
import type { LiveRun } from "../../state/live-run.ts";
import { formatPercent } from "../../texts/numbers.ts";
import { trainTexts } from "../../texts/train.ts";

export function Result({ run }: { run: LiveRun | undefined }) {
  const texts = trainTexts();
  const record = run?.record.value;
  if (record === undefined) return null;
  const { test } = record;
  return (
    <section class="section">
      {test && (
        <>
          <div class="section-head">
            <h2>{texts.result}</h2>
            <span class="strong">{formatPercent(test.accuracy)}</span>
          </div>
          <ul class="vstack">
            {test.labels.map((name, label) => {
              const row = test.confusionMatrix[label] ?? [];
              const total = row.reduce((sum, count) => sum + count, 0);
              const right = row[label] ?? 0;
              return (
                <li key={name} class="class-result">
                  <ClassName name={name} label={label} />
                  <span class="bar" style={{ color: `var(--class-${(label % 6) + 1})` }} aria-hidden="true">
                    <i style={{ width: `${total > 0 ? (100 * right) / total : 0}%` }} />
                  </span>
                  <span class="num small">{texts.rightOf(right, total)}</span>
                </li>
              );
            })}
          </ul>
        </>
      )}
      <a class="btn open-run" href={formatHash(["run", run?.id ?? ""])}>
        {texts.openRun}
      </a>
      <dl class="hash" title={texts.weightsHint}>
        <dt class="tiny soft">{texts.weights}</dt>
        <dd class="mono tiny" data-testid="weights-hash">
          {record.weightsSha256}
        </dd>
        <dd class="tiny faint">{texts.weightsHint}</dd>
      </dl>
    </section>
  );
}
