/** Below a question: the places that its answer points at or rests on, each a link, and the button that adds one. */
import "../../pointing/pointing.css";
import type { Question } from "tidelab/teaching";
import { formatHash } from "../../app/router.ts";
import { Icon } from "../../components/icon.tsx";
import { placeText } from "../../pointing/place-text.ts";
import { addressOf, beginPointing, kindOf } from "../../state/pointing.ts";
import { keptRuns } from "../../state/studio.ts";
import type { Task } from "../../state/task.ts";
import { pointingTexts } from "../../texts/pointing.ts";
import { candidatesOf, useSetSpec } from "./own-runs.tsx";

/** Evidence beyond these says no more. */
const MOST = 6;

export function Places({ task, question, isFixed }: { task: Task; question: Question; isFixed: boolean }) {
  const texts = pointingTexts();
  const set = useSetSpec(task);
  const kind = kindOf(question);
  if (kind === undefined || question.before || set === undefined) return null;
  const runs = candidatesOf(task, set, keptRuns.value ?? []).map(({ row }) => row);
  const places = task.row.value.answers[question.id]?.places ?? [];
  const { chosen } = task.row.value;
  const first = runs.find(({ id }) => chosen.includes(id)) ?? runs[0];
  return (
    <div class="places small">
      {places.length > 0 && <span class="soft">{kind === "any" ? texts.restsOn : texts.pointsAt}</span>}
      {places.map((place) => {
        const row = runs.find(({ label }) => label === place.run);
        const text = texts.ofRun(placeText(place, row?.classNames), place.run);
        return (
          <span key={JSON.stringify(place)} class="chip">
            <Icon name="pin" size={14} />
            {row ? <a href={formatHash(...addressOf(place, row.id, row.stepsPerEpoch))}>{text}</a> : text}
            {!isFixed && (
              <button
                type="button"
                class="btn icon quiet sm"
                aria-label={texts.remove(text)}
                onClick={() => task.unpoint(question, place)}
              >
                <Icon name="close" size={12} />
              </button>
            )}
          </span>
        );
      })}
      {first && !isFixed && places.length < MOST && (
        <button
          type="button"
          class="btn sm"
          onClick={() => {
            const asked = runs.map(({ id, label }) => ({ id, label }));
            beginPointing({ task, question, kind, runs: asked }, first.id);
          }}
        >
          <Icon name={kind === "any" ? "plus" : "pin"} size={14} />
          {kind === "any" ? texts.evidence : texts.ask}
        </button>
      )}
    </div>
  );
}
