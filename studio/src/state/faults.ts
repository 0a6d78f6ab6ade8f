/** Faults that are ours: shown in a toast with their details, never swallowed. */
import { signal } from "@preact/signals";

export interface Fault {
  readonly message: string;
  readonly details: string;
}

export const fault = signal<Fault | undefined>(undefined);

export function reportFault(message: string, details: string): void {
  console.error(message, details);
  fault.value = { message, details };
}

/** Whatever nobody caught. */
export function catchFaults(): void {
  addEventListener("error", ({ error, message }) => {
    // Browsers report this where a chart changes its own size; nothing is wrong.
    if (message.startsWith("ResizeObserver loop")) return;
    reportFault(message, error instanceof Error ? (error.stack ?? "") : "");
  });
  addEventListener("unhandledrejection", ({ reason }) => {
    const { message, stack = "" } = reason instanceof Error ? reason : new Error(String(reason));
    reportFault(message, stack);
  });
}
