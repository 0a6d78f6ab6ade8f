/** Answering by pointing at a place in a run. */
export const pointing = {
  ask: "Point at it",
  evidence: "Add evidence",
  restsOn: "Rests on",
  pointsAt: "Points at",
  remove: (place: string) => `Remove ${place}`,
  step: (step: number) => `step ${step}`,
  epoch: (epoch: number) => `epoch ${epoch}`,
  cell: (truth: string, predicted: string) => `true ${truth}, predicted ${predicted}`,
  series: (series: number) => `test series ${series}`,
  ofRun: (place: string, run: string) => `${place} of ${run}`,
  question: (text: string) => `Point at the answer: ${text}`,
  hints: {
    step: "Move the playhead of the timeline to the step.",
    epoch: "Move the playhead of the timeline to the epoch.",
    cell: "Choose a cell of the matrix.",
    series: "Choose a cell of the matrix, then one of its series.",
    any: "Go to a step in Train, or to a cell or a series of a run.",
  },
  otherRun: "This run is none of the assignment: open one of those that you submit.",
  take: (place: string) => `Take ${place}`,
  cancel: "Cancel",
  shown: (place: string) => `Pointed at: ${place}.`,
  inEpoch: (epoch: number, trainLoss: string, valLoss: string, accuracy: string) =>
    `Epoch ${epoch}: training loss ${trainLoss}, validation loss ${valLoss}, validation accuracy ${accuracy}.`,
  noWeights: "The weights of that step are not kept here.",
  open: (place: string) => `Open ${place}`,
  openHint: "Keeps the run on this device, and opens the place.",
  nowhere: (place: string) => `${place}: there is no such place in the runs that were submitted`,
  observations: "Pinned observations",
  observationAt: (step: number) => `Step ${step}: what was pinned there does not follow from the record alone.`,
};
export type PointingTexts = typeof pointing;
