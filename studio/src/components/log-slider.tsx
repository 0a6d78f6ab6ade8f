/** A slider over powers of ten: the same value as the number field above it. PageUp and PageDown go by a factor of ten. */
import { formatPowerOfTen } from "../texts/numbers.ts";
import { holdStill } from "./hold-still.ts";

interface Props {
  readonly label: string;
  readonly value: number;
  /** Powers of ten at its ends. */
  readonly low: number;
  readonly high: number;
  readonly fixed?: boolean | undefined;
  readonly why?: string | undefined;
  readonly onChange: (value: number) => void;
  /** It was let go, or moved by a key. */
  readonly onDone?: (value: number) => void;
}

/** Steps of a power of ten: 1, 1.3, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 7.9. */
const STEPS = 10;

/** Two digits: what a slider can be trusted with. */
const roundedPower = (power: number): number => Number((10 ** power).toPrecision(2));

export function LogSlider({ label, value, low, high, fixed, why, onChange, onDone }: Props) {
  const power = Math.min(high, Math.max(low, value > 0 ? Math.log10(value) : low));
  const jump = (event: KeyboardEvent) => {
    if (fixed) return holdStill(event);
    const by = { PageUp: 1, PageDown: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = roundedPower(Math.min(high, Math.max(low, power + by)));
    onChange(next);
    onDone?.(next);
  };
  return (
    <div class="log-slider" title={why}>
      <input
        type="range"
        min={low * STEPS}
        max={high * STEPS}
        step={1}
        value={Math.round(power * STEPS)}
        aria-disabled={fixed || undefined}
        aria-label={label}
        aria-valuetext={String(value)}
        onKeyDown={jump}
        onChange={({ currentTarget }) => !fixed && onDone?.(roundedPower(Number(currentTarget.value) / STEPS))}
        onPointerDown={(event) => fixed && event.preventDefault()}
        onInput={({ currentTarget }) => {
          if (fixed) currentTarget.value = String(Math.round(power * STEPS));
          else onChange(roundedPower(Number(currentTarget.value) / STEPS));
        }}
      />
      <div class="ends" aria-hidden="true">
        {Array.from({ length: high - low + 1 }, (_, index) => (
          <span key={index}>{formatPowerOfTen(low + index)}</span>
        ))}
      </div>
    </div>
  );
}
