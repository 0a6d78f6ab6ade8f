/** A race: one line a model over epochs, series seen or its own seconds, a finish line, places as they cross it, and a replay. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { formatHash } from "../../app/router.ts";
import { ArmCurves } from "../../charts/arm-curves.tsx";
import { ArmKey } from "../../charts/arm-mark.tsx";
import { Icon } from "../../components/icon.tsx";
import { Segmented } from "../../components/segmented.tsx";
import type { Experiment } from "../../experiments/experiment.ts";
import { COURSES, type Course, tracksOf, upTo } from "../../experiments/race-course.ts";
import { compareTexts } from "../../texts/compare.ts";
import { formatCount, formatPercent } from "../../texts/numbers.ts";
import { ExperimentHead } from "./experiment-head.tsx";
import { light, lights, lit, litClass } from "./lit.ts";
import { withQuery } from "./query.ts";

const SEEDS = 5;
/** Seconds of a replay. */
const REPLAY_SECONDS = 6;
const LINES = [0.6, 0.7, 0.8, 0.9, 0.95, 0.99];
const USUAL_LINE = 0.8;
/** Places of the replay's slider. */
const PLACES = 200;

function formatPlace(course: Course, x: number): string {
  return course === "seconds" ? `${x.toFixed(x < 10 ? 2 : 1)} s` : formatCount(Math.round(x));
}

