/**
 * The screens, in the order of the work: where each is, and how it is loaded. A screen that is not listed is nowhere linked. To add one, add
 * a line here, a folder in `screens/`, and a dictionary in `texts/`.
 */
import type { ComponentType } from "preact";
import type { IconName } from "../components/icon.tsx";
import type { ShellTexts } from "../texts/en/shell.ts";
import { declareScreens } from "./known-screens.ts";
import type { Route } from "./router.ts";
import type { ScreenProps } from "./screen-props.ts";

export interface Screen {
  /** The first part of its path. */
  readonly name: string;
  readonly load: () => Promise<{ readonly default: ComponentType<ScreenProps> }>;
  /** Where it is in the navigation; not there if left out. */
  readonly nav?: { readonly text: keyof ShellTexts["nav"]; readonly icon: IconName; readonly key: string };
}

export const screens: readonly Screen[] = [
  { name: "", load: () => import("../screens/start/start.tsx") },
  // A spec in a link, as `tidelab studio --spec` and Share write it.
  { name: "s", load: () => import("../screens/link/link.tsx") },
  { name: "teach", load: () => import("../screens/teach/teach.tsx") },
  // An exercise of the lab, an assignment in a link, and one that is kept here.
  ...["exercise", "a", "task"].map((name) => ({ name, load: () => import("../screens/task/task.tsx") })),
  {
    name: "data",
    load: () => import("../screens/data/data.tsx"),
    nav: { text: "data", icon: "data", key: "d" },
  },
  { name: "collect", load: () => import("../screens/collect/collect.tsx") },
  {
    name: "train",
    load: () => import("../screens/train/train.tsx"),
    nav: { text: "train", icon: "play", key: "t" },
  },
  { name: "queue", load: () => import("../screens/queue/queue.tsx") },
  { name: "device", load: () => import("../screens/device/device.tsx") },
  { name: "verify", load: () => import("../screens/verify/verify.tsx") },
  { name: "run", load: () => import("../screens/run/run.tsx") },
  { name: "fix", load: () => import("../screens/fix/fix.tsx") },
  { name: "predict", load: () => import("../screens/predict/predict.tsx") },
  {
    name: "explain",
    load: () => import("../screens/explain/explain.tsx"),
    nav: { text: "explain", icon: "lens", key: "e" },
  },
  {
    name: "compare",
    load: () => import("../screens/compare/compare.tsx"),
    nav: { text: "compare", icon: "compare", key: "c" },
  },
  {
    name: "report",
    load: () => import("../screens/report/report.tsx"),
    nav: { text: "report", icon: "page", key: "r" },
  },
];

declareScreens(screens.map(({ name }) => name));

/** The screen of a route; the start for what is not known. */
export function screenOf({ path }: Route): Screen {
  const [name = ""] = path;
  return screens.find((screen) => screen.name === name) ?? screens[0]!;
}
