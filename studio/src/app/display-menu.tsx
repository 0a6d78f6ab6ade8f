/** Light, dark, high contrast: a small menu under its button. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../components/icon.tsx";
import { shellTexts } from "../texts/shell.ts";
import { setTheme, THEMES, theme } from "./theme.ts";

export function DisplayMenu() {
  const texts = shellTexts();
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const close = (event: Event) => {
      if (!place.current?.contains(event.target as Node)) setOpen(false);
    };
    const closeByKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    addEventListener("pointerdown", close);
    addEventListener("focusin", close);
    addEventListener("keydown", closeByKey);
    return () => {
      removeEventListener("pointerdown", close);
      removeEventListener("focusin", close);
      removeEventListener("keydown", closeByKey);
    };
  }, [isOpen]);
  return (
    <div class="menu-place" ref={place}>
      <button
        ref={button}
        type="button"
        class="btn icon quiet"
        aria-label={texts.display}
        title={texts.display}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="moon" />
      </button>
      {isOpen && (
        <fieldset class="menu">
          <legend>{texts.theme}</legend>
          {THEMES.map((one) => (
            <label key={one}>
              <input type="radio" name="theme" checked={theme.value === one} onChange={() => setTheme(one)} />
              {texts.themes[one]}
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}
