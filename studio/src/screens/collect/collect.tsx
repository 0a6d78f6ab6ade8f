/** Collect: series by hand, from a pointer, keys or a phone's motion. What is collected becomes an own file; what was trained on it is tried live. */
import "./collect.css";
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { ScreenProps } from "../../app/screen-props.ts";
import { type Collection, channelsOf, stepsOf, withSeries } from "../../collect/collection.ts";
import { Recorder } from "../../collect/recorder.ts";
import { createSensor, hasMotion } from "../../collect/sensors.ts";
import { Icon } from "../../components/icon.tsx";
import { changeCollection, collection, isCollectionKept, openCollection } from "../../state/collect.ts";
import { collectTexts } from "../../texts/collect.ts";
import { Classes } from "./classes.tsx";
import { Collected } from "./collected.tsx";
import { emptyNow } from "./empty-now.ts";
import { Settings } from "./settings.tsx";
import { Surface } from "./surface.tsx";
import { TryLive } from "./try-live.tsx";

export default function Collect(_: ScreenProps) {
  const texts = collectTexts();
  useEffect(() => void openCollection(emptyNow), []);
  const now = collection.value;
  if (now === undefined) return <p class="screen-loading soft">{texts.reading}</p>;
  return <WithCollection now={now} />;
}

function WithCollection({ now }: { now: Collection }) {
  const texts = collectTexts();
  const chosen = useSignal(now.classes[0]?.key ?? 0);
  const countdown = useSignal(3);
  const times = useSignal(1);
  /** What was recorded last. */
  const kept = useSignal<{ readonly name: string; readonly count: number } | undefined>(undefined);
  const surface = useRef<HTMLDivElement>(null);
  const sensor = useMemo(() => createSensor(now.sensor), [now.sensor]);
  const recorder = useMemo(() => new Recorder(sensor), [sensor]);
  const isAllowed = useSignal(false);
  // Where permission is asked for, nothing comes before it is given.
  useEffect(() => {
    const stop = surface.current ? sensor.listen(surface.current) : undefined;
    return () => {
      stop?.();
      recorder.stop();
    };
  }, [sensor, recorder, isAllowed.value]);
  const known = now.classes.find(({ key }) => key === chosen.value) ?? now.classes[0];
  const record = () => {
    if (known === undefined) return;
    surface.current?.focus();
    recorder.record(
      { rate: now.rate, steps: stepsOf(now), countdown: countdown.value, times: times.value },
      (values) => {
        const next = withSeries(collection.value ?? now, known.key, values);
        changeCollection(next);
        kept.value = { name: known.name, count: next.series.filter((one) => one.class === known.key).length };
      },
    );
  };
  return (
    <div class="collect">
      <aside class="panel side collect-side" aria-label={texts.settings}>
        <h1>{texts.title}</h1>
        <p class="small soft">{texts.lead}</p>
        <Settings now={now} countdown={countdown} times={times} isBusy={recorder.isBusy} isAllowed={isAllowed} />
        <Classes
          now={now}
          chosen={known?.key}
          onChoose={(key) => {
            chosen.value = key;
          }}
        />
        {!isCollectionKept.value && (
          <p class="notice warn">
            <Icon name="warn" />
            {texts.notKept}
          </p>
        )}
      </aside>
      <section class="panel collect-stage" aria-label={texts.surface}>
        <Surface
          place={surface}
          sensor={sensor}
          recorder={recorder}
          now={now}
          name={known?.name ?? ""}
          said={kept.value && texts.kept(kept.value.name, kept.value.count)}
          canRecord={known !== undefined && (now.sensor !== "motion" || hasMotion())}
          onRecord={record}
        />
        <TryLive now={now} sensor={sensor} />
      </section>
      <section class="panel collect-list" aria-label={texts.collected}>
        <Collected now={now} channels={channelsOf(now)} />
      </section>
    </div>
  );
}
