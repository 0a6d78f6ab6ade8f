/** The run that was trained on the collection answers what the sensor says now. */
import { useEffect, useState } from "preact/hooks";
import { type Collection, channelsOf, stepsOf } from "../../collect/collection.ts";
import type { Sensor } from "../../collect/sensors.ts";
import { NoSeries } from "../../draw/no-series.tsx";
import { VerdictBars } from "../../draw/verdict-bars.tsx";
import { lensOf } from "../../lens/lens.ts";
import { collectionFile } from "../../state/collect.ts";
import type { LiveRun } from "../../state/live-run.ts";
import { current, keptRuns, openKept } from "../../state/studio.ts";
import { sha256Of } from "../../store/own-files.ts";
import { collectTexts } from "../../texts/collect.ts";
import { lastWindow, useTicks } from "./surface.tsx";
import "../../draw/draw.css";

/** The newest run that was trained on the collection and has ended. */
function useTrained(sha256: string | undefined): LiveRun | undefined {
  const [found, setFound] = useState<LiveRun | undefined>(undefined);
  const live = current.value;
  const isLive = live?.record.value !== undefined && live.files.some((file) => file.sha256 === sha256);
  const id = keptRuns.value?.find(
    (row) => row.status !== "running" && row.files?.some((file) => file.sha256 === sha256),
  )?.id;
  useEffect(() => {
    setFound(undefined);
    if (sha256 === undefined || isLive || id === undefined) return;
    let isWanted = true;
    openKept(id).then(
      (run) => isWanted && setFound(run),
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [sha256, id, isLive]);
  return sha256 === undefined ? undefined : isLive ? live : found;
}

/** Whether the series are still those that the run was trained on. */
function useIsSame(now: Collection): boolean {
  const [isSame, setSame] = useState(true);
  useEffect(() => {
    let isWanted = true;
    collectionFile(now)
      .arrayBuffer()
      .then((buffer) => sha256Of(new Uint8Array(buffer)))
      .then((sha256) => isWanted && setSame(sha256 === now.sha256));
    return () => {
      isWanted = false;
    };
  }, [now]);
  return isSame;
}

export function TryLive({ now, sensor }: { now: Collection; sensor: Sensor }) {
  const texts = collectTexts();
  const run = useTrained(now.sha256);
  const isSame = useIsSame(now);
  return (
    <section class="section collect-try" aria-label={texts.tryIt}>
      <h2>{texts.tryIt}</h2>
      {run ? (
        <>
          <p class="small soft">{texts.tryHint(run.label, now.seconds)}</p>
          {!isSame && <p class="small soft">{texts.changed}</p>}
          <Live key={run.id} run={run} now={now} sensor={sensor} />
        </>
      ) : (
        <p class="small soft">{texts.notTrained}</p>
      )}
    </section>
  );
}

function Live({ run, now, sensor }: { run: LiveRun; now: Collection; sensor: Sensor }) {
  const texts = collectTexts();
  const tick = useTicks();
  const lens = lensOf(run);
  useEffect(() => lens.open(), [lens]);
  const facts = lens.facts.value;
  const fits = facts === undefined || (facts.channels === channelsOf(now).length && facts.length === stepsOf(now));
  useEffect(() => {
    const values = fits && facts ? lastWindow(now, sensor) : undefined;
    if (values) lens.classify(Float32Array.from(values));
  }, [tick, facts, fits]);
  if (lens.refusal.value) return <NoSeries errors={lens.refusal.value} />;
  if (!fits) return <p class="small warn">{texts.otherSensor}</p>;
  return <VerdictBars verdict={lens.judged.value?.verdict} classNames={facts?.classNames ?? []} />;
}
