/** The frame of every screen: bar, navigation, the screen itself, live region, toast, help. */

import { effect, useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { lazy } from "../components/lazy.tsx";
import { hideToast, showToast, ToastPlace } from "../components/toast.tsx";
import { fault } from "../state/faults.ts";
import { type Pointing, pointing } from "../state/pointing.ts";
import { shellTexts } from "../texts/shell.ts";
import { announcement } from "./announce.ts";
import { Dock } from "./dock.tsx";
import { KeyTable } from "./key-table.tsx";
import { type KeyBinding, useKeys } from "./keys.ts";
import { BottomBar, TopBar } from "./nav.tsx";
import { navigate, route } from "./router.ts";
import type { ScreenProps } from "./screen-props.ts";
import { type Screen, screenOf, screens } from "./screens.ts";

/** The screen of the address, loaded when it is first shown. */
function ScreenPlace() {
  const texts = shellTexts();
  const screen = screenOf(route.value);
  const [loaded, setLoaded] = useState<{ screen: Screen; Component: ComponentType<ScreenProps> } | undefined>(
    undefined,
  );
  const hasFailed = useSignal(false);
  const load = () => {
    hasFailed.value = false;
    screen.load().then(
      ({ default: Component }) => setLoaded({ screen, Component }),
      () => {
        hasFailed.value = true;
      },
    );
  };
  useEffect(load, [screen]);
  if (loaded?.screen === screen) return <loaded.Component route={route.value} />;
  if (!hasFailed.value) return <p class="screen-loading soft">{texts.loading}</p>;
  return (
    <div class="screen-loading" role="alert">
      <p>{texts.notLoaded}</p>
      <button type="button" class="btn" onClick={load}>
        {texts.again}
      </button>
    </div>
  );
}

const Palette = lazy(() => import("../palette/palette.tsx"));
const PointingBanner = lazy<{ asked: Pointing }>(() => import("../pointing/banner.tsx"));

/** Ctrl+K or ⌘K, wherever the focus is. */
function usePaletteKey(toggle: () => void): void {
  useEffect(() => {
    const answer = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      toggle();
    };
    addEventListener("keydown", answer);
    return () => removeEventListener("keydown", answer);
  }, [toggle]);
}

const isHelpOpen = { open: () => {} };

/** Keys of all screens: `?`, and `G` with a letter for each screen. */
const SHELL_KEYS: readonly KeyBinding[] = [
  { key: "?", text: () => shellTexts().help, run: () => isHelpOpen.open() },
  { key: "g s", text: () => shellTexts().goTo(shellTexts().startName), run: () => navigate([]) },
  ...screens.flatMap(({ name, nav }) =>
    nav === undefined
      ? []
      : [
          {
            key: `g ${nav.key}`,
            text: () => shellTexts().goTo(shellTexts().nav[nav.text]),
            run: () => navigate([name]),
          },
        ],
  ),
];

/** A fault is shown until it is closed, with what to report. */
function showFaults(): () => void {
  return effect(() => {
    const found = fault.value;
    if (found === undefined) return hideToast();
    const texts = shellTexts();
    const details = `${found.message}\n${found.details}\n${navigator.userAgent}`;
    showToast({
      text: texts.bug,
      action: { text: texts.copyDetails, run: () => void navigator.clipboard?.writeText(details) },
    });
  });
}

export function Shell() {
  const texts = shellTexts();
  const main = useRef<HTMLElement>(null);
  const [isHelp, setHelp] = useState(false);
  isHelpOpen.open = () => setHelp(true);
  const isFinding = useSignal(false);
  const [toggleFind, closeFind] = useMemo(
    () => [
      () => {
        isFinding.value = !isFinding.value;
      },
      () => {
        isFinding.value = false;
      },
    ],
    [isFinding],
  );
  usePaletteKey(toggleFind);
  useKeys(SHELL_KEYS);
  useEffect(showFaults, []);
  return (
    <div class="app">
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        {texts.skip}
      </button>
      <TopBar onFind={toggleFind} onHelp={() => setHelp(true)} dock={<Dock />} />
      <main id="main" class="screen" ref={main} tabIndex={-1}>
        {pointing.value && <PointingBanner asked={pointing.value} />}
        <ScreenPlace />
      </main>
      <BottomBar />
      <div class="visually-hidden" aria-live="polite">
        {announcement.value}
      </div>
      <ToastPlace closeLabel={texts.close} />
      {isFinding.value && <Palette onClose={closeFind} />}
      {isHelp && <KeyTable onClose={() => setHelp(false)} />}
    </div>
  );
}
