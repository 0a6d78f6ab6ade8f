/** The command palette: a field, and below it what fits. Arrows choose, Enter goes, Escape closes. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { refreshRuns } from "../state/studio.ts";
import { paletteTexts } from "../texts/palette.ts";
import { allEntries, type Entry } from "./entries.ts";
import { matching } from "./matching.ts";
import "./palette.css";

/** Beyond, more must be typed. */
const MOST_SHOWN = 12;

export default function Palette({ onClose }: { onClose: () => void }) {
  const texts = paletteTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const typed = useSignal("");
  const at = useSignal(0);
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    field.current?.focus();
    void refreshRuns();
    return () => {
      element?.close();
      // What the entry gave the focus keeps it.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);
  const entries = allEntries();
  const found = useMemo(
    () => matching(typed.value, entries, ({ text, detail = "" }) => `${text} ${detail}`),
    [typed.value, entries.length],
  );
  const shown = found.slice(0, MOST_SHOWN);
  const chosen = Math.min(at.value, shown.length - 1);
  const open = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    onClose();
    // Once the dialog is gone, so that the focus may go elsewhere.
    setTimeout(entry.run);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined && shown.length > 0) {
      event.preventDefault();
      at.value = (chosen + move + shown.length) % shown.length;
      requestAnimationFrame(() =>
        list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" }),
      );
    } else if (event.key === "Enter") {
      event.preventDefault();
      open(shown[chosen]);
    }
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, which the browser does
    <dialog
      ref={dialog}
      class="dialog palette"
      aria-label={texts.title}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <input
        ref={field}
        class="input wide"
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-autocomplete="list"
        aria-activedescendant={shown[chosen] ? `palette-${String(chosen)}` : undefined}
        aria-label={texts.find}
        placeholder={texts.find}
        autocomplete="off"
        spellcheck={false}
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          at.value = 0;
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id="palette-list" class="palette-list" role="listbox" aria-label={texts.found}>
        {shown.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field has the focus and answers the keys
          <div
            key={`${entry.group}-${entry.text}`}
            id={`palette-${String(index)}`}
            role="option"
            aria-selected={index === chosen}
            onClick={() => open(entry)}
            onPointerMove={() => {
              at.value = index;
            }}
          >
            <span>{entry.text}</span>
            <span class="tiny faint">
              {entry.detail && `${entry.detail} · `}
              {texts.groups[entry.group]}
            </span>
          </div>
        ))}
      </div>
      <p class="tiny soft" role="status">
        {found.length === 0
          ? texts.nothing
          : found.length > shown.length
            ? texts.more(found.length - shown.length)
            : texts.keys}
      </p>
    </dialog>
  );
}
