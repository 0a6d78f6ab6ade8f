/** The four charts: loss, loss on the other scale, accuracy, gradient norm. On a phone one at a time; as a table for who wants numbers. */
import { signal, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { EpochRecord } from "tidelab/runs";
import { Legend } from "../../charts/legend.tsx";
import type { ChartData, ChartSpec } from "../../charts/live-chart.tsx";
import { Icon } from "../../components/icon.tsx";
import { lazy } from "../../components/lazy.tsx";
import { Segmented } from "../../components/segmented.tsx";
import type { Branch } from "../../state/branches.ts";
import type { LiveRun } from "../../state/live-run.ts";
import { readSetting, writeSetting } from "../../store/settings.ts";
import { formatLoss, formatPercent } from "../../texts/numbers.ts";
import { steerTexts } from "../../texts/steer.ts";
import { trainTexts } from "../../texts/train.ts";
import { HistoryTable } from "./history-table.tsx";

/** uPlot is as large as the rest of the screen. */
const LiveChart = lazy(() => import("../../charts/live-chart.tsx"));

const scale = signal<"linear" | "log">(readSetting("lossScale") === "log" ? "log" : "linear");

/** What was left behind last. */
const branchOf = (run: LiveRun | undefined): Branch | undefined => run?.branches.value.at(-1);

/** Steps that a chart shows: those of the run, and of what was left behind. */
const stepsShown = (run: LiveRun | undefined): number => Math.max(run?.stepCount.value ?? 0, branchOf(run)?.to ?? 0);

/** x of every step, in epochs. */
function stepsInEpochs(run: LiveRun | undefined): number[] {
  const perEpoch = run?.facts.value?.stepsPerEpoch ?? 1;
  return Array.from({ length: stepsShown(run) }, (_, index) => (index + 1) / perEpoch);
}

/** A value a step, as long as x. */
function byStep(run: LiveRun | undefined, list: "loss" | "norm", length: number): (number | null)[] {
  const known = run?.steps[list].slice(0, run.stepCount.value) ?? [];
  // Neither what is no number is drawn, nor steps that were done elsewhere.
  const values = known.map((value) => (Number.isFinite(value) ? value : null));
  while (values.length < length) values.push(null);
  return values;
}

/** The same of what was left behind, which begins at the step that both have. */
function branchByStep(run: LiveRun | undefined, list: "loss" | "norm", length: number): (number | null)[] {
  const line: (number | null)[] = new Array(length).fill(null);
  const branch = branchOf(run);
  branch?.[list].forEach((value, index) => {
    // What is no number is drawn nowhere.
    line[branch.from + index] = Number.isFinite(value) ? value : null;
  });
  return line;
}

/** A value an epoch, where the epoch ends. */
function byEpoch(
  run: LiveRun | undefined,
  steps: number,
  value: (record: EpochRecord) => number,
  history: readonly EpochRecord[] = run?.history.value ?? [],
) {
  const perEpoch = run?.facts.value?.stepsPerEpoch ?? 1;
  const line: (number | null)[] = new Array(steps).fill(null);
  for (const record of history) {
    const at = record.epoch * perEpoch - 1;
    if (at < steps) line[at] = value(record);
  }
  return line;
}

/** Epochs that were left behind, from the last one that both have. */
function branchByEpoch(run: LiveRun | undefined, steps: number, value: (record: EpochRecord) => number) {
  const branch = branchOf(run);
  const first = branch?.history[0];
  if (run === undefined || branch === undefined || first === undefined) return new Array<null>(steps).fill(null);
  const common = run.history.value[first.epoch - 2];
  return byEpoch(run, steps, value, common ? [common, ...branch.history] : branch.history);
}

/** On a log scale nothing is at or below zero. */
const positive = (values: readonly (number | null)[]) =>
  values.map((value) => (value !== null && value > 0 ? value : null));

function lossSpec(run: LiveRun | undefined, isLog: boolean, isLarge: boolean): ChartSpec {
  return {
    lines: [{ kind: "leftSteps" }, { kind: "left" }, { kind: "steps" }, { kind: "train" }, { kind: "val" }],
    isLog,
    data: (): ChartData => {
      const x = stepsInEpochs(run);
      const lines = [
        branchByStep(run, "loss", x.length),
        branchByEpoch(run, x.length, ({ trainLoss }) => trainLoss),
        byStep(run, "loss", x.length),
        byEpoch(run, x.length, ({ trainLoss }) => trainLoss),
        byEpoch(run, x.length, ({ valLoss }) => valLoss),
      ];
      return [x, ...(isLog ? lines.map(positive) : lines)];
    },
    xMax: () => epochsShown(run),
    yMost: () => {
      const worst = branchOf(run)?.history.reduce((most, { trainLoss }) => Math.max(most, trainLoss), 0);
      return worst === undefined ? undefined : Math.min(worst, MOST_GUESSES * (run?.guessing ?? 1));
    },
    level: () => {
      const value = run?.guessing;
      if (value === undefined) return undefined;
      const classes = run?.facts.value?.classNames.length ?? 0;
      return { value, text: isLarge ? trainTexts().guessing(classes, value.toFixed(3)) : "" };
    },
    ...(isLarge && { xLabel: () => trainTexts().epoch }),
  };
}

/** Of a branch that went wrong, losses up to so many times that of guessing are shown. */
const MOST_GUESSES = 4;

/** Up to the epoch that is trained now; all of them before the first. */
function epochsShown(run: LiveRun | undefined): number {
  const facts = run?.facts.value;
  const count = stepsShown(run);
  if (facts === undefined) return 1;
  return count === 0 ? facts.spec.training.epochs : Math.ceil(count / facts.stepsPerEpoch);
}

function accuracySpec(run: LiveRun | undefined): ChartSpec {
  return {
    lines: [{ kind: "left" }, { kind: "train" }, { kind: "val" }],
    isLog: false,
    yRange: [0, 1.05],
    data: () => {
      const x = stepsInEpochs(run);
      return [
        x,
        branchByEpoch(run, x.length, ({ valAccuracy }) => valAccuracy),
        byEpoch(run, x.length, ({ trainAccuracy }) => trainAccuracy),
        byEpoch(run, x.length, ({ valAccuracy }) => valAccuracy),
      ];
    },
    xMax: () => epochsShown(run),
    level: () => {
      const classes = run?.facts.value?.classNames.length;
      return classes === undefined ? undefined : { value: 1 / classes, text: "" };
    },
  };
}

function normSpec(run: LiveRun | undefined): ChartSpec {
  return {
    lines: [{ kind: "leftSteps" }, { kind: "plain" }],
    isLog: true,
    data: () => {
      const x = stepsInEpochs(run);
      return [x, positive(branchByStep(run, "norm", x.length)), positive(byStep(run, "norm", x.length))];
    },
    xMax: () => epochsShown(run),
  };
}

const PAGES = 4;

export function Curves({ run }: { run: LiveRun | undefined }) {
  const texts = trainTexts();
  const isTable = useSignal(false);
  const page = useSignal(0);
  const isLog = scale.value === "log";
  const specs = useMemo(
    () => ({
      large: lossSpec(run, isLog, true),
      other: lossSpec(run, !isLog, false),
      accuracy: accuracySpec(run),
      norm: normSpec(run),
    }),
    [run, isLog],
  );
  const history = run?.history.value ?? [];
  const [first, last] = [history[0], history.at(-1)];
  const lossText =
    first && last
      ? texts.lossText(history.length, formatLoss(first.trainLoss), formatLoss(last.trainLoss))
      : texts.lossEmpty;
  const norm = run?.steps.at(run.stepCount.value)?.norm;
  const turn = (by: number) => {
    page.value = (page.value + by + PAGES) % PAGES;
  };
  return (
    <div class={`curves page-${page.value}`}>
      <div class="curves-head between">
        <h2>{texts.loss}</h2>
        <div class="hstack curves-tools">
          <Legend
            marks={[
              ["train", texts.training],
              ["val", texts.validation],
              ["steps", texts.eachBatch],
              ...(branchOf(run) ? ([["left", steerTexts().branchLegend]] as const) : []),
            ]}
          />
          <button
            type="button"
            class="btn quiet sm"
            aria-pressed={isTable.value}
            aria-label={texts.table}
            onClick={() => {
              isTable.value = !isTable.value;
            }}
          >
            <Icon name="table" size={14} />
            <span class="wide-only">{texts.table}</span>
          </button>
          <Segmented
            small
            label={texts.scale}
            value={scale.value}
            options={[
              { value: "linear", text: texts.linear },
              { value: "log", text: texts.log },
            ]}
            onChange={(value) => {
              scale.value = value;
              writeSetting("lossScale", value);
            }}
          />
        </div>
        <div class="hstack pager">
          <button type="button" class="btn icon quiet" aria-label={texts.before} onClick={() => turn(-1)}>
            <Icon name="left" />
          </button>
          <span class="small soft">{texts.page(page.value + 1, PAGES)}</span>
          <button type="button" class="btn icon quiet" aria-label={texts.after} onClick={() => turn(1)}>
            <Icon name="right" />
          </button>
        </div>
      </div>
      {isTable.value ? (
        <HistoryTable history={history} />
      ) : (
        <div class="chart-cell large" data-chart="0">
          <div class="chart-box">
            <LiveChart spec={specs.large} label={lossText} />
          </div>
        </div>
      )}
      <div class="trio">
        <SmallChart index={1} title={isLog ? texts.lossLinear : texts.lossLog} spec={specs.other} label={lossText} />
        <SmallChart
          index={2}
          title={texts.accuracy}
          spec={specs.accuracy}
          label={texts.accuracyText(last ? formatPercent(last.valAccuracy) : texts.none)}
        />
        <SmallChart
          index={3}
          title={texts.gradNorm}
          spec={specs.norm}
          label={texts.normText(norm === undefined ? texts.none : formatLoss(norm))}
        />
      </div>
    </div>
  );
}

function SmallChart({ index, title, spec, label }: { index: number; title: string; spec: ChartSpec; label: string }) {
  return (
    <div class="chart-cell" data-chart={index}>
      <h3>{title}</h3>
      <div class="chart-box">
        <LiveChart spec={spec} label={label} />
      </div>
    </div>
  );
}
