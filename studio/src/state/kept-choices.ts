/**
 * The recipe of a file that is read in another way: what suits the series as they are read now, with everything that the user has chosen since the
 * file was opened.
 */

type Part = Readonly<Record<string, unknown>>;

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const isPart = (value: unknown): value is Part => typeof value === "object" && value !== null && !Array.isArray(value);

/** Parts that are taken key by key; others are one choice. */
const BY_KEY = ["training"];

export interface Chosen {
  readonly recipe: unknown;
  /** Series whose corrected labels are given up: as the file is read now, their numbers may mean others. */
  readonly dropped: number;
}

/**
 * @param recipe   as the user has it
 * @param before   what suited the file as it was read before
 * @param next     what suits it now
 * @param isAlike  whether series and classes have the numbers that they had
 */
export function withChoices(recipe: unknown, before: object, next: object, isAlike: boolean): Chosen {
  if (!isPart(recipe)) return { recipe: next, dropped: 0 };
  const now = merged(recipe, before as Part, next as Part);
  const { relabel } = (isPart(recipe.data) ? recipe.data : {}) as { relabel?: Part };
  const count = Object.keys(relabel ?? {}).length;
  const isKept = isAlike && count > 0;
  return {
    recipe: isKept ? { ...now, data: { ...(now.data as Part), relabel } } : now,
    dropped: isKept ? 0 : count,
  };
}

/** `next`, with the keys of `recipe` that are not as `before` had them. The series themselves are always those of `next`. */
function merged(recipe: Part, before: Part, next: Part): Part {
  const keys = [...new Set([...Object.keys(next), ...Object.keys(recipe)])];
  const entries = keys.map((key): [string, unknown] => {
    if (key === "data" || isSame(recipe[key], before[key])) return [key, next[key]];
    // Another number of classes or another kind of series has another model: one that was chosen for those of before fits no more.
    if (key === "model" && !isSame(before[key], next[key])) return [key, next[key]];
    if (BY_KEY.includes(key) && [recipe, before, next].every((one) => isPart(one[key]))) {
      return [key, merged(recipe[key] as Part, before[key] as Part, next[key] as Part)];
    }
    return [key, recipe[key]];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
