/** Where series are recorded: the surface, what the sensor said in the last seconds, and the button. */
import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { SeriesLine } from "../../charts/series-line.tsx";
import { type Collection, channelsOf, stepsOf } from "../../collect/collection.ts";
import type { Recorder } from "../../collect/recorder.ts";
import { RANGES, type Sensor } from "../../collect/sensors.ts";
import { Icon } from "../../components/icon.tsx";
import { collectTexts } from "../../texts/collect.ts";

/** Milliseconds from one picture of the sensor to the next. */
const EVERY_MS = 100;

/** Counts the pictures, while the page is seen. */
export function useTicks(): number {
  const tick = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") tick.value++;
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [tick]);
  return tick.value;
}

/** The last seconds of the sensor, as a series is recorded; undefined before it said anything. */
export function lastWindow(now: Collection, sensor: Sensor): number[] | undefined {
  return sensor.trace.window(performance.now() - (1000 * (stepsOf(now) - 1)) / now.rate, now.rate, stepsOf(now));
}

interface Props {
  readonly place: RefObject<HTMLDivElement | null>;
  readonly sensor: Sensor;
  readonly recorder: Recorder;
  readonly now: Collection;
  /** Of the class that is recorded. */
  readonly name: string;
  /** What was recorded last. */
  readonly said: string | undefined;
  readonly canRecord: boolean;
  readonly onRecord: () => void;
}

export function Surface({ place, sensor, recorder, now, name, said, canRecord, onRecord }: Props) {
  const texts = collectTexts();
  const state = recorder.state.value;
  const isBusy = state.at !== "idle";
  const status =
    state.at === "countdown"
      ? texts.countingDown(state.left)
      : state.at === "recording"
        ? texts.recording(name)
        : state.trouble
          ? texts.troubles[state.trouble]
          : (said ?? texts.idle);
  return (
    <>
      <div class="between collect-head">
        <p class={`strong${state.at === "idle" && state.trouble ? " warn" : ""}`} role="status">
          {status}
        </p>
        {isBusy ? (
          <button type="button" class="btn" onClick={() => recorder.stop()}>
            <Icon name="close" size={16} />
            {texts.cancel}
          </button>
        ) : (
          <button type="button" class="btn primary" disabled={!canRecord} onClick={onRecord}>
            <Icon name="play" size={16} />
            {texts.record(name)}
          </button>
        )}
      </div>
      <div
        ref={place}
        class={`collect-surface ${state.at}`}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys are recorded while it has the focus
        tabIndex={0}
        aria-label={texts.surfaceText[now.sensor]}
        onKeyDown={(event) => {
          if (event.key === "Escape") recorder.stop();
        }}
      >
        <span class="small soft" aria-hidden="true">
          {state.at === "countdown" ? <b class="collect-count">{state.left}</b> : texts.surfaceText[now.sensor]}
        </span>
      </div>
      <Traces sensor={sensor} now={now} />
    </>
  );
}

function Traces({ sensor, now }: { sensor: Sensor; now: Collection }) {
  useTicks();
  const texts = collectTexts();
  const channels = channelsOf(now);
  const window_ = lastWindow(now, sensor);
  if (window_ === undefined) return now.sensor === "motion" ? <p class="small faint">{texts.waiting}</p> : null;
  return (
    <div class="collect-traces">
      {channels.map((channel, index) => (
        <div key={channel} class="collect-trace">
          <span class="mono small soft">{channel}</span>
          <SeriesLine values={window_.filter((_, at) => at % channels.length === index)} range={RANGES[sensor.name]} />
        </div>
      ))}
    </div>
  );
}
