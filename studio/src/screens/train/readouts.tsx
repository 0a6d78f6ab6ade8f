/** The numbers of the moment. They double as the legend of the curves. */
import type { ComponentChildren } from "preact";
import { LineMark } from "../../charts/line-mark.tsx";
import type { LiveRun } from "../../state/live-run.ts";
import { formatLoss, formatPercent } from "../../texts/numbers.ts";
import { trainTexts } from "../../texts/train.ts";

/** @param short  its name where there is little room */
function Readout(props: { name: string; short?: string; mark?: "train" | "val"; children: ComponentChildren }) {
  const { name, short, mark, children } = props;
  return (
    <div class="readout">
      <dt>
        {mark && <LineMark kind={mark} />}
        {short === undefined ? name : <span class="wide-only">{name}</span>}
        {short !== undefined && <span class="narrow-only">{short}</span>}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Mean seconds of an epoch over the last few; undefined before the first. */
function secondsPerEpoch(history: readonly { trainSeconds: number; valSeconds: number }[]): number | undefined {
  const last = history.slice(-3);
  if (last.length === 0) return undefined;
  return last.reduce((sum, { trainSeconds, valSeconds }) => sum + trainSeconds + valSeconds, 0) / last.length;
}

export function Readouts({ run }: { run: LiveRun | undefined }) {
  const texts = trainTexts();
  const count = run?.stepCount.value ?? 0;
  const history = run?.history.value ?? [];
  const facts = run?.facts.value;
  const last = history.at(-1);
  const { loss, norm } = run?.steps.at(count) ?? {};
  const test = run?.record.value?.test;
  const right = test?.confusionMatrix.reduce((sum, row, index) => sum + (row[index] ?? 0), 0) ?? 0;
  const perEpoch = secondsPerEpoch(history);
  const epochs = facts?.spec.training.epochs ?? 0;
  const left = perEpoch === undefined || !facts ? undefined : (epochs - count / facts.stepsPerEpoch) * perEpoch;
  const whole = facts?.counts.val ?? 0;
  const isEnded = run?.record.value !== undefined;
  return (
    <dl class="readouts">
      <Readout name={texts.trainLoss} mark="train">
        {loss === undefined ? texts.none : formatLoss(isEnded && last ? last.trainLoss : loss)}
      </Readout>
      <Readout name={texts.valLoss} short={texts.short.valLoss} mark="val">
        {last ? formatLoss(last.valLoss) : texts.none}
      </Readout>
      <Readout name={texts.valAccuracy} short={texts.short.valAccuracy} mark="val">
        {last ? formatPercent(last.valAccuracy) : texts.none}{" "}
        {last && whole > 0 && <small>{texts.rightOf(Math.round(last.valAccuracy * whole), whole)}</small>}
      </Readout>
      <Readout name={texts.gradNorm}>{norm === undefined ? texts.none : formatLoss(norm)}</Readout>
      {test ? (
        <Readout name={texts.testAccuracy}>
          {formatPercent(test.accuracy)} <small>{texts.rightOf(right, facts?.counts.test ?? 0)}</small>
        </Readout>
      ) : (
        <Readout name={texts.timeLeft}>
          {left === undefined ? texts.none : texts.seconds(Math.max(0, left))}{" "}
          {perEpoch !== undefined && <small>{texts.perEpoch(perEpoch.toPrecision(2))}</small>}
        </Readout>
      )}
    </dl>
  );
}
