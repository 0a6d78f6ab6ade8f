/** Train, pause, one batch, one epoch, stop, start again. */
import { Icon } from "../../components/icon.tsx";
import type { LiveRun } from "../../state/live-run.ts";
import { checked } from "../../state/recipe.ts";
import { current, pause, prepareRun, stop } from "../../state/studio.ts";
import { shellTexts } from "../../texts/shell.ts";
import { trainTexts } from "../../texts/train.ts";
import { shownInterrupted, startOrGoOn } from "./start-or-go-on.ts";

export function Transport({ run }: { run: LiveRun | undefined }) {
  const texts = trainTexts();
  const isHere = run !== undefined && run === current.value;
  const phase = isHere ? run.phase.value : undefined;
  const isBusy = isHere && run.isBusy.value;
  const isOpen = isHere && run.isOpen.value;
  const isTesting = phase === "testing";
  const spec = checked.value.spec;
  const isInterrupted = shownInterrupted() !== undefined;
  const canStart = isOpen || isInterrupted || spec !== undefined;
  const again = phase !== "ready" && phase !== "preparing" && phase !== undefined;
  const name = isBusy ? texts.pause : isOpen || isInterrupted ? texts.goOn : again ? texts.trainAgain : texts.train;
  const reset = () => spec && prepareRun(spec);
  return (
    <div class="transport">
      <button
        type="button"
        class="btn primary go"
        aria-label={name}
        title={name}
        disabled={!canStart || isTesting}
        onClick={() => (isBusy ? pause() : startOrGoOn())}
      >
        <Icon name={isBusy ? "pause" : "play"} size={22} />
      </button>
      <button
        type="button"
        class="btn icon quiet"
        aria-label={texts.oneBatch}
        title={`${texts.oneBatch} (B)`}
        disabled={!canStart || isTesting}
        onClick={() => startOrGoOn("batch")}
      >
        <Icon name="batch" size={20} />
      </button>
      <button
        type="button"
        class="btn icon quiet"
        aria-label={texts.oneEpoch}
        title={`${texts.oneEpoch} (E)`}
        disabled={!canStart || isTesting}
        onClick={() => startOrGoOn("epoch")}
      >
        <Icon name="epoch" size={20} />
      </button>
      <button
        type="button"
        class="btn icon quiet"
        aria-label={texts.stop}
        title={texts.stop}
        disabled={!isOpen || isTesting}
        onClick={stop}
      >
        <Icon name="stop" size={20} />
      </button>
      <button
        type="button"
        class="btn icon quiet"
        aria-label={texts.reset}
        title={texts.reset}
        disabled={isBusy || !again || spec === undefined}
        onClick={reset}
      >
        <Icon name="reset" size={18} />
      </button>
      <span class="tiny faint transport-key">
        <kbd class="kbd">{shellTexts().keyNames[" "]}</kbd>
        <br />
        {isBusy ? texts.pause : isOpen || isInterrupted ? texts.goOn : texts.train}
      </span>
    </div>
  );
}
