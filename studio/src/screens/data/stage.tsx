/** The series themselves, in one of three views, under what they are. */
import { navigate, route } from "../../app/router.ts";
import { Icon } from "../../components/icon.tsx";
import { Segmented } from "../../components/segmented.tsx";
import type { SeriesView } from "../../engine/data-protocol.ts";
import { channel, dataErrors, isLoadingData } from "../../state/data.ts";
import { file, fileView, isExamining, unreadable } from "../../state/file.ts";
import { isLocked } from "../../state/locks.ts";
import { checked, shownSpec } from "../../state/recipe.ts";
import { current, go, prepareRun } from "../../state/studio.ts";
import { dataTexts } from "../../texts/data.ts";
import { describeProblem } from "../../texts/errors.ts";
import { formatCount } from "../../texts/numbers.ts";
import { ClassRows } from "./class-rows.tsx";
import { FileRows } from "./file-rows.tsx";
import { Corrections } from "./label-cell.tsx";
import { Overlay } from "./overlay.tsx";
import { SeriesTable } from "./series-table.tsx";
import { sourceShown } from "./source-shown.ts";
import { areSeriesShown, type View, viewsNow } from "./views.ts";

/** The view that the address asks for, where there is one of it. */
function shownView(): View | undefined {
  const asked = route.value.query.get("view");
  const views = viewsNow();
  return views.find((view) => view === asked) ?? views[0];
}

/** The series that the address asks for, by its number. */
function wantedSeries(): number | undefined {
  const asked = route.value.query.get("series") ?? "";
  return /^\d{1,9}$/.test(asked) ? Number(asked) : undefined;
}

/** Why a file cannot be opened at all. */
function Unreadable() {
  const texts = dataTexts();
  const found = unreadable.value;
  if (found === undefined || sourceShown() === "waves") return null;
  return (
    <div class="notice warn" role="alert">
      <Icon name="warn" />
      <p>{texts.file.unreadable[found.why](found.name)}</p>
    </div>
  );
}

/** Trains the recipe; while a run is open, goes to it. */
function trainOnIt(): void {
  if (current.value?.isOpen.value) {
    navigate(["train"]);
    return;
  }
  const { spec } = checked.value;
  if (spec === undefined) return;
  const run = prepareRun(spec);
  go();
  navigate(["train", run.id]);
}

function Problems() {
  const texts = dataTexts();
  const problems = (checked.value.spec ? dataErrors.value : checked.value.problems).map(describeProblem);
  if (problems.length === 0) return null;
  return (
    <div class="notice warn" role="alert">
      <Icon name="warn" />
      <div>
        <b>{texts.wrong}</b>
        {problems.map((problem) => (
          <p key={problem}>{problem}</p>
        ))}
      </div>
    </div>
  );
}

export function Stage({ view }: { view: SeriesView | undefined }) {
  const texts = dataTexts();
  const { name, data } = shownSpec.value;
  const shown = shownView();
  const views = viewsNow();
  const isOfData = areSeriesShown();
  const isOpen = current.value?.isOpen.value === true;
  const show = (next: View) => {
    const query = new URLSearchParams(next === "class" ? {} : { view: next });
    navigate(["data"], { replace: true, query });
  };
  return (
    <>
      <div class="data-head">
        <h1>{isOfData ? name : (file.value?.name ?? texts.file.mine)}</h1>
        {isOfData && view && <span class="small soft">{sizeText(view)}</span>}
        <span class="data-tools">
          {isOfData && view && view.channels > 1 && (
            <select
              class="input wide"
              aria-label={texts.channel}
              value={view.channel}
              onChange={({ currentTarget }) => {
                channel.value = Number(currentTarget.value);
              }}
            >
              {Array.from({ length: view.channels }, (_, index) => (
                <option key={`channel-${String(index)}`} value={index}>
                  {texts.channelNumber(index + 1)}
                </option>
              ))}
            </select>
          )}
          {views.length > 1 && (
            <Segmented
              label={texts.view}
              value={shown}
              options={views.map((value) => ({ value, text: texts.views[value] }))}
              onChange={show}
            />
          )}
          <button
            type="button"
            class="btn primary"
            onClick={() => isOfData && trainOnIt()}
            aria-disabled={!isOfData || checked.value.spec === undefined || undefined}
          >
            <Icon name="play" size={16} />
            {isOpen ? texts.toTheRun : texts.trainOnIt}
          </button>
        </span>
      </div>
      <Unreadable />
      {isOfData && <Problems />}
      {views.length === 0 && !unreadable.value && (
        <p class="small soft">{isExamining.value ? texts.file.reading : texts.file.none}</p>
      )}
      {fileView.value && shown === "file" && <FileRows view={fileView.value} />}
      {isOfData && view === undefined && checked.value.spec && dataErrors.value.length === 0 && (
        <p class="skeleton soft small">
          {"samples" in data ? texts.makingCount(formatCount(data.samples)) : texts.file.reading}
        </p>
      )}
      {isOfData && view && shown !== "file" && (
        <div class="data-view" aria-busy={isLoadingData.value}>
          {shown === "class" && <ClassRows view={view} />}
          {shown === "table" && (
            <>
              <Corrections view={view} fixed={isOpen || isLocked("data.relabel")} />
              <SeriesTable view={view} wanted={wantedSeries()} />
            </>
          )}
          {shown === "overlay" && <Overlay view={view} />}
        </div>
      )}
    </>
  );
}

function sizeText({ counts, lengths: [shortest, longest], channels }: SeriesView): string {
  const steps = shortest === longest ? formatCount(longest) : `${formatCount(shortest)}–${formatCount(longest)}`;
  return dataTexts().size(formatCount(counts.train + counts.val + counts.test), steps, channels);
}
