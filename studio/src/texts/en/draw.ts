/** The draw pad and the series beside it. */
export const draw = {
  title: "Draw a series, ask the model",
  weightsOf: (epoch: number) => (epoch === 0 ? "untrained weights" : `weights of epoch ${epoch}`),
  waiting: "Making the series…",
  noSeries: "There are no series to look at:",
  surface: "Draw pad",
  cursor: (step: number, steps: number, value: string) => `step ${step} of ${steps}, value ${value}`,
  keys: "Arrow keys move the cursor, Enter drops an anchor and draws a line from the one before. S draws a sine, Q a square.",
  sine: "Sine",
  square: "Square wave",
  noise: "Add noise",
  smooth: "Smooth",
  undo: "Undo",
  csv: "Save as CSV for tidelab predict",
  channel: "Channel",
  channelNumber: (channel: number) => `Channel ${channel}`,
  attention: "attention",
  firstWeights: "weights it begins with",
  random: "These are random weights: the verdict is chance.",
  unlike: "Unlike anything it was trained on.",
  cards: (count: number) => (count === 4 ? "Four validation series" : `Validation series (${count})`),
  others: "Others",
  card: (number: number, name: string, said: string, share: string) =>
    name === said
      ? `Validation series ${number}, ${name}: right, ${share}. Put it on the pad.`
      : `Validation series ${number}, ${name}: called ${said}, ${share}. Put it on the pad.`,
};
export type DrawTexts = typeof draw;
