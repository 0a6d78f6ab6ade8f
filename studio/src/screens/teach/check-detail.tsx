/** What was found of one submission: numbers that differ, keys that are not as set, answers, hints. */
import type { Hint } from "tidelab/teaching";
import { Icon } from "../../components/icon.tsx";
import type { CheckedRun } from "../../engine/task-protocol.ts";
import { type CheckedFile, type CheckList, type CheckResult, resultOf } from "../../state/check-list.ts";
import { checkTexts } from "../../texts/check.ts";
import { describeProblem } from "../../texts/errors.ts";
import { AnswerPlaces, PinnedObservations } from "./check-places.tsx";
import { saveFeedback } from "./feedback.ts";

const MOST_ENTRIES = 8;

export function resultText({ checks, running }: CheckedFile, result: CheckResult): string {
  const { results } = checkTexts();
  if (result === "checking") {
    const [now] = running.values();
    return now ? results.checking(now.epoch, now.epochs) : results.waiting;
  }
  if (result !== "different") return results[result];
  const wrong = [...checks.values()].find((check) => check.result === "different");
  if (wrong?.epoch !== undefined) return results.different(wrong.epoch);
  return wrong?.differences.length === 0 ? results.files : results.differentEnd;
}

interface DetailProps {
  readonly file: CheckedFile;
  readonly list: CheckList;
  /** To another row of the table. */
  readonly onMove: (by: number) => void;
}

