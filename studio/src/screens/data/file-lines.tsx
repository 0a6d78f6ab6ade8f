/** The place of a problem in the user's file: its line, those around it, and the cell that is meant. */
import { useState } from "preact/hooks";
import { announce } from "../../app/announce.ts";
import type { ExaminedFile, FileLine } from "../../engine/data-protocol.ts";
import type { ErrorData } from "../../engine/protocol.ts";
import { askData } from "../../state/data.ts";
import { dataTexts } from "../../texts/data.ts";

/** Line and column at the end of a problem's path: `gait.csv:8:5`. */
function placeOf({ path }: ErrorData): { line: number; column: number | undefined } | undefined {
  const [, line, column] = /:(\d{1,12})(?::(\d{1,9}))?$/.exec(path ?? "") ?? [];
  return line === undefined
    ? undefined
    : { line: Number(line), column: column === undefined ? undefined : Number(column) };
}

/** What ends a cell where no delimiter was said or found. */
const ANY_DELIMITER = [",", ";", "\t", "|"];
const QUOTED = /^"(?:[^"]|"")*"/;

/** A line in three parts: the cell that begins at a column, from 1 on, and what is around it. */
function partsOf(text: string, column: number | undefined, delimiter: string | undefined): [string, string, string] {
  if (column === undefined || column > text.length) return [text, "", ""];
  const rest = text.slice(column - 1);
  const marks = delimiter === undefined ? ANY_DELIMITER : delimiter === " " ? [" ", "\t"] : [delimiter];
  const ends = marks.map((mark) => rest.indexOf(mark)).filter((at) => at >= 0);
  const length = QUOTED.exec(rest)?.[0].length ?? Math.min(rest.length, ...ends);
  return [text.slice(0, column - 1), rest.slice(0, length), rest.slice(length)];
}

export function ShowThere({ problem, file }: { problem: ErrorData; file: ExaminedFile }) {
  const texts = dataTexts().file;
  const [lines, setLines] = useState<readonly FileLine[] | undefined>(undefined);
  const place = placeOf(problem);
  // Of the records of a binary file there are no lines.
  if (place === undefined || !file.isText) return null;
  const show = async () => {
    const { encoding } = file.reading;
    const answer = await askData({ type: "lines", name: file.name, line: place.line, encoding });
    const found = answer?.type === "lines" ? answer.lines : [];
    setLines(found);
    const there = found.find(({ number }) => number === place.line);
    announce(there ? texts.lineText(place.line, there.text.slice(0, 200)) : texts.noLine(place.line));
  };
  if (lines === undefined) {
    return (
      <button type="button" class="btn sm" onClick={() => void show()}>
        {texts.showThere}
      </button>
    );
  }
  if (lines.length === 0) return <p class="small">{texts.noLine(place.line)}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section class="file-lines" tabIndex={0} aria-label={texts.linesAround(place.line)}>
      {lines.map(({ number, text }) => {
        const isIt = number === place.line;
        const [before, cell, after] = partsOf(text, isIt ? place.column : undefined, file.reading.delimiter);
        return (
          <div key={number} aria-current={isIt || undefined}>
            <span class="faint num">{number}</span>
            <code>
              {before}
              {cell !== "" && <mark>{cell}</mark>}
              {after}
            </code>
          </div>
        );
      })}
    </section>
  );
}
