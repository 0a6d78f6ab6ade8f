/**
 * A chart of a stream: steps as a thin line, epochs as marks. uPlot draws it on a canvas, no more than once a frame and not while the tab is
 * hidden; the text beside it says in words what it shows.
 */
import "uplot/dist/uPlot.min.css";
import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { drawnTheme } from "../app/theme.ts";
import { language } from "../texts/language.ts";
import { formatPowerOfTen } from "../texts/numbers.ts";
import { useSize } from "./use-size.ts";

/** A line of a chart. Marks are drawn by set: training filled circles, validation open squares. What was left behind is dashed. */
export interface ChartLine {
  readonly kind: "train" | "val" | "steps" | "plain" | "left" | "leftSteps";
}

/** Values of the lines over x, in epochs; `null` where a line has none. */
export type ChartData = readonly [x: readonly number[], ...lines: (readonly (number | null)[])[]];

export interface ChartSpec {
  readonly lines: readonly ChartLine[];
  /** Reads signals: it is called again when they change. */
  readonly data: () => ChartData;
  /** The range that x covers at least. */
  readonly xMax: () => number;
  readonly isLog: boolean;
  /** Range of y where it is given by what is drawn. */
  readonly yRange?: readonly [number, number];
  /** What a linear y reaches at least. */
  readonly yMost?: () => number | undefined;
  /** A level to compare with, and its words. */
  readonly level?: () => { readonly value: number; readonly text: string } | undefined;
  readonly xLabel?: () => string;
}

interface Props {
  readonly spec: ChartSpec;
  /** What it shows, in one sentence. */
  readonly label: string;
}

const cssVar = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const fontOf = (size: number) => `${size}px ${getComputedStyle(document.body).fontFamily}`;
/** Beyond this many epochs, marks would hide the line. */
const MOST_MARKS = 60;

function lineColour(kind: ChartLine["kind"]): string {
  if (kind === "left" || kind === "leftSteps") return cssVar("--bad");
  if (kind === "val") return cssVar("--set-val");
  return kind === "plain" ? cssVar("--ink-2") : cssVar("--set-train");
}

/** Marks of epochs, the level and its words: what uPlot has no drawing for. */
function drawOver(plot: uPlot, spec: ChartSpec): void {
  const { ctx } = plot;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(
    plot.bbox.left - 6 * ratio,
    plot.bbox.top - 6 * ratio,
    plot.bbox.width + 12 * ratio,
    plot.bbox.height + 12 * ratio,
  );
  ctx.clip();
  const level = spec.level?.();
  if (level) {
    const y = plot.valToPos(level.value, "y", true);
    ctx.strokeStyle = cssVar("--chart-faint");
    ctx.lineWidth = ratio;
    ctx.setLineDash([4 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(plot.bbox.left, y);
    ctx.lineTo(plot.bbox.left + plot.bbox.width, y);
    ctx.stroke();
    ctx.setLineDash([]);
    if (level.text !== "") {
      ctx.font = fontOf(12 * ratio);
      ctx.fillStyle = cssVar("--chart-faint");
      ctx.textAlign = "right";
      ctx.textBaseline = "top";
      ctx.fillText(level.text, plot.bbox.left + plot.bbox.width, y + 5 * ratio);
    }
  }
  spec.lines.forEach(({ kind }, index) => {
    if (kind !== "train" && kind !== "val") return;
    const values = plot.data[index + 1] ?? [];
    const marks: [number, number][] = [];
    for (let at = 0; at < values.length; at++) {
      const value = values[at];
      if (value != null) marks.push([plot.valToPos(plot.data[0][at]!, "x", true), plot.valToPos(value, "y", true)]);
    }
    if (marks.length > MOST_MARKS) return;
    ctx.lineWidth = 1.6 * ratio;
    ctx.fillStyle = kind === "train" ? lineColour(kind) : cssVar("--paper");
    ctx.strokeStyle = lineColour(kind);
    for (const [x, y] of marks) {
      ctx.beginPath();
      if (kind === "train") ctx.arc(x, y, 3.4 * ratio, 0, 2 * Math.PI);
      else ctx.rect(x - 3.2 * ratio, y - 3.2 * ratio, 6.4 * ratio, 6.4 * ratio);
      ctx.fill();
      if (kind === "val") ctx.stroke();
    }
  });
  ctx.restore();
}

/** Ticks of one axis, all with the decimals that the finest of them needs. */
function formatTicks(splits: readonly number[]): string[] {
  const decimalsOf = (value: number) => (String(Number(value.toPrecision(6))).split(".")[1] ?? "").length;
  const decimals = Math.max(1, ...splits.map(decimalsOf));
  return splits.map((value) => value.toFixed(decimals));
}

/** Powers of ten within a range, at most five of them. */
function powersBetween(low: number, high: number): number[] {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const every = Math.max(1, Math.ceil((last - first) / 4));
  return Array.from(
    { length: Math.floor((last - first) / every) + 1 },
    (_, index) => 10 ** (last - index * every),
  ).reverse();
}

/** Ten percent of room, so that the line does not hit the frame with each new value. */
function linearRange(_: uPlot, low: number, high: number): [number, number] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const bottom = low >= 0 ? 0 : low * 1.1;
  return [bottom, high === bottom ? bottom + 1 : high * 1.1];
}

function logRange(_: uPlot, low: number, high: number): [number, number] {
  if (!(low > 0) || !(high > 0)) return [1e-3, 1];
  return [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high * 1.001))];
}

