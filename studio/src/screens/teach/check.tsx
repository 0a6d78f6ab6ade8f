/** Check: the submissions of a class as a table, each trained again; beside it what was found of the chosen one. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Assignment } from "tidelab/teaching";
import { formatHash } from "../../app/router.ts";
import { EmptyScreen } from "../../components/empty-screen.tsx";
import { FileDrop } from "../../components/file-drop.tsx";
import { Icon } from "../../components/icon.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { showToast } from "../../components/toast.tsx";
import { type CheckList, type CheckResult, openCheckList, resultOf } from "../../state/check-list.ts";
import { download } from "../../state/download.ts";
import { readAssignment } from "../../store/teaching.ts";
import { checkTexts } from "../../texts/check.ts";
import { describeProblem } from "../../texts/errors.ts";
import type { DroppedFile } from "../../verify/gather.ts";
import { checkCsv } from "./check-csv.ts";
import { Detail } from "./check-detail.tsx";
import { moveBy, useCheckKeys } from "./check-keys.ts";
import { Row } from "./check-row.tsx";
import { saveFeedback } from "./feedback.ts";

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
  const choose = (name: string) => {
    chosen.value = name;
  };
  const keys = { list, files: shown, chosen: chosen.value, choose };
  useCheckKeys(keys);
  const aside = useRef<HTMLElement>(null);
  /** What was found gets the focus where Enter asked for it, and comes into sight where it is below the table. */
  const open = (name: string, byKey: boolean) => {
    choose(name);
    requestAnimationFrame(() => {
      const heading = aside.current?.querySelector("h2");
      if (byKey) heading?.focus();
      else if (matchMedia("(max-width: 1079px)").matches) heading?.scrollIntoView();
    });
  };
  const feedback = async () => {
    const without = await saveFeedback(files, list);
    if (without > 0) showToast({ text: texts.withoutFeedback(without) }, 8);
  };
  const add = (dropped: readonly DroppedFile[]) => void list.add(dropped);
  return (
    <div class="check-screen">
      <section class="check-main">
        <div class="between check-head">
          <div class="hstack">
            <a class="btn quiet icon" href={formatHash(["teach"])} aria-label={texts.toTeach}>
              <Icon name="left" />
            </a>
            <h1>{texts.title(list.assignment.title, files.length)}</h1>
            <span class="small soft">{texts.seeds[list.assignment.seed]}</span>
          </div>
          <div class="hstack">
            <button
              type="button"
              class="btn"
              disabled={!files.some(({ read }) => read)}
              onClick={() => void feedback()}
            >
              <Icon name="page" size={16} />
              {texts.feedbackAll}
            </button>
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
        {list.unread.value.map((error) => (
          <p key={error.path} class="notice warn" role="alert">
            {describeProblem(error)}
          </p>
        ))}
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
                    {list.assignment.work.kind === "spec" && (
                      <>
                        <th scope="col">{texts.model}</th>
                        <th scope="col">{texts.valLoss}</th>
                      </>
                    )}
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
                      onChoose={(byKey) => open(file.name, byKey)}
                    />
                  ))}
                </tbody>
              </table>
            </section>
            <p class="tiny soft keys-hint">{texts.keysHint}</p>
          </>
        )}
        <p class="tiny soft">{list.keeps.value ? texts.everything : texts.notKept}</p>
      </section>
      <aside ref={aside} class="panel check-aside" aria-label={texts.detail}>
        {detail ? (
          <Detail file={detail} list={list} onMove={(by) => void moveBy(keys, by)} />
        ) : (
          <p class="soft">{texts.choose}</p>
        )}
      </aside>
    </div>
  );
}
