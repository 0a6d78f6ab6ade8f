/** The first screen: series, network, and an empty loss chart with the button that fills it. While it is idle, all is made ready. */
import "./start.css";
import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { parseSpec, type Spec } from "tidelab";
import { navigate } from "../../app/router.ts";
import type { ScreenProps } from "../../app/screen-props.ts";
import { SeriesPlot } from "../../charts/series-plot.tsx";
import { ClassName } from "../../components/glyph.tsx";
import { Icon } from "../../components/icon.tsx";
import { lazy } from "../../components/lazy.tsx";
import { labSpec } from "../../state/lab.ts";
import type { LiveRun } from "../../state/live-run.ts";
import { FIVE_WAVES } from "../../state/ready-specs.ts";
import { current, go, prepareRun } from "../../state/studio.ts";
import { describeProblem } from "../../texts/errors.ts";
import { formatCount } from "../../texts/numbers.ts";
import { startTexts } from "../../texts/start.ts";
import { DeviceRuns } from "./device-runs.tsx";
import { Doors } from "./doors.tsx";
import { EmptyChart } from "./empty-chart.tsx";
import { ExerciseLinks } from "./exercise-links.tsx";
import { NetworkSketch } from "./network-sketch.tsx";

const Dares = lazy(() => import("./dares.tsx"));

/** Phones train the lab at some twenty seconds an epoch: they are offered five short waves first. */
const isPhone =
  matchMedia("(max-width: 719px)").matches || matchMedia("(pointer: coarse) and (max-height: 500px)").matches;
const offersFive = signal(isPhone);
const fiveWaves = () => parseSpec(FIVE_WAVES);

/** The run of the spec that is offered where nothing else trains; a run in progress is not touched. */
function usePreparedRun(lab: Spec): LiveRun | undefined {
  useEffect(() => {
    if (current.value?.isOpen.value) return;
    // After the first paint.
    const timer = setTimeout(() => {
      prepareRun(lab);
      // What the click shows, so that it waits for nothing.
      for (const part of [import("../train/train.tsx"), import("../../charts/live-chart.tsx")])
        part.catch(() => undefined);
    }, 0);
    return () => clearTimeout(timer);
  }, [lab]);
  return current.value;
}

export default function Start(_: ScreenProps) {
  const texts = startTexts();
  const isFive = offersFive.value;
  const lab = useMemo(isFive ? fiveWaves : labSpec, [isFive]);
  const run = usePreparedRun(lab);
  const isLab = run !== undefined && !run.isOpen.value;
  const facts = isLab ? run.facts.value : undefined;
  const hasFailed = isLab && run.phase.value === "failed";
  const samples = "samples" in lab.data ? formatCount(lab.data.samples) : "";
  const train = () => {
    const ready = prepareRun(lab);
    go();
    const show = () => navigate(["train", ready.id]);
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (document.startViewTransition && !isStill) document.startViewTransition(show);
    else show();
  };
  const parameters = facts?.layers?.reduce((sum, { parameterCount }) => sum + parameterCount, 0);
  return (
    <div class="start">
      <section class="hero">
        <div>
          <h1>{isFive ? texts.phoneTitle : texts.title}</h1>
          <p class="lead">{(isFive ? texts.phoneLead : texts.lead)(samples, lab.training.epochs)}</p>
          {isPhone && (
            <button
              type="button"
              class="btn quiet sm"
              onClick={() => {
                offersFive.value = !isFive;
              }}
            >
              {isFive ? texts.wholeLab : texts.fiveWaves}
            </button>
          )}
        </div>
        <div class="bench">
          <div class="bench-stage">
            <h2 class="cap">
              <span class="flagno">1</span>
              {texts.series(samples)}
            </h2>
            {facts?.examples
              ? facts.classNames.map((name, label) => {
                  const series = facts.examples!.filter((one) => one.label === label).map(({ values }) => values);
                  return (
                    <figure key={name}>
                      <SeriesPlot
                        series={series}
                        label={label}
                        text={texts.seriesOf(name)}
                        height={facts.classNames.length > 2 ? 44 : 108}
                      />
                      <figcaption>
                        <ClassName name={name} label={label} />
                      </figcaption>
                    </figure>
                  );
                })
              : !hasFailed && <p class="skeleton soft small">{texts.making(samples)}</p>}
          </div>
          <span class="arrow">
            <Icon name="right" size={22} />
          </span>
          <div class="bench-stage">
            <h2 class="cap">
              <span class="flagno">2</span>
              {parameters === undefined ? texts.networkSoon : texts.network(formatCount(parameters))}
            </h2>
            <NetworkSketch spec={lab} />
          </div>
          <span class="arrow">
            <Icon name="right" size={22} />
          </span>
          <div class="bench-stage">
            <h2 class="cap">
              <span class="flagno">3</span>
              {texts.learn}
            </h2>
            <div class="empty">
              <EmptyChart epochs={lab.training.epochs} classes={isFive ? 5 : 2} />
              <div class="call">
                <button type="button" class="btn primary big" onClick={train} aria-busy={facts === undefined}>
                  <Icon name="play" />
                  {texts.train}
                </button>
                <span class="tiny">{facts ? texts.trainHint : hasFailed ? "" : texts.preparing}</span>
              </div>
            </div>
          </div>
        </div>
        {isLab && run.errors.value.length > 0 && (
          <div class="notice warn" role="alert">
            <Icon name="warn" />
            <div>
              <b>{texts.refused}</b>
              {run.errors.value.map((error) => (
                <p key={error.path}>{describeProblem(error)}</p>
              ))}
            </div>
          </div>
        )}
        <Dares />
      </section>
      <aside class="side" aria-label={texts.aside}>
        <DeviceRuns doors={<Doors />} />
        <ExerciseLinks />
      </aside>
    </div>
  );
}
