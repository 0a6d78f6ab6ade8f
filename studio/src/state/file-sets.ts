/** What each of some files is for, training, validation or test: as the user says, else guessed from their names. */
import type { FileUse, SetName } from "../engine/data-protocol.ts";

/** A file with what the user said of it. */
export interface SaidFile {
  readonly name: string;
  /** Undefined while nothing was said. */
  readonly said: FileUse | undefined;
}

const SETS: readonly SetName[] = ["train", "val", "test"];

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

/** Whether a name says that its file has classes alone: `y_train.npy`, `walking-labels.txt`. The y of `acc_y.csv` is an axis. */
const LABELS = /^y(?:$|[^a-z])|(?:^|[^a-z])(?:labels?|targets?)(?:$|[^a-z])|标签|类别/i;

/** What a name says its file has. */
function useInName(name: string): FileUse | undefined {
  const set = setInName(name);
  return LABELS.test(name) ? `labels.${set ?? "train"}` : set;
}

/**
 * What each file has, in the order of the files. What is neither said nor in the name is for training; so is what only its name says otherwise,
 * where nothing would be left to train on.
 */
export function usesOfFiles(files: readonly SaidFile[]): FileUse[] {
  const uses = files.map(({ name, said }) => said ?? useInName(name) ?? "train");
  return uses.includes("train") ? uses : files.map(({ said }) => said ?? "train");
}

/** Whether what is guessed of a file is in its name. */
export function isUseInName(name: string, use: FileUse): boolean {
  return useInName(name) === use;
}

/** Files of classes that are left out: a spec names one for each set. */
export function labelsLeftOut(files: readonly { readonly name: string; readonly set: FileUse }[]): string[] {
  const isOther = ({ set }: { readonly set: FileUse }, index: number) =>
    set.startsWith("labels.") && files.findIndex((one) => one.set === set) !== index;
  return files.filter(isOther).map(({ name }) => name);
}

/** The names as a spec has them: one alone is a text. */
export function namesBySet(files: readonly { readonly name: string; readonly set: FileUse }[]) {
  const named = (use: FileUse) => files.filter((file) => file.set === use).map(({ name }) => name);
  const [train, val, test] = [named("train"), named("val"), named("test")];
  const paths = (names: string[]) => (names.length === 1 ? names[0]! : names);
  const labels = Object.fromEntries(
    SETS.flatMap((set) => {
      const [name] = named(`labels.${set}`);
      return name === undefined ? [] : [[set, name]];
    }),
  );
  return {
    train: paths(train),
    ...(val.length > 0 && { val: paths(val) }),
    ...(test.length > 0 && { test: paths(test) }),
    ...(Object.keys(labels).length > 0 && { labels }),
  };
}
