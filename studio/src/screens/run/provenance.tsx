/** Where the numbers come from, and the button that gets them again: the run is trained again and compared to the bit. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { RunRecord } from "tidelab/runs";
import { announce } from "../../app/announce.ts";
import { Icon } from "../../components/icon.tsx";
import { askVerdict, RunRefused } from "../../engine/run-client.ts";
import { reportFault } from "../../state/faults.ts";
import type { LiveRun } from "../../state/live-run.ts";
import { filesOf } from "../../state/own-files.ts";
import { keepVerdict, threadsHere } from "../../state/studio.ts";
import { describeProblem } from "../../texts/errors.ts";
import { runTexts } from "../../texts/run.ts";
import { VerdictText } from "../../verify/verdict-text.tsx";

type State =
  | { readonly at: "none" }
  | { readonly at: "running"; readonly epoch: number }
  | { readonly at: "refused"; readonly lines: readonly string[] };

export function Provenance({ run, record }: { run: LiveRun; record: RunRecord }) {
  const texts = runTexts();
  const state = useSignal<State>({ at: "none" });
  const stop = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => stop.current?.abort(), []);
  const verify = async () => {
    stop.current = new AbortController();
    state.value = { at: "running", epoch: 0 };
    try {
      const verdict = await askVerdict(
        {
          files: [["run.json", new TextEncoder().encode(JSON.stringify(record))]],
          name: record.name,
          opened: filesOf(record.spec),
          threads: threadsHere(),
        },
        {
          signal: stop.current.signal,
          onProgress: ({ epoch }) => {
            state.value = { at: "running", epoch };
          },
        },
      );
      state.value = { at: "none" };
      await keepVerdict(run.id, record, verdict, run);
      announce(verdict.result === "same" ? texts.verified : texts.differs);
    } catch (error) {
      if (stop.current?.signal.aborted) state.value = { at: "none" };
      else if (error instanceof RunRefused) state.value = { at: "refused", lines: error.errors.map(describeProblem) };
      else {
        state.value = { at: "none" };
        reportFault(String(error), error instanceof Error ? (error.stack ?? "") : "");
      }
    }
  };
  const now = state.value;
  const { spec, data, weightsSha256, seed, numerics, environment, history } = record;
  const edits = spec.training.edits?.length ?? 0;
  const verdict = run.verified.value;
  const equal = verdict?.epochs;
  return (
    <section class="panel provenance" aria-labelledby="provenance-title">
      <h3 id="provenance-title">{texts.provenance}</h3>
      <dl class="prov">
        <dt>{texts.weights}</dt>
        <dd class="mono" title={weightsSha256} data-testid="weights-hash">
          {weightsSha256}
        </dd>
        {data.sha256 && (
          <>
            <dt>{texts.data}</dt>
            <dd class="mono" title={data.sha256}>
              {data.sha256}
            </dd>
          </>
        )}
        <dt>{texts.seedNumerics}</dt>
        <dd>
          {seed} · {numerics}
        </dd>
        <dt>{texts.machine}</dt>
        <dd title={`${environment.runtime} · ${environment.platform} · ${environment.cpu}`}>{environment.runtime}</dd>
        {edits > 0 && (
          <>
            <dt>{texts.edits}</dt>
            <dd>{texts.editsCount(edits)}</dd>
          </>
        )}
        {equal !== undefined && (
          <>
            <dt>{texts.equalHere}</dt>
            <dd class={equal === history.length ? "good" : "bad"}>{texts.equalOf(equal, history.length)}</dd>
          </>
        )}
      </dl>
      {now.at === "running" ? (
        <div class="verify-progress">
          <progress max={history.length} value={now.epoch} aria-label={texts.verify} />
          <div class="between">
            <span class="tiny soft">
              {now.epoch === 0 ? texts.verifyStart : texts.verifying(now.epoch, history.length)}
            </span>
            <button type="button" class="btn sm" onClick={() => stop.current?.abort()}>
              {texts.cancel}
            </button>
          </div>
        </div>
      ) : (
        <button type="button" class="btn sm" onClick={verify}>
          <Icon name="shield" size={16} />
          {verdict ? texts.verifyAgain : texts.verify}
        </button>
      )}
      <div aria-live="polite">
        {now.at === "refused" &&
          now.lines.map((line) => (
            <p key={line} class="notice warn">
              <Icon name="warn" />
              {line}
            </p>
          ))}
        {now.at === "none" && verdict && <VerdictText verdict={verdict} epochs={history.length} />}
      </div>
    </section>
  );
}
