/** A setting that is drawn from a range: its two ends, each a number as it was typed. */
import { useId } from "preact/hooks";
import { draft, typedNumber, valueAt } from "../state/recipe.ts";
import { describedBy, Field } from "./fields.tsx";

interface Props {
  readonly label: string;
  readonly hint: string;
  /** Names of the two ends, for those who do not see them. */
  readonly ends: readonly [low: string, high: string];
  readonly path: readonly (string | number)[];
  /** What holds where the draft has none. */
  readonly shown: readonly [number, number];
  readonly fixed?: boolean | undefined;
  readonly why?: string | undefined;
  readonly locked?: boolean | undefined;
  readonly problem?: string | undefined;
  readonly onChange: (value: [number | string, number | string]) => void;
}

export function RangeField({ label, hint, ends, path, shown, fixed, why, locked, problem, onChange }: Props) {
  const id = useId();
  const typed = valueAt(draft.value, path);
  const [low, high] = (Array.isArray(typed) ? typed : shown) as [number | string, number | string];
  const end = (index: 0 | 1) => (
    <input
      class={`input${fixed ? " fixed" : ""}`}
      inputMode="decimal"
      autocomplete="off"
      value={String(index === 0 ? low : high)}
      readOnly={fixed === true}
      aria-label={`${label}: ${ends[index]}`}
      aria-invalid={problem !== undefined}
      aria-describedby={describedBy(id, problem)}
      onInput={({ currentTarget }) => {
        const next = typedNumber(currentTarget.value);
        onChange(index === 0 ? [next, high] : [low, next]);
      }}
    />
  );
  return (
    <Field id={id} isGroup label={label} hint={hint} why={why} locked={locked} problem={problem}>
      <span class="range-ends">
        {end(0)}
        <span aria-hidden="true">–</span>
        {end(1)}
      </span>
    </Field>
  );
}
