/** The record of a run as it is handed in: the report of the command line, live, with places for the user's own words. */
import "./report.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { formatHash } from "../../app/router.ts";
import type { ScreenProps } from "../../app/screen-props.ts";
import { EmptyScreen } from "../../components/empty-screen.tsx";
import { Icon } from "../../components/icon.tsx";
import { showToast } from "../../components/toast.tsx";
import { askRun, RunRefused } from "../../engine/run-client.ts";
import type { FolderFiles } from "../../engine/run-protocol.ts";
import { download, safeName } from "../../state/download.ts";
import { reportFault } from "../../state/faults.ts";
import { readFolder } from "../../state/run-files.ts";
import { keptRuns, unkeptRuns } from "../../state/studio.ts";
import { readNotes, writeNotes } from "../../store/notes.ts";
import { describeProblem } from "../../texts/errors.ts";
import { exercisesTexts } from "../../texts/exercises.ts";
import { language } from "../../texts/language.ts";
import { reportTexts } from "../../texts/report.ts";
import { evidenceOf, markdownOf } from "./evidence.ts";
import { Sheet, showHeading } from "./sheet.tsx";
import { type Additions, type Words, withWords } from "./words.ts";

type State =
  | { readonly at: "making" }
  | { readonly at: "there"; readonly html: string; readonly words: Words; readonly additions: Additions }
  | { readonly at: "problem"; readonly lines: readonly string[] };

/** Where the words of a report are kept, beside the notes of its run. */
const wordsId = (id: string) => `report:${id}`;

async function make(id: string, label: string, lang: "en" | "zh-CN"): Promise<State> {
  const texts = reportTexts();
  const files = await readFolder(id);
  if (files === undefined) return { at: "problem", lines: [texts.notKept] };
  try {
    const { html } = await askRun("report", { files, folder: label, lang });
    const kept = await readNotes(wordsId(id)).then(
      ({ text }) => (text === "" ? {} : (JSON.parse(text) as Words)),
      () => ({}),
    );
    const titles = { evidence: texts.evidence, observed: texts.observed };
    return { at: "there", html, words: kept, additions: { titles, evidence: await evidenceOf(id) } };
  } catch (error) {
    if (error instanceof RunRefused)
      return { at: "problem", lines: [texts.refused, ...error.errors.map(describeProblem)] };
    reportFault(String(error), error instanceof Error ? (error.stack ?? "") : "");
    return { at: "problem", lines: [texts.refused] };
  }
}

/** @returns what is wrong, if it cannot be made */
async function downloadMarkdown(files: FolderFiles, label: string, after: string): Promise<string | undefined> {
  const folder = safeName(label);
  try {
    const content = await askRun("pack", { files, folder, lang: language.value, part: "report", after });
    download(`${folder}-report.zip`, content, "application/zip");
    return undefined;
  } catch (error) {
    if (error instanceof RunRefused) return error.errors.map(describeProblem).join(" ");
    reportFault(String(error), error instanceof Error ? (error.stack ?? "") : "");
    return undefined;
  }
}

export default function Report({ route }: ScreenProps) {
  const texts = reportTexts();
  const runs = keptRuns.value;
  // What could not be kept is there as long as the page is, and is the newest.
  const unkept = unkeptRuns.value.map(({ id, label, record }) => ({ id, label, record: record.value }));
  const all = [...unkept, ...(runs ?? [])];
  const id = route.path[1] ?? all.find(({ record }) => record !== undefined)?.id;
  const row = all.find((one) => one.id === id);
  if (runs === undefined) return <p class="screen-loading soft">{texts.making}</p>;
  if (id === undefined || row === undefined) {
    return <EmptyScreen text={texts.none} href={formatHash([])} action={texts.toStart} />;
  }
  if (row.record === undefined) {
    return <EmptyScreen text={texts.notEnded} href={formatHash(["train", id])} action={texts.toTrain} />;
  }
  return <ReportOf key={id} id={id} label={row.label} />;
}

