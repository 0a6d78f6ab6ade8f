/** What happened at the bottom of the screen, with at most one thing to do about it. Never the only place of an error. */
import { signal } from "@preact/signals";
import { Icon } from "./icon.tsx";

export interface Toast {
  readonly text: string;
  readonly action?: { readonly text: string; readonly run: () => void };
}

const shown = signal<Toast | undefined>(undefined);
let timer: ReturnType<typeof setTimeout> | undefined;

/** @param seconds  how long it stays; until it is closed unless given */
export function showToast(toast: Toast, seconds?: number): void {
  shown.value = toast;
  clearTimeout(timer);
  if (seconds !== undefined) timer = setTimeout(hideToast, seconds * 1000);
}

export function hideToast(): void {
  shown.value = undefined;
}

export function ToastPlace({ closeLabel }: { closeLabel: string }) {
  const toast = shown.value;
  return (
    <div class="toast-place" role="status">
      {toast && (
        <div class="toast">
          <span>{toast.text}</span>
          {toast.action && (
            <button
              type="button"
              class="btn sm"
              onClick={() => {
                toast.action?.run();
                hideToast();
              }}
            >
              {toast.action.text}
            </button>
          )}
          <button type="button" class="btn icon quiet sm" aria-label={closeLabel} onClick={hideToast}>
            <Icon name="close" size={14} />
          </button>
        </div>
      )}
    </div>
  );
}
