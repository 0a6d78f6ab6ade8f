/** Train: see learning happen, and act on it. Recipe, stage, aside, timeline; on narrow screens one of them at a time. */
import "./train.css";
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { announce } from "../../app/announce.ts";
import { type KeyBinding, useKeys } from "../../app/keys.ts";
import { formatHash, navigate } from "../../app/router.ts";
import type { ScreenProps } from "../../app/screen-props.ts";
import { EmptyScreen } from "../../components/empty-screen.tsx";
import { Icon } from "../../components/icon.tsx";
import { lazy } from "../../components/lazy.tsx";
import { lensOf } from "../../lens/lens.ts";
import { computeDevice } from "../../state/compute-device.ts";
import { fork } from "../../state/fork.ts";
import type { LiveRun } from "../../state/live-run.ts";
import { bindFiles } from "../../state/own-files.ts";
import { checked, loadRecipe } from "../../state/recipe.ts";
import { goToBranch, rewind } from "../../state/steer-run.ts";
import { current, pause, prepareRun } from "../../state/studio.ts";
import { useRun } from "../../state/use-run.ts";
import { steerTexts } from "../../texts/steer.ts";
import { trainTexts } from "../../texts/train.ts";
import { ForkButton } from "../../time/fork-button.tsx";
import { ViewingNotice } from "../../time/viewing-notice.tsx";
import { Aside } from "./aside.tsx";
import { Curves } from "./curves.tsx";
import { Readouts } from "./readouts.tsx";
import { Recipe } from "./recipe.tsx";
import { startOrGoOn } from "./start-or-go-on.ts";
import { StatusLine, StatusNotice } from "./status.tsx";
import { Timeline } from "./timeline.tsx";
import { Transport } from "./transport.tsx";

/** While no run is open, the recipe is kept ready: the next click then costs one batch. */
function usePrepared(isHere: boolean): void {
  const spec = checked.value.spec;
  useEffect(() => {
    if (!isHere || spec === undefined) return;
    const timer = setTimeout(() => {
      const run = current.value;
      // A run that was begun, or that has ended and is looked at, stays.
      const isReplaceable = run === undefined || !run.isBegun.value;
      if (isReplaceable) prepareRun(spec, fork.value);
    }, 400);
    return () => clearTimeout(timer);
  }, [spec, isHere, computeDevice.value]);
}

const KEYS: readonly KeyBinding[] = [
  {
    key: " ",
    text: () => `${trainTexts().pause} · ${trainTexts().goOn}`,
    run: () => (current.value?.isBusy.value ? pause() : startOrGoOn()),
  },
  { key: "b", text: () => trainTexts().oneBatch, run: () => startOrGoOn("batch") },
  { key: "e", text: () => trainTexts().oneEpoch, run: () => startOrGoOn("epoch") },
  { key: "z", text: () => steerTexts().goBackKey, run: ({ shiftKey }) => undoOrRedo(shiftKey) },
];

/** Z goes back; with Shift it goes to what was left behind. */
function undoOrRedo(toBranch: boolean): void {
  const run = current.value;
  if (run === undefined || (!run.isOpen.value && run.phase.value !== "diverged")) return;
  const branch = run.branches.value.findLast(({ isKept }) => isKept);
  if (!toBranch) rewind(run);
  else if (branch) void goToBranch(branch).then(navigate);
}

/** Begin and end of training, and each epoch, for those who listen. */
function useAnnouncements(run: LiveRun | undefined): void {
  const texts = trainTexts();
  const phase = run?.phase.value;
  const epochs = run?.facts.value?.spec.training.epochs ?? 0;
  const done = run?.history.value.length ?? 0;
  useEffect(() => {
    if (phase === "training" && done > 0) announce(texts.announceEpoch(done, epochs));
  }, [texts, phase, done, epochs]);
}

/** The step that an address points at. */
const PlaceNotice = lazy<{ run: LiveRun; at: number }>(() => import("../../pointing/place-notice.tsx"));

const TABS = ["live", "recipe", "model"] as const;

export default function Train({ route }: ScreenProps) {
  const texts = trainTexts();
  const [, id] = route.path;
  const at = Number(/^\d{1,9}$/.exec(route.query.get("at") ?? "")?.[0] ?? 0);
  const run = useRun(id);
  const tab = useSignal<(typeof TABS)[number]>("live");
  const isDrawerOpen = useSignal(false);
  const shown = run === "missing" ? undefined : run;
  useKeys(KEYS);
  usePrepared(id === undefined || current.value?.id === id);
  useAnnouncements(shown);
  // A run that is looked at is what the recipe shows; without one in the address the recipe stays what it was made on Data.
  const spec = shown?.facts.value?.spec;
  useMemo(() => {
    if (id !== undefined && shown && spec && shown.phase.value !== "ready" && shown.phase.value !== "preparing") {
      loadRecipe(spec);
      bindFiles(shown.files);
    }
  }, [shown, spec]);
  if (run === "missing") {
    return <EmptyScreen text={texts.noRun} href={formatHash([])} action={texts.toStart} />;
  }
  return (
    <div class={`train tab-${tab.value}${isDrawerOpen.value ? " drawer-open" : ""}`}>
      <div class="train-tabs" role="tablist" aria-label={texts.show}>
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={tab.value === name}
            aria-controls={`part-${name}`}
            onClick={() => {
              tab.value = name;
            }}
          >
            {texts.tabs[name]}
          </button>
        ))}
      </div>
      <aside class="panel recipe" id="part-recipe" aria-label={texts.recipe}>
        <Recipe run={shown} />
      </aside>
      <section class="panel stage" id="part-live" aria-label={texts.curves}>
        <div class="stage-head">
          <button
            type="button"
            class="btn icon quiet drawer-button"
            aria-label={isDrawerOpen.value ? texts.closeRecipe : texts.openRecipe}
            aria-expanded={isDrawerOpen.value}
            onClick={() => {
              isDrawerOpen.value = !isDrawerOpen.value;
            }}
          >
            <Icon name="sliders" />
          </button>
          <StatusLine run={shown} />
          {shown && <ForkButton lens={lensOf(shown)} />}
        </div>
        <StatusNotice run={shown} />
        {shown && <ViewingNotice lens={lensOf(shown)} />}
        {shown && at > 0 && <PlaceNotice run={shown} at={at} />}
        <Readouts run={shown} />
        <Curves run={shown} />
      </section>
      <aside class="panel aside" id="part-model" aria-label={texts.tryIt}>
        <Aside run={shown} />
      </aside>
      <section class="tl" aria-label={texts.timeline}>
        <Transport run={shown} />
        <Timeline run={shown} />
      </section>
    </div>
  );
}
