/** Other ways to begin: own files, series by hand, and what else there is a screen for. */
import { hasScreen } from "../../app/known-screens.ts";
import { formatHash } from "../../app/router.ts";
import { Icon, type IconName } from "../../components/icon.tsx";
import { startTexts } from "../../texts/start.ts";

type Door = keyof ReturnType<typeof startTexts>["doors"];

const DOORS: readonly { readonly door: Door; readonly screen: string; readonly icon: IconName }[] = [
  { door: "file", screen: "data", icon: "upload" },
  { door: "collect", screen: "collect", icon: "data" },
  { door: "verify", screen: "verify", icon: "shield" },
  { door: "teach", screen: "teach", icon: "page" },
];

export function Doors() {
  const texts = startTexts();
  return (
    <nav class="doors" aria-label={texts.otherWays}>
      {DOORS.map(({ door, screen, icon }) => {
        if (!hasScreen(screen)) return null;
        const query = door === "file" ? new URLSearchParams({ source: "file" }) : undefined;
        return (
          <a key={door} class="door" href={formatHash([screen], query)}>
            <span class="pic">
              <Icon name={icon} size={20} />
            </span>
            <span>
              <b class="small">{texts.doors[door].title}</b>
              <br />
              <span class="tiny soft">{texts.doors[door].body}</span>
            </span>
            <Icon name="right" size={16} />
          </a>
        );
      })}
    </nav>
  );
}
