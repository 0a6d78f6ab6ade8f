/** The editor of an assignment: what it begins with, what is free, where the seed comes from, questions, what must be submitted. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { type AssignmentInput, parseAssignment } from "tidelab/teaching";
import { formatHash, navigate } from "../../app/router.ts";
import { Segmented } from "../../components/segmented.tsx";
import { showToast } from "../../components/toast.tsx";
import { describeErrors } from "../../engine/error-data.ts";
import { LAB } from "../../state/lab.ts";
import { shownSpec } from "../../state/recipe.ts";
import { keepAssignment } from "../../store/teaching.ts";
import { describeProblem } from "../../texts/errors.ts";
import { LANGUAGES, language } from "../../texts/language.ts";
import { teachTexts } from "../../texts/teach.ts";
import { Problems } from "./problems.tsx";

type Begin = keyof ReturnType<typeof teachTexts>["beginWith"];
const BEGINS: readonly Begin[] = ["lab", "recipe", "structure", "sequence", "training", "summary"];
const KINDS = ["text", "choice", "step", "series"] as const;
/** Keys whose values are numbers, which may have limits. */
const NUMBERS = /(?:hiddenSize|numLayers|dropout|lr|clipGradNorm|epochs|batchSize|weightDecay|noise)$/;

interface DraftQuestion {
  readonly kind: (typeof KINDS)[number];
  readonly text: string;
  readonly options: string;
  readonly before: boolean;
}

interface Limits {
  readonly min: string;
  readonly max: string;
}

const FIRST_QUESTION: DraftQuestion = { kind: "text", text: "", options: "", before: false };

const limit = (text: string) => (text.trim() === "" ? undefined : Number(text));

export default function Editor() {
  const texts = teachTexts();
  const id = useId();
  const name = useSignal("Lab 4");
  const short = useSignal("lab4");
  const about = useSignal("");
  const lang = useSignal(language.value);
  const due = useSignal("");
  const begin = useSignal<Begin>("lab");
  const isFull = useSignal(false);
  const free = useSignal<ReadonlyMap<string, Limits>>(new Map());
  const seed = useSignal<"set" | "student">("student");
  const questions = useSignal<readonly DraftQuestion[]>([{ ...FIRST_QUESTION, before: true }]);
  const runs = useSignal("1");
  const mustVerify = useSignal(false);
  const problems = useSignal<readonly string[]>([]);
  const isExercise = begin.value !== "lab" && begin.value !== "recipe";

  const input = (): unknown => {
    const work = isExercise
      ? { kind: "exercise", name: begin.value, quick: !isFull.value }
      : { kind: "spec", spec: begin.value === "lab" ? LAB : shownSpec.value };
    const made: Omit<AssignmentInput, "work"> & { work: unknown } = {
      ...{ tidelab: "assignment", version: 1, id: short.value.trim(), title: name.value.trim(), about: about.value },
      ...{ language: lang.value, work, seed: seed.value },
      free: isExercise
        ? []
        : [...free.value].map(([path, { min, max }]) => {
            const [least, most] = [limit(min), limit(max)];
            return { path, ...(least !== undefined && { min: least }), ...(most !== undefined && { max: most }) };
          }),
      questions: questions.value.map(({ kind, text, options, before }, index) => {
        const asked = { id: `q${index + 1}`, text: text.trim(), before };
        if (kind !== "choice") return { kind, ...asked };
        return {
          kind,
          ...asked,
          options: options
            .split("\n")
            .map((one) => one.trim())
            .filter((one) => one !== ""),
        };
      }),
      needs: { runs: Number(runs.value), verified: mustVerify.value },
      ...(due.value !== "" && { due: due.value }),
    };
    return made;
  };
  const save = async () => {
    problems.value = [];
    try {
      await keepAssignment(parseAssignment(input()));
      showToast({ text: texts.made }, 5);
      navigate(["teach"]);
    } catch (error) {
      const found = describeErrors(error);
      if (found === undefined) throw error;
      problems.value = found.map(describeProblem);
    }
  };
  const setFree = (path: string, limits: Limits | undefined) => {
    const next = new Map(free.value);
    if (limits) next.set(path, limits);
    else next.delete(path);
    free.value = next;
  };
  const setQuestion = (index: number, part: Partial<DraftQuestion>) => {
    questions.value = questions.value.map((one, at) => (at === index ? { ...one, ...part } : one));
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
      <section class="task-part">
        <h2>{texts.free}</h2>
        <p class="small soft">{isExercise ? texts.freeExercise : texts.freeHint}</p>
        {!isExercise && (
          <ul class="free-keys">
            {Object.entries(texts.keys).map(([path, label]) => {
              const limits = free.value.get(path);
              return (
                <li key={path}>
                  <label class="check">
                    <input
                      type="checkbox"
                      checked={limits !== undefined}
                      onChange={({ currentTarget }) =>
                        setFree(path, currentTarget.checked ? { min: "", max: "" } : undefined)
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
                          onInput={({ currentTarget }) => setFree(path, { ...limits, [end]: currentTarget.value })}
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
      <section class="task-part">
        <h2>{texts.questions}</h2>
        {questions.value.map((question, index) => (
          <fieldset key={index} class="question edited">
            <legend>{texts.question(index + 1)}</legend>
            <textarea
              class="answer"
              rows={2}
              aria-label={texts.question(index + 1)}
              value={question.text}
              onInput={({ currentTarget }) => setQuestion(index, { text: currentTarget.value })}
            />
            <div class="hstack">
              <select
                class="input wide"
                aria-label={`${texts.kind}: ${texts.question(index + 1)}`}
                value={question.kind}
                onChange={({ currentTarget }) =>
                  setQuestion(index, { kind: KINDS.find((one) => one === currentTarget.value) ?? "text" })
                }
              >
                {KINDS.map((kind) => (
                  <option key={kind} value={kind}>
                    {texts.kinds[kind]}
                  </option>
                ))}
              </select>
              <label class="check">
                <input
                  type="checkbox"
                  checked={question.before}
                  onChange={({ currentTarget }) => setQuestion(index, { before: currentTarget.checked })}
                />
                {texts.before}
              </label>
              <button
                type="button"
                class="btn sm quiet"
                onClick={() => (questions.value = questions.value.filter((_, at) => at !== index))}
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
                onInput={({ currentTarget }) => setQuestion(index, { options: currentTarget.value })}
              />
            )}
          </fieldset>
        ))}
        <button type="button" class="btn" onClick={() => (questions.value = [...questions.value, FIRST_QUESTION])}>
          {texts.add}
        </button>
      </section>
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
