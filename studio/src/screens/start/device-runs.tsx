/** What this device has: a run that was interrupted, and the runs of before. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Spec } from "tidelab";
import { formatHash, navigate } from "../../app/router.ts";
import { Sparkline } from "../../charts/sparkline.tsx";
import { Icon } from "../../components/icon.tsx";
import { showToast } from "../../components/toast.tsx";
import { discardRun, interruptedRuns, keeps, keptRuns, refreshRuns, resumeRun } from "../../state/studio.ts";
import type { RunRow } from "../../store/runs.ts";
import { formatPercent } from "../../texts/numbers.ts";
import { shellTexts } from "../../texts/shell.ts";
import { startTexts } from "../../texts/start.ts";

const SHOWN = 6;

function Interrupted({ row }: { row: RunRow }) {
  const texts = startTexts();
  const { id, label, history, checkpoints } = row;
  const goOn = () => navigate(["train", resumeRun(row).id]);
  const discard = () => {
    void discardRun(id);
    showToast({ text: texts.discarded(label), action: { text: texts.undo, run: () => void discardRun(id, true) } }, 12);
  };
  return (
    <section class="resume" aria-labelledby={`interrupted-${id}`}>
      <h2 class="hstack small" id={`interrupted-${id}`}>
        <span class="warn">
          <Icon name="clock" size={17} />
        </span>
        {texts.interrupted(label, Math.min(history.length + 1, row.spec.training.epochs))}
      </h2>
      <p class="small soft">{texts.interruptedBody(checkpoints.at(-1)?.epoch ?? 0)}</p>
      <div class="hstack">
        <button type="button" class="btn primary" onClick={goOn}>
          <Icon name="play" size={16} />
          {texts.goOn}
        </button>
        <button type="button" class="btn quiet" onClick={discard}>
          {texts.discard}
        </button>
      </div>
    </section>
  );
}

/** What a model is called in a list: its first layer that learns, as the field writes it. */
function modelName({ model }: Spec): string {
  const [first] = model.layers;
  return { conv1d: "CNN" }[first?.layer as string] ?? first?.layer.toUpperCase() ?? "";
}

/** Megabytes that this origin keeps, where the browser says so. */
function useUsage(): number | undefined {
  const [megabytes, setMegabytes] = useState<number | undefined>(undefined);
  const runs = keptRuns.value;
  useEffect(() => {
    void runs;
    navigator.storage?.estimate?.().then(
      ({ usage }) => setMegabytes(usage === undefined ? undefined : usage / 2 ** 20),
      () => undefined,
    );
  }, [runs]);
  return megabytes;
}

const isSafari = /^((?!chrome|android).)*safari/i.test(navigator.userAgent);

/** @param doors  other ways to begin, below what was interrupted */
export function DeviceRuns({ doors }: { doors: ComponentChildren }) {
  const texts = startTexts();
  const runs = keptRuns.value;
  const usage = useUsage();
  useEffect(() => void refreshRuns(), []);
  const ended = runs?.filter(({ status, part }) => status !== "running" && part === undefined) ?? [];
  return (
    <>
      {interruptedRuns.value.map((row) => (
        <Interrupted key={row.id} row={row} />
      ))}
      {keeps.value === false && (
        <p class="notice warn">
          <Icon name="warn" />
          {shellTexts().notSavedLong}
        </p>
      )}
      {doors}
      <section class="recent">
        <h2>{texts.recent}</h2>
        {ended.length > 0 ? (
          <table>
            <thead>
              <tr>
                <td />
                <th scope="col">{texts.valLoss}</th>
                <th scope="col" class="num">
                  {texts.test}
                </th>
              </tr>
            </thead>
            <tbody>
              {ended.slice(0, SHOWN).map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    <a href={formatHash(["run", row.id])}>{row.label}</a>
                    <br />
                    <span class="tiny soft">{texts.runLine(modelName(row.spec), row.history.length)}</span>
                  </th>
                  <td>
                    <Sparkline values={row.history.map(({ valLoss }) => valLoss)} width={74} height={30} />
                  </td>
                  <td class="num strong">
                    {row.record?.test ? formatPercent(row.record.test.accuracy) : texts.noTest}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : (
          <p class="small soft">{texts.recentEmpty}</p>
        )}
        <nav class="hstack device-links" aria-label={texts.deviceLinks}>
          <a href={formatHash(["device"])}>{texts.toDevice}</a>
          <a href={formatHash(["verify"])}>{texts.toVerify}</a>
        </nav>
        <p class="tiny faint">
          {usage === undefined || usage < 0.05 ? texts.nothingSent : texts.megabytes(usage.toFixed(1))}
          {isSafari && ` ${texts.safari}`}
        </p>
      </section>
    </>
  );
}
