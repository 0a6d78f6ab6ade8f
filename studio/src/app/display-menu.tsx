/** Light, dark, high contrast: a small menu under its button. */
import { Icon } from "../components/icon.tsx";
import { useMenu } from "../components/use-menu.ts";
import { shellTexts } from "../texts/shell.ts";
import { setTheme, THEMES, theme } from "./theme.ts";

export function DisplayMenu() {
  const texts = shellTexts();
  const { isOpen, place, button } = useMenu();
  return (
    <div class="menu-place" ref={place}>
      <button
        ref={button}
        type="button"
        class="btn icon quiet"
        aria-label={texts.display}
        title={texts.display}
        aria-expanded={isOpen.value}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        <Icon name="moon" />
      </button>
      {isOpen.value && (
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
