/** What runs are called. */

/** An id for a new run: its name, and enough letters that no two tabs choose the same. */
export function newId(name: string): string {
  const letters = crypto.getRandomValues(new Uint32Array(1))[0]!.toString(36).padStart(7, "0");
  return `${name}-${letters}`;
}

/** `lab`, then `lab-2`: the first number that no run that is kept has. */
export function labelFor(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number++) if (!taken.includes(`${name}-${number}`)) return `${name}-${number}`;
}
