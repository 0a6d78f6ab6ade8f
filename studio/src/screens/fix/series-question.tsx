/** One series: what it was labelled as, what the model says, and the question what it is. How it was made is shown after the answer. */
import { SeriesPlot } from "../../charts/series-plot.tsx";
import { ClassName, Glyph } from "../../components/glyph.tsx";
import { Icon } from "../../components/icon.tsx";
import type { Decisions } from "../../state/decisions.ts";
import { isLocked } from "../../state/locks.ts";
import { fixTexts } from "../../texts/fix.ts";
import { formatLoss, formatPercent } from "../../texts/numbers.ts";
import { shellTexts } from "../../texts/shell.ts";

interface Props {
  readonly decisions: Decisions;
  readonly labels: readonly string[];
  readonly onDecide: (label: number | undefined) => void;
}

export function SeriesQuestion({ decisions, labels, onDecide }: Props) {
  const texts = fixTexts();
  const { series } = decisions;
  const at = decisions.at.value;
  const { length, classes } = series;
  const values = series.values.subarray(at * length, at * length + series.lengths[at]!);
  const [given, predicted] = [series.given[at]!, series.predicted[at]!];
  const probability = series.probabilities[at * classes + predicted]!;
  const decision = decisions.of(at);
  const locked = isLocked("data.relabel");
  const truth = decision && series.truth?.[at];
  const chosen = decision && (decision.label ?? given);
  return (
    <div class="fix-question">
      <div class="between">
        <h2>
          {texts.series(series.index[at]!)} <span class="small soft">{texts.rank(at + 1, series.index.length)}</span>
        </h2>
        <span class="hstack">
          <button
            type="button"
            class="btn icon quiet"
            aria-label={texts.before}
            disabled={at === 0}
            onClick={() => decisions.move(-1)}
          >
            <Icon name="left" />
          </button>
          <button
            type="button"
            class="btn icon quiet"
            aria-label={texts.after}
            disabled={at === series.index.length - 1}
            onClick={() => decisions.move(1)}
          >
            <Icon name="right" />
          </button>
        </span>
      </div>
      <SeriesPlot
        series={[values]}
        label={given}
        height={180}
        text={texts.seriesText(series.index[at]!, labels[given] ?? "", labels[predicted] ?? "")}
      />
      <dl class="fix-facts">
        <div>
          <dt>{texts.given}</dt>
          <dd>
            <ClassName name={labels[given] ?? ""} label={given} />
          </dd>
        </div>
        <div>
          <dt>{texts.verdict}</dt>
          <dd>
            <ClassName name={labels[predicted] ?? ""} label={predicted} />{" "}
            <span class="num">{formatPercent(probability)}</span>
          </dd>
        </div>
        <div>
          <dt>{texts.loss}</dt>
          <dd class="num strong">{formatLoss(series.losses[at]!)}</dd>
        </div>
      </dl>
      <fieldset class="fix-choice">
        <legend>{texts.what}</legend>
        {labels.map((name, label) => (
          <button
            key={name}
            type="button"
            class="btn"
            aria-pressed={chosen === label && decision?.label !== undefined}
            aria-disabled={locked || undefined}
            title={locked ? shellTexts().setByTeacher : texts.relabelTo(name)}
            onClick={() => !locked && onDecide(label)}
          >
            <Glyph name={name} label={label} />
            {name}
            {label < 9 && <kbd class="kbd">{label + 1}</kbd>}
          </button>
        ))}
        <button
          type="button"
          class="btn"
          aria-pressed={decision !== undefined && decision.label === undefined}
          onClick={() => onDecide(undefined)}
        >
          {texts.keep} <kbd class="kbd">K</kbd>
        </button>
        <button type="button" class="btn quiet" disabled={!decisions.canUndo} onClick={() => void decisions.undo()}>
          <Icon name="undo" size={14} />
          {texts.undo} <kbd class="kbd">U</kbd>
        </button>
      </fieldset>
      <p class={`notice ${truth === undefined ? "" : truth === chosen ? "good" : "warn"}`} role="status">
        <Icon name={truth === undefined ? "info" : truth === chosen ? "check" : "warn"} />
        <span>
          {decision === undefined
            ? series.truth && texts.truthHint
            : decision.label === undefined
              ? texts.decided.kept(labels[given] ?? "")
              : texts.decided.changed(labels[decision.label] ?? "")}
          {truth !== undefined &&
            ` · ${truth === chosen ? texts.truth.right(labels[truth] ?? "") : texts.truth.wrong(labels[truth] ?? "")}`}
          {decision === undefined && !series.truth && texts.only}
        </span>
      </p>
      <p class="tiny soft">{texts.keys}</p>
    </div>
  );
}
