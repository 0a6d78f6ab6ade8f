/** Four validation series with the verdict of the weights that are shown; a click puts one on the pad. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { SeriesLine } from "../charts/series-line.tsx";
import { Glyph } from "../components/glyph.tsx";
import { Icon } from "../components/icon.tsx";
import type { Lens } from "../lens/lens.ts";
import type { CardSeries } from "../lens/lens-protocol.ts";
import { drawTexts } from "../texts/draw.ts";
import { formatPercent } from "../texts/numbers.ts";
import type { Pad } from "./pad.ts";

const SHOWN = 4;

/** Four rows of as many classes as there are, others on each page. */
export function rowsOfPage(labels: ArrayLike<number>, classes: number, page: number): number[] {
  const byClass = Array.from({ length: classes }, (_, label) =>
    Array.from(labels, (_, row) => row).filter((row) => labels[row] === label),
  );
  const rows: number[] = [];
  for (let turn = 0; rows.length < labels.length; turn++) {
    for (const own of byClass) if (own[turn] !== undefined) rows.push(own[turn]!);
  }
  const from = rows.length > 0 ? (page * SHOWN) % rows.length : 0;
  return [...rows, ...rows].slice(from, from + Math.min(SHOWN, rows.length));
}

export function ValidationCards({ lens, pad }: { lens: Lens; pad: Pad | undefined }) {
  const texts = drawTexts();
  const page = useSignal(0);
  const facts = lens.facts.value;
  const shown = page.value;
  useEffect(() => {
    if (facts) lens.showValidation(rowsOfPage(facts.labels, facts.classNames.length, shown));
  }, [lens, facts, shown]);
  const cards = lens.cards.value;
  if (facts === undefined || cards.length === 0) return null;
  return (
    <section class="section">
      <div class="section-head">
        <h2>{texts.cards(cards.length)}</h2>
        {facts.labels.length > SHOWN && (
          <button
            type="button"
            class="btn quiet sm"
            onClick={() => {
              page.value++;
            }}
          >
            {texts.others}
          </button>
        )}
      </div>
      <div class="cards">
        {cards.map((card) => (
          <Card key={card.row} card={card} lens={lens} pad={pad} />
        ))}
      </div>
    </section>
  );
}

function Card({ card, lens, pad }: { card: CardSeries; lens: Lens; pad: Pad | undefined }) {
  const texts = drawTexts();
  const { verdict, label, values, row } = card;
  const names = lens.facts.value?.classNames ?? [];
  const [name = "", said = ""] = [names[label], names[verdict.predicted]];
  const isRight = verdict.predicted === label;
  const share = formatPercent(Math.min(1 - 1e-9, verdict.probabilities[verdict.predicted] ?? 0));
  let most = 1e-9;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return (
    <button
      type="button"
      class="series-card"
      aria-label={texts.card(row + 1, name, said, share)}
      title={texts.card(row + 1, name, said, share)}
      disabled={card.raw === undefined}
      onClick={() => {
        if (card.raw && pad) pad.put(card.raw);
      }}
    >
      <SeriesLine values={values} range={[-1.1 * most, 1.1 * most]} attention={verdict.attention} />
      <span class={`card-verdict tiny ${isRight ? "good" : "bad"}`}>
        <Glyph name={name} label={label} />
        <span class="hstack">
          <Icon name={isRight ? "check" : "close"} size={12} />
          {share}
        </span>
      </span>
    </button>
  );
}
