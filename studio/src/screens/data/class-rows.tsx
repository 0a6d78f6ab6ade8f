/** A row a class: three training series as the model sees them, and how often each value occurs. */
import { SeriesPlot } from "../../charts/series-plot.tsx";
import { ClassName } from "../../components/glyph.tsx";
import type { SeriesView } from "../../engine/data-protocol.ts";
import { dataTexts } from "../../texts/data.ts";
import { formatCount } from "../../texts/numbers.ts";
import { Histogram } from "./histogram.tsx";

const EXAMPLES_SHOWN = 3;

/** A number of an axis: three digits say enough. */
export const axisText = (value: number): string => String(Number(value.toPrecision(2))).replace("-", "−");

export function ClassRows({ view }: { view: SeriesView }) {
  const texts = dataTexts();
  const [low, high] = view.range;
  const steps = [0, Math.round((view.steps - 1) / 2), view.steps - 1];
  return (
    <div class="class-rows">
      <div class="class-row head tiny faint" aria-hidden="true">
        <span>{texts.columnClass}</span>
        <span class="span-3">{texts.columnExamples}</span>
        <span>{texts.columnValues}</span>
      </div>
      {view.classes.map(({ name, counts, examples, histogram }, label) => (
        <section key={name} class="class-row" aria-label={name}>
          <div class="vstack class-head">
            <span class="strong">
              <ClassName name={name} label={label} />
            </span>
            <span class="tiny soft">{texts.classCount(formatCount(counts.train + counts.val + counts.test))}</span>
          </div>
          {Array.from({ length: EXAMPLES_SHOWN }, (_, index) => {
            const values = examples[index];
            return values ? (
              <SeriesPlot
                key={index}
                series={[values]}
                steps={view.steps}
                range={view.range}
                label={label}
                text={texts.exampleText(name, index + 1)}
                height={104}
              />
            ) : (
              <span key={`none-${String(index)}`} class="tiny faint">
                {index === 0 && texts.noExamples}
              </span>
            );
          })}
          <Histogram counts={histogram} label={label} text={texts.histogramText(name, axisText(low), axisText(high))} />
        </section>
      ))}
      <div class="class-row foot tiny soft" aria-hidden="true">
        <span class="faint">{texts.timeStep}</span>
        {[0, 1, 2].map((column) => (
          <span key={column} class="between">
            {steps.map((step) => (
              <span key={step}>{step}</span>
            ))}
          </span>
        ))}
        <span class="between">
          <span>{axisText(low)}</span>
          <span>{axisText(high)}</span>
        </span>
      </div>
    </div>
  );
}
