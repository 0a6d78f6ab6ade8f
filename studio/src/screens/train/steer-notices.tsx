/** What to do about a run that diverged, and what came of one that went back. */
import { useSignal } from "@preact/signals";
import { navigate } from "../../app/router.ts";
import { Icon } from "../../components/icon.tsx";
import { showToast } from "../../components/toast.tsx";
import type { Branch } from "../../state/branches.ts";
import type { LiveRun } from "../../state/live-run.ts";
import { checked } from "../../state/recipe.ts";
import { epochOf, goBackTarget, liveValue } from "../../state/steer.ts";
import { clipAndTryAgain, goToBranch, rewind } from "../../state/steer-run.ts";
import { keepBranchAsRun, mayEdit, prepareRun } from "../../state/studio.ts";
import { steerTexts } from "../../texts/steer.ts";

/** The words for a step: its epoch where it ends one. */
export function placeName(run: LiveRun, step: number): string {
  return steerTexts().place(epochOf(run, step), step);
}

export function DivergedNotice({ run }: { run: LiveRun }) {
  const texts = steerTexts();
  const target = goBackTarget(run);
  const step = run.record.value?.divergence?.step ?? run.stepCount.value;
  const lr = String(liveValue(run, "lr"));
  return (
    <div class="notice warn steer-notice">
      <Icon name="warn" />
      <span class="grow">
        {target === undefined ? texts.divergedOnly(step, lr) : texts.diverged(step, lr, placeName(run, target))}{" "}
        <span class="soft">{texts.divergedKept}</span>
      </span>
      {target !== undefined && (
        <span class="hstack">
          <button type="button" class="btn sm" onClick={() => rewind(run)}>
            <Icon name="reset" size={14} />
            {texts.goBackTo(placeName(run, target))}
          </button>
          {mayEdit("clipGradNorm") && (
            <button type="button" class="btn sm" onClick={() => clipAndTryAgain(run)}>
              {texts.clip}
            </button>
          )}
        </span>
      )}
    </div>
  );
}

export function WentBackNotice({ run, branch }: { run: LiveRun; branch: Branch }) {
  const texts = steerTexts();
  const isShown = useSignal(false);
  const keep = async () => {
    await keepBranchAsRun(branch);
    isShown.value = true;
    showToast({ text: texts.bothKept(branch.label) }, 8);
  };
  return (
    <div class="notice warn steer-notice">
      <Icon name="undo" />
      <span class="grow">
        {texts.wentBack(placeName(run, branch.from))} {branch.isKept ? texts.branchKept : texts.branchLost}
      </span>
      <span class="hstack">
        {branch.isKept && (
          <>
            <button type="button" class="btn sm" onClick={() => void goToBranch(branch).then(navigate)}>
              {texts.goToBranch}
            </button>
            <button type="button" class="btn sm" disabled={isShown.value} onClick={() => void keep()}>
              {texts.keepBoth}
            </button>
          </>
        )}
        <button
          type="button"
          class="btn icon quiet sm"
          aria-label={texts.dismiss}
          onClick={() => {
            run.wentBack.value = undefined;
          }}
        >
          <Icon name="close" size={14} />
        </button>
      </span>
    </div>
  );
}

/** The run begins with the weights of another; before its first step it may still begin with fresh ones. */
export function ForkNotice({ run }: { run: LiveRun }) {
  const texts = steerTexts();
  const { forkOf } = run;
  if (forkOf === undefined) return null;
  const place = texts.place(forkOf.epoch, forkOf.step);
  const hash = run.facts.value?.initialSha256?.slice(0, 8) ?? "";
  if (run.isBegun.value) return <p class="tiny soft fork-line">{texts.forkedFrom(forkOf.label, place)}</p>;
  const giveUp = () => {
    const { spec } = checked.value;
    if (spec) prepareRun(spec);
  };
  return (
    <div class="notice steer-notice">
      <Icon name="fork" />
      <span class="grow">
        {texts.forked(forkOf.label, place, hash)} <span class="soft">{texts.forkVerify}</span>
      </span>
      <button type="button" class="btn sm" onClick={giveUp}>
        {texts.freshWeights}
      </button>
    </div>
  );
}
