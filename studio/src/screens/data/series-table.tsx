/** All series as rows, of which only those in sight are there: a million of them scroll as ten do. */
import { useEffect, useRef, useState } from "preact/hooks";
import { SeriesPlot } from "../../charts/series-plot.tsx";
import { fixedAt } from "../../components/fixed-at.ts";
import type { SeriesView, TableRow } from "../../engine/data-protocol.ts";
import { rowsOf } from "../../state/data.ts";
import { current } from "../../state/studio.ts";
import { dataTexts } from "../../texts/data.ts";
import { formatCount } from "../../texts/numbers.ts";
import { LabelCell } from "./label-cell.tsx";

const ROW = 40;
/** Rows that are there beyond those in sight, on each side. */
const MARGIN = 10;

/** @param wanted  the number of a series that is to be in sight, and marked */
export function SeriesTable({ view, wanted }: { view: SeriesView; wanted: number | undefined }) {
  const texts = dataTexts();
  const place = useRef<HTMLDivElement>(null);
  const total = view.counts.train + view.counts.val + view.counts.test;
  const [window_, setWindow] = useState({ from: 0, to: 40 });
  const [rows, setRows] = useState<readonly TableRow[]>([]);
  const look = () => {
    const element = place.current;
    if (element === null) return;
    const from = Math.max(0, Math.floor(element.scrollTop / ROW) - MARGIN);
    const to = Math.min(total, Math.ceil((element.scrollTop + element.clientHeight) / ROW) + MARGIN);
    if (from !== window_.from || to !== window_.to) setWindow({ from, to });
  };
  useEffect(look, [total]);
  useEffect(() => {
    const element = place.current;
    if (element === null || wanted === undefined || wanted >= total) return;
    // Below the head of the table, with some series before it.
    element.scrollTop = Math.max(0, (wanted - 3) * ROW);
    element.focus({ preventScroll: true });
    look();
  }, [wanted, total]);
  const isOpen = current.value?.isOpen.value === true;
  const { fixed, why } = fixedAt("data.relabel", { fixed: isOpen, why: isOpen ? texts.fixed : undefined });
  useEffect(() => {
    let isWanted = true;
    rowsOf(window_.from, window_.to).then((found) => {
      if (isWanted && found.length > 0) setRows(found);
    });
    return () => {
      isWanted = false;
    };
  }, [view, window_.from, window_.to]);
  const first = rows[0]?.index ?? 0;
  const after = Math.max(0, total - first - rows.length);
  return (
    <section
      class="series-table"
      ref={place}
      onScroll={look}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
      tabIndex={0}
      aria-label={texts.table.caption(formatCount(total))}
    >
      <table aria-rowcount={total + 1}>
        <thead>
          <tr>
            <th class="num">{texts.table.number}</th>
            <th>{texts.table.class}</th>
            <th>{texts.table.set}</th>
            <th class="num">{texts.table.length}</th>
            <th>{texts.table.series}</th>
          </tr>
        </thead>
        <tbody>
          {first > 0 && <tr style={{ height: first * ROW }} />}
          {rows.map((row) => (
            <tr
              key={row.index}
              aria-rowindex={row.index + 2}
              aria-current={row.index === wanted || undefined}
              style={{ height: ROW }}
            >
              <td class="num faint">{formatCount(row.index)}</td>
              <td>
                <LabelCell row={row} view={view} fixed={fixed} why={why} />
              </td>
              <td>
                <i class="sq" style={{ background: `var(--set-${row.set})` }} /> {texts.sets[row.set]}
              </td>
              <td class="num">{formatCount(row.length)}</td>
              <td class="thumb" aria-hidden="true">
                <SeriesPlot series={[row.values]} label={row.given} text="" height={32} />
              </td>
            </tr>
          ))}
          {after > 0 && <tr style={{ height: after * ROW }} />}
        </tbody>
      </table>
    </section>
  );
}
