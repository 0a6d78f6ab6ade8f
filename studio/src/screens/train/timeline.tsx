/** The run on one track: its steps with the loss, its epochs, its checkpoints, and its current step. */

import "../../time/time.css";
import { ticksOf } from "../../charts/steps.ts";
import { useSize } from "../../charts/use-size.ts";
import { Icon } from "../../components/icon.tsx";
import { type Lens, lensOf } from "../../lens/lens.ts";
import type { Branch } from "../../state/branches.ts";
import type { LiveRun } from "../../state/live-run.ts";
import { editsByHand } from "../../state/steer.ts";
import { steerTexts } from "../../texts/steer.ts";
import { timeTexts } from "../../texts/time.ts";
import { trainTexts } from "../../texts/train.ts";
import { placeFlags } from "../../time/flags.ts";
import { observationsOf } from "../../time/observations.ts";
import { isPlaying, playHistory, stopPlaying } from "../../time/playhead.ts";
import { PlayheadSlider } from "../../time/playhead-slider.tsx";
import { placeName } from "./steer-notices.tsx";

const [TOP, BOTTOM, HEIGHT, SIDE] = [24, 70, 92, 6];
/** Of the lane below, for what was left behind. */
const LANE = 20;

/** Numbers of epochs that have room beside each other. */
function labelledEpochs(epochs: number, width: number): number[] {
  return ticksOf(1, epochs, width / Math.max(30, 9 * String(epochs).length), 1);
}

/** The losses as the outline of an area, on a log scale, at most one point a pixel. */
function outline(
  losses: readonly number[],
  count: number,
  x: (step: number) => number,
  [top, bottom]: readonly [number, number] = [TOP, BOTTOM],
): string {
  const logs = losses.slice(0, count).map((loss) => Math.log10(Math.max(loss, 1e-9)));
  const drawn = logs.filter(Number.isFinite);
  const low = drawn.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = drawn.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const y = (value: number) => bottom - 4 - ((value - low) / (high - low || 1)) * (bottom - top - 6);
  const every = Math.max(1, Math.floor(count / 1000));
  return logs
    .map((value, index) =>
      Number.isFinite(value) && (index % every === 0 || index === count - 1)
        ? `${x(index + 1).toFixed(1)} ${y(value).toFixed(1)}`
        : "",
    )
    .filter((point) => point !== "")
    .join("L");
}

