/** A slider: the same value as the number field above it, with a tenth of its way by PageUp and PageDown. */
import { holdStill } from "./hold-still.ts";

interface Props {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly step: number;
  /** What is written below it, from its low end to its high one. */
  readonly marks: readonly string[];
  readonly fixed?: boolean | undefined;
  readonly why?: string | undefined;
  readonly onChange: (value: number) => void;
}

export function Slider({ label, value, low, high, step, marks, fixed, why, onChange }: Props) {
  const shown = Math.min(high, Math.max(low, value));
  return (
    <div class="log-slider" title={why}>
      <input
        type="range"
        min={low}
        max={high}
        step={step}
        value={shown}
        aria-disabled={fixed || undefined}
        aria-label={label}
        aria-valuetext={String(value)}
        onKeyDown={(event) => fixed && holdStill(event)}
        onPointerDown={(event) => fixed && event.preventDefault()}
        onInput={({ currentTarget }) => {
          if (fixed) currentTarget.value = String(shown);
          else onChange(Number(currentTarget.value));
        }}
      />
      <div class="ends" aria-hidden="true">
        {marks.map((mark) => (
          <span key={mark}>{mark}</span>
        ))}
      </div>
    </div>
  );
}
