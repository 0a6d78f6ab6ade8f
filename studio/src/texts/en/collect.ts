/** Series that are recorded by hand. */
import { byCount, counted } from "../counted.ts";

export const collect = {
  title: "Collect series by hand",
  lead: "Choose classes, record some series of each, train on them, then try it live. Everything stays on this device.",
  settings: "What is recorded",
  name: "Name",
  nameHint: "Begins the name of the file that the series become.",
  firstName: "collected",
  firstClasses: ["circle", "zigzag"] as [string, string],
  sensor: "Sensor",
  sensors: { pointer: "Pointer", keys: "Keyboard", motion: "Motion" },
  sensorHints: {
    pointer: "Move over the surface: x and y, from −1 to 1.",
    keys: "Hold arrow keys and the space bar while the surface has the focus: x, y and tap.",
    motion: "Move the phone: its acceleration with gravity along three axes, in m/s².",
  },
  noMotion:
    "This browser gives a page no motion of the device: that needs a phone or tablet, and an address that begins with https.",
  allowMotion: "Allow motion",
  motionRefused: "The browser refused the motion sensor. Allow it in the settings of this page, then try again.",
  rate: "Rate",
  rateHint: "Steps that are taken in a second.",
  perSecond: (rate: number) => `${rate} a second`,
  seconds: "Length",
  secondsHint: "Seconds of a series.",
  secondsOf: (seconds: number) => `${seconds} s`,
  steps: (steps: number, channels: string) => `${counted(steps, "step")} of ${channels}`,
  countdown: "Countdown",
  countdownHint: "Seconds before a series begins.",
  none: "none",
  times: "In a row",
  timesHint: "Series that are recorded one after the other.",
  fixed:
    "Fixed while there are series: all must have the same sensor, rate and length. Begin another collection to change it.",
  // Classes
  classes: "Classes",
  className: (number: number) => `Name of class ${number}`,
  choose: (name: string) => `Record ${name}`,
  addClass: "Class",
  newClass: (number: number) => `class ${number}`,
  removeClass: (name: string) => `Remove the class ${name}`,
  classRemoved: (name: string, count: number) =>
    `${name} and its ${count} series ${byCount(count, "is", "are")} removed.`,
  nameProblems: { empty: "A class needs a name.", twice: "Another class has this name." },
  // Surface
  surface: "Where series are recorded",
  surfaceText: {
    pointer: "Move the mouse, a pen or a finger here",
    keys: "Arrow keys and the space bar, while this has the focus",
    motion: "Move the device",
  },
  record: (name: string) => `Record ${name}`,
  cancel: "Cancel",
  idle: "Ready.",
  countingDown: (left: number) => `Recording in ${left}…`,
  recording: (name: string) => `Recording ${name}…`,
  kept: (name: string, count: number) => `Kept: ${name} has ${count} series.`,
  troubles: {
    silent: "Nothing came from the sensor, so no series was kept. Move first, then record again.",
    hidden: "The tab was hidden, so the recording was ended. Stay on the tab, then record again.",
  },
  // Series
  collected: "Collected",
  countOf: (count: number) => `${count} series`,
  noSeries: "No series yet.",
  seriesText: (name: string, number: number) => `Series ${number} of ${name}`,
  removeSeries: (name: string, number: number) => `Delete series ${number} of ${name}`,
  seriesRemoved: (name: string) => `A series of ${name} is deleted.`,
  undo: "Undo",
  use: "Train on them",
  why: {
    names: "Each class needs a name of its own first.",
    classes: "Record series of two classes at least.",
    series: (least: number) =>
      `Record at least ${least} series of each class: training, validation and test draw from them. Twenty are better.`,
  },
  table: "Table (.csv)",
  tableHint: "A row a step: series, time in seconds, label, channels. Every command of tidelab reads it.",
  another: "Begin another collection",
  anotherDone: "Another collection is begun.",
  notKept: "This browser keeps nothing here: take the table before you leave.",
  reading: "Reading what was collected…",
  // Try
  tryIt: "Try it live",
  tryHint: (label: string, seconds: number) =>
    `${label} answers the last ${counted(seconds, "second")}, ten times a second.`,
  notTrained: "Train on the collection first: then what you do is classified while you do it.",
  changed: "Series were added or deleted since: train again to use them.",
  otherSensor: "This run reads other series than the sensor gives.",
  waiting: "Waiting for the sensor…",
};
export type CollectTexts = typeof collect;
