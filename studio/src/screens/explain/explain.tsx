/** Explain: open the box. Tracks on one time axis, like an oscilloscope; what is looked at on the left, the verdict on the right. */
import "../../draw/draw.css";
import "./explain.css";
import { useEffect, useMemo } from "preact/hooks";
import { type KeyBinding, useKeys } from "../../app/keys.ts";
import { formatHash, navigate, route } from "../../app/router.ts";
import type { ScreenProps } from "../../app/screen-props.ts";
import { EmptyScreen } from "../../components/empty-screen.tsx";
import { NoSeries } from "../../draw/no-series.tsx";
import { padOf } from "../../draw/pad.ts";
import { type Lens, lensOf } from "../../lens/lens.ts";
import { labSpec } from "../../state/lab.ts";
import { current, prepareRun } from "../../state/studio.ts";
import { useRun } from "../../state/use-run.ts";
import { drawTexts } from "../../texts/draw.ts";
import { explainTexts } from "../../texts/explain.ts";
import { ExplainAside } from "./explain-aside.tsx";
import { type ExplainSession, sessionOf } from "./session.ts";
import { Sources } from "./sources.tsx";
import { Tracks } from "./tracks.tsx";

export default function Explain({ route }: ScreenProps) {
  const texts = explainTexts();
  const [, id] = route.path;
  const run = useRun(id);
  // Without any run the lab's model is there, untrained and usable.
  useEffect(() => {
    if (id === undefined && current.value === undefined) prepareRun(labSpec());
  }, [id]);
  // A run that is not begun is not kept: its address would lead nowhere after a reload.
  const name = run !== undefined && run !== "missing" && run.isBegun.value ? run.id : undefined;
  useEffect(() => {
    if (id === undefined && name !== undefined) navigate(["explain", name], { replace: true });
  }, [id, name]);
  if (run === "missing") {
    return <EmptyScreen text={texts.missing} href={formatHash(["train"])} action={texts.toTrain} />;
  }
  if (run === undefined) return <p class="screen-loading soft">{drawTexts().waiting}</p>;
  return <Opened key={run.id} lens={lensOf(run)} />;
}

/** A run whose series may still be in the making. */
function Opened({ lens }: { lens: Lens }) {
  const isKnown = lens.run.facts.value !== undefined;
  useEffect(() => {
    if (isKnown) lens.open();
  }, [lens, isKnown]);
  const facts = lens.facts.value;
  const pad = padOf(lens);
  const refusal = lens.refusal.value;
  if (facts && pad) return <Shown session={sessionOf(lens, facts, pad)} />;
  return (
    <div class="screen-loading">
      {refusal ? <NoSeries errors={refusal} /> : <p class="soft">{drawTexts().waiting}</p>}
    </div>
  );
}

function Shown({ session }: { session: ExplainSession }) {
  const texts = explainTexts();
  const values = session.values.value;
  useEffect(() => {
    if (values) session.ask(values);
  }, [session, values]);
  useEffect(() => () => session.leave(), [session]);
  // A test series that the address names.
  const row = /^test:(\d{1,7})$/.exec(route.value.query.get("src") ?? "")?.[1];
  useEffect(() => {
    if (row === undefined || Number(row) >= session.facts.testLabels.length) return;
    session.source.value = "test";
    void session.showTest(Number(row));
  }, [session, row]);
  const keys = useMemo<readonly KeyBinding[]>(
    () => [{ key: "f", text: () => explainTexts().nextFlip, run: () => session.nextFlip() }],
    [session],
  );
  useKeys(keys);
  return (
    <div class="explain">
      <aside class="panel" aria-label={texts.series}>
        <Sources session={session} />
      </aside>
      <section class="panel" aria-label={texts.heading}>
        <Tracks session={session} />
      </section>
      <aside class="panel" aria-label={texts.says}>
        <ExplainAside session={session} />
      </aside>
    </div>
  );
}
