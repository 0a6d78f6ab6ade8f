/** Fix labels: training series that surprise the model, one after the other, and what the user decides of them. */
import "./fix.css";
import { useEffect, useMemo, useState } from "preact/hooks";
import { announce } from "../../app/announce.ts";
import { type KeyBinding, useKeys } from "../../app/keys.ts";
import { formatHash } from "../../app/router.ts";
import type { ScreenProps } from "../../app/screen-props.ts";
import { EmptyScreen } from "../../components/empty-screen.tsx";
import { Icon } from "../../components/icon.tsx";
import type { ErrorData } from "../../engine/protocol.ts";
import { askRun, RunRefused } from "../../engine/run-client.ts";
import { Decisions } from "../../state/decisions.ts";
import { reportFault } from "../../state/faults.ts";
import type { LiveRun } from "../../state/live-run.ts";
import { readFolder } from "../../state/run-files.ts";
import { useRun } from "../../state/use-run.ts";
import { describeProblem } from "../../texts/errors.ts";
import { fixTexts } from "../../texts/fix.ts";
import { LossBars } from "./loss-bars.tsx";
import { NextRun } from "./next-run.tsx";
import { SeriesList } from "./series-list.tsx";
import { SeriesQuestion } from "./series-question.tsx";

export default function Fix({ route }: ScreenProps) {
  const texts = fixTexts();
  const [, id = ""] = route.path;
  const run = useRun(id);
  if (run === undefined) return <p class="screen-loading soft">{texts.loading}</p>;
  if (run === "missing") return <EmptyScreen text={texts.noRun} href={formatHash([])} action={texts.toStart} />;
  if (run.record.value === undefined) {
    return <EmptyScreen text={texts.notEnded} href={formatHash(["train", id])} action={texts.toRun} />;
  }
  return <Ended key={id} run={run} />;
}

type State = Decisions | "reading" | "notKept" | { readonly errors: readonly ErrorData[] };

async function readSeries({ id, label }: LiveRun): Promise<State> {
  const files = await readFolder(id);
  if (files === undefined) return "notKept";
  try {
    return new Decisions(await askRun("training", { files, folder: label }));
  } catch (error) {
    if (error instanceof RunRefused) return { errors: error.errors };
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    reportFault(message, stack);
    return "notKept";
  }
}

function Ended({ run }: { run: LiveRun }) {
  const texts = fixTexts();
  const [state, setState] = useState<State>("reading");
  useEffect(() => {
    let isWanted = true;
    readSeries(run).then((found) => isWanted && setState(found));
    return () => {
      isWanted = false;
    };
  }, [run]);
  if (state instanceof Decisions) return <Shown run={run} decisions={state} />;
  if (state === "reading") return <p class="screen-loading soft">{texts.loading}</p>;
  if (state === "notKept") {
    return <EmptyScreen text={texts.notKept} href={formatHash(["run", run.id])} action={texts.toRun} />;
  }
  return (
    <div class="screen-loading" role="alert">
      {state.errors.map((error) => (
        <p key={error.path} class="notice warn">
          <Icon name="warn" />
          {describeProblem(error)}
        </p>
      ))}
    </div>
  );
}

/** What a decision was, for those who listen. */
function decideAndSay(decisions: Decisions, labels: readonly string[], label: number | undefined): void {
  const texts = fixTexts();
  const { at, series } = decisions;
  const decision = decisions.decide(label);
  const name = labels[decision.label ?? series.given[at.value]!] ?? "";
  const truth = series.truth?.[at.value];
  const said = decision.label === undefined ? texts.decided.kept(name) : texts.decided.changed(name);
  announce(truth === undefined ? said : `${said}. ${texts.truth.wrong(labels[truth] ?? "")}`);
}

function Shown({ run, decisions }: { run: LiveRun; decisions: Decisions }) {
  const texts = fixTexts();
  const labels = run.facts.value?.classNames ?? [];
  const keys = useMemo<readonly KeyBinding[]>(() => {
    const decide = (label: number | undefined) => {
      // A series that is decided is decided again; the next key is for the next one.
      if (decisions.of(decisions.at.value) !== undefined) decisions.next();
      decideAndSay(decisions, labels, label);
    };
    const names = () => fixTexts().keyNames;
    return [
      ...labels.slice(0, 9).map((name, label) => ({
        key: String(label + 1),
        text: () => fixTexts().relabelTo(name),
        run: () => decide(label),
      })),
      { key: "k", text: () => names().keep, run: () => decide(undefined) },
      { key: "u", text: () => names().undo, run: () => void decisions.undo() },
      { key: "ArrowLeft", text: () => names().before, run: () => decisions.move(-1) },
      { key: "ArrowRight", text: () => names().after, run: () => decisions.move(1) },
    ];
  }, [decisions, labels]);
  useKeys(keys);
  return (
    <div class="fix">
      <section class="panel fix-list" aria-label={texts.list}>
        <SeriesList decisions={decisions} labels={labels} />
      </section>
      <section class="panel fix-stage" aria-label={texts.title}>
        <div class="hstack">
          <a class="btn quiet icon" href={formatHash(["run", run.id])} aria-label={texts.toRun}>
            <Icon name="left" />
          </a>
          <h1>
            {texts.title} · {run.label}
          </h1>
        </div>
        <p class="small soft">{texts.intro}</p>
        <SeriesQuestion
          decisions={decisions}
          labels={labels}
          onDecide={(label) => decideAndSay(decisions, labels, label)}
        />
        <LossBars decisions={decisions} />
      </section>
      <aside class="panel fix-aside" aria-label={texts.decisions}>
        <NextRun run={run} decisions={decisions} labels={labels} />
      </aside>
    </div>
  );
}
