/**
 * Keys of the page. Single letters work only while no text is typed, and can be turned off (WCAG 2.1.4). A screen adds its keys while it
 * is shown; the table behind `?` lists what is there.
 */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { readSetting, writeSetting } from "../store/settings.ts";

export interface KeyBinding {
  /** As `KeyboardEvent.key`, letters in lower case; `g d` for one after the other. */
  readonly key: string;
  /** How the table of keys names it, where several are one row: `0–9`; empty for those that have no row of their own. */
  readonly shown?: string;
  /** What it does, in the language that is spoken. */
  readonly text: () => string;
  readonly run: (event: KeyboardEvent) => void;
}

const bindings = signal<readonly KeyBinding[]>([]);
export const activeKeys = bindings;
export const letterKeys = signal(readSetting("letterKeys") !== "off");

export function setLetterKeys(on: boolean): void {
  letterKeys.value = on;
  writeSetting("letterKeys", on ? "on" : "off");
}

/** The keys of a component while it is shown. @param keys  the same list each time, or one made again when its actions change */
export function useKeys(keys: readonly KeyBinding[]): void {
  useEffect(() => {
    bindings.value = [...bindings.value, ...keys];
    return () => {
      bindings.value = bindings.value.filter((binding) => !keys.includes(binding));
    };
  }, [keys]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
}

/** Keys that a control that has the focus answers itself. */
function isForControl(event: KeyboardEvent): boolean {
  const { target, key } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (key === " " || key === "Enter") return target.matches("button, a, summary, [role=radio], [role=switch], input");
  return false;
}

let first: { key: string; at: number } | undefined;
const SEQUENCE_MS = 1500;

/** @returns whether a key was answered */
export function handleKey(event: KeyboardEvent, list: readonly KeyBinding[] = bindings.value): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  if (isTyping(event.target) || isForControl(event) || document.querySelector("dialog[open]")) return false;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!letterKeys.value && /^[a-z0-9]$/.test(key)) return false;
  const before = first && event.timeStamp - first.at < SEQUENCE_MS ? `${first.key} ` : "";
  const found =
    list.findLast((binding) => binding.key === `${before}${key}` && before !== "") ??
    list.findLast((binding) => binding.key === key);
  first = list.some((binding) => binding.key.startsWith(`${key} `)) ? { key, at: event.timeStamp } : undefined;
  if (found === undefined) return false;
  event.preventDefault();
  found.run(event);
  return true;
}

export function listenToKeys(): void {
  addEventListener("keydown", (event) => void handleKey(event));
}
