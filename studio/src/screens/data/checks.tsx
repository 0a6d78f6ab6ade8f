/** The list of checks, passed ones too: what was looked for is part of the answer. */
import { Icon } from "../../components/icon.tsx";
import type { SeriesView } from "../../engine/data-protocol.ts";
import { dataTexts } from "../../texts/data.ts";
import { checksOf } from "./checks.ts";

const GLYPHS = { passed: "check", know: "warn", wrong: "close" } as const;
const TONES = { passed: "good", know: "warn", wrong: "bad" } as const;

export function Checks({ view }: { view: SeriesView }) {
  const texts = dataTexts();
  const checks = checksOf(view, texts);
  const passed = checks.filter(({ level }) => level === "passed").length;
  return (
    <section class="section" aria-label={texts.checks}>
      <div class="section-head">
        <h3>{texts.checks}</h3>
        <span class="tiny faint">{texts.checksLine(passed, checks.length - passed)}</span>
      </div>
      <ul class="check-list">
        {checks.map(({ level, title, body }) => (
          <li key={`${title}${body}`}>
            <span class={TONES[level]}>
              <Icon name={GLYPHS[level]} size={16} />
            </span>
            <div>
              <b>{title}</b>
              <p class="soft">{body}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
