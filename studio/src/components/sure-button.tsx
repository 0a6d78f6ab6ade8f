/** A button for what nothing brings back: it asks once more, in its own place, and forgets it after a while. A double click asks, too. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

const SECONDS = 6;

interface Props {
  readonly label: string;
  /** What it says when it was pressed once. */
  readonly sure: string;
  readonly onSure: () => void;
  readonly children: ComponentChildren;
}

export function SureButton({ label, sure, onSure, children }: Props) {
  const isAsking = useSignal(false);
  useEffect(() => {
    if (!isAsking.value) return;
    const timer = setTimeout(() => {
      isAsking.value = false;
    }, SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [isAsking.value, isAsking]);
  const press = (event: MouseEvent) => {
    if (event.detail > 1) return;
    if (isAsking.value) onSure();
    isAsking.value = !isAsking.value;
  };
  return (
    <button
      type="button"
      class={`btn sm${isAsking.value ? " danger" : " quiet"}`}
      aria-label={isAsking.value ? `${label}: ${sure}` : label}
      onClick={press}
    >
      <span aria-live="polite">{isAsking.value ? sure : children}</span>
    </button>
  );
}
