/** What was observed: numbered as on the timeline, each with its numbers, to be pinned and to be gone to. */
import { Icon } from "../components/icon.tsx";
import { lensOf } from "../lens/lens.ts";
import type { LiveRun } from "../state/live-run.ts";
import { timeTexts } from "../texts/time.ts";
import { observationsOf } from "./observations.ts";
import { viewNearest } from "./playhead.ts";

export function ObservationList({ run }: { run: LiveRun }) {
  const texts = timeTexts();
  const observations = observationsOf(run);
  const list = observations.list.value;
  if (run.history.value.length === 0 && !run.isBegun.value) return null;
  return (
    <section class="section">
      <div class="section-head">
        <h2>
          {texts.observations} <span class="count">{list.length}</span>
        </h2>
      </div>
      {list.length === 0 && <p class="small soft">{texts.none}</p>}
      <ol class="notes" aria-live="polite">
        {list.map(({ id, step, text }, index) => {
          const isPinned = observations.pinned.value.includes(id);
          return (
            <li key={id}>
              <button
                type="button"
                class="flagno"
                aria-label={texts.show(index + 1)}
                title={texts.show(index + 1)}
                onClick={() => viewNearest(lensOf(run), step)}
              >
                {index + 1}
              </button>
              <span>{text(texts)}</span>
              <button
                type="button"
                class={`btn icon quiet sm pin${isPinned ? " on" : ""}`}
                aria-pressed={isPinned}
                aria-label={isPinned ? texts.unpin : texts.pin}
                title={isPinned ? texts.unpin : texts.pin}
                onClick={() => observations.togglePin(id)}
              >
                <Icon name="pin" size={16} />
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
