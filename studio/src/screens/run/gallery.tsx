/** Exactly the series of the chosen cell, most sure first, a page at a time. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { ClassName } from "../../components/glyph.tsx";
import { Icon } from "../../components/icon.tsx";
import { type Cell, formatCell, seriesOfCell } from "../../state/cells.ts";
import type { LiveRun } from "../../state/live-run.ts";
import { describeProblem } from "../../texts/errors.ts";
import { runTexts } from "../../texts/run.ts";
import { SeriesCard } from "./series-card.tsx";
import { canShowInData, showInData } from "./show-in-data.ts";
import type { TestState } from "./use-test.ts";

const PAGE = 12;

interface Props {
  readonly run: LiveRun;
  readonly state: TestState;
  readonly cell: Cell;
  /** Series in the cell, as the record has it. */
  readonly count: number;
  readonly labels: readonly string[];
}

export function Gallery({ run, state, cell, count, labels }: Props) {
  const texts = runTexts();
  const isSure = useSignal(true);
  const page = useSignal(0);
  const test = state.status === "there" ? state.test : undefined;
  const isSureFirst = isSure.value;
  const key = formatCell(cell);
  const shown = useMemo(() => test && seriesOfCell(test, cell, isSureFirst), [test, key, isSureFirst]);
  useEffect(() => {
    page.value = 0;
  }, [key, page]);
  const pages = Math.max(1, Math.ceil((shown?.length ?? 0) / PAGE));
  const at = Math.min(page.value, pages - 1);
  const some = shown?.slice(at * PAGE, (at + 1) * PAGE) ?? [];
  const turn = (by: number) => {
    page.value = Math.min(pages - 1, Math.max(0, at + by));
  };
  const isRight = cell.truth === cell.predicted;
  return (
    <section class="panel gallery-place" aria-label={texts.cellSeries}>
      <div class="section-head">
        <h2 class="cell-title" aria-live="polite">
          {isRight ? texts.rightOf(count) : texts.wrongOf(count)}{" "}
          <ClassName name={labels[cell.truth] ?? ""} label={cell.truth} />
          {!isRight && texts.called}{" "}
          {!isRight && <ClassName name={labels[cell.predicted] ?? ""} label={cell.predicted} />}
        </h2>
        <button
          type="button"
          class="btn quiet sm"
          onClick={() => {
            isSure.value = !isSureFirst;
            page.value = 0;
          }}
        >
          <Icon name="sort" size={16} />
          {isSureFirst ? texts.sureFirst : texts.unsureFirst}
        </button>
      </div>
      {state.status === "reading" && <p class="small soft skeleton">{texts.testing}</p>}
      {state.status === "notKept" && <p class="notice">{texts.notKept}</p>}
      {state.status === "refused" && (
        <div class="notice warn">
          <Icon name="warn" />
          <div>
            {texts.notHere}
            {state.errors.map((error) => (
              <p key={error.path}>{describeProblem(error)}</p>
            ))}
          </div>
        </div>
      )}
      {test && shown?.length === 0 && <p class="small soft">{texts.noSeries}</p>}
      {test && some.length > 0 && (
        <>
          <div class="gallery">
            {some.map((index) => (
              <SeriesCard
                key={index}
                test={test}
                index={index}
                labels={labels}
                run={run}
                onShow={canShowInData(run) ? () => showInData(run, test.places[index] ?? 0) : undefined}
              />
            ))}
          </div>
          <div class="between gallery-foot">
            <span class="legend">
              <span>
                <svg width="22" height="8" aria-hidden="true">
                  <path d="M0 4h22" stroke="var(--series)" stroke-width="2" />
                </svg>
                {texts.seriesLine}
              </span>
              {test.attention && (
                <span>
                  <span class="att-ramp" aria-hidden="true" />
                  {texts.attention}
                </span>
              )}
            </span>
            <span class="hstack small soft">
              {texts.pageOf(at * PAGE + 1, at * PAGE + some.length, shown?.length ?? 0)}
              <button
                type="button"
                class="btn icon quiet"
                aria-label={texts.before}
                disabled={at === 0}
                onClick={() => turn(-1)}
              >
                <Icon name="left" />
              </button>
              <button
                type="button"
                class="btn icon quiet"
                aria-label={texts.after}
                disabled={at === pages - 1}
                onClick={() => turn(1)}
              >
                <Icon name="right" />
              </button>
            </span>
          </div>
        </>
      )}
    </section>
  );
}
