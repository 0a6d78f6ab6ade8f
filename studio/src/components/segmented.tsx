/** One of a few choices, all of them in sight: a radio group that arrow keys walk through. */
import { useId } from "preact/hooks";

interface Props<Value extends string | number> {
  readonly label: string;
  readonly value: Value | undefined;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly onChange: (value: Value) => void;
  readonly small?: boolean;
  readonly wide?: boolean;
  /** It cannot be changed now; `why` says so. */
  readonly fixed?: boolean | undefined;
  readonly why?: string | undefined;
}

export function Segmented<Value extends string | number>(props: Props<Value>) {
  const { label, value, options, onChange, small, wide, fixed, why } = props;
  const name = useId();
  const step = (event: KeyboardEvent) => {
    const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (move === undefined || fixed) return;
    event.preventDefault();
    const at = options.findIndex((option) => option.value === value);
    const next = options[(at + move + options.length) % options.length];
    if (next === undefined) return;
    onChange(next.value);
    const group = event.currentTarget as HTMLElement;
    requestAnimationFrame(() => group.querySelector<HTMLElement>('[tabindex="0"]')?.focus());
  };
  const hasValue = options.some((option) => option.value === value);
  return (
    <div
      class={`seg${small ? " sm" : ""}${wide ? " wide" : ""}${fixed ? " fixed" : ""}`}
      role="radiogroup"
      aria-label={label}
      aria-disabled={fixed || undefined}
      aria-describedby={why && name}
      onKeyDown={step}
    >
      {options.map((option, index) => {
        const isOn = option.value === value;
        return (
          // biome-ignore lint/a11y/useSemanticElements: a row of radios in one look, with the arrows of a radio group
          <button
            key={option.value}
            type="button"
            role="radio"
            aria-checked={isOn}
            class={isOn ? "on" : ""}
            tabIndex={isOn || (!hasValue && index === 0) ? 0 : -1}
            aria-disabled={fixed || undefined}
            onClick={() => !fixed && onChange(option.value)}
          >
            {option.text}
          </button>
        );
      })}
      {why && (
        <span id={name} class="visually-hidden">
          {why}
        </span>
      )}
    </div>
  );
}