export function Timeline({ run }: { run: LiveRun | undefined }) {
  const texts = trainTexts();
  const [place, size] = useSize<HTMLDivElement>();
  const facts = run?.facts.value;
  const epochs = facts?.spec.training.epochs ?? 1;
  const perEpoch = facts?.stepsPerEpoch ?? 1;
  const total = epochs * perEpoch;
  const count = run?.stepCount.value ?? 0;
  const marks = run?.atHand.value ?? [];
  const kept = run?.checkpoints.value.length ?? 0;
  const lens = run && lensOf(run);
  const viewed = lens?.viewing.value;
  const notes = run ? observationsOf(run).list.value : [];
  const width = size?.width ?? 0;
  const x = (step: number) => SIDE + ((width - 2 * SIDE) * step) / Math.max(1, total);
  const best = (run?.history.value ?? []).reduce<{ epoch: number; valLoss: number } | undefined>(
    (least, record) => (least === undefined || record.valLoss < least.valLoss ? record : least),
    undefined,
  );
  const branch = run?.branches.value.at(-1);
  const lane = branch ? LANE : 0;
  const laneWords =
    run && branch ? [steerTexts().laneText(placeName(run, branch.from), placeName(run, branch.to))] : [];
  const edits = run ? editsByHand(run) : [];
  const points = count > 0 && width > 0 ? outline(run?.steps.loss ?? [], count, x) : "";
  return (
    <>
      <div ref={place} class="tl-track">
        {width > 0 && (
          <svg
            class="chart"
            width={width}
            height={HEIGHT + lane}
            viewBox={`0 0 ${width} ${HEIGHT + lane}`}
            role="img"
            aria-label={[texts.timelineText(count, total, kept), ...laneWords].join(". ")}
          >
            <rect x={SIDE} y={TOP} width={width - 2 * SIDE} height={BOTTOM - TOP} rx="3" fill="var(--hover)" />
            <rect x={SIDE} y={TOP} width={x(count) - SIDE} height={BOTTOM - TOP} fill="var(--tide-soft)" />
            {points !== "" && (
              <>
                <path
                  d={`M${x(0)} ${BOTTOM}L${points}L${x(count)} ${BOTTOM}Z`}
                  fill="var(--set-train)"
                  fill-opacity="0.28"
                />
                <path class="line ln-train" stroke-width="1.2" d={`M${points}`} />
              </>
            )}
            {labelledEpochs(epochs, width).map((epoch) => (
              <g key={epoch}>
                <path d={`M${x(epoch * perEpoch)} ${TOP}V${BOTTOM}`} stroke="var(--paper)" />
                <text x={Math.min(x(epoch * perEpoch), width - 9)} y={HEIGHT - 6} text-anchor="middle">
                  {epoch}
                </text>
              </g>
            ))}
            {marks.map(({ step }) => (
              <path
                key={step}
                d={`M${x(step)} ${BOTTOM - 5}l5 5-5 5-5-5z`}
                fill="var(--tide)"
                stroke="var(--paper)"
                stroke-width="1.2"
              />
            ))}
            {edits.map(({ step }) => (
              <path
                key={step}
                class="edit-flag"
                d={`M${x(step - 1)} ${BOTTOM}V${TOP - 2}h9l-3 4 3 4h-9`}
                fill="var(--warn)"
                stroke="var(--warn)"
              />
            ))}
            {run && branch && <Lane run={run} branch={branch} x={x} width={width} />}
            {placeFlags(
              notes.map(({ step }) => x(step)),
              width,
            ).map((at, index) => (
              <g key={notes[index]?.id} class="flag" transform={`translate(${at} 8)`}>
                <circle r="7.500" />
                <text y="4">{index + 1}</text>
              </g>
            ))}
            <path d={`M${x(count)} 22V${BOTTOM + 5}`} stroke="var(--ink)" stroke-width="2" />
            <circle cx={x(count)} cy="22" r="5" fill="var(--ink)" stroke="var(--paper)" stroke-width="2" />
            {viewed !== undefined && (
              <>
                <path
                  d={`M${x(viewed)} 22V${BOTTOM + 5}`}
                  stroke="var(--tide)"
                  stroke-width="2"
                  stroke-dasharray="4 3"
                />
                <circle cx={x(viewed)} cy="22" r="6" fill="var(--paper)" stroke="var(--tide)" stroke-width="2.500" />
              </>
            )}
          </svg>
        )}
        {lens && marks.length > 0 && width > 0 && (
          <PlayheadSlider
            lens={lens}
            total={total}
            stepAt={(at) => ((at - SIDE) / Math.max(1, width - 2 * SIDE)) * total}
          />
        )}
      </div>
      <div class="tl-words">
        <span class="hstack small strong">{texts.liveStep(count, total)}</span>
        <span class="tiny soft">
          {[texts.checkpoints(kept), ...(edits.length > 0 ? [steerTexts().editCount(edits.length)] : [])].join(" · ")}
        </span>
        {best && <span class="tiny soft">{texts.best(best.epoch)}</span>}
        {lens && marks.length > 1 && <PlayButton lens={lens} />}
      </div>
    </>
  );
}

/** What was left behind, from where it began to where it ended, with its losses and a line in words. */
function Lane(props: { run: LiveRun; branch: Branch; x: (step: number) => number; width: number }) {
  const { run, branch, x, width } = props;
  const texts = steerTexts();
  const [top, bottom] = [HEIGHT + 2, HEIGHT + LANE - 2];
  const finite = branch.loss.filter(Number.isFinite);
  const end = Math.max(x(branch.to), x(branch.from) + 8);
  const words = texts.branchLine(placeName(run, branch.to), branch.isDiverged);
  const isLeft = end + 6 + words.length * 7 > width;
  return (
    <g class="lane">
      <path
        d={`M${x(branch.from)} ${BOTTOM}V${(top + bottom) / 2}h5`}
        fill="none"
        stroke="var(--bad)"
        stroke-dasharray="3 2"
      />
      <rect
        x={x(branch.from) + 5}
        y={top}
        width={end - x(branch.from) - 5}
        height={bottom - top}
        fill="var(--bad-soft)"
      />
      {finite.length > 1 && (
        <path
          d={`M${outline(finite, finite.length, (step) => x(branch.from + step), [top, bottom + 3])}`}
          fill="none"
          stroke="var(--bad)"
          stroke-dasharray="3 2"
        />
      )}
      <text
        x={isLeft ? x(branch.from) - 4 : end + 6}
        y={bottom - 3}
        text-anchor={isLeft ? "end" : "start"}
        fill="var(--ink-2)"
      >
        {words}
      </text>
    </g>
  );
}

function PlayButton({ lens }: { lens: Lens }) {
  const texts = timeTexts();
  return (
    <button
      type="button"
      class="btn quiet sm play-history"
      onClick={() => (isPlaying.value ? stopPlaying() : playHistory(lens))}
    >
      <Icon name={isPlaying.value ? "pause" : "play"} size={14} />
      {isPlaying.value ? texts.stopPlaying : texts.play}
    </button>
  );
}
