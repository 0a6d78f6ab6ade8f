/** The editor of an assignment: what it begins with, what is free, where the seed comes from, questions, what must be submitted. */
import { useSignal } from "@preact/signals";
import { useId, useMemo } from "preact/hooks";
import { parseAssignment } from "tidelab/teaching";
import { formatHash, navigate } from "../../app/router.ts";
import { Segmented } from "../../components/segmented.tsx";
import { showToast } from "../../components/toast.tsx";
import { describeErrors } from "../../engine/error-data.ts";
import { type AssignmentDraft, BEGINS, draftInput, endDraft, openDraft } from "../../state/assignment-draft.ts";
import { keepAssignment } from "../../store/teaching.ts";
import { describeProblem } from "../../texts/errors.ts";
import { LANGUAGES } from "../../texts/language.ts";
import { teachTexts } from "../../texts/teach.ts";
import { OwnRunPart } from "./own-run-part.tsx";
import { Problems } from "./problems.tsx";
import { QuestionsPart } from "./questions-part.tsx";

/** Keys whose values are numbers, which may have limits. */
const NUMBERS = /(?:hiddenSize|numLayers|dropout|lr|clipGradNorm|epochs|batchSize|weightDecay|noise)$/;

export default function Editor() {
  const texts = teachTexts();
  const id = useId();
  const draft = useMemo(openDraft, []);
  const { name, short, about, language: lang, due, begin, isFull, seed, runs, observations, mustVerify } = draft;
  const problems = useSignal<readonly string[]>([]);
  const isExercise = draft.isExercise.value;
  const save = async () => {
    problems.value = [];
    try {
      await keepAssignment(parseAssignment(draftInput(draft)));
      endDraft();
      showToast({ text: texts.made }, 5);
      navigate(["teach"]);
    } catch (error) {
      const found = describeErrors(error);
      if (found === undefined) throw error;
      problems.value = found.map(describeProblem);
    }
  };
  return (
    <form
      class="teach editor"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <a class="small" href={formatHash(["teach"])}>
        {texts.back}
      </a>
      <h1>{texts.newTitle}</h1>
      <section class="task-part">
        <h2>{texts.what}</h2>
        <div class="form-grid">
          <label for={`${id}-name`}>{texts.name}</label>
          <input
            id={`${id}-name`}
            class="input"
            maxLength={120}
            value={name.value}
            onInput={({ currentTarget }) => (name.value = currentTarget.value)}
          />
          <label for={`${id}-id`}>{texts.id}</label>
          <input
            id={`${id}-id`}
            class="input"
            maxLength={80}
            value={short.value}
            aria-describedby={`${id}-id-hint`}
            onInput={({ currentTarget }) => (short.value = currentTarget.value)}
          />
          <span />
          <span id={`${id}-id-hint`} class="tiny soft">
            {texts.idHint}
          </span>
          <label for={`${id}-about`}>{texts.about}</label>
          <textarea
            id={`${id}-about`}
            class="answer"
            rows={3}
            maxLength={4000}
            value={about.value}
            onInput={({ currentTarget }) => (about.value = currentTarget.value)}
          />
          <label for={`${id}-due`}>{texts.due}</label>
          <input
            id={`${id}-due`}
            class="input"
            type="date"
            value={due.value}
            onInput={({ currentTarget }) => (due.value = currentTarget.value)}
          />
          <label for={`${id}-lang`}>{texts.language}</label>
          <select
            id={`${id}-lang`}
            class="input"
            value={lang.value}
            onChange={({ currentTarget }) =>
              (lang.value = LANGUAGES.find((one) => one === currentTarget.value) ?? "en")
            }
          >
            <option value="en">English</option>
            <option value="zh-CN">中文</option>
          </select>
          <label for={`${id}-begin`}>{texts.begin}</label>
          <select
            id={`${id}-begin`}
            class="input"
            value={begin.value}
            onChange={({ currentTarget }) => (begin.value = BEGINS.find((one) => one === currentTarget.value) ?? "lab")}
          >
            {BEGINS.map((one) => (
              <option key={one} value={one}>
                {texts.beginWith[one]}
              </option>
            ))}
          </select>
        </div>
        {isExercise && (
          <label class="check">
            <input
              type="checkbox"
              checked={isFull.value}
              onChange={({ currentTarget }) => (isFull.value = currentTarget.checked)}
            />
            {texts.full}
          </label>
        )}
      </section>
      <FreePart draft={draft} />
      <section class="task-part">
        <h2>{texts.seed}</h2>
        <div>
          <Segmented
            label={texts.seed}
            value={seed.value}
            options={[
              { value: "student", text: texts.seeds.student },
              { value: "set", text: texts.seeds.set },
            ]}
            onChange={(next) => {
              seed.value = next;
            }}
          />
        </div>
        <p class="small soft">{texts.seedHint}</p>
      </section>
      <OwnRunPart draft={draft} />
      <QuestionsPart draft={draft} />
      {!isExercise && (
        <section class="task-part">
          <h2>{texts.needs}</h2>
          <div class="form-grid">
            <label for={`${id}-runs`}>{texts.runs}</label>
            <input
              id={`${id}-runs`}
              class="input"
              inputMode="numeric"
              value={runs.value}
              onInput={({ currentTarget }) => (runs.value = currentTarget.value)}
            />
            <label for={`${id}-observations`}>{texts.observations}</label>
            <input
              id={`${id}-observations`}
              class="input"
              inputMode="numeric"
              value={observations.value}
              onInput={({ currentTarget }) => (observations.value = currentTarget.value)}
            />
          </div>
          <label class="check">
            <input
              type="checkbox"
              checked={mustVerify.value}
              onChange={({ currentTarget }) => (mustVerify.value = currentTarget.checked)}
            />
            {texts.verified}
          </label>
        </section>
      )}
      <Problems lines={problems.value} />
      <div>
        <button type="submit" class="btn primary">
          {texts.save}
        </button>
      </div>
    </form>
  );
}

function FreePart({ draft }: { draft: AssignmentDraft }) {
  const texts = teachTexts();
  return (
    <section class="task-part">
      <h2>{texts.free}</h2>
      <p class="small soft">{draft.isExercise.value ? texts.freeExercise : texts.freeHint}</p>
      {!draft.isExercise.value && (
        <ul class="free-keys">
          {Object.entries(texts.keys).map(([path, label]) => {
            const limits = draft.free.value.get(path);
            return (
              <li key={path}>
                <label class="check">
                  <input
                    type="checkbox"
                    checked={limits !== undefined}
                    onChange={({ currentTarget }) =>
                      draft.setFree(path, currentTarget.checked ? { min: "", max: "" } : undefined)
                    }
                  />
                  {label} <code class="tiny soft">{path}</code>
                </label>
                {limits && NUMBERS.test(path) && (
                  <span class="range-ends">
                    {(["min", "max"] as const).map((end) => (
                      <input
                        key={end}
                        class="input"
                        inputMode="decimal"
                        placeholder={end === "min" ? "≥" : "≤"}
                        aria-label={end === "min" ? texts.least(label) : texts.most(label)}
                        value={limits[end]}
                        onInput={({ currentTarget }) => draft.setFree(path, { ...limits, [end]: currentTarget.value })}
                      />
                    ))}
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