function ReportOf({ id, label }: { id: string; label: string }) {
  const texts = reportTexts();
  const [state, setState] = useState<State>({ at: "making" });
  const headings = useSignal<readonly string[]>([]);
  const saved = useSignal<"" | "saved" | "refused">("");
  const words = useRef<Words>({});
  const filled = useSignal(0);
  const lang = language.value;
  useEffect(() => {
    let isWanted = true;
    setState({ at: "making" });
    void make(id, label, lang).then((made) => {
      if (!isWanted) return;
      words.current = made.at === "there" ? made.words : {};
      filled.value = Object.values(words.current).filter((text) => text !== "").length;
      setState(made);
    });
    return () => {
      isWanted = false;
    };
  }, [id, label, lang, filled]);
  const write = (field: number, text: string) => {
    words.current = { ...words.current, [field]: text };
    filled.value = Object.values(words.current).filter((one) => one !== "").length;
    writeNotes({ id: wordsId(id), text: JSON.stringify(words.current), tags: [] }).then(
      () => {
        saved.value = "saved";
      },
      () => {
        saved.value = "refused";
      },
    );
  };
  /** The Markdown report of the command line with its figures, and below it what the user added. */
  const exportMarkdown = async () => {
    if (state.at !== "there") return;
    const said = Object.values(words.current).filter((text) => text !== "");
    const after = markdownOf(state.additions.evidence, said);
    const files = await readFolder(id);
    const problem = files === undefined ? texts.notKept : await downloadMarkdown(files, label, after);
    if (problem) showToast({ text: problem });
  };
  if (state.at === "making") return <p class="screen-loading soft">{texts.making}</p>;
  if (state.at === "problem") {
    return (
      <div class="screen-loading" role="alert">
        {state.lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    );
  }
  const { html, additions } = state;
  return (
    <div class="report">
      <nav class="panel report-contents" aria-label={texts.contents}>
        <h2>{texts.contents}</h2>
        <ol>
          {headings.value.map((heading, index) => (
            <li key={heading}>
              <button type="button" class="btn quiet" onClick={() => showHeading(index)}>
                {heading}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <Sheet
        html={html}
        additions={additions}
        words={state.words}
        label={texts.sheet(label)}
        onWords={write}
        onHeadings={(found) => {
          headings.value = found;
        }}
      />
      <aside class="panel report-aside" aria-label={texts.exports}>
        <h2>{texts.exports}</h2>
        <div class="report-exports">
          <button
            type="button"
            class="btn"
            onClick={() => download(`${label}-report.html`, withWords(html, additions, words.current), "text/html")}
          >
            <Icon name="page" size={16} />
            {texts.html}
          </button>
          <button type="button" class="btn" onClick={() => void exportMarkdown()}>
            <Icon name="page" size={16} />
            {texts.markdown}
          </button>
          <button type="button" class="btn" onClick={() => print()}>
            <Icon name="print" size={16} />
            {texts.print}
          </button>
          <a class="btn" href={formatHash(["run", id])}>
            {texts.run}
          </a>
        </div>
        <p class="notice good">
          <Icon name="shield" />
          <span>
            {texts.anyone} <code>tidelab verify report.html</code>
          </span>
        </p>
        <p class="small soft">{texts.yours}</p>
        <p class="small">
          {texts.exercises}
          {Object.entries(exercisesTexts().names).map(([name, title]) => (
            <span key={name}>
              {" "}
              <a href={formatHash(["exercise", name])}>{title}</a>
              {"\u00a0·"}
            </span>
          ))}
        </p>
        <p class="small strong" role="status">
          {filled.value > 0 && texts.words(filled.value)}
          {saved.value === "refused" && ` ${texts.notSaved}`}
          {saved.value === "saved" && ` · ${texts.saved}`}
        </p>
      </aside>
    </div>
  );
}
