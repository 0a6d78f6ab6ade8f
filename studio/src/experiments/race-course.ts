/** Where racers are on the course: validation accuracy over epochs, series seen or their own seconds, who has crossed the line, and when. */
import type { EpochRecord } from "tidelab/runs";

export const COURSES = ["epochs", "series", "seconds"] as const;
export type Course = (typeof COURSES)[number];

export interface RacerSoFar {
  readonly arm: string;
  readonly history: readonly EpochRecord[];
}

export interface Track {
  readonly arm: string;
  /** One an epoch. */
  readonly points: readonly (readonly [x: number, accuracy: number])[];
  /** Where it first reached the line, by epochs; undefined where it has not. */
  readonly finish: number | undefined;
  /** 1 for the first that reached the line; undefined before. */
  readonly rank: number | undefined;
}

/**
 * @param series  training series of an epoch
 * @param line    validation accuracy, 0 … 1
 * @returns in the order of the racers; of two that reach the line at the same place both have the better rank
 */
export function tracksOf(racers: readonly RacerSoFar[], course: Course, series: number, line: number): Track[] {
  const tracks = racers.map(({ arm, history }) => {
    let seconds = 0;
    const points = history.map((record) => {
      seconds += record.trainSeconds + record.valSeconds;
      const x = { epochs: record.epoch, series: record.epoch * series, seconds }[course];
      return [x, record.valAccuracy] as const;
    });
    return { arm, points, finish: points.find(([, accuracy]) => accuracy >= line)?.[0] };
  });
  const places = tracks.flatMap(({ finish }) => finish ?? []);
  return tracks.map((track) => {
    const { finish } = track;
    return { ...track, rank: finish === undefined ? undefined : 1 + places.filter((place) => place < finish).length };
  });
}

/** The tracks up to a place, for a replay: ranks only of those that have crossed the line by then. */
export function upTo(tracks: readonly Track[], x: number): Track[] {
  return tracks.map(({ arm, points, finish, rank }) => {
    const isThere = finish !== undefined && finish <= x;
    const shown = points.filter(([place]) => place <= x);
    return { arm, points: shown, finish: isThere ? finish : undefined, rank: isThere ? rank : undefined };
  });
}
