/** Precision, recall and f1-score by class: scikit-learn's report. */
import type { RunRecord } from "tidelab/runs";
import { ClassName } from "../../components/glyph.tsx";
import { formatCount } from "../../texts/numbers.ts";
import { runTexts } from "../../texts/run.ts";

type Report = NonNullable<RunRecord["test"]>["report"];
type Scores = Report["macroAvg"];

function Numbers({ precision, recall, f1Score, support }: Scores) {
  return (
    <>
      <td class="num">{precision.toFixed(2)}</td>
      <td class="num">{recall.toFixed(2)}</td>
      <td class="num">{f1Score.toFixed(2)}</td>
      <td class="num">{formatCount(support)}</td>
    </>
  );
}

export function ScoresTable({ report }: { report: Report }) {
  const texts = runTexts();
  return (
    // Many classes are more than there is room for: with the keyboard it is scrolled like with the mouse.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls
    <section class="panel scores" aria-label={texts.scores} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.class}</th>
            {["precision", "recall", "f1-score", "support"].map((name) => (
              <th key={name} scope="col" class="num">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.classes.map(({ label, ...scores }, index) => (
            <tr key={label}>
              <th scope="row">
                <ClassName name={label} label={index} />
              </th>
              <Numbers {...scores} />
            </tr>
          ))}
          <tr>
            <th scope="row">{texts.macroAvg}</th>
            <Numbers {...report.macroAvg} />
          </tr>
          <tr>
            <th scope="row">{texts.weightedAvg}</th>
            <Numbers {...report.weightedAvg} />
          </tr>
        </tbody>
      </table>
      {report.undefinedMetrics.length > 0 && <p class="tiny faint">{texts.undefinedScores}</p>}
    </section>
  );
}
