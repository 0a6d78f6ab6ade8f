/** The series in the order of their losses, each with its label, its verdict and what was decided. */
import { Glyph } from "../../components/glyph.tsx";
import { Icon } from "../../components/icon.tsx";
import type { Decisions } from "../../state/decisions.ts";
import { fixTexts } from "../../texts/fix.ts";
import { formatLoss } from "../../texts/numbers.ts";

export function SeriesList({ decisions, labels }: { decisions: Decisions; labels: readonly string[] }) {
  const texts = fixTexts();
  const { series, at } = decisions;
  return (
    <>
      <h2>{texts.list}</h2>
      <p class="tiny soft">{texts.listed(series.index.length, series.count)}</p>
      <ol class="fix-rows">
        {Array.from(series.index, (number, row) => {
          const [given, predicted] = [series.given[row]!, series.predicted[row]!];
          const decision = decisions.of(row);
          return (
            <li key={number}>
              <button
                type="button"
                class="fix-row"
                aria-current={at.value === row ? "true" : undefined}
                onClick={() => {
                  at.value = row;
                }}
              >
                <span class="num faint">{row + 1}</span>
                <span class="grow">{texts.series(number)}</span>
                <Glyph name={labels[given] ?? ""} label={given} />
                <span class="visually-hidden">
                  {texts.given} {labels[given]}, {texts.verdict} {labels[predicted]}
                </span>
                <Icon name="right" size={12} />
                <Glyph name={labels[predicted] ?? ""} label={predicted} />
                <span class="num loss">{formatLoss(series.losses[row]!)}</span>
                <span class="mark">
                  {decision && <Icon name={decision.label === undefined ? "check" : "undo"} size={14} />}
                  {decision && (
                    <span class="visually-hidden">
                      {decision.label === undefined
                        ? texts.decided.kept(labels[given] ?? "")
                        : texts.decided.changed(labels[decision.label] ?? "")}
                    </span>
                  )}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </>
  );
}
