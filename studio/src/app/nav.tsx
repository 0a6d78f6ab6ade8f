/** The bar at the top, and on narrow screens the one at the bottom. Both list the screens that there are. */
import type { ComponentChildren } from "preact";
import { Icon } from "../components/icon.tsx";
import { worksOffline } from "../offline/offline.ts";
import { current, keeps } from "../state/studio.ts";
import { LANGUAGES, type Language, language, setLanguage } from "../texts/language.ts";
import { shellTexts } from "../texts/shell.ts";
import { ComputeMenu } from "./compute-menu.tsx";
import { DisplayMenu } from "./display-menu.tsx";
import { formatHash, route } from "./router.ts";
import { screenOf, screens } from "./screens.ts";

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: "English", "zh-CN": "中文" };

function Links({ icons }: { icons: boolean }) {
  const texts = shellTexts();
  const shown = screenOf(route.value);
  return (
    <>
      {screens.map((screen) => {
        if (screen.nav === undefined) return null;
        const { text, icon } = screen.nav;
        return (
          <a key={screen.name} href={formatHash([screen.name])} aria-current={screen === shown ? "page" : undefined}>
            {icons && <Icon name={icon} size={20} />}
            {texts.nav[text]}
          </a>
        );
      })}
    </>
  );
}

function SavedChip() {
  const texts = shellTexts();
  if (keeps.value === undefined) return null;
  const isKept = keeps.value && current.value?.storage.value === undefined;
  const why = isKept ? texts.savedLong : texts.notSavedLong;
  return (
    <span class={`chip chip-saved${isKept ? "" : " warn"}`} title={why}>
      <Icon name={isKept ? "check" : "warn"} size={14} />
      {isKept ? texts.saved : texts.notSaved}
      <span class="visually-hidden">{why}</span>
    </span>
  );
}

function OfflineChip() {
  const texts = shellTexts();
  if (!worksOffline.value) return null;
  return (
    <span class="chip chip-offline" title={texts.offlineLong}>
      <Icon name="check" size={14} />
      {texts.offline}
      <span class="visually-hidden">{texts.offlineLong}</span>
    </span>
  );
}

export function TopBar({ onFind, onHelp, dock }: { onFind: () => void; onHelp: () => void; dock: ComponentChildren }) {
  const texts = shellTexts();
  const other = LANGUAGES.find((one) => one !== language.value) ?? "en";
  return (
    <header class="topbar">
      <a class="brand" href="#/" aria-label={texts.home}>
        <svg viewBox="0 0 30 20" aria-hidden="true">
          <path d="M2 10C4.500 2.500 8 2.500 10.500 10c1.400 4.300 3 6 5 6.300V3.500h7v13h5.500V10" />
        </svg>
        <span class="brand-name">Tidelab</span>
      </a>
      <nav class="tabs" aria-label={texts.workflow}>
        <Links icons={false} />
      </nav>
      <div class="topbar-end">
        {dock}
        <ComputeMenu />
        <OfflineChip />
        <SavedChip />
        <button type="button" class="btn quiet" lang={other} onClick={() => setLanguage(other)}>
          {LANGUAGE_NAMES[other]}
        </button>
        <DisplayMenu />
        <button
          type="button"
          class="btn icon quiet find-button"
          aria-label={texts.find}
          aria-keyshortcuts="Control+K Meta+K"
          title={`${texts.find} (Ctrl K, ⌘ K)`}
          onClick={onFind}
        >
          <Icon name="lens" />
        </button>
        <button type="button" class="btn icon quiet" aria-label={texts.help} title={texts.help} onClick={onHelp}>
          <Icon name="help" />
        </button>
      </div>
    </header>
  );
}

export function BottomBar() {
  return (
    <nav class="bottombar" aria-label={shellTexts().workflow}>
      <Links icons />
    </nav>
  );
}
