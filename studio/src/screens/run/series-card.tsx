/** A test series with where the model looked: attention as a ground of amber, the wave over it, the two largest probabilities. */
import { Glyph } from "../../components/glyph.tsx";
import type { TestSeries } from "../../engine/run-protocol.ts";
import { endPointing, pointing } from "../../state/pointing.ts";
import { formatPercent } from "../../texts/numbers.ts";
import { pointingTexts } from "../../texts/pointing.ts";
import { runTexts } from "../../texts/run.ts";

const WIDTH = 160;
const HEIGHT = 72;
/** Shades of attention, from 0 for none on. */
const SHADES = 6;
const EDGE = 3;

/** Neighbouring steps of one shade as one block. */
function attentionBlocks(weights: Float32Array): { from: number; to: number; shade: number }[] {
  const most = Math.max(
    4 / weights.length,
    weights.reduce((a, b) => Math.max(a, b), 0),
  );
  const blocks: { from: number; to: number; shade: number }[] = [];
  weights.forEach((weight, step) => {
    const shade = Math.round((SHADES * weight) / most);
    const last = blocks.at(-1);
    if (last?.shade === shade) last.to = step + 1;
    else blocks.push({ from: step, to: step + 1, shade });
  });
  return blocks.filter(({ shade }) => shade > 0);
}

function pathOf(values: Float32Array): string {
  const low = values.reduce((least, value) => Math.min(least, value), 0);
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  const x = (step: number) => EDGE + (step * (WIDTH - 2 * EDGE)) / Math.max(1, values.length - 1);
  const y = (value: number) => HEIGHT - 6 - ((value - low) / (high - low || 1)) * (HEIGHT - 12);
  return Array.from(
    values,
    (value, step) => `${step === 0 ? "M" : "L"}${x(step).toFixed(1)} ${y(value).toFixed(1)}`,
  ).join("");
}

interface Props {
  readonly test: TestSeries;
  readonly index: number;
  readonly labels: readonly string[];
  /** Of its run. */
  readonly run: { readonly id: string; readonly label: string };
  /** Shows it among all series of the run, on Data. */
  readonly onShow: (() => void) | undefined;
}

export function SeriesCard({ test, index, labels, run, onShow }: Props) {
  const texts = runTexts();
  const { length, classes } = test;
  const steps = test.lengths[index]!;
  const values = test.values.subarray(index * length, index * length + steps);
  const weights = test.attention?.subarray(index * length, index * length + steps);
  const probabilities = test.probabilities.subarray(index * classes, (index + 1) * classes);
  const predicted = test.predicted[index]!;
  const second = [...probabilities.keys()].reduce(
    (best, label) => (label !== predicted && (best < 0 || probabilities[label]! > probabilities[best]!) ? label : best),
    -1,
  );
  const truth = labels[test.labels[index]!] ?? "";
  const probability = formatPercent(probabilities[predicted]!);
  const scale = (WIDTH - 2 * EDGE) / steps;
  const windows = test.windows?.[index] ?? 1;
  return (
    <figure class="gcard">
      <svg
        class="chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={texts.seriesText(index, truth, labels[predicted] ?? "", probability)}
      >
        {weights &&
          attentionBlocks(weights).map(({ from, to, shade }) => (
            <rect
              key={from}
              x={EDGE + from * scale}
              y="0"
              width={(to - from) * scale}
              height={HEIGHT}
              fill={`var(--att-${shade})`}
            />
          ))}
        <path class="series" d={pathOf(values)} vector-effect="non-scaling-stroke" />
      </svg>
      <figcaption class="between tiny">
        <span class="soft" title={windows > 1 ? texts.windows(windows) : undefined}>
          {texts.series(index)}{" "}
          {onShow && (
            <button type="button" class="link-btn" aria-label={texts.showSeries(index)} onClick={onShow}>
              {texts.showThere}
            </button>
          )}
        </span>
        <span class="hstack">
          {[predicted, second]
            .filter((label) => label >= 0)
            .map((label) => (
              <span key={label} class="prob" title={labels[label]}>
                <Glyph name={labels[label] ?? ""} label={label} />
                <span class="visually-hidden">{labels[label]}</span>
                {formatPercent(probabilities[label]!)}
              </span>
            ))}
        </span>
      </figcaption>
      <TakeSeries series={index + 1} run={run} />
    </figure>
  );
}

/** While a question asks for a series of this run: takes this one. */
function TakeSeries({ series, run }: { series: number; run: Props["run"] }) {
  const asked = pointing.value;
  const isAsked = asked?.kind === "series" || asked?.kind === "any";
  if (!isAsked || !asked.runs.some(({ id }) => id === run.id)) return null;
  const texts = pointingTexts();
  const text = texts.series(series);
  const take = () => void endPointing({ kind: "series", run: run.label, series }, text);
  return (
    <button type="button" class="btn sm" onClick={take}>
      {texts.take(text)}
    </button>
  );
}
