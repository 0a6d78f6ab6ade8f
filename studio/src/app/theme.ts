/** Light, dark or high contrast: an attribute on the root that tokens.css and contrast.css read. */
import { effect, signal } from "@preact/signals";
import { readSetting, writeSetting } from "../store/settings.ts";

export const THEMES = ["system", "light", "dark", "contrast"] as const;
export type Theme = (typeof THEMES)[number];

const kept = readSetting("theme");
export const theme = signal<Theme>(THEMES.find((known) => known === kept) ?? "system");

const prefersDark = globalThis.matchMedia?.("(prefers-color-scheme: dark)");
const prefersContrast = globalThis.matchMedia?.("(prefers-contrast: more)");
const systemTheme = signal<Exclude<Theme, "system">>(readSystem());

function readSystem(): Exclude<Theme, "system"> {
  if (prefersContrast?.matches) return "contrast";
  return prefersDark?.matches ? "dark" : "light";
}

/** The theme that is drawn; charts on a canvas read it to be drawn again. */
export const drawnTheme = signal<Exclude<Theme, "system">>(systemTheme.value);

export function setTheme(next: Theme): void {
  theme.value = next;
  writeSetting("theme", next);
}

/** Keeps the attribute in step with the choice and the system. */
export function applyTheme(): void {
  for (const query of [prefersDark, prefersContrast]) {
    query?.addEventListener("change", () => {
      systemTheme.value = readSystem();
    });
  }
  effect(() => {
    const drawn = theme.value === "system" ? systemTheme.value : theme.value;
    document.documentElement.dataset.theme = drawn;
    drawnTheme.value = drawn;
  });
}
