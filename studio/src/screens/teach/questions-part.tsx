/** Questions in the editor of an assignment. */
import { type AssignmentDraft, FIRST_QUESTION, QUESTION_KINDS } from "../../state/assignment-draft.ts";
import { teachTexts } from "../../texts/teach.ts";

export function QuestionsPart({ draft }: { draft: AssignmentDraft }) {
  const texts = teachTexts();
  return (
    <section class="task-part">
      <h2>{texts.questions}</h2>
      {draft.questions.value.map((question, index) => (
        <fieldset key={index} class="question edited">
          <legend>{texts.question(index + 1)}</legend>
          <textarea
            class="answer"
            rows={2}
            aria-label={texts.question(index + 1)}
            value={question.text}
            onInput={({ currentTarget }) => draft.setQuestion(index, { text: currentTarget.value })}
          />
          <div class="hstack">
            <select
              class="input wide"
              aria-label={`${texts.kind}: ${texts.question(index + 1)}`}
              value={question.kind}
              onChange={({ currentTarget }) =>
                draft.setQuestion(index, { kind: QUESTION_KINDS.find((one) => one === currentTarget.value) ?? "text" })
              }
            >
              {QUESTION_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {texts.kinds[kind]}
                </option>
              ))}
            </select>
            <label class="check">
              <input
                type="checkbox"
                checked={question.before}
                onChange={({ currentTarget }) => draft.setQuestion(index, { before: currentTarget.checked })}
              />
              {texts.before}
            </label>
            <button
              type="button"
              class="btn sm quiet"
              onClick={() => (draft.questions.value = draft.questions.value.filter((_, at) => at !== index))}
            >
              {texts.remove(index + 1)}
            </button>
          </div>
          {question.kind === "choice" && (
            <textarea
              class="answer"
              rows={3}
              aria-label={`${texts.options}: ${texts.question(index + 1)}`}
              placeholder={texts.options}
              value={question.options}
              onInput={({ currentTarget }) => draft.setQuestion(index, { options: currentTarget.value })}
            />
          )}
        </fieldset>
      ))}
      <button
        type="button"
        class="btn"
        onClick={() => (draft.questions.value = [...draft.questions.value, FIRST_QUESTION])}
      >
        {texts.add}
      </button>
    </section>
  );
}
