/** Entry of the page. */
import "./styles/tokens.css";
import "./styles/contrast.css";
import "./styles/components.css";
import "./styles/shell.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { listenToKeys } from "./app/keys.ts";
import { correctLocale } from "./app/locale.ts";
import { followAddress } from "./app/router.ts";
import { Shell } from "./app/shell.tsx";
import { hasSimd } from "./app/simd.ts";
import { applyTheme } from "./app/theme.ts";
import { goOffline } from "./offline/offline.ts";
import { catchFaults } from "./state/faults.ts";
import { restoreLink } from "./state/opened-link.ts";
import { draft } from "./state/recipe.ts";
import { current, openStudio } from "./state/studio.ts";
import { restoreTaskLock } from "./state/task-lock.ts";
import { shell as en } from "./texts/en/shell.ts";
import { language } from "./texts/language.ts";
import { shell as zhCn } from "./texts/zh-CN/shell.ts";

/** From the start of the page: later, somebody is at work. */
const RELOAD_MS = 15_000;

catchFaults();
correctLocale(navigator);
applyTheme();
effect(() => {
  document.documentElement.lang = language.value;
});

const place = document.getElementById("app")!; // in index.html
if (hasSimd()) {
  followAddress();
  restoreLink();
  restoreTaskLock();
  listenToKeys();
  render(<Shell />, place);
  void openStudio();
  // After the first screen: its files come first.
  const later = globalThis.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 200));
  const begun = draft.value;
  // Only as long as nothing was done that loading again would lose.
  const mayReload = () =>
    performance.now() < RELOAD_MS && current.value?.isBegun.value !== true && draft.value === begun;
  later(() => void goOffline(mayReload));
} else {
  render(
    <main class="no-simd">
      <p>{en.noSimd}</p>
      <p lang="zh-CN">{zhCn.noSimd}</p>
    </main>,
    place,
  );
}
