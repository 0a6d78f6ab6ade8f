/** The shares of the sets on one bar, with two borders that are dragged or moved by arrow keys in steps of 1 %. */
import { useRef } from "preact/hooks";

interface Props {
  /** Whole percent; the rest tests. */
  readonly train: number;
  readonly val: number;
  readonly labels: { readonly train: string; readonly val: string };
  readonly text: (train: number, val: number, test: number) => string;
  readonly fixed: boolean;
  readonly onChange: (train: number, val: number) => void;
}

type Border = "train" | "val";
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
};

export function SplitBar({ train, val, labels, text, fixed, onChange }: Props) {
  const bar = useRef<HTMLDivElement>(null);
  const at = { train, val: train + val };
  /** Each set keeps 1 % at least; the border of training takes validation along. */
  const move = (border: Border, to: number) => {
    if (border === "train") {
      const next = Math.min(98 - val + (val > 1 ? val - 1 : 0), Math.max(1, to));
      onChange(next, Math.max(1, Math.min(val, 99 - next)));
    } else onChange(train, Math.min(99 - train, Math.max(1, to - train)));
  };
  const drag = (border: Border) => (event: PointerEvent) => {
    if (fixed || bar.current === null) return;
    event.preventDefault();
    const handle = event.currentTarget as HTMLElement;
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    const box = bar.current.getBoundingClientRect();
    handle.onpointermove = ({ clientX }) => move(border, Math.round(((clientX - box.left) / box.width) * 100));
    handle.onpointerup = () => {
      handle.onpointermove = null;
    };
  };
  const press = (border: Border) => (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    if (by === undefined || fixed) return;
    event.preventDefault();
    move(border, at[border] + by);
  };
  const test = 100 - train - val;
  return (
    <div class="split-bar" ref={bar}>
      <i style={{ width: `${train}%`, background: "var(--set-train)" }} />
      <i style={{ width: `${val}%`, background: "var(--set-val)" }} />
      <i style={{ width: `${test}%`, background: "var(--set-test)" }} />
      {(["train", "val"] as const).map((border) => (
        <div
          key={border}
          class="split-border"
          role="slider"
          tabIndex={0}
          style={{ left: `${at[border]}%` }}
          aria-label={labels[border]}
          aria-valuemin={1}
          aria-valuemax={99}
          aria-valuenow={at[border]}
          aria-valuetext={text(train, val, test)}
          aria-disabled={fixed || undefined}
          onPointerDown={drag(border)}
          onKeyDown={press(border)}
        />
      ))}
    </div>
  );
}
