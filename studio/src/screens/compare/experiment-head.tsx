/** Name, progress and buttons of an experiment or a race. */
import type { ComponentChildren } from "preact";
import { navigate } from "../../app/router.ts";
import { Icon } from "../../components/icon.tsx";
import { showToast } from "../../components/toast.tsx";
import type { Experiment } from "../../experiments/experiment.ts";
import { discardExperiment } from "../../experiments/list.ts";
import { reportFault } from "../../state/faults.ts";
import { keeps } from "../../state/studio.ts";
import { compareTexts } from "../../texts/compare.ts";

export function ExperimentHead(props: {
  readonly experiment: Experiment;
  readonly summary: string;
  readonly children?: ComponentChildren;
}) {
  const { experiment, summary, children } = props;
  const texts = compareTexts();
  const row = experiment.row.value;
  const all = experiment.plan.value.runs.length;
  const done = experiment.done.value;
  const state = experiment.state.value;
  const isWhole = done === all;
  const remove = async () => {
    try {
      const undo = await discardExperiment(row);
      navigate(["compare"]);
      showToast({ text: texts.removed(row.name), action: { text: texts.undo, run: () => void undo() } }, 12);
    } catch (error) {
      reportFault(String(error), "");
    }
  };
  return (
    <header class="panel experiment-head">
      <div class="hstack experiment-name">
        <h1>{row.name}</h1>
        <span class={`chip ${isWhole ? "good" : state === "running" ? "tide" : "warn"}`} role="status">
          <Icon name={isWhole ? "check" : state === "running" ? "play" : "clock"} size={14} />
          {texts.doneOf(done, all)}
        </span>
        <span class="small soft">{summary}</span>
      </div>
      <div class="hstack experiment-tools">
        {!isWhole && state !== "running" && (
          <button type="button" class="btn primary" onClick={() => experiment.start()}>
            <Icon name="play" size={16} />
            {state === "paused" || done > 0 ? texts.goOn : texts.start}
          </button>
        )}
        {state === "running" && (
          <button type="button" class="btn primary" onClick={() => experiment.pause()}>
            <Icon name="pause" size={16} />
            {row.isRace ? texts.pauseAll : texts.pause}
          </button>
        )}
        {state !== "idle" && (
          <button type="button" class="btn" title={texts.stopHint} onClick={() => experiment.stop()}>
            <Icon name="stop" size={16} />
            {texts.stop}
          </button>
        )}
        {children}
        <button
          type="button"
          class="btn quiet icon"
          aria-label={texts.remove}
          title={texts.remove}
          onClick={() => void remove()}
        >
          <Icon name="bin" size={16} />
        </button>
      </div>
      {(keeps.value === false || experiment.storage.value !== undefined) && (
        <p class="notice warn">
          <Icon name="warn" />
          {texts.notKept}
        </p>
      )}
    </header>
  );
}
