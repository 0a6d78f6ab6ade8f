/** The command palette. */
export const palette = {
  title: "Find",
  find: "Find runs, settings, screens",
  found: "What was found",
  nothing: "Nothing fits. Try a part of a name.",
  more: (count: number) => `${count} more: type on.`,
  keys: "Arrow keys choose, Enter opens, Esc closes.",
  groups: { screen: "screen", run: "run", setting: "setting", action: "do" },
  screens: {
    collect: "Series by hand",
    compare: "Compare",
    verify: "Verify",
    teach: "Teaching",
    queue: "Sweeps in the queue",
  },
  states: { running: "not ended", finished: "finished", stopped: "stopped", diverged: "diverged" },
  ofRun: { predict: "predict new files", explain: "explain", report: "report" },
  languageIs: (name: string) => `Language: ${name}`,
  trainLab: "Train the lab",
  trainFive: "Train five waves",
  pause: "Pause the training",
  goOn: "Continue the training",
  openFile: "Open my own file",
};
export type PaletteTexts = typeof palette;
