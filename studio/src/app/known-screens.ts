/** Names of the screens that there are, for links to those that another build may lack. Filled by `screens.ts`, which imports the screens. */
const known = new Set<string>();

export const hasScreen = (name: string): boolean => known.has(name);

export function declareScreens(names: Iterable<string>): void {
  for (const name of names) known.add(name);
}
