/** The one number of a run with its interval, what chose its weights, and where most errors are. */
import type { RunRecord } from "tidelab/runs";
import { LineMark } from "../../charts/line-mark.tsx";
import { Icon } from "../../components/icon.tsx";
import { worstCell } from "../../state/cells.ts";
import { wilson } from "../../state/wilson.ts";
import { formatCount, formatLoss, formatPercent } from "../../texts/numbers.ts";
import { runTexts } from "../../texts/run.ts";

function duration(seconds: number): string {
  const texts = runTexts();
  return seconds < 90 ? texts.seconds(seconds.toFixed(seconds < 10 ? 1 : 0)) : texts.minutes((seconds / 60).toFixed(1));
}

export function RunResult({ record }: { record: RunRecord }) {
  const texts = runTexts();
  const { test, selection, history, model } = record;
  const right = test?.confusionMatrix.reduce((sum, row, index) => sum + (row[index] ?? 0), 0) ?? 0;
  const total = record.data.test;
  const [low, high] = wilson(right, total);
  const seconds = history.reduce((sum, { trainSeconds, valSeconds }) => sum + trainSeconds + valSeconds, 0);
  const worst = test ? worstCell(test.confusionMatrix) : undefined;
  return (
    <section aria-label={texts.result} class="run-result">
      {test ? (
        <dl>
          <dt class="small soft">{texts.testAccuracy}</dt>
          <dd class="headline">{formatPercent(test.accuracy)}</dd>
          <dd class="tiny soft" title={texts.intervalHint}>
            {texts.interval(right, total, (100 * low).toFixed(1), (100 * high).toFixed(1))}
          </dd>
        </dl>
      ) : (
        <p class="notice warn">
          <Icon name="warn" />
          {texts.noTest}
        </p>
      )}
      <dl class="run-facts">
        {test && (
          <div class="readout">
            <dt>{texts.testLoss}</dt>
            <dd>{formatLoss(test.loss)}</dd>
          </div>
        )}
        <div class="readout">
          <dt>{texts.parameters}</dt>
          <dd>{formatCount(model.parameterCount)}</dd>
        </div>
        {selection && (
          <div class="readout">
            <dt>
              <LineMark kind={selection.monitor === "trainLoss" ? "train" : "val"} />
              {texts.bestEpoch}
            </dt>
            <dd>
              {selection.bestEpoch} <small>{texts.ofEpochs(history.length)}</small>
            </dd>
            <dd class="why">{texts.chosenBy[selection.monitor]}</dd>
          </div>
        )}
        <div class="readout">
          <dt>{texts.trainingTime}</dt>
          <dd>{duration(seconds)}</dd>
        </div>
      </dl>
      {selection?.weights === "last" && selection.bestEpoch !== selection.lastEpoch && (
        <p class="tiny soft">{texts.savedLast}</p>
      )}
      {test && (
        <p class="notice">
          <Icon name="info" />
          <span>
            {worst
              ? texts.worst(
                  worst.count,
                  total - right,
                  test.labels[worst.truth] ?? "",
                  test.labels[worst.predicted] ?? "",
                )
              : texts.allRight}
          </span>
        </p>
      )}
    </section>
  );
}
