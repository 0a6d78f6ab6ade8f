/** The predictions, a page at a time: class and probabilities of each series, beside the class of the file where it has one. */
import { useSignal } from "@preact/signals";
import { ClassName } from "../../components/glyph.tsx";
import { Icon } from "../../components/icon.tsx";
import { MOST_SHOWN, type PredictedFile } from "../../engine/run-protocol.ts";
import { formatCount, formatPercent } from "../../texts/numbers.ts";
import { predictTexts } from "../../texts/predict.ts";

const PAGE = 50;

export function PredictionsTable({ result, classNames }: { result: PredictedFile; classNames: readonly string[] }) {
  const texts = predictTexts();
  const page = useSignal(0);
  const { names, lengths, predicted, labels, probabilities, labelled, count, name } = result;
  const pages = Math.max(1, Math.ceil(names.length / PAGE));
  const at = Math.min(page.value, pages - 1);
  const [from, to] = [at * PAGE, Math.min(names.length, (at + 1) * PAGE)];
  const classes = classNames.length;
  return (
    <div class="predictions">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <section class="predictions-scroll" tabIndex={0} aria-label={texts.table.caption(name, formatCount(count))}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.table.series}</th>
              <th scope="col" class="num">
                {texts.table.steps}
              </th>
              <th scope="col">{texts.table.predicted}</th>
              {labelled > 0 && <th scope="col">{texts.table.given}</th>}
              {classNames.map((className) => (
                <th key={className} scope="col" class="num">
                  {className}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: to - from }, (_, index) => {
              const row = from + index;
              const [found, given] = [predicted[row]!, labels[row]!];
              return (
                <tr key={row}>
                  <th scope="row">{names[row]}</th>
                  <td class="num soft">{formatCount(lengths[row]!)}</td>
                  <td>
                    <ClassName name={classNames[found] ?? ""} label={found} />
                  </td>
                  {labelled > 0 && (
                    <td>
                      {given >= 0 && (
                        <span class={`verdict ${given === found ? "good" : "bad"}`}>
                          <Icon name={given === found ? "check" : "close"} size={14} />
                          <span class="visually-hidden">{given === found ? texts.table.right : texts.table.wrong}</span>
                          {classNames[given]}
                        </span>
                      )}
                    </td>
                  )}
                  {classNames.map((className, index) => (
                    <td key={className} class="num">
                      {formatPercent(probabilities[row * classes + index]!)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      <div class="between small soft">
        <span>{count > MOST_SHOWN && texts.onlyFirst(formatCount(MOST_SHOWN))}</span>
        {pages > 1 && (
          <span class="hstack">
            {texts.pageOf(formatCount(from + 1), formatCount(to), formatCount(names.length))}
            <button
              type="button"
              class="btn icon quiet"
              aria-label={texts.before}
              disabled={at === 0}
              onClick={() => {
                page.value = at - 1;
              }}
            >
              <Icon name="left" />
            </button>
            <button
              type="button"
              class="btn icon quiet"
              aria-label={texts.after}
              disabled={at === pages - 1}
              onClick={() => {
                page.value = at + 1;
              }}
            >
              <Icon name="right" />
            </button>
          </span>
        )}
      </div>
    </div>
  );
}
