/** Settings of a form: a label with its explanation, a control, and at the control what is wrong with its value. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { draft, typedNumber, valueAt } from "../state/recipe.ts";
import { Icon } from "./icon.tsx";

interface FieldProps {
  readonly label: string;
  /** What the setting means. */
  readonly hint: string;
  /** It cannot be changed now; `why` says why. */
  readonly fixed?: boolean | undefined;
  readonly why?: string | undefined;
  /** Somebody else set it: it has a sign beside its name. */
  readonly locked?: boolean | undefined;
  readonly problem?: string | undefined;
}

/** A setting with its name, its hint and what is wrong with it. @param isGroup  of several inputs, each with a name of its own */
export function Field(props: FieldProps & { id: string; isGroup?: boolean; children: ComponentChildren }) {
  const { id, label, hint, why, locked, problem, isGroup = false, children } = props;
  const name = (
    <>
      {label}
      {locked && <Icon name="lock" size={13} />}
    </>
  );
  return (
    <div class="field-place">
      <div class="field" title={why ?? hint}>
        {isGroup ? <span>{name}</span> : <label for={id}>{name}</label>}
        {children}
      </div>
      <span id={`${id}-hint`} class="visually-hidden">
        {hint} {why}
      </span>
      {problem && (
        <p id={`${id}-problem`} class="field-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

export const describedBy = (id: string, problem: string | undefined) =>
  problem ? `${id}-hint ${id}-problem` : `${id}-hint`;

/** A number as it was typed: text that is none is passed on, and refused in the package's words. */
export function NumberField(
  props: FieldProps & {
    /** Where it is in the draft, whose own text is shown where it is not right. */
    readonly path: readonly (string | number)[];
    /** The value that holds where the draft has none. */
    readonly shown: number | string;
    readonly onChange: (value: number | string) => void;
  },
) {
  const { path, shown, onChange, fixed, problem } = props;
  const id = useId();
  const value = valueAt(draft.value, path) ?? shown;
  return (
    <Field {...props} id={id}>
      <input
        id={id}
        class={`input${fixed ? " fixed" : ""}`}
        inputMode="decimal"
        autocomplete="off"
        value={String(value)}
        readOnly={fixed === true}
        aria-invalid={problem !== undefined}
        aria-describedby={describedBy(id, problem)}
        onInput={({ currentTarget }) => onChange(typedNumber(currentTarget.value))}
      />
    </Field>
  );
}

export function SelectField(
  props: FieldProps & {
    readonly value: string;
    readonly options: readonly { readonly value: string; readonly text: string }[];
    readonly onChange: (value: string) => void;
  },
) {
  const { value, options, onChange, fixed, problem } = props;
  const id = useId();
  return (
    <Field {...props} id={id}>
      <select
        id={id}
        class={`input wide${fixed ? " fixed" : ""}`}
        value={value}
        aria-disabled={fixed || undefined}
        aria-describedby={describedBy(id, problem)}
        onChange={({ currentTarget }) => !fixed && onChange(currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={fixed === true && option.value !== value}>
            {option.text}
          </option>
        ))}
      </select>
    </Field>
  );
}

export function SwitchField(props: FieldProps & { readonly on: boolean; readonly onChange: (on: boolean) => void }) {
  const { label, on, onChange, fixed } = props;
  const id = useId();
  return (
    <Field {...props} id={id}>
      <button
        id={id}
        type="button"
        role="switch"
        class={`switch${on ? " on" : ""}`}
        aria-checked={on}
        aria-label={label}
        aria-disabled={fixed || undefined}
        aria-describedby={describedBy(id, undefined)}
        onClick={() => !fixed && onChange(!on)}
      />
    </Field>
  );
}
