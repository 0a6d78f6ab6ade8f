/** How it was learnt: loss and accuracy by epoch. */
import type { RunRecord } from "tidelab/runs";
import { EpochChart } from "../../charts/epoch-chart.tsx";
import { Legend } from "../../charts/legend.tsx";
import { formatPercent } from "../../texts/numbers.ts";
import { runTexts } from "../../texts/run.ts";

export function RunCurves({ record: { history, selection, data } }: { record: RunRecord }) {
  const texts = runTexts();
  const last = history.at(-1);
  if (last === undefined) return null;
  const best = selection?.bestEpoch;
  const classes = data.classNames.length;
  const xLabel = texts.epoch;
  return (
    <section class="panel run-curves" aria-label={texts.curves}>
      <div class="section-head">
        <h3>{texts.curves}</h3>
        <Legend
          marks={[
            ["train", texts.training],
            ["val", texts.validation],
          ]}
        />
      </div>
      <div class="pair">
        <EpochChart
          history={history}
          train={({ trainLoss }) => trainLoss}
          val={({ valLoss }) => valLoss}
          level={Math.log(classes)}
          best={best}
          xLabel={xLabel}
          label={texts.lossText(history.length, best ?? history.length)}
        />
        <EpochChart
          history={history}
          train={({ trainAccuracy }) => trainAccuracy}
          val={({ valAccuracy }) => valAccuracy}
          yMax={1}
          level={1 / classes}
          best={best}
          xLabel={xLabel}
          label={texts.accuracyText(formatPercent(last.valAccuracy))}
        />
      </div>
    </section>
  );
}
