/** An exercise of the lab, or an assignment of a teacher: the question, what is expected, runs, conclusions, own words, the submission. */
import "./task.css";
import { useEffect, useState } from "preact/hooks";
import type { Assignment } from "tidelab/teaching";
import { navigate } from "../../app/router.ts";
import type { ScreenProps } from "../../app/screen-props.ts";
import { EmptyScreen } from "../../components/empty-screen.tsx";
import { Icon } from "../../components/icon.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { describeErrors } from "../../engine/error-data.ts";
import type { ErrorData } from "../../engine/protocol.ts";
import { Task } from "../../state/task.ts";
import { describeProblem } from "../../texts/errors.ts";
import { language } from "../../texts/language.ts";
import { taskTexts } from "../../texts/task.ts";
import { ExercisePart } from "./exercise-part.tsx";
import { openAssignment } from "./open-assignment.ts";
import { OwnRuns } from "./own-runs.tsx";
import { Expectations, OwnWords } from "./questions.tsx";
import { Submit } from "./submit.tsx";

type State =
  | { readonly at: "reading" }
  | { readonly at: "gone" }
  | { readonly at: "refused"; readonly problems: readonly ErrorData[] }
  | { readonly at: "open"; readonly task: Task; readonly isTeachers: boolean };

export default function TaskScreen({ route }: ScreenProps) {
  const texts = taskTexts();
  const [kind = "", name = ""] = route.path;
  const isFull = route.query.get("size") === "full";
  const lang = language.value;
  const [state, setState] = useState<State>({ at: "reading" });
  useEffect(() => {
    let isWanted = true;
    let opened: Task | undefined;
    setState({ at: "reading" });
    openAssignment(kind, name, !isFull, lang).then(
      async (found) => {
        if (found === undefined) return isWanted && setState({ at: "gone" });
        const { id, assignment, isTeachers } = found;
        const task = await Task.open(id, assignment, isTeachers);
        if (!isWanted) return;
        opened = task;
        setState({ at: "open", task, isTeachers });
        // The address of an assignment that is kept here is short, and is the same after a reload.
        if (kind === "a") navigate(["task", id], { replace: true });
      },
      (error: unknown) => {
        const problems = describeErrors(error);
        if (problems === undefined) throw error;
        if (isWanted) setState({ at: "refused", problems });
      },
    );
    return () => {
      isWanted = false;
      void opened?.flush();
    };
  }, [kind, name, isFull, lang]);
  if (state.at === "reading") return <p class="screen-loading soft">{texts.reading}</p>;
  if (state.at === "gone") return <EmptyScreen text={texts.gone} href="#/" action={texts.toStart} />;
  if (state.at === "refused") return <Refused problems={state.problems} />;
  const { task, isTeachers } = state;
  const { assignment } = task;
  return (
    <div class="task" key={task.id}>
      <article class="task-sheet" lang={isTeachers ? assignment.language : undefined}>
        <Head assignment={assignment} isTeachers={isTeachers} isFull={isFull} name={name} />
        <Expectations task={task} />
        {assignment.work.kind === "exercise" ? <ExercisePart task={task} /> : <OwnRuns task={task} />}
        <OwnWords task={task} />
      </article>
      <aside class="panel task-aside" aria-label={texts.submitTitle}>
        <Submit task={task} />
      </aside>
    </div>
  );
}

interface HeadProps {
  readonly assignment: Assignment;
  readonly isTeachers: boolean;
  readonly isFull: boolean;
  readonly name: string;
}

function Head({ assignment, isTeachers, isFull, name }: HeadProps) {
  const texts = taskTexts();
  const { title, about, due } = assignment;
  return (
    <header class="task-head">
      <p class="small soft">
        {isTeachers ? texts.assignment : texts.exercise}
        {due && ` · ${texts.due(due)}`}
      </p>
      <h1>{title}</h1>
      {about !== "" && <p class="lead-text">{about}</p>}
      {!isTeachers && (
        <div class="hstack task-size">
          <Segmented
            label={texts.size}
            value={isFull ? "full" : "quick"}
            options={[
              { value: "quick", text: texts.quick },
              { value: "full", text: texts.full },
            ]}
            onChange={(size) =>
              navigate(["exercise", name], {
                replace: true,
                query: new URLSearchParams(size === "full" ? { size } : {}),
              })
            }
          />
          <span class="small soft">{texts.sizeHint}</span>
        </div>
      )}
    </header>
  );
}

function Refused({ problems }: { problems: readonly ErrorData[] }) {
  const texts = taskTexts();
  return (
    <div class="screen-loading">
      <h1>{texts.badLink}</h1>
      <div class="notice warn" role="alert">
        <Icon name="warn" />
        <div>
          {problems.map((problem) => (
            <p key={`${problem.path} ${problem.code}`}>{describeProblem(problem)}</p>
          ))}
        </div>
      </div>
      <p>{texts.badLinkWhat}</p>
      <a class="btn primary" href="#/">
        {texts.toStart}
      </a>
    </div>
  );
}
