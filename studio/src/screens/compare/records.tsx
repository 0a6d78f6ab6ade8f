/** The list at the left: experiments, and the runs of this device, filtered, ordered, chosen. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { formatHash } from "../../app/router.ts";
import { ArmKey } from "../../charts/arm-mark.tsx";
import { Icon } from "../../components/icon.tsx";
import { experimentRows, refreshExperiments } from "../../experiments/list.ts";
import { keptRuns, refreshRuns } from "../../state/studio.ts";
import type { ExperimentRow } from "../../store/experiments.ts";
import { listNotes, type RunNotes } from "../../store/notes.ts";
import { compareTexts } from "../../texts/compare.ts";
import { describeProblem } from "../../texts/errors.ts";
import { formatPercent } from "../../texts/numbers.ts";
import { listRuns, ORDERS, type Order } from "./list-state.ts";
import { lights, litClass } from "./lit.ts";
import { chosenIn, withQuery } from "./query.ts";

/** Notes and tags by run; read again when the list of runs is. */
export function useNotes(): ReadonlyMap<string, RunNotes> {
  const notes = useSignal<ReadonlyMap<string, RunNotes>>(new Map());
  const runs = keptRuns.value;
  useEffect(() => {
    void runs;
    listNotes().then(
      (found) => {
        notes.value = found;
      },
      () => undefined,
    );
  }, [runs]);
  return notes.value;
}

function ExperimentLine({ row, isShown }: { row: ExperimentRow; isShown: boolean }) {
  const texts = compareTexts();
  const runs = (keptRuns.value ?? []).filter(({ part, record }) => record && part?.experiment === row.id).length;
  const options = row.sweep.axes.map((axis) => {
    if ("options" in axis) return Object.keys(axis.options).length;
    return "values" in axis ? axis.values.length : 1;
  });
  const [first] = row.sweep.axes;
  const names = first && "options" in first ? Object.keys(first.options).join(", ") : "";
  const query = row.isRace && row.sweep.seeds.length === 1 ? new URLSearchParams({ race: "1" }) : undefined;
  return (
    <li>
      <a class="record-line" href={formatHash(["compare", row.id], query)} aria-current={isShown ? "page" : undefined}>
        <span class="between">
          <b>{row.name}</b>
          <span class="tiny faint">{texts.runCount(runs)}</span>
        </span>
        <span class="tiny soft">
          {row.isRace
            ? texts.racers(names, row.sweep.seeds[0] ?? 0)
            : texts.arms(
                options.reduce((product, count) => product * count, 1),
                row.sweep.seeds.length,
              )}
        </span>
      </a>
    </li>
  );
}

export function Records({ query, experiment }: { query: URLSearchParams; experiment: string | undefined }) {
  const texts = compareTexts();
  const rows = keptRuns.value;
  const notes = useNotes();
  const filter = query.get("filter") ?? "";
  const order = (Object.keys(ORDERS) as Order[]).find((one) => one === query.get("sort")) ?? "startedAt";
  const chosen = chosenIn(query);
  useEffect(() => {
    void refreshRuns();
    void refreshExperiments();
  }, []);
  const list = useMemo(() => listRuns(rows ?? [], notes, filter, order), [rows, notes, filter, order]);
  const choose = (id: string, isChosen: boolean) => {
    const next = isChosen ? [...chosen, id] : chosen.filter((one) => one !== id);
    withQuery(query, { runs: next.join(",") }, []);
  };
  const problems = list.problems.map(describeProblem);
  return (
    <aside class="records panel" aria-label={texts.records}>
      <div class="between">
        <h1>{texts.records}</h1>
        <a class="btn icon quiet" href="#/compare?race=1" aria-label={texts.newRace} title={texts.newRace}>
          <Icon name="plus" />
        </a>
      </div>
      <input
        class="input record-filter"
        type="search"
        aria-label={texts.filter}
        placeholder={texts.filterHint}
        title={texts.filterHelp}
        value={filter}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={problems.length > 0}
        aria-describedby="record-filter-help"
        onInput={({ currentTarget }) => withQuery(query, { filter: currentTarget.value })}
      />
      <p id="record-filter-help" class="visually-hidden">
        {texts.filterHelp}
      </p>
      {problems.map((problem) => (
        <p key={problem} class="field-problem" role="alert">
          {problem}
        </p>
      ))}
      <label class="field">
        <span>{texts.sort}</span>
        <select
          class="input record-sort"
          value={order}
          onChange={({ currentTarget }) => withQuery(query, { sort: currentTarget.value })}
        >
          {(Object.keys(ORDERS) as Order[]).map((one) => (
            <option key={one} value={one}>
              {texts.sorts[one]}
            </option>
          ))}
        </select>
      </label>
      {(experimentRows.value ?? []).length > 0 && (
        <>
          <h2>{texts.experiments}</h2>
          <ul class="record-list">
            {experimentRows.value!.map((row) => (
              <ExperimentLine key={row.id} row={row} isShown={row.id === experiment} />
            ))}
          </ul>
        </>
      )}
      <h2>{texts.runs}</h2>
      {rows === undefined && <p class="small soft">{texts.reading}</p>}
      {rows !== undefined && list.runs.length === 0 && (
        <p class="small soft">{filter.trim() === "" ? texts.empty : texts.noneFound}</p>
      )}
      <ul class="record-list">
        {list.runs.map((run) => {
          const place = chosen.indexOf(run.id);
          const accuracy = run.testAccuracy === null ? texts.noTest : formatPercent(run.testAccuracy);
          return (
            <li key={run.id} class={`record-run${litClass(run.id)}`} {...lights([run.id])}>
              <label>
                <input
                  type="checkbox"
                  checked={place >= 0}
                  aria-label={texts.choose(run.name)}
                  onChange={({ currentTarget }) => choose(run.id, currentTarget.checked)}
                />
                {place >= 0 ? <ArmKey index={place} /> : <span class="no-key" />}
              </label>
              <a class="record-line" href={formatHash(["run", run.id])}>
                <span class="between">
                  <b>{run.name}</b>
                  {run.tags.length > 0 && (
                    <span class="tiny faint record-tags">{run.tags.map((tag) => `#${tag}`).join(" ")}</span>
                  )}
                </span>
                <span class="tiny soft">{texts.runLine(accuracy, run.epochs)}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </aside>
  );
}
