/** The curves as numbers: a row an epoch. */
import type { EpochRecord } from "tidelab/runs";
import { formatLoss, formatPercent } from "../../texts/numbers.ts";
import { trainTexts } from "../../texts/train.ts";

export function HistoryTable({ history }: { history: readonly EpochRecord[] }) {
  const { columns } = trainTexts();
  return (
    // Its rows may be more than there is room for: with the keyboard it is scrolled like with the mouse.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls
    <section class="table-scroll" tabIndex={0} aria-label={trainTexts().table}>
      <table>
        <thead>
          <tr>
            {Object.entries(columns).map(([key, name]) => (
              <th key={key} scope="col" class="num">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {history.map((record) => (
            <tr key={record.epoch}>
              <th scope="row" class="num">
                {record.epoch}
              </th>
              <td class="num">{formatLoss(record.lr)}</td>
              <td class="num">{formatLoss(record.trainLoss)}</td>
              <td class="num">{formatLoss(record.valLoss)}</td>
              <td class="num">{formatPercent(record.trainAccuracy)}</td>
              <td class="num">{formatPercent(record.valAccuracy)}</td>
              <td class="num">{formatLoss(record.gradNorm)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
