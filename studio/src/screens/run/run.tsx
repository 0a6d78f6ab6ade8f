/** A run that has ended: its confusion matrix, exactly the series of each cell, its scores, and how to get all of it again. */
import "./run.css";
import { formatHash, navigate } from "../../app/router.ts";
import type { ScreenProps } from "../../app/screen-props.ts";
import { EmptyScreen } from "../../components/empty-screen.tsx";
import { Icon } from "../../components/icon.tsx";
import { showToast } from "../../components/toast.tsx";
import { ExpectedNotice } from "../../link/linked.tsx";
import { ShareButton } from "../../link/share-button.tsx";
import { type Cell, firstCell, formatCell, parseCell } from "../../state/cells.ts";
import type { LiveRun } from "../../state/live-run.ts";
import { discardRun } from "../../state/studio.ts";
import { useRun } from "../../state/use-run.ts";
import { fixTexts } from "../../texts/fix.ts";
import { formatCount } from "../../texts/numbers.ts";
import { runTexts } from "../../texts/run.ts";
import { DownloadMenu } from "./download-menu.tsx";
import { Gallery } from "./gallery.tsx";
import { Matrix } from "./matrix.tsx";
import { modelLine } from "./model-line.ts";
import { Notes } from "./notes.tsx";
import { Provenance } from "./provenance.tsx";
import { RunResult } from "./result.tsx";
import { RunCurves } from "./run-curves.tsx";
import { ScoresTable } from "./scores.tsx";
import { useDropsTo } from "./use-drops-to.ts";
import { useTest } from "./use-test.ts";

const LOOKS = { finished: "good", stopped: "warn", diverged: "bad" } as const;

export default function Run({ route }: ScreenProps) {
  const texts = runTexts();
  const [, id = ""] = route.path;
  const run = useRun(id);
  if (run === undefined) return <p class="screen-loading soft">{texts.loading}</p>;
  if (run === "missing") {
    return <EmptyScreen text={texts.noRun} href={formatHash([])} action={texts.toStart} />;
  }
  if (run.record.value === undefined) {
    return <EmptyScreen text={texts.notEnded} href={formatHash(["train", id])} action={texts.toTrain} />;
  }
  return <EndedRun key={id} run={run} query={route.query} />;
}

function EndedRun({ run, query }: { run: LiveRun; query: URLSearchParams }) {
  const texts = runTexts();
  const record = run.record.value!; // it has ended
  const { id, label } = run;
  const state = useTest(id, label, true);
  const verdict = run.verified.value;
  const { test, data, status } = record;
  const cell =
    parseCell(query.get("cell"), data.classNames.length) ?? (test ? firstCell(test.confusionMatrix) : undefined);
  const choose = (next: Cell) => {
    navigate(["run", id], { replace: true, query: new URLSearchParams({ cell: formatCell(next) }) });
  };
  useDropsTo(id, label);
  const remove = async () => {
    await discardRun(id);
    navigate([]);
    showToast({ text: texts.removed(label), action: { text: texts.undo, run: () => void discardRun(id, true) } }, 12);
  };
  return (
    <div class="run">
      <div class="panel run-head between">
        <div class="hstack run-name">
          <a class="btn quiet icon" href={formatHash(["train", id])} aria-label={texts.back}>
            <Icon name="left" />
          </a>
          <h1>{label}</h1>
          <span class={`chip ${LOOKS[status]}`}>
            <Icon name={status === "finished" ? "check" : "warn"} size={14} />
            {texts.states[status]}
          </span>
          {verdict && (
            <span
              class={`chip ${verdict.result === "same" ? "good" : "bad"}`}
              title={texts.verifiedOn(verdict.at.slice(0, 10))}
            >
              <Icon name={verdict.result === "same" ? "shield" : "warn"} size={15} />
              {verdict.result === "same" ? texts.verified : texts.differs}
            </span>
          )}
          <span class="small soft">{texts.modelLine(modelLine(record.spec), formatCount(data.train))}</span>
        </div>
        <div class="hstack run-tools">
          <button type="button" class="btn quiet" onClick={() => void remove()}>
            <Icon name="bin" size={16} />
            {texts.remove}
          </button>
          {record.initial === undefined && (
            <ShareButton
              spec={record.spec}
              weightsSha256={record.status === "finished" ? record.weightsSha256 : undefined}
              files={run.files}
            />
          )}
          <a class="btn quiet" href={formatHash(["fix", id])}>
            <Icon name="sort" size={16} />
            {fixTexts().link}
          </a>
          <a class="btn" href={formatHash(["predict", id])}>
            <Icon name="upload" size={16} />
            {texts.predict}
          </a>
          <a class="btn" href={formatHash(["report", id])}>
            <Icon name="page" size={16} />
            {texts.report}
          </a>
          <DownloadMenu id={id} label={label} record={record} />
        </div>
      </div>
      <div class="run-body">
        {test && cell && (
          <>
            <Matrix labels={test.labels} matrix={test.confusionMatrix} chosen={cell} onChoose={choose} />
            <Gallery
              run={run}
              state={state}
              cell={cell}
              count={test.confusionMatrix[cell.truth]?.[cell.predicted] ?? 0}
              labels={test.labels}
            />
          </>
        )}
        <aside class="panel run-aside" aria-label={texts.result}>
          <ExpectedNotice run={run} />
          <RunResult record={record} />
          <Notes id={id} />
        </aside>
        {test && <ScoresTable report={test.report} />}
        <RunCurves record={record} />
        <Provenance run={run} record={record} />
      </div>
    </div>
  );
}
