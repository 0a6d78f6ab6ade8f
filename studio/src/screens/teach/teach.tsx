/** For teachers: what was set on this device, the editor, and Check. */
import "../task/task.css";
import "./teach.css";
import { useSignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { type Assignment, assignmentLink, parseAssignment } from "tidelab/teaching";
import { formatHash } from "../../app/router.ts";
import type { ScreenProps } from "../../app/screen-props.ts";
import { FileButton } from "../../components/file-button.tsx";
import { Icon } from "../../components/icon.tsx";
import { lazy } from "../../components/lazy.tsx";
import { showToast } from "../../components/toast.tsx";
import { describeErrors } from "../../engine/error-data.ts";
import { download } from "../../state/download.ts";
import { keepAssignment, listAssignments } from "../../store/teaching.ts";
import { describeProblem } from "../../texts/errors.ts";
import { taskTexts } from "../../texts/task.ts";
import { teachTexts } from "../../texts/teach.ts";
import { Problems } from "./problems.tsx";
import type { QrCodeProps } from "./qr-code.tsx";

const Editor = lazy(() => import("./editor.tsx"));
const QrCode = lazy<QrCodeProps>(() => import("./qr-code.tsx"));
const Check = lazy<{ id: string }>(() => import("./check.tsx"));

export default function Teach({ route }: ScreenProps) {
  const [, part, id = ""] = route.path;
  if (part === "new") return <Editor />;
  if (part === "check") return <Check id={id} key={id} />;
  return <Assignments />;
}

function Assignments() {
  const texts = teachTexts();
  const [made, setMade] = useState<readonly Assignment[] | undefined>(undefined);
  const problems = useSignal<readonly string[]>([]);
  const refresh = () => listAssignments().then(setMade, () => setMade([]));
  useEffect(() => void refresh(), []);
  const open = async (file: File) => {
    problems.value = [];
    try {
      await keepAssignment(parseAssignment(JSON.parse(await file.text())));
      await refresh();
    } catch (error) {
      problems.value = describeErrors(error)?.map(describeProblem) ?? [`${file.name}: ${String(error)}`];
    }
  };
  return (
    <div class="teach">
      <h1>{texts.title}</h1>
      <p class="soft">{texts.lead}</p>
      <div class="hstack">
        <a class="btn primary" href={formatHash(["teach", "new"])}>
          <Icon name="plus" size={16} />
          {texts.make}
        </a>
        <FileButton label={texts.openFile} onFiles={([file]) => file && void open(file)} />
      </div>
      <Problems lines={problems.value} />
      {made?.length === 0 && <p class="soft">{texts.none}</p>}
      <ul class="made">
        {made?.map((assignment) => (
          <Made key={assignment.id} assignment={assignment} />
        ))}
      </ul>
    </div>
  );
}

function Made({ assignment }: { assignment: Assignment }) {
  const texts = teachTexts();
  const [link, setLink] = useState<string | undefined>(undefined);
  const [isQrShown, setQrShown] = useState(false);
  useEffect(() => {
    assignmentLink(assignment).then(
      (text) => setLink(`${location.origin}${location.pathname}${formatHash(["a", text])}`),
      () => setLink(""),
    );
  }, [assignment]);
  const copy = () => {
    void navigator.clipboard?.writeText(link ?? "").then(() => showToast({ text: texts.copied }, 5));
  };
  return (
    <li>
      <div class="between">
        <span>
          <b>{assignment.title}</b> <span class="small soft">{assignment.id}</span>
          {assignment.due && <span class="small soft"> · {taskTexts().due(assignment.due)}</span>}
        </span>
        <a class="btn primary" href={formatHash(["teach", "check", assignment.id])}>
          <Icon name="shield" size={16} />
          {texts.check}
        </a>
      </div>
      {link === "" ? (
        <p class="small soft">{texts.longLink}</p>
      ) : (
        <label class="assignment-link small">
          {texts.link}
          <input class="input" readOnly value={link ?? ""} onFocus={({ currentTarget }) => currentTarget.select()} />
        </label>
      )}
      <div class="hstack">
        {link !== "" && (
          <>
            <button type="button" class="btn sm" onClick={copy}>
              <Icon name="link" size={14} />
              {texts.copy}
            </button>
            <button type="button" class="btn sm" aria-expanded={isQrShown} onClick={() => setQrShown(!isQrShown)}>
              {texts.qr}
            </button>
          </>
        )}
        <button
          type="button"
          class="btn sm"
          onClick={() =>
            download(
              `${assignment.id}.tidelab-assignment`,
              `${JSON.stringify(assignment, undefined, 2)}\n`,
              "application/json",
            )
          }
        >
          <Icon name="save" size={14} />
          {texts.file}
        </button>
      </div>
      {isQrShown && link && <QrCode link={link} title={assignment.title} name={assignment.id} />}
    </li>
  );
}