export default function Race({ experiment, query }: { experiment: Experiment; query: URLSearchParams }) {
  const texts = compareTexts();
  /** 0 … 1 of the course while a replay is shown. */
  const replay = useSignal<number | undefined>(undefined);
  const isPlaying = useSignal(false);
  const frame = useRef(0);
  const plan = experiment.plan.value;
  const [seed = 0] = plan.seeds;
  const racers = experiment.soFar().filter((run) => run.seed === seed);
  const all = plan.arms.map(({ id }) => racers.find(({ arm }) => arm === id) ?? { arm: id, history: [] });
  const course = COURSES.find((one) => one === query.get("x")) ?? "epochs";
  const line = LINES.find((one) => String(one) === query.get("line")) ?? USUAL_LINE;
  const spec = plan.runs[0]?.spec;
  const counts = [...experiment.live.value.values()][0]?.facts.value?.counts;
  const record = [...experiment.ended.value.values()].find((ended) => ended.record)?.record;
  const series = counts?.train ?? record?.data.train ?? 0;
  const tracks = tracksOf(all, course, series, line);
  const epochs = spec?.training.epochs ?? 1;
  const farthest = Math.max(0, ...tracks.flatMap(({ points }) => points.map(([x]) => x)));
  const end = course === "epochs" ? epochs : course === "series" ? epochs * series : farthest;
  const begin = course === "epochs" ? 1 : 0;
  const at = replay.value === undefined ? undefined : begin + replay.value * (farthest - begin);
  const shown = at === undefined ? tracks : upTo(tracks, at);
  const isOver = racers.length > 0 && racers.every((run) => run.isOver);
  const isPreparing = experiment.state.value === "running" && racers.every(({ history }) => history.length === 0);
  const halt = () => {
    cancelAnimationFrame(frame.current);
    isPlaying.value = false;
  };
  useEffect(() => halt, []);
  const play = () => {
    if (isPlaying.value) return halt();
    const from = replay.value !== undefined && replay.value < 1 ? replay.value : 0;
    const began = performance.now() - from * REPLAY_SECONDS * 1000;
    isPlaying.value = true;
    const step = () => {
      const now = Math.min(1, (performance.now() - began) / (REPLAY_SECONDS * 1000));
      replay.value = now;
      if (now < 1) frame.current = requestAnimationFrame(step);
      else {
        isPlaying.value = false;
        replay.value = undefined;
      }
    };
    frame.current = requestAnimationFrame(step);
  };
  const five = async () => {
    await experiment.addSeeds(SEEDS);
    experiment.start();
    withQuery(query, { race: "" });
  };
  const names = plan.arms.map(({ id }) => id);
  return (
    <div class="experiment">
      <ExperimentHead experiment={experiment} summary={texts.racers(names.join(", "), seed)}>
        {plan.seeds.length < SEEDS ? (
          <button
            type="button"
            class="btn"
            title={texts.fiveSeedsHint}
            disabled={experiment.state.value !== "idle"}
            onClick={() => void five()}
          >
            <Icon name="plus" size={16} />
            {texts.fiveSeeds}
          </button>
        ) : (
          <a class="btn" href={formatHash(["compare", experiment.row.value.id])}>
            {texts.armsView}
          </a>
        )}
      </ExperimentHead>
      <div class="panel race">
        <div class="hstack race-controls">
          <Segmented
            label={texts.course}
            small
            value={course}
            options={COURSES.map((one) => ({ value: one, text: texts.courses[one] }))}
            onChange={(next) => withQuery(query, { x: next === "epochs" ? "" : next })}
          />
          <label class="hstack small" title={texts.lineHint}>
            {texts.line}
            <select
              class="input"
              value={String(line)}
              onChange={({ currentTarget }) =>
                withQuery(query, { line: Number(currentTarget.value) === USUAL_LINE ? "" : currentTarget.value })
              }
            >
              {LINES.map((one) => (
                <option key={one} value={String(one)}>
                  {Math.round(one * 100)}%
                </option>
              ))}
            </select>
          </label>
        </div>
        {isPreparing && <p class="small soft">{texts.preparingRace}</p>}
        <ArmCurves
          curves={shown.map(({ arm, points }, index) => ({ id: arm, name: arm, index, points }))}
          lit={lit.value}
          onLight={light}
          label={texts.raceText(names.join(", "))}
          xLabel={texts.courseLabels[course]}
          height={360}
          formatY={(share) => `${Math.round(share * 100)}%`}
          x={[begin, Math.max(end, begin + 1e-3)]}
          isCount={course !== "seconds"}
          yMax={1}
          level={line}
        />
        {isOver && (
          <div class="hstack race-replay">
            <button type="button" class="btn" onClick={play}>
              <Icon name={isPlaying.value ? "pause" : "play"} size={16} />
              {texts.replay}
            </button>
            <input
              type="range"
              min={0}
              max={PLACES}
              step={1}
              aria-label={texts.replayAt}
              aria-valuetext={formatPlace(course, at ?? farthest)}
              value={Math.round((replay.value ?? 1) * PLACES)}
              onInput={({ currentTarget }) => {
                halt();
                const place = Number(currentTarget.value) / PLACES;
                replay.value = place >= 1 ? undefined : place;
              }}
            />
            <span class="small soft num">{formatPlace(course, at ?? farthest)}</span>
          </div>
        )}
        <table class="standings" aria-label={texts.standings}>
          <thead>
            <tr>
              <th scope="col">{texts.place}</th>
              <th scope="col">{texts.models}</th>
              <th scope="col" class="num">
                {texts.finishedAt}
              </th>
              <th scope="col" class="num">
                {texts.last}
              </th>
              <th scope="col" class="race-hash">
                {texts.weights}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown
              .map((track, index) => ({ ...track, index }))
              .toSorted((a, b) => (a.rank ?? 99) - (b.rank ?? 99) || a.index - b.index)
              .map(({ arm, rank, finish, points, index }) => {
                const run = racers.find((one) => one.arm === arm);
                const last = points.at(-1);
                return (
                  <tr key={arm} class={`arm-row${litClass(arm)}`} {...lights([arm])}>
                    <td>{rank ?? "–"}</td>
                    <th scope="row">
                      <span class="hstack">
                        <ArmKey index={index} />
                        {run?.id ? <a href={formatHash(["run", run.id])}>{arm}</a> : arm}
                      </span>
                    </th>
                    <td class="num">
                      {finish === undefined ? (
                        <span class="soft">{run?.isOver && at === undefined ? texts.neverThere : texts.notThere}</span>
                      ) : (
                        formatPlace(course, finish)
                      )}
                    </td>
                    <td class="num">{last === undefined ? "–" : formatPercent(last[1])}</td>
                    <td class="mono race-hash" data-testid={`hash-${arm}`} title={run?.weightsSha256}>
                      {run?.weightsSha256 ?? "–"}
                    </td>
                  </tr>
                );
              })}
          </tbody>
        </table>
      </div>
    </div>
  );
}