/** Of an axis of epochs, as far as a spec's number of them goes. */
const INCREMENTS = Array.from({ length: 13 }, (_, power) => [1, 2, 5].map((one) => one * 10 ** power)).flat();

function optionsOf(spec: ChartSpec, width: number, height: number): uPlot.Options {
  const font = fontOf(12);
  const axis = { stroke: cssVar("--chart-tick"), font };
  const grid = { stroke: cssVar("--chart-grid"), width: 1 };
  const ticks = { show: false };
  return {
    width,
    height,
    padding: [10, 10, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { setScale: false, x: false, y: false } },
    scales: {
      x: { time: false, range: () => [0, Math.max(1, spec.xMax())] },
      y: spec.isLog
        ? { distr: 3, range: logRange }
        : {
            range: spec.yRange
              ? () => [...spec.yRange!] as [number, number]
              : (plot, low, high) => linearRange(plot, low, Math.max(high, spec.yMost?.() ?? high)),
          },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        ticks: { stroke: cssVar("--chart-axis"), width: 1, size: 5 },
        border: { show: true, stroke: cssVar("--chart-axis"), width: 1 },
        size: spec.xLabel ? 30 : 26,
        gap: 4,
        incrs: INCREMENTS,
        space: 28,
        values: (_, splits) => splits.map((value) => (value > 0 && Number.isInteger(value) ? String(value) : "")),
        ...(spec.xLabel && { label: spec.xLabel(), labelSize: 20, labelFont: font, labelGap: 0 }),
      },
      {
        ...axis,
        grid,
        ticks,
        size: 46,
        gap: 6,
        ...(spec.isLog && {
          splits: (_: uPlot, __: number, low: number, high: number) => powersBetween(low, high),
          // uPlot's own filter takes labels away from a crowded logarithmic axis; these are few.
          filter: (_: uPlot, splits: number[]) => splits,
        }),
        values: (_, splits) =>
          spec.isLog ? splits.map((value) => formatPowerOfTen(Math.round(Math.log10(value)))) : formatTicks(splits),
      },
    ],
    series: [
      {},
      ...spec.lines.map(
        ({ kind }): uPlot.Series => ({
          stroke: lineColour(kind),
          width: kind === "steps" || kind === "leftSteps" ? 1.1 : kind === "plain" ? 1.2 : 1.8,
          alpha: kind === "steps" || kind === "leftSteps" ? 0.55 : 1,
          points: { show: false },
          spanGaps: kind === "train" || kind === "val" || kind === "left",
          ...(kind === "left" && { dash: [6, 4] }),
          ...(kind === "leftSteps" && { dash: [3, 2] }),
          // A branch that went to infinity would leave nothing to see of the run: it is cut off at the frame.
          auto: spec.isLog || (kind !== "left" && kind !== "leftSteps"),
        }),
      ),
    ],
    hooks: { draw: [(plot) => drawOver(plot, spec)] },
  };
}

/** Fills the nearest box around it, whose size is the style sheet's. */
export default function LiveChart({ spec, label }: Props) {
  const [place, size] = useSize<HTMLDivElement>();
  const plot = useRef<uPlot | undefined>(undefined);
  const width = size?.width ?? 0;
  const tall = size?.height ?? 0;
  const theme = drawnTheme.value;
  const spoken = language.value;
  useEffect(() => {
    if (place.current === null || width < 40 || tall < 40) return;
    const made = new uPlot(optionsOf(spec, width, tall), spec.data() as unknown as uPlot.AlignedData, place.current);
    plot.current = made;
    let frame = 0;
    const stop = effect(() => {
      const data = spec.data();
      spec.xMax();
      spec.level?.();
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => made.setData(data as unknown as uPlot.AlignedData));
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
      made.destroy();
      plot.current = undefined;
    };
  }, [spec, width, tall, theme, spoken]);
  return <div ref={place} class="live-chart" role="img" aria-label={label} />;
}
