/** All series as rows, of which only those in sight are there: a million of them scroll as ten do. */
import { useEffect, useRef, useState } from "preact/hooks";
import { SeriesPlot } from "../../charts/series-plot.tsx";
import { ClassName } from "../../components/glyph.tsx";
import type { SeriesView, TableRow } from "../../engine/data-protocol.ts";
import { rowsOf } from "../../state/data.ts";
import { dataTexts } from "../../texts/data.ts";
import { formatCount } from "../../texts/numbers.ts";

const ROW = 40;
/** Rows that are there beyond those in sight, on each side. */
const MARGIN = 10;

export function SeriesTable({ view }: { view: SeriesView }) {
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
          {rows.map(({ index, set, label, given, length, values }) => (
            <tr key={index} aria-rowindex={index + 2} style={{ height: ROW }}>
              <td class="num faint">{formatCount(index)}</td>
              <td>
                <ClassName name={view.classes[label]?.name ?? ""} label={label} />
                {given !== label && (
                  <span class="tiny warn"> {texts.table.wrongLabel(view.classes[given]?.name ?? "")}</span>
                )}
              </td>
              <td>
                <i class="sq" style={{ background: `var(--set-${set})` }} /> {texts.sets[set]}
              </td>
              <td class="num">{formatCount(length)}</td>
              <td class="thumb" aria-hidden="true">
                <SeriesPlot series={[values]} label={label} text="" height={32} />
              </td>
            </tr>
          ))}
          {after > 0 && <tr style={{ height: after * ROW }} />}
        </tbody>
      </table>
    </section>
  );
}
