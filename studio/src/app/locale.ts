/**
 * WebKit under the locale C says that its language is "C", which is the name of no language: whatever formats numbers by it throws,
 * uPlot as soon as it is loaded.
 */
export function correctLocale(navigator: { readonly language: string }): void {
  try {
    new Intl.NumberFormat(navigator.language);
  } catch {
    Object.defineProperty(navigator, "language", { value: "en-US", configurable: true });
  }
}
