/** What the model says: a bar a class, never a full hundred percent that is not. */
import { ClassName, classColour } from "../components/glyph.tsx";
import type { Verdict } from "../lens/lens-protocol.ts";
import { formatPercent } from "../texts/numbers.ts";

interface Props {
  readonly verdict: Verdict | undefined;
  readonly classNames: readonly string[];
}

export function VerdictBars({ verdict, classNames }: Props) {
  return (
    <ul class="verdict">
      {classNames.map((name, label) => {
        const share = verdict?.probabilities[label];
        const isChosen = verdict?.predicted === label;
        return (
          <li key={name} class={isChosen ? "class-result chosen" : "class-result"} data-class={name}>
            <ClassName name={name} label={label} />
            <span class="bar" style={{ color: classColour(label) }} aria-hidden="true">
              <i style={{ width: `${100 * (share ?? 0)}%` }} />
            </span>
            <span class="num small" title={share === undefined ? undefined : String(share)}>
              {share === undefined ? "–" : sureness(share)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** A probability rounded to float32 may be 1 or 0; the model's is not. */
function sureness(share: number): string {
  return formatPercent(Math.min(1 - 1e-9, Math.max(1e-9, share)));
}
