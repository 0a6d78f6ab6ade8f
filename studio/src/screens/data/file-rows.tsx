/** The files as they are: the first rows of one of them, what each column is read as, and everything that is wrong or odd, with its place. */
import { useSignal } from "@preact/signals";
import { Icon } from "../../components/icon.tsx";
import type { ExaminedFile, FileView } from "../../engine/data-protocol.ts";
import type { ErrorData } from "../../engine/protocol.ts";
import { asked, correct } from "../../state/file.ts";
import { controlTexts } from "../../texts/controls.ts";
import { dataTexts } from "../../texts/data.ts";
import { describeProblem } from "../../texts/errors.ts";
import { inPage } from "../../texts/in-page.ts";
import { language } from "../../texts/language.ts";
import { formatCount } from "../../texts/numbers.ts";
import { columnNames, roleOf } from "./columns.ts";
import { ShowThere } from "./file-lines.tsx";

/** Columns that are shown: beyond, they are steps of the same series. */
const MOST_COLUMNS = 16;

/** Whether a fault is of one row behind the first, so that its series can be left out; the first may be a header. */
const isOfPlace = ({ path }: ErrorData) => Number(/:(\d+)(?::\d+)?$/.exec(path ?? "")?.[1] ?? 0) > 1;

/** The file that a problem is in: the one that its place names. */
function fileOf({ path = "" }: ErrorData, { files }: FileView): ExaminedFile {
  return files.find(({ name }) => path === name || path.startsWith(`${name}:`)) ?? files[0]!; // at least one
}

function FileProblems({ view }: { view: FileView }) {
  const texts = dataTexts();
  // Then they were not even read, which is no fault of theirs; in a narrow window their list is not beside this.
  if (!view.files.some(({ set }) => set === "train")) {
    return (
      <div class="notice warn">
        <Icon name="warn" />
        <p>{texts.file.noTraining}</p>
      </div>
    );
  }
  const lang = language.value;
  const canSkip = asked.value.reading.onError !== "skip" && view.series === 0 && view.problems.some(isOfPlace);
  return (
    <div class="notices">
      {view.problems.length > 0 && (
        <div class="notice warn" role="alert">
          <Icon name="warn" />
          <div>
            <b>{view.series === 0 ? texts.file.cannotRead : texts.file.cannotTrain}</b>
            {view.problems.map((problem) => (
              <div key={problem.message}>
                <p>{describeProblem(problem)}</p>
                <ShowThere problem={problem} file={fileOf(problem, view)} />
              </div>
            ))}
            {canSkip && (
              <button type="button" class="btn sm" onClick={() => void correct({ onError: "skip" })}>
                {texts.file.skipNow}
              </button>
            )}
          </div>
        </div>
      )}
      {view.skipped && (
        <div class="notice" role="status">
          <Icon name="info" />
          <div>
            <b>{texts.file.skipped(formatCount(view.skipped.count))}</b>
            {view.skipped.first.map((error) => (
              <p key={error.message}>{describeProblem(error)}</p>
            ))}
          </div>
        </div>
      )}
      {view.choices.length > 0 && (
        <div class="notice">
          <Icon name="info" />
          <div>
            <b>{texts.file.chosen}</b>
            {view.choices.map((text) => (
              <p key={text.en}>{inPage(text[lang])}</p>
            ))}
          </div>
        </div>
      )}
      {view.notices.map((text) => (
        <div key={text.en} class="notice">
          <Icon name="info" />
          <p>{inPage(text[lang])}</p>
        </div>
      ))}
    </div>
  );
}

function FirstRows({ file }: { file: ExaminedFile }) {
  const texts = dataTexts();
  const names = columnNames(file).slice(0, MOST_COLUMNS);
  const hasHeader = file.reading.header !== false;
  const rows = hasHeader ? file.rows.slice(1) : file.rows.slice(0, -1);
  const more = (file.rows[0]?.length ?? 0) - names.length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section class="first-rows" tabIndex={0} aria-label={texts.file.firstRows}>
      <table>
        <caption class="tiny faint">
          {texts.file.firstRows}
          {more > 0 && ` · ${texts.file.moreColumns(more)}`}
        </caption>
        <thead>
          <tr>
            {names.map((name, index) => {
              const role = roleOf(name, file);
              return (
                <th key={`${name}-${String(index)}`} scope="col">
                  {name}
                  <span class={`tiny${role ? " chip tide" : " faint"}`}>
                    {role ? controlTexts()[role] : file.series > 0 ? texts.file.value : "?"}
                  </span>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={`row-${String(row)}`}>
              {names.map((name, column) => (
                <td key={`${name}-${String(column)}`}>{cells[column] ?? ""}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function FileRows({ view }: { view: FileView }) {
  const texts = dataTexts();
  const name = useSignal("");
  const { files } = view;
  const file = files.find((one) => one.name === name.value) ?? files[0]!; // at least one
  return (
    <div class="file-rows">
      <FileProblems view={view} />
      {files.length > 1 && (
        <select
          class="input wide"
          aria-label={texts.file.rowsOf}
          value={file.name}
          onChange={({ currentTarget }) => {
            name.value = currentTarget.value;
          }}
        >
          {files.map((one) => (
            <option key={one.name} value={one.name}>
              {one.name}
            </option>
          ))}
        </select>
      )}
      {file.rows.length > 0 ? <FirstRows file={file} /> : <p class="small soft">{texts.file.noRows}</p>}
    </div>
  );
}
