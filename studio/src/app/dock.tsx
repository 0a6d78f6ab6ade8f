/** While a run trains and another screen is open: its state in the top bar, and the way back. */
import { useEffect } from "preact/hooks";
import { Sparkline } from "../charts/sparkline.tsx";
import { Icon } from "../components/icon.tsx";
import { current, go, pause } from "../state/studio.ts";
import { formatLoss } from "../texts/numbers.ts";
import { shellTexts } from "../texts/shell.ts";
import { formatHash, route } from "./router.ts";

/** Title of the page: where training is, for the tab that is not looked at. */
function useTitle(): void {
  const run = current.value;
  const epochs = run?.facts.value?.spec.training.epochs;
  const isOpen = run?.isOpen.value;
  const epoch = run ? run.history.value.length : 0;
  const title =
    run && isOpen && epochs !== undefined ? `(${Math.min(epoch + 1, epochs)}/${epochs}) ${run.label}` : "Tidelab";
  useEffect(() => {
    document.title = title;
  }, [title]);
}

export function Dock() {
  useTitle();
  const texts = shellTexts();
  const run = current.value;
  if (run === undefined || !run.isOpen.value || route.value.path[0] === "train") return null;
  const history = run.history.value;
  const epochs = run.facts.value?.spec.training.epochs ?? 0;
  const isBusy = run.isBusy.value;
  const loss = run.steps.at(run.stepCount.value)?.loss;
  return (
    <div class="dock">
      <button
        type="button"
        class="btn icon quiet"
        aria-label={isBusy ? texts.pause : texts.goOn}
        onClick={() => (isBusy ? pause() : go())}
      >
        <Icon name={isBusy ? "pause" : "play"} size={16} />
      </button>
      <a href={formatHash(["train", run.id])} aria-label={texts.dockBack(run.label)}>
        <Sparkline values={history.map(({ valLoss }) => valLoss)} width={56} height={20} />
        <span>
          {texts.dockAt(Math.min(history.length + 1, epochs), epochs, loss === undefined ? "–" : formatLoss(loss))}
        </span>
      </a>
    </div>
  );
}
