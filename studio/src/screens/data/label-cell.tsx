/** The class of a series in the table: a choice for training series of an own file, where a wrong label can be corrected. */
import { announce } from "../../app/announce.ts";
import type { Fixed } from "../../components/fixed-at.ts";
import { ClassName, Glyph } from "../../components/glyph.tsx";
import { Icon } from "../../components/icon.tsx";
import type { SeriesView, TableRow } from "../../engine/data-protocol.ts";
import { canUndoLabel, corrected, correctLabel, dropLabels, undoLabel } from "../../state/relabel.ts";
import { dataTexts } from "../../texts/data.ts";

/** Whether labels of a view may be corrected: a file is wrong here and there, a series that was made has the class that it was made of. */
const canCorrect = ({ spec }: SeriesView) => spec.data.kind === "files";

export function LabelCell({ row, view, fixed, why }: Fixed & { row: TableRow; view: SeriesView }) {
  const { table } = dataTexts();
  const { index, label, given, set } = row;
  const nameOf = (one: number) => view.classes[one]?.name ?? "";
  if (!canCorrect(view) || set !== "train") {
    return (
      <>
        <ClassName name={nameOf(label)} label={label} />
        {given !== label && <span class="tiny warn"> {table.wrongLabel(nameOf(given))}</span>}
      </>
    );
  }
  return (
    <span class="hstack label-cell">
      <Glyph name={nameOf(given)} label={given} />
      <select
        class={`input${fixed ? " fixed" : ""}`}
        aria-label={table.labelOf(index)}
        aria-disabled={fixed || undefined}
        title={why ?? table.labelHint}
        value={given}
        onChange={({ currentTarget }) => {
          const next = Number(currentTarget.value);
          correctLabel(index, next, label);
          announce(table.corrected(index, nameOf(next)));
        }}
      >
        {view.classes.map(({ name }, one) => (
          <option key={name} value={one} disabled={fixed && one !== given}>
            {name}
          </option>
        ))}
      </select>
      {given !== label && <span class="tiny warn">{table.inFile(nameOf(label))}</span>}
    </span>
  );
}

/** How many labels were corrected, and the way back. */
export function Corrections({ view, fixed }: { view: SeriesView; fixed: boolean }) {
  const { table } = dataTexts();
  const count = corrected.value;
  if (!canCorrect(view)) return null;
  const undo = () => {
    const index = undoLabel();
    if (index !== undefined) announce(table.undone(index));
  };
  return (
    <div class="between small corrections">
      <span class={count === 0 ? "soft" : "strong"} role="status">
        {count === 0 ? table.noCorrections : table.corrections(count)}
      </span>
      {(count > 0 || canUndoLabel.value) && (
        <span class="hstack">
          <button type="button" class="btn quiet sm" disabled={fixed || !canUndoLabel.value} onClick={undo}>
            <Icon name="undo" size={14} />
            {table.undo}
          </button>
          <button type="button" class="btn quiet sm" disabled={fixed || count === 0} onClick={dropLabels}>
            {table.dropAll}
          </button>
        </span>
      )}
    </div>
  );
}
