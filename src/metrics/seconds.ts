/** How long a training took, from the history of its epochs. */

/** Seconds of all epochs, with their validation. */
export function secondsOf(history: readonly { readonly trainSeconds: number; readonly valSeconds: number }[]): number {
  return history.reduce((sum, { trainSeconds, valSeconds }) => sum + trainSeconds + valSeconds, 0);
}
