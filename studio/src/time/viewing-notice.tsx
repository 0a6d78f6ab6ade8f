/** Says that what is seen is the past, with its numbers, and leads back. */
import { Icon } from "../components/icon.tsx";
import type { Lens } from "../lens/lens.ts";
import { formatLoss, formatPercent } from "../texts/numbers.ts";
import { timeTexts } from "../texts/time.ts";
import { ForkButton } from "./fork-button.tsx";

export function ViewingNotice({ lens }: { lens: Lens }) {
  const texts = timeTexts();
  const { run, viewing } = lens;
  const mark = run.atHand.value.find(({ step }) => step === viewing.value);
  const record = mark && run.history.value[mark.epoch - 1];
  return (
    <div role="status">
      {mark && (
        <div class="notice viewing">
          <Icon name="clock" />
          <span class="grow">
            <b>{mark.step > 0 || run.isFresh ? texts.viewing(mark.epoch) : texts.viewingFirst}</b>{" "}
            {run.isBusy.value && texts.goesOn}{" "}
            {record &&
              texts.numbers(
                formatLoss(record.trainLoss),
                formatLoss(record.valLoss),
                formatPercent(record.valAccuracy),
              )}
          </span>
          <ForkButton lens={lens} here />
          <button
            type="button"
            class="btn sm"
            onClick={() => {
              viewing.value = undefined;
            }}
          >
            {run.isOpen.value ? texts.backToLive : texts.backToLast}
          </button>
        </div>
      )}
    </div>
  );
}
