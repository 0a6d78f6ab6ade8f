/** The teacher's own run in the editor: whose weights every student must get, where nothing varies. */
import { useId } from "preact/hooks";
import { formatHash } from "../../app/router.ts";
import type { AssignmentDraft } from "../../state/assignment-draft.ts";
import { formatPercent, shortHash } from "../../texts/numbers.ts";
import { teachTexts } from "../../texts/teach.ts";

export function OwnRunPart({ draft }: { draft: AssignmentDraft }) {
  const texts = teachTexts().ownRun;
  const id = useId();
  if (draft.isExercise.value) return null;
  const found = draft.ownRuns.value;
  const chosen = found.some(({ row }) => row.id === draft.ownRun.value) ? draft.ownRun.value : "";
  return (
    <section class="task-part">
      <h2>{texts.title}</h2>
      <p class="small soft">{draft.isOneRun.value ? texts.hint : texts.varies}</p>
      {draft.isOneRun.value && found.length === 0 && (
        <p class="small">
          {texts.none} <a href={formatHash(["train"])}>{texts.toTrain}</a>
        </p>
      )}
      {found.length > 0 && (
        <div class="form-grid">
          <label for={id}>{texts.run}</label>
          <select
            id={id}
            class="input"
            value={chosen}
            onChange={({ currentTarget }) => (draft.ownRun.value = currentTarget.value)}
          >
            <option value="">{texts.without}</option>
            {found.map(({ row, record }) => (
              <option key={row.id} value={row.id}>
                {row.label} · {record.test ? `${formatPercent(record.test.accuracy)} · ` : ""}
                {shortHash(record.weightsSha256)}…
              </option>
            ))}
          </select>
        </div>
      )}
    </section>
  );
}
