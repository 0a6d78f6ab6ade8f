/** What each of some files is for, training, validation or test: as the user says, else guessed from their names. */
import type { SetName } from "../engine/data-protocol.ts";

/** A file with what the user said of it. */
export interface SaidFile {
  readonly name: string;
  /** Undefined while nothing was said. */
  readonly said: SetName | undefined;
}

/** Words of names as archives use them: `GunPoint_TRAIN.ts`, `val-2.csv`. */
const WORDS: readonly (readonly [SetName, RegExp])[] = [
  ["train", /(?:^|[^a-z])train(?:ing)?(?:$|[^a-z])|训练/i],
  ["val", /(?:^|[^a-z])(?:val|valid|validation|dev)(?:$|[^a-z])|验证/i],
  ["test", /(?:^|[^a-z])test(?:ing)?(?:$|[^a-z])|测试/i],
];

/** What a name says its file is for; undefined where it says nothing, or two things. */
export function setInName(name: string): SetName | undefined {
  const found = WORDS.flatMap(([set, word]) => (word.test(name) ? set : []));
  return found.length === 1 ? found[0] : undefined;
}

/**
 * What each file is for, in the order of the files. What is neither said nor in the name is for training; so is what only its name says otherwise,
 * where nothing would be left to train on.
 */
export function setsOfFiles(files: readonly SaidFile[]): SetName[] {
  const sets = files.map(({ name, said }) => said ?? setInName(name) ?? "train");
  return sets.includes("train") ? sets : files.map(({ said }) => said ?? "train");
}

/** The names as a spec has them: one alone is a text. */
export function namesBySet(files: readonly { readonly name: string; readonly set: SetName }[]) {
  const named = (set: SetName) => files.filter((file) => file.set === set).map(({ name }) => name);
  const [train, val, test] = [named("train"), named("val"), named("test")];
  const paths = (names: string[]) => (names.length === 1 ? names[0]! : names);
  return {
    train: paths(train),
    ...(val.length > 0 && { val: paths(val) }),
    ...(test.length > 0 && { test: paths(test) }),
  };
}
