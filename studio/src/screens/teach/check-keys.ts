/** Keys of Check: J and K go through the table, digits give points, V trains again, Esc goes from what was found back to the table. */
import { useMemo, useRef } from "preact/hooks";
import { announce } from "../../app/announce.ts";
import { type KeyBinding, useKeys } from "../../app/keys.ts";
import { type CheckedFile, type CheckList, resultOf } from "../../state/check-list.ts";
import { checkTexts } from "../../texts/check.ts";
import { resultText } from "./check-detail.tsx";

export interface Shown {
  readonly list: CheckList;
  /** Rows of the table, as they are filtered. */
  readonly files: readonly CheckedFile[];
  readonly chosen: string | undefined;
  readonly choose: (name: string) => void;
}

/** The row so many further; the first where none is chosen, and at the ends the row itself. */
export function rowAt(names: readonly string[], chosen: string | undefined, by: number): string | undefined {
  const at = chosen === undefined ? -1 : names.indexOf(chosen);
  if (at < 0) return names[0];
  return names[Math.min(names.length - 1, Math.max(0, at + by))];
}

function focusRow(name: string | undefined): void {
  if (name === undefined) return;
  document.querySelector<HTMLElement>(`[data-file="${CSS.escape(name)}"] .link-button`)?.focus();
}

/** Chooses another row. @returns its name */
export function moveBy({ files, chosen, choose }: Shown, by: number): string | undefined {
  const next = rowAt(
    files.map(({ name }) => name),
    chosen,
    by,
  );
  if (next !== undefined) choose(next);
  return next;
}

export function useCheckKeys(shown: Shown): void {
  const latest = useRef(shown);
  latest.current = shown;
  const keys = useMemo<readonly KeyBinding[]>(() => {
    const texts = () => checkTexts().keys;
    const move = (by: number) => focusRow(moveBy(latest.current, by));
    const chosenFile = () => latest.current.files.find(({ name }) => name === latest.current.chosen);
    const give = (points: string) => {
      const file = chosenFile();
      if (file === undefined) return;
      latest.current.list.setRemark(file.name, { points });
      announce(checkTexts().given(file.read?.student.name ?? file.name, points));
    };
    const again = () => {
      const file = chosenFile();
      if (file === undefined) return;
      void latest.current.list.again(file.name);
      const now = latest.current.list.files.value.find(({ name }) => name === file.name) ?? file;
      announce(`${file.read?.student.name ?? file.name}: ${resultText(now, resultOf(now))}`);
    };
    return [
      { key: "j", text: () => texts().next, run: () => move(1) },
      { key: "k", text: () => texts().before, run: () => move(-1) },
      ...Array.from({ length: 10 }, (_, digit): KeyBinding => {
        const points = String(digit);
        return { key: points, shown: digit === 0 ? "0–9" : "", text: () => texts().points, run: () => give(points) };
      }),
      { key: "v", text: () => texts().again, run: again },
      {
        key: "Escape",
        text: () => texts().back,
        run: () => focusRow(latest.current.chosen),
      },
    ];
  }, []);
  useKeys(keys);
}
