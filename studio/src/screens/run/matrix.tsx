/** The confusion matrix as a grid: arrow keys walk through its cells, Enter opens the series of one. */
import { useSignal } from "@preact/signals";
import { ClassName } from "../../components/glyph.tsx";
import { Segmented } from "../../components/segmented.tsx";
import type { Cell } from "../../state/cells.ts";
import { runTexts } from "../../texts/run.ts";

interface Props {
  readonly labels: readonly string[];
  /** Rows are true classes. */
  readonly matrix: readonly (readonly number[])[];
  readonly chosen: Cell;
  readonly onChoose: (cell: Cell) => void;
}

/** Shades of the ramp, from 0 for none on. */
const SHADES = 8;

const MOVES: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function Matrix({ labels, matrix, chosen, onChoose }: Props) {
  const texts = runTexts();
  const unit = useSignal<"count" | "share">("count");
  const isShare = unit.value === "share";
  const most = Math.max(1, ...matrix.flat());
  const last = labels.length - 1;
  const move = (event: KeyboardEvent, { truth, predicted }: Cell) => {
    const step = MOVES[event.key];
    let next: Cell | undefined;
    if (step) {
      const within = (value: number) => Math.min(last, Math.max(0, value));
      next = { truth: within(truth + step[0]), predicted: within(predicted + step[1]) };
    } else if (event.key === "Home") next = { truth, predicted: 0 };
    else if (event.key === "End") next = { truth, predicted: last };
    if (next === undefined) return;
    event.preventDefault();
    const grid = (event.currentTarget as HTMLElement).closest("[role=grid]");
    grid?.querySelector<HTMLElement>(`[data-cell="${next.truth},${next.predicted}"]`)?.focus();
  };
  const total = matrix.flat().reduce((sum, count) => sum + count, 0);
  const right = matrix.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
  return (
    <section class="panel matrix-place" aria-labelledby="matrix-title">
      <div class="section-head">
        <h2 id="matrix-title">{texts.matrix}</h2>
        <Segmented
          small
          label={texts.show}
          value={unit.value}
          options={[
            { value: "count", text: texts.count },
            { value: "share", text: texts.share },
          ]}
          onChange={(value) => {
            unit.value = value;
          }}
        />
      </div>
      <div class="matrix-scroll">
        {/* biome-ignore lint/a11y/useSemanticElements: a grid whose cells are walked through with arrow keys is no table */}
        <div
          class={`matrix${labels.length > 8 ? " many" : ""}`}
          role="grid"
          aria-label={texts.matrixText(right, total)}
          style={{ gridTemplateColumns: `auto repeat(${labels.length}, minmax(var(--cell), 1fr))` }}
        >
          {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: a row of headers */}
          <div role="row" class="matrix-row">
            {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: says what rows and columns are */}
            <div role="columnheader" class="matrix-corner">
              <span>{texts.truth}</span> <span>{texts.predicted} →</span>
            </div>
            {labels.map((name, label) => (
              // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: names its column
              <div key={name} role="columnheader" class="matrix-column" title={name}>
                <ClassName name={name} label={label} />
              </div>
            ))}
          </div>
          {labels.map((name, truth) => {
            const row = matrix[truth] ?? [];
            const sum = row.reduce((all, count) => all + count, 0);
            return (
              // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: its cells have the focus
              <div key={name} role="row" class="matrix-row">
                {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: names its row */}
                <div role="rowheader" class="matrix-name" title={name}>
                  <ClassName name={name} label={truth} />
                </div>
                {row.map((count, predicted) => {
                  const share = isShare ? count / Math.max(1, sum) : count / most;
                  const shade = count === 0 ? 0 : Math.max(1, Math.round(share * SHADES));
                  const isChosen = chosen.truth === truth && chosen.predicted === predicted;
                  return (
                    // biome-ignore lint/a11y/useSemanticElements: a cell of a grid
                    <div
                      key={labels[predicted]}
                      role="gridcell"
                      class={`cell k${shade}`}
                      data-cell={`${truth},${predicted}`}
                      tabIndex={isChosen ? 0 : -1}
                      aria-selected={isChosen}
                      aria-label={texts.cell(name, labels[predicted] ?? "", count)}
                      onClick={() => onChoose({ truth, predicted })}
                      onKeyDown={(event) => {
                        if (event.key === "Enter" || event.key === " ") {
                          event.preventDefault();
                          onChoose({ truth, predicted });
                        } else move(event, { truth, predicted });
                      }}
                    >
                      {isShare ? `${Math.round((100 * count) / Math.max(1, sum))}%` : count}
                    </div>
                  );
                })}
              </div>
            );
          })}
        </div>
      </div>
      <p class="tiny faint">{texts.matrixHint}</p>
    </section>
  );
}
