/** What was decided, and the run that comes of it: from the weights that there are, or from fresh ones. */
import { navigate } from "../../app/router.ts";
import { ClassName } from "../../components/glyph.tsx";
import { Icon } from "../../components/icon.tsx";
import { showToast } from "../../components/toast.tsx";
import type { Decisions } from "../../state/decisions.ts";
import { canFork, fork, forkFrom } from "../../state/fork.ts";
import type { LiveRun } from "../../state/live-run.ts";
import { isLocked } from "../../state/locks.ts";
import { checked, loadRecipe, setValue } from "../../state/recipe.ts";
import { current, go, prepareRun } from "../../state/studio.ts";
import { fixTexts } from "../../texts/fix.ts";
import { shellTexts } from "../../texts/shell.ts";
import { steerTexts } from "../../texts/steer.ts";

/** The step whose weights the run ended with: of its best epoch, where that was restored. */
function lastStep(run: LiveRun): number | undefined {
  const { selection } = run.record.value ?? {};
  const perEpoch = run.facts.value?.stepsPerEpoch ?? 1;
  const best = selection?.weights === "best" ? selection.bestEpoch * perEpoch : undefined;
  return best ?? run.atHand.value.at(-1)?.step;
}

/** Trains the run's spec with the corrected labels. @param isWarm  from the weights that it ended with */
async function train(run: LiveRun, decisions: Decisions, isWarm: boolean): Promise<void> {
  const spec = run.facts.value?.spec;
  const step = lastStep(run);
  if (spec === undefined) return;
  if (isWarm && (step === undefined || !(await forkFrom(run, step)))) {
    showToast({ text: steerTexts().forkGone }, 8);
    return;
  }
  loadRecipe(spec);
  setValue(["data", "relabel"], decisions.relabel(spec.data.relabel));
  const next = checked.value.spec;
  if (next === undefined) return; // the spec was right, and relabelling cannot make it wrong
  const made = prepareRun(next, isWarm ? fork.value : undefined);
  go();
  navigate(["train", made.id]);
}

interface Props {
  readonly run: LiveRun;
  readonly decisions: Decisions;
  readonly labels: readonly string[];
}

export function NextRun({ run, decisions, labels }: Props) {
  const texts = fixTexts();
  const { changed, kept } = decisions.counts.value;
  const { series } = decisions;
  const made = Array.from(series.index.keys()).filter((at) => decisions.of(at) !== undefined);
  const { truth } = series;
  const right = made.filter((at) => (decisions.of(at)?.label ?? series.given[at]) === truth?.[at]).length;
  const isOpen = current.value?.isOpen.value === true;
  const isLockedHere = isLocked("data.relabel");
  const why = isLockedHere
    ? shellTexts().setByTeacher
    : isOpen
      ? texts.open
      : changed === 0
        ? texts.noChange
        : undefined;
  return (
    <>
      <h2>{texts.decisions}</h2>
      <p class="strong" role="status">
        {texts.counts(changed, kept)}
      </p>
      {truth && made.length > 0 && <p class="small soft">{texts.right(right, made.length)}</p>}
      <ul class="fix-made">
        {made
          .filter((at) => decisions.of(at)?.label !== undefined)
          .map((at) => {
            const label = decisions.of(at)?.label ?? 0;
            return (
              <li key={at} class="hstack small">
                <span class="num faint">{series.index[at]}</span>
                <ClassName name={labels[series.given[at]!] ?? ""} label={series.given[at]!} />
                <Icon name="right" size={12} />
                <ClassName name={labels[label] ?? ""} label={label} />
              </li>
            );
          })}
      </ul>
      {changed > 0 && <p class="tiny soft">{texts.inSpec(changed)}</p>}
      <div class="vstack fix-train">
        <button
          type="button"
          class="btn primary"
          disabled={why !== undefined || !canFork(run)}
          onClick={() => void train(run, decisions, true)}
        >
          <Icon name="fork" size={16} />
          {texts.trainOn}
        </button>
        <p class="tiny soft">{texts.trainOnHint}</p>
        <button
          type="button"
          class="btn"
          disabled={why !== undefined}
          onClick={() => void train(run, decisions, false)}
        >
          <Icon name="play" size={16} />
          {texts.again}
        </button>
        <p class="tiny soft">{texts.againHint}</p>
        {why && <p class="tiny">{why}</p>}
      </div>
      <p class="tiny faint">{texts.only}</p>
    </>
  );
}