export function Detail({ file, list, onMove }: DetailProps) {
  const texts = checkTexts();
  const { read, problems, checks, name, comment } = file;
  const hints = joinedAnswers(list.hints.value.filter(({ ids }) => ids.includes(name)));
  if (read === undefined) {
    return (
      <div role="alert">
        <h2 tabIndex={-1}>{name}</h2>
        {problems.map((problem) => (
          <p key={problem.code}>{describeProblem(problem)}</p>
        ))}
      </div>
    );
  }
  const { inspection, student, answers } = read;
  const broken = inspection.runs.flatMap(({ name: run, broken: some }) => some.map((one) => ({ run, ...one })));
  const wrong = [...checks.values()].filter(({ result }) => result !== "same");
  const missing = inspection.missing.find((one) => one.what === "runs");
  const unpinned = inspection.missing.find((one) => one.what === "observations");
  return (
    <>
      <div class="between">
        <h2 tabIndex={-1}>
          {student.name} <span class="small soft">{student.number}</span>
        </h2>
        <div class="hstack">
          <button type="button" class="btn quiet icon" aria-label={texts.keys.before} onClick={() => onMove(-1)}>
            <Icon name="left" />
          </button>
          <button type="button" class="btn quiet icon" aria-label={texts.keys.next} onClick={() => onMove(1)}>
            <Icon name="right" />
          </button>
        </div>
      </div>
      <div class="hstack check-actions">
        <button
          type="button"
          class="btn sm"
          disabled={["waiting", "checking"].includes(resultOf(file))}
          onClick={() => void list.again(name)}
        >
          <Icon name="shield" size={14} />
          {texts.again}
        </button>
        <button type="button" class="btn sm" onClick={() => void saveFeedback([file], list)}>
          <Icon name="page" size={14} />
          {texts.feedback}
        </button>
      </div>
      {wrong.map((check) => (
        <Differences key={check.name} check={check} />
      ))}
      {read.runs.map(({ name: run, error }) => error && <p key={run}>{describeProblem(error)}</p>)}
      {(broken.length > 0 || inspection.strangers.length > 0 || missing !== undefined) && (
        <div class="notice warn">
          <Icon name="warn" />
          <div>
            {broken.length > 0 && <b>{texts.broken}</b>}
            {broken.map(({ run, path, expected, received = "–" }) => (
              <p key={`${run} ${path}`} class="small">
                {texts.brokenLine(path, expected, received)}
              </p>
            ))}
            {inspection.strangers.length > 0 && <p class="small">{texts.strangers(inspection.strangers.join(", "))}</p>}
            {missing?.what === "runs" && <p class="small">{texts.missingRuns(missing.count)}</p>}
          </div>
        </div>
      )}
      {unpinned?.what === "observations" && <p class="small warn">{texts.missingObservations(unpinned.count)}</p>}
      {inspection.runs.map(
        ({ name: run, weights }) =>
          weights && (
            <p key={run} class={`small ${weights === "same" ? "soft" : "warn"}`}>
              {texts.weights[weights](run)}
            </p>
          ),
      )}
      <p class={`small ${inspection.report === "same" ? "soft" : "warn"}`}>{texts.reports[inspection.report]}</p>
      {inspection.assignment === "other" && <p class="small warn">{texts.otherAssignment}</p>}
      {list.assignment.questions.map(({ id, text, before }, index) => {
        const answer = answers[id];
        return (
          <section key={id}>
            <h3>{texts.question(index + 1, text)}</h3>
            {answer === undefined ? (
              <p class="small soft">{texts.noAnswer}</p>
            ) : (
              <blockquote class="given">{String(answer.value)}</blockquote>
            )}
            <AnswerPlaces file={file} question={id} />
            {before && answer?.beforeRuns && <p class="tiny soft">{texts.beforeRuns}</p>}
          </section>
        );
      })}
      <PinnedObservations file={file} />
      <label class="vstack small">
        {texts.comment}
        <textarea
          class="answer"
          rows={3}
          maxLength={4000}
          value={comment}
          onInput={({ currentTarget }) => list.setRemark(name, { comment: currentTarget.value })}
        />
      </label>
      <section>
        <h3>{texts.hints}</h3>
        {hints.length === 0 && <p class="small soft">{texts.noHints}</p>}
        <ul class="vstack small">
          {hints.map((hint) => (
            <li key={JSON.stringify(hint)} class="hstack">
              <Icon name="info" size={16} />
              <span>{hintText(hint, name, list)}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Differences({ check }: { check: CheckedRun }) {
  const texts = checkTexts();
  if (check.error && check.differences.length === 0) {
    return (
      <div class="notice warn">
        <Icon name="warn" />
        <p>{describeProblem(check.error)}</p>
      </div>
    );
  }
  return (
    <>
      {check.epoch !== undefined && check.epochs > 0 && (
        <div class="notice warn">
          <Icon name="warn" />
          <p>{texts.equalUntil(check.epochs)}</p>
        </div>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <section class="task-table" tabIndex={0} aria-label={`${check.name}: ${texts.entry}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.entry}</th>
              <th scope="col" class="num">
                {texts.recorded}
              </th>
              <th scope="col" class="num">
                {texts.found}
              </th>
            </tr>
          </thead>
          <tbody>
            {check.differences.slice(0, MOST_ENTRIES).map(({ path, recorded, found }) => (
              <tr key={path}>
                <th scope="row" class="mono tiny">
                  {path}
                </th>
                <td class="num bad">{recorded.slice(0, 12)}</td>
                <td class="num">{found.slice(0, 12)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="small">{check.sameWeights ? texts.edited : texts.otherWeights}</p>
    </>
  );
}

function questionNumber(list: CheckList, id: string): number {
  return list.assignment.questions.findIndex((question) => question.id === id) + 1;
}

/** Answers that several have alike are one hint a question, with the largest share. */
function joinedAnswers(hints: readonly Hint[]): Hint[] {
  const joined: Hint[] = [];
  for (const hint of hints) {
    const at = joined.findIndex(
      (one) => one.kind === "sameAnswer" && hint.kind === "sameAnswer" && one.question === hint.question,
    );
    const before = joined[at];
    if (before?.kind !== "sameAnswer" || hint.kind !== "sameAnswer") joined.push(hint);
    else {
      const similarity = Math.max(before.similarity, hint.similarity);
      joined[at] = { ...before, ids: [...new Set([...before.ids, ...hint.ids])], similarity };
    }
  }
  return joined;
}

export function hintText(hint: Hint, name: string, list: CheckList): string {
  const texts = checkTexts().hint;
  const others = hint.ids
    .filter((id) => id !== name)
    .map((id) => list.files.value.find((file) => file.name === id)?.read?.student.name ?? id)
    .join(", ");
  switch (hint.kind) {
    case "sameWeights":
      return texts.sameWeights(others, hint.seed);
    case "otherSeed":
      return texts.otherSeed(hint.run, hint.seed, hint.expected);
    case "sameAnswer":
      return texts.sameAnswer(others, questionNumber(list, hint.question), (100 * hint.similarity).toFixed(0));
    case "manifest":
      return texts.manifest(hint.files.join(", "));
  }
}
