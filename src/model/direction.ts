/** Names of one layer of a recurrent stack in one direction, as devices report them. */

/** A recurrent layer, one of those on top of each other in it, and its direction. */
export interface Direction {
  /** Prefix of its parameters' names. */
  readonly layer: string;
  /** Of those on top of each other, from 0 on. */
  readonly level: number;
  readonly reverse: boolean;
}

/** `lstm.l1_reverse` as its parts. */
export function parseDirection(name: string): Direction {
  const [, layer = name, level = "0", reverse] = /^(.*)\.l(\d+)(_reverse)?$/.exec(name) ?? [];
  return { layer, level: Number(level), reverse: reverse !== undefined };
}
