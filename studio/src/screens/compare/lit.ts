/** What stands out: an arm or a run under the pointer or the focus is lit wherever it is drawn. */
import { signal } from "@preact/signals";

export const lit = signal<readonly string[]>([]);

export function light(ids: readonly string[]): void {
  lit.value = ids;
}

/** Attributes of something that lights arms: a row, a mark. */
export const lights = (ids: readonly string[]) => ({
  onMouseEnter: () => light(ids),
  onMouseLeave: () => light([]),
  onFocusCapture: () => light(ids),
  onBlurCapture: () => light([]),
});

/** A class for one of several: lit, or stepping back because another is. */
export function litClass(id: string): string {
  if (lit.value.length === 0) return "";
  return lit.value.includes(id) ? " lit" : " dim";
}
