/** Questions of an assignment: those before the first run, which stay as they were then, and those after it. */
import { useId } from "preact/hooks";
import type { Question } from "tidelab/teaching";
import type { Task } from "../../state/task.ts";
import { language } from "../../texts/language.ts";
import { taskTexts } from "../../texts/task.ts";
import { Places } from "./places.tsx";

export function Expectations({ task }: { task: Task }) {
  const texts = taskTexts();
  const questions = task.assignment.questions.filter(({ before }) => before);
  if (questions.length === 0) return null;
  return (
    <section class="task-part" aria-labelledby="expect-title">
      <h2 id="expect-title">{texts.expectTitle}</h2>
      <p class="small soft">{texts.expectHint}</p>
      {questions.map((question) => (
        <QuestionField key={question.id} task={task} question={question} />
      ))}
    </section>
  );
}

export function OwnWords({ task }: { task: Task }) {
  const texts = taskTexts();
  const questions = task.assignment.questions.filter(({ before }) => !before);
  if (questions.length === 0) return null;
  return (
    <section class="task-part" aria-labelledby="words-title">
      <h2 id="words-title">{texts.wordsTitle}</h2>
      <p class="small soft" role="status">
        {task.saved.value === "refused" ? texts.notSaved : texts.wordsHint}
      </p>
      {questions.map((question) => (
        <QuestionField key={question.id} task={task} question={question} />
      ))}
    </section>
  );
}

function QuestionField({ task, question }: { task: Task; question: Question }) {
  const texts = taskTexts();
  const id = useId();
  const { answers, begunAt } = task.row.value;
  const answer = answers[question.id];
  const isFixed = question.before && begunAt !== undefined && answer?.beforeRuns === true;
  const number = task.assignment.questions.indexOf(question) + 1;
  const value = String(answer?.value ?? "");
  const time =
    answer && new Date(answer.at).toLocaleString(language.value, { dateStyle: "medium", timeStyle: "short" });
  const isLate = question.before && begunAt !== undefined && answer?.beforeRuns !== true;
  const note = `${id}-note`;
  return (
    <div class="question" id={`question-${question.id}`}>
      {question.kind === "choice" ? (
        <fieldset aria-describedby={note}>
          <legend>
            {number}. {question.text}
          </legend>
          {question.options.map((option) => (
            <label key={option} class="check">
              <input
                type="radio"
                name={id}
                checked={value === option}
                disabled={isFixed && value !== option}
                onChange={() => !isFixed && task.answer(question, option)}
              />
              {option}
            </label>
          ))}
        </fieldset>
      ) : (
        <>
          <label for={id}>
            {number}. {question.text}
          </label>
          {question.kind === "text" ? (
            <textarea
              id={id}
              class="answer"
              rows={4}
              maxLength={20_000}
              value={value}
              readOnly={isFixed}
              aria-describedby={note}
              onInput={({ currentTarget }) => task.answer(question, currentTarget.value)}
            />
          ) : (
            <input
              id={id}
              class={question.kind === "cell" ? "input wide" : "input"}
              inputMode={question.kind === "cell" ? "text" : "numeric"}
              maxLength={question.kind === "cell" ? 200 : 9}
              value={value}
              readOnly={isFixed}
              aria-describedby={note}
              onInput={({ currentTarget }) => {
                if (question.kind === "cell") return task.answer(question, currentTarget.value);
                const digits = currentTarget.value.replace(/\D/g, "").slice(0, 9);
                currentTarget.value = digits;
                task.answer(question, digits === "" ? "" : Number(digits));
              }}
            />
          )}
        </>
      )}
      <p id={note} class="tiny soft">
        {question.kind !== "text" && question.kind !== "choice" && texts.pointHints[question.kind]}
        {isFixed && time && texts.expectFixed(time)}
        {isLate && texts.expectLate}
      </p>
      <Places task={task} question={question} isFixed={isFixed} />
    </div>
  );
}
