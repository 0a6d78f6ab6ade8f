/** English notices about a table that was read: what was guessed, and what else it may mean. Nothing here is an error. */
import type { TableNotice } from "../new-series/notices.ts";

export const tableNotices: { [K in TableNotice["kind"]]: (p: Extract<TableNotice, { kind: K }>) => string } = {
  numberedHeader: (p) =>
    `${p.path}: the first row (…, ${p.last}) is treated as a header: it numbers the columns. If it is a series, add a header above it: t0, t1, ….`,
  indexColumn: (p) => `${p.path}: the column ${p.name} is ignored: its name is that of an index.`,
  oddColumns: (p) =>
    `${p.path}: ${p.names} is read as a time step, though its name is unlike the others. If it is the name or the class of the series, call it id or label.`,
  fallingColumns: (p) =>
    `${p.path}: the columns count down, from ${p.first} to ${p.last}; they are read from left to right. If time runs the other way, reverse their order.`,
  evenRow: (p) =>
    `${p.path}: this row is evenly spaced, like numbers or times of columns; it is read as a series. If it is a header, remove it.`,
  decimalComma: () => "The commas in the numbers were read as decimal commas.",
  titleRows: (p) =>
    `${p.path}: ${p.count === 1 ? "the line" : `the ${p.count} lines`} above the table ${p.count === 1 ? "was" : "were"} left out${p.title === "" ? "" : ` (${p.title})`}.`,
  comments: (p) => `${p.count} ${p.count === 1 ? "line" : "lines"} beginning with # skipped as comments.`,
  padding: (p) =>
    `${p.path}: NaN at the end of ${p.count} series was taken as padding up to the longest, and left out.`,
  axes: (p) =>
    `${p.path}: the array (${p.shape}) is read as series, ${p.axes === "NTC" ? "time steps, channels" : "channels, time steps"}, since there are more steps than channels as a rule.`,
  coarse: (p) =>
    `${p.path}: ${p.name ?? `channel ${p.channel}`} is from ${p.least} to ${p.most} in the first series that varies, where float32 has steps of ${Number(p.step.toPrecision(3))}: ${Math.round((p.most - p.least) / p.step) + 1} values at most, so digits are lost${p.count > 1 ? ` (${p.count} such channels)` : ""}. Subtract a constant, such as the least value, from the column in the file; if it is a time, name it: --time <column>.`,
  ignoredColumns: (p) => `${p.names}: left out, since the values are in lists.`,
  labelColumn: (p) =>
    `${p.path}: the ${p.place} column holds ${p.look === "text" ? "text" : "a few whole numbers only"}; it is read as the classes.`,
  missingClass: (p) =>
    `${p.path}: the label ${p.name} is read as a class. If it means that there is none, leave these series out.`,
  filled: (p) => `${p.count} missing ${p.count === 1 ? "value was" : "values were"} filled (${p.rule}).`,
  missingCode: (p) =>
    `${p.path}: ${p.code} is far from all other values (${p.count} ${p.count === 1 ? "cell" : "cells"}); it is read as a number. If it means a missing value, leave the cell empty and say how to fill it: --missing for files to train on, --fill for predict.`,
  summaryRow: (p) =>
    `${p.path}: the row of series ${p.series} ${p.summary === "name" ? "has the name of a summary" : `holds the ${SUMMARIES[p.summary]} of the rows above it`}; it is read as a series. If it is a summary, remove it.`,
  growingRow: (p) =>
    `${p.path}: the values of the first row only grow, like times of columns; it is read as a series. If it is a header, remove it or write names: t0, t1, ….`,
  repeatedId: (p) =>
    `${p.path}: ${p.count} ${p.count === 1 ? "row has" : "rows have"} the id of an earlier row (first: ${p.id}); each row is read as a separate series. If the rows are time steps of one series, give --layout long (or name the column series).`,
  returningId: (p) =>
    `${p.path}: series ${p.id}, which begins at ${p.begins}, goes on here behind rows of another one${p.count > 1 ? ` (${p.count} series do so)` : ""}. Its rows are read as one series in the order of the file, since no column has times. If these are two series, give them two names; if a column has the times, name it: --time <column>.`,
  unevenTime: (p) =>
    `${p.column} does not advance evenly in ${p.count} series (first: ${p.series}, by ${p.shortest} to ${p.longest}). The model reads steps and no times: resample the series to even times (--resample <time> when training).`,
  otherRate: (p) =>
    `${p.column} advances by ${p.step} in series ${p.series} and by ${p.firstStep} in series ${p.first}${p.count > 1 ? ` (${p.count} series are unlike ${p.first})` : ""}. The model reads steps and no times: resample all series to one rate, that of the training data (--resample <time> when training).`,
  oddChannels: (p) =>
    `${p.names}: ${{ even: "evenly spaced in every series, like a time", constant: "constant in every series, like an id or a class", growing: "only growing in every series, like a time or a counter" }[p.look]}; read as a channel. If it is none, remove it or name it time or label.`,
  turnedRound: (p) =>
    `the table has ${p.rows} rows and ${p.columns} columns, and both could be the steps of a series; each row is read as a series.${p.isRougherAlongRows ? " But its values change more along the rows than down the columns, as in a transposed table." : ""} If each column is a series, transpose it (in pandas: df.T).`,
  wholeColumn: (p) =>
    `the ${p.place} column holds whole numbers only, like the class in the files of the UCR archive or an index, and is read as a time step. If it is none, remove it, or add a header that names it id (label, where it holds names of the run's classes).`,
  otherScale: (p) =>
    `the largest value is ${Number(p.largest.toPrecision(3))}, that of the training data was ${Number(p.trained.toPrecision(3))}. Are the values in the units of the training data?`,
  otherSize: (p) =>
    `the values${p.channel === "" ? "" : ` of channel ${p.channel}`} are ${Number(p.size.toPrecision(3))} in size (root mean square), those of the training data were ${Number(p.trained.toPrecision(3))}. Are they in the units of the training data?`,
  otherMean: (p) =>
    `the values${p.channel === "" ? "" : ` of channel ${p.channel}`} have the mean ${Number(p.mean.toPrecision(3))}, those of the training data had ${Number(p.trained.toPrecision(3))} with a deviation of ${Number(p.deviation.toPrecision(3))}. Are they in the units of the training data?`,
  otherSampling: (p) =>
    p.unit === "seconds"
      ? `${p.path}: times advance by ${Number(p.step.toPrecision(6))} s, in ${p.first} by ${Number(p.firstStep.toPrecision(6))} s. The model reads steps and no times: resample the series to one rate.`
      : `${p.path}: times advance by ${Number(p.step.toPrecision(6))}, in ${p.first} by ${Number(p.firstStep.toPrecision(6))}. The model reads steps and no times: unless only the unit of the times differs, resample the series to one rate.`,
  otherTimes: (p) =>
    `${p.path}: times are ${p.areDates ? "dates" : "numbers"}, in ${p.first} ${p.areDates ? "numbers" : "dates"}, so that their steps cannot be compared. The model reads steps and no times: make sure that both were sampled at one rate.`,
  alikeClasses: (p) =>
    `The classes ${p.first} and ${p.second} are read as two, and differ only in how they are written${p.count > 1 ? ` (${p.count} such pairs)` : ""}. If one is meant, write it in one way.`,
  manyClasses: (p) =>
    `${p.classes} classes for ${p.series} series: if they are numbers to predict, or names of the series, they are no classes. Name the column of the classes: --label <column>.`,
  unnamedChannels: (p) =>
    `${p.path}: the file does not name its channels; they are taken for ${p.names}, in this order.`,
};
const SUMMARIES = { sum: "sum", mean: "mean", max: "maximum", min: "minimum" };
