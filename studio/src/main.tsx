/** Entry of the page. */
import "./styles/tokens.css";
import "./styles/contrast.css";
import "./styles/components.css";
import "./styles/shell.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { listenToKeys } from "./app/keys.ts";
import { followAddress } from "./app/router.ts";
import { Shell } from "./app/shell.tsx";
import { hasSimd } from "./app/simd.ts";
import { applyTheme } from "./app/theme.ts";
import { catchFaults } from "./state/faults.ts";
import { restoreLink } from "./state/opened-link.ts";
import { openStudio } from "./state/studio.ts";
import { restoreTaskLock } from "./state/task-lock.ts";
import { shell as en } from "./texts/en/shell.ts";
import { language } from "./texts/language.ts";
import { shell as zhCn } from "./texts/zh-CN/shell.ts";

catchFaults();
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
} else {
  render(
    <main class="no-simd">
      <p>{en.noSimd}</p>
      <p lang="zh-CN">{zhCn.noSimd}</p>
    </main>,
    place,
  );
}
