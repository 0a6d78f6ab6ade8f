/** Check: the submissions of a class as a table, each trained again; beside it what was found of the chosen one. */
import { useSignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { Assignment } from "tidelab/teaching";
import { formatHash } from "../../app/router.ts";
import { EmptyScreen } from "../../components/empty-screen.tsx";
import { FileDrop } from "../../components/file-drop.tsx";
import { Icon } from "../../components/icon.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { type CheckedFile, type CheckList, type CheckResult, openCheckList, resultOf } from "../../state/check-list.ts";
import { download } from "../../state/download.ts";
import { readAssignment } from "../../store/teaching.ts";
import { checkTexts } from "../../texts/check.ts";
import { formatPercent } from "../../texts/numbers.ts";
import type { DroppedFile } from "../../verify/gather.ts";
import { checkCsv } from "./check-csv.ts";
import { Detail, resultText } from "./check-detail.tsx";

const FILTERS = ["all", "same", "look", "open"] as const;
type Filter = (typeof FILTERS)[number];

function filterOf(result: CheckResult): Exclude<Filter, "all"> {
  if (result === "same") return "same";
  return result === "waiting" || result === "checking" ? "open" : "look";
}

export default function Check({ id }: { id: string }) {
  const texts = checkTexts();
  const [found, setFound] = useState<Assignment | "reading" | undefined>("reading");
  useEffect(() => {
    readAssignment(id).then(setFound, () => setFound(undefined));
  }, [id]);
  if (found === "reading") return null;
  if (found === undefined) return <EmptyScreen text={texts.gone} href={formatHash(["teach"])} action={texts.toTeach} />;
  return <Table list={openCheckList(found)} />;
}

function Table({ list }: { list: CheckList }) {
  const texts = checkTexts();
  const filter = useSignal<Filter>("all");
  const chosen = useSignal<string | undefined>(undefined);
  const files = list.files.value;
  const { done, all, share } = list.progress.value;
  const countOf = (name: Filter) => files.filter((file) => name === "all" || filterOf(resultOf(file)) === name).length;
  const shown = files.filter((file) => filter.value === "all" || filterOf(resultOf(file)) === filter.value);
  const detail = files.find(({ name }) => name === chosen.value);
  const add = (dropped: readonly DroppedFile[]) => void list.add(dropped);
  return (
    <div class="check-screen">
      <section class="check-main">
        <div class="between check-head">
          <h1>{texts.title(list.assignment.title, files.length)}</h1>
          <div class="hstack">
            <button
              type="button"
              class="btn primary"
              disabled={files.length === 0}
              onClick={() => download(`${list.assignment.id}.csv`, checkCsv(list), "text/csv")}
            >
              <Icon name="download" size={16} />
              {texts.csv}
            </button>
          </div>
        </div>
        <FileDrop text={texts.drop} chooseFiles={texts.chooseFiles} chooseFolder={texts.chooseFolder} onFiles={add} />
        {all > 0 && (
          <div class="run-progress">
            <div class="grow">
              <p class="small">
                <b>{texts.progress}</b> {texts.progressText(done, all)}
              </p>
              <progress max={1} value={share} aria-label={texts.progress} />
            </div>
            {done < all && (
              <button type="button" class="btn" onClick={() => (list.isPaused.value ? list.goOn() : list.pause())}>
                <Icon name={list.isPaused.value ? "play" : "pause"} size={16} />
                {list.isPaused.value ? texts.goOn : texts.pause}
              </button>
            )}
          </div>
        )}
        {files.length > 0 && (
          <>
            <div class="between check-filter">
              <Segmented
                label={texts.only}
                value={filter.value}
                options={FILTERS.map((value) => ({ value, text: `${texts.filters[value]} ${countOf(value)}` }))}
                onChange={(next) => {
                  filter.value = next;
                }}
              />
              <button type="button" class="btn quiet" onClick={() => void list.clear()}>
                {texts.clear}
              </button>
            </div>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
            <section class="task-table" tabIndex={0} aria-label={texts.title(list.assignment.title, files.length)}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{texts.student}</th>
                    <th scope="col">{texts.number}</th>
                    <th scope="col" class="num">
                      {texts.accuracy}
                    </th>
                    <th scope="col">{texts.epochs}</th>
                    <th scope="col">{texts.result}</th>
                    <th scope="col" class="num">
                      {texts.answers}
                    </th>
                    <th scope="col" class="num">
                      {texts.points}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {shown.map((file) => (
                    <Row
                      key={file.name}
                      file={file}
                      list={list}
                      isChosen={file.name === chosen.value}
                      onChoose={() => (chosen.value = file.name)}
                    />
                  ))}
                </tbody>
              </table>
            </section>
          </>
        )}
        <p class="tiny soft">{list.keeps.value ? texts.everything : texts.notKept}</p>
      </section>
      <aside class="panel check-aside" aria-label={texts.detail}>
        {detail ? <Detail file={detail} list={list} /> : <p class="soft">{texts.choose}</p>}
      </aside>
    </div>
  );
}

interface RowProps {
  readonly file: CheckedFile;
  readonly list: CheckList;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

const LOOKS: Readonly<Record<string, { look: string; icon: "check" | "close" | "clock" | "warn" }>> = {
  same: { look: "good", icon: "check" },
  different: { look: "bad", icon: "close" },
  unreadable: { look: "bad", icon: "close" },
  waiting: { look: "soft", icon: "clock" },
  checking: { look: "soft", icon: "clock" },
};

function Row({ file, list, isChosen, onChoose }: RowProps) {
  const texts = checkTexts();
  const { read, points, name } = file;
  const result = resultOf(file);
  const { look, icon } = LOOKS[result] ?? { look: "warn", icon: "warn" };
  const accuracies = read?.runs.flatMap(({ record }) => record?.test?.accuracy ?? []) ?? [];
  const mean = accuracies.reduce((sum, value) => sum + value, 0) / accuracies.length;
  const { questions } = list.assignment;
  const answered = questions.filter(({ id }) => String(read?.answers[id]?.value ?? "").trim() !== "").length;
  const student = read?.student.name ?? name;
  return (
    <tr class={isChosen ? "is-chosen" : ""} data-result={result}>
      <th scope="row">
        <button type="button" class="link-button" aria-pressed={isChosen} onClick={onChoose}>
          {student}
        </button>
      </th>
      <td>{read?.student.number ?? "–"}</td>
      <td class="num">{accuracies.length === 0 ? "–" : formatPercent(mean)}</td>
      <td>
        <Epochs file={file} />
      </td>
      <td class={`nowrap ${look}`}>
        <span class="hstack">
          <Icon name={icon} size={16} />
          {resultText(file, result)}
        </span>
      </td>
      <td class={`num${answered < questions.length ? " warn" : ""}`}>
        {answered} / {questions.length}
      </td>
      <td class="num">
        <input
          class="input points"
          aria-label={texts.pointsOf(student)}
          value={points}
          maxLength={12}
          onInput={({ currentTarget }) => list.setRemark(name, { points: currentTarget.value })}
        />
      </td>
    </tr>
  );
}

const WIDTH = 120;

/** Epochs of all its runs: those that are equal, and those from the first that differs on. */
function Epochs({ file: { read, checks, running } }: { file: CheckedFile }) {
  let [equal, wrong, of, from] = [0, 0, 0, 0];
  for (const { name, record } of read?.runs ?? []) {
    const check = checks.get(name);
    const count = record?.history.length ?? 0;
    of += count;
    const isWrong = check !== undefined && check.result !== "same";
    equal += Math.max(check?.epochs ?? 0, isWrong ? 0 : (running.get(name)?.epoch ?? 0));
    if (isWrong) {
      wrong += count - check.epochs;
      from ||= check.epoch ?? 0;
    }
  }
  if (of === 0) return <span class="soft">–</span>;
  const x = (epochs: number) => (epochs / of) * WIDTH;
  return (
    <svg
      class="epochs"
      viewBox={`0 0 ${WIDTH} 14`}
      width={WIDTH}
      height={14}
      role="img"
      aria-label={checkTexts().epochsText(equal, of, from)}
    >
      <rect class="rest" x={0} width={WIDTH} y={1} height={12} />
      <rect class="equal" x={0} width={x(equal)} y={1} height={12} />
      <rect class="wrong" x={x(equal)} width={x(wrong)} y={1} height={12} />
    </svg>
  );
}
