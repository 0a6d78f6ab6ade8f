/** In Train: the step that an address points at, with the numbers of its epoch; the playhead goes to the nearest weights that there are. */
import { useEffect } from "preact/hooks";
import { Icon } from "../components/icon.tsx";
import { lensOf } from "../lens/lens.ts";
import type { LiveRun } from "../state/live-run.ts";
import { formatLoss, formatPercent } from "../texts/numbers.ts";
import { pointingTexts } from "../texts/pointing.ts";
import { viewNearest } from "../time/playhead.ts";

export default function PlaceNotice({ run, at }: { run: LiveRun; at: number }) {
  const texts = pointingTexts();
  const hasWeights = run.atHand.value.length > 0;
  useEffect(() => {
    if (hasWeights) viewNearest(lensOf(run), at);
  }, [run, at, hasWeights]);
  const { stepsPerEpoch = 1 } = run.facts.value ?? {};
  const record = run.history.value[Math.ceil(at / stepsPerEpoch) - 1];
  return (
    <p class="notice" role="status">
      <Icon name="pin" />
      <span>
        <b>{texts.shown(texts.step(at))}</b>{" "}
        {record &&
          texts.inEpoch(
            record.epoch,
            formatLoss(record.trainLoss),
            formatLoss(record.valLoss),
            formatPercent(record.valAccuracy),
          )}{" "}
        {!hasWeights && texts.noWeights}
      </span>
    </p>
  );
}
