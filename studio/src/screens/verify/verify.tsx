/** Verify: runs and reports that are dropped in are trained again, each with its verdict. */
import "./verify.css";
import { useEffect } from "preact/hooks";
import { formatHash } from "../../app/router.ts";
import type { ScreenProps } from "../../app/screen-props.ts";
import { FileDrop } from "../../components/file-drop.tsx";
import { Icon } from "../../components/icon.tsx";
import { showToast } from "../../components/toast.tsx";
import type { ErrorData } from "../../engine/protocol.ts";
import { RunRefused } from "../../engine/run-client.ts";
import { reportFault } from "../../state/faults.ts";
import { refreshRuns } from "../../state/studio.ts";
import { describeProblem } from "../../texts/errors.ts";
import { verifyTexts } from "../../texts/verify.ts";
import type { FoundRun } from "../../verify/gather.ts";
import { MOST_FILES } from "../../verify/gather.ts";
import {
  addFiles,
  again,
  clear,
  counts,
  empty,
  hold,
  importRun,
  isHeld,
  isReading,
  isTooMany,
  items,
  type QueueItem,
  restoreQueue,
  stopAll,
} from "../../verify/queue.ts";
import { isVerified } from "../../verify/verdict.ts";
import { VerdictText } from "../../verify/verdict-text.tsx";

const take = (files: Parameters<typeof addFiles>[0]) => void addFiles(files);

/** Keeps a run that was dropped, with its record and weights. */
async function keepRun(run: FoundRun): Promise<void> {
  const texts = verifyTexts();
  try {
    const { id, label, wasKept, isOpen } = await importRun(run);
    await refreshRuns();
    const action = { text: texts.open, run: () => location.assign(formatHash([isOpen ? "train" : "run", id])) };
    showToast({ text: wasKept ? texts.keptAlready(label) : texts.kept(label), action }, 12);
  } catch (error) {
    if (error instanceof RunRefused)
      showToast({ text: `${texts.notKept} ${error.errors.map(describeProblem).join(" ")}` });
    else reportFault(String(error), error instanceof Error ? (error.stack ?? "") : "");
  }
}

/** What a page says otherwise than the command line. */
function textOf(error: ErrorData): string {
  if (error.code === "numerics.unavailable") return verifyTexts().numericsText;
  return error.code === "run.unfinished" ? verifyTexts().unfinishedText : describeProblem(error);
}

/** The verdict in a few words, and how it looks. */
function chipOf({ state }: QueueItem): { look: string; text: string } {
  const { verdicts } = verifyTexts();
  switch (state.at) {
    case "waiting":
      return { look: "", text: isHeld.value ? verdicts.held : verdicts.waiting };
    case "running":
      if (isHeld.value) return { look: "warn", text: verdicts.held };
      return {
        look: "tide",
        text: state.epochs === 0 ? verdicts.reading : verdicts.running(state.epoch, state.epochs),
      };
    case "stopped":
      return { look: "", text: verdicts.stopped };
    case "refused": {
      const [error] = state.errors;
      if (error?.code === "numerics.unavailable") return { look: "warn", text: verdicts.numerics };
      if (error?.code === "run.unfinished") return { look: "warn", text: verdicts.unfinished };
      if (error?.code.startsWith("data.")) return { look: "warn", text: verdicts.fileGone };
      return { look: "bad", text: verdicts.unreadable };
    }
    case "done": {
      const { verdict } = state;
      if (isVerified(verdict)) return { look: "good", text: verdicts.same };
      if (verdict.result === "same") return { look: "bad", text: verdicts.files };
      if (verdict.epoch !== undefined) return { look: "bad", text: verdicts.different(verdict.epoch) };
      const isData = verdict.differences.some(({ path }) => path === "data.sha256");
      return { look: "bad", text: isData ? verdicts.differentData : verdicts.differentEnd };
    }
  }
}

function Item({ item }: { item: QueueItem }) {
  const texts = verifyTexts();
  const { id, name, state, run, at } = item;
  const chip = chipOf(item);
  const isFolder = run?.files.has("model.safetensors") || run?.files.has("checkpoints/start.json");
  const isEnded = state.at !== "waiting" && state.at !== "running";
  return (
    <li
      class="verify-item"
      data-verdict={state.at === "done" ? (isVerified(state.verdict) ? "same" : "different") : state.at}
    >
      <div class="between">
        <span class="verify-name">{name}</span>
        <span class={`chip ${chip.look}`}>
          <Icon
            name={chip.look === "good" ? "shield" : chip.look === "" || chip.look === "tide" ? "clock" : "warn"}
            size={14}
          />
          {chip.text}
        </span>
      </div>
      {state.at === "running" && (
        <progress max={Math.max(1, state.epochs)} value={state.epoch} aria-label={texts.progress(name)} />
      )}
      {state.at === "done" && <VerdictText verdict={state.verdict} epochs={state.epochs} />}
      {state.at === "refused" && (
        <div class="notice warn">
          <Icon name="warn" />
          <div>
            {state.errors.map((error) => (
              <p key={`${error.code}${error.path ?? ""}`}>{textOf(error)}</p>
            ))}
          </div>
        </div>
      )}
      {isEnded && (
        <div class="hstack">
          {run && (
            <button type="button" class="btn sm quiet" onClick={() => again(id)}>
              <Icon name="reset" size={14} />
              {texts.again}
            </button>
          )}
          {run && isFolder && (
            <button type="button" class="btn sm quiet" onClick={() => void keepRun(run)}>
              <Icon name="save" size={14} />
              {texts.keep}
            </button>
          )}
          {run === undefined && at && <span class="tiny soft">{texts.day(at.slice(0, 10))}</span>}
        </div>
      )}
    </li>
  );
}

export default function Verify(_: ScreenProps) {
  const texts = verifyTexts();
  const { same, different, rest } = counts.value;
  useEffect(() => void restoreQueue(), []);
  return (
    <div class="column-screen">
      <h1>{texts.title}</h1>
      <p class="soft column-lead">{texts.lead}</p>
      <FileDrop text={texts.drop} chooseFiles={texts.chooseFiles} chooseFolder={texts.chooseFolder} onFiles={take} />
      <div role="status">
        {isReading.value && <p class="small soft">{texts.verdicts.reading}</p>}
        {empty.value.length > 0 && <p class="notice warn">{texts.nothingFound(empty.value.join(", "))}</p>}
        {isTooMany.value && <p class="notice warn">{texts.tooMany(MOST_FILES)}</p>}
      </div>
      {items.value.length > 0 && (
        <section aria-labelledby="queue-title">
          <div class="between verify-head">
            <h2 id="queue-title">{texts.queue}</h2>
            <span class="small" aria-live="polite">
              {texts.counts(same, different, rest)}
            </span>
            <div class="hstack">
              {rest > 0 && (
                <>
                  <button type="button" class="btn sm" onClick={() => hold(!isHeld.value)}>
                    <Icon name={isHeld.value ? "play" : "pause"} size={14} />
                    {isHeld.value ? texts.goOn : texts.pause}
                  </button>
                  <button type="button" class="btn sm" onClick={stopAll}>
                    <Icon name="stop" size={14} />
                    {texts.stop}
                  </button>
                </>
              )}
              <button type="button" class="btn sm quiet" onClick={clear}>
                {texts.clear}
              </button>
            </div>
          </div>
          <ul class="verify-list">
            {items.value.map((item) => (
              <Item key={item.id} item={item} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
