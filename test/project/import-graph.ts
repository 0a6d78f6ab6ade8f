/**
 * Which file imports which, types included, and what must never be reached from where. `readGraph` looks at the sources; the rest
 * is a pure function of a graph, so that a test can hand it one with a forbidden import.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";

/** Imports of each file, as paths from the repository's root (`src/spec/parse.ts`) or names of modules (`node:fs`, `kysely`). */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

export interface Rule {
  readonly name: string;
  /** Why, and what to do instead; ends the message. */
  readonly because: string;
  /** Files that the rule binds. */
  from(file: string): boolean;
  /** What they must never import. */
  never(target: string, file: string): boolean;
  /** Whether the imports of what they import count too. */
  readonly transitive: boolean;
}

/** Imports of all files in folders of `root`. */
export function readGraph(root: string, folders: readonly string[]): ImportGraph {
  const paths = folders.flatMap((folder) => (existsSync(join(root, folder)) ? sourcesIn(join(root, folder)) : []));
  return new Map(
    paths.map((path) => {
      const file = relative(root, path).split(sep).join("/");
      return [file, importsOf(readFileSync(path, "utf8")).map((target) => resolve(file, target))];
    }),
  );
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : sourcesIn(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** Modules that a source names after `from`, `import` or `import(`; comments do not count. */
export function importsOf(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  return [...code.matchAll(/\b(?:from|import)\s*\(?\s*["']([^"']+)["']/g)].map(([, target = ""]) => target);
}

function resolve(file: string, target: string): string {
  return target.startsWith(".") ? posix.normalize(posix.join(dirname(file), target)) : target;
}

/** One sentence for each file and rule that it breaks: which file imports what, and through which files. */
export function brokenRules(graph: ImportGraph, rules: readonly Rule[]): string[] {
  return rules.flatMap((rule) =>
    [...graph.keys()].flatMap((file) => {
      if (!rule.from(file)) return [];
      const path = findForbidden(graph, file, rule);
      if (path === undefined) return [];
      const [target, ...way] = path.toReversed();
      const through = way.length > 1 ? ` through ${way.toReversed().slice(1).join(" → ")}` : "";
      return [`${rule.name}: ${file} imports ${target}${through}. ${rule.because}`];
    }),
  );
}

/** The shortest path from a file to something it must never import; undefined where there is none. */
function findForbidden(graph: ImportGraph, file: string, rule: Rule): readonly string[] | undefined {
  const paths = [[file]];
  const seen = new Set([file]);
  for (const path of paths) {
    for (const target of graph.get(path.at(-1)!) ?? []) {
      if (rule.never(target, file)) return [...path, target];
      if (!rule.transitive || seen.has(target)) continue;
      seen.add(target);
      paths.push([...path, target]);
    }
  }
  return undefined;
}

/** The groups of nodes that import each other, in a circle, sorted. */
export function findCircles(graph: ImportGraph): string[][] {
  // Tarjan: a node whose lowest reachable index is its own closes a group.
  const index = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    lowest.set(node, index.get(node)!);
    stack.push(node);
    for (const target of graph.get(node) ?? []) {
      if (!graph.has(target)) continue;
      if (!index.has(target)) visit(target);
      if (stack.includes(target)) lowest.set(node, Math.min(lowest.get(node)!, lowest.get(target)!));
    }
    if (lowest.get(node) !== index.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1 || graph.get(node)?.includes(node)) circles.push(group.sort());
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return circles.sort();
}

/** The same graph of folders directly under `src/`; files there are folders of their own. */
export function foldersOf(graph: ImportGraph): ImportGraph {
  const folders = new Map<string, string[]>();
  const folderOf = (file: string) => file.split("/").slice(0, 2).join("/");
  for (const [file, targets] of graph) {
    const folder = folderOf(file);
    const others = targets.map(folderOf).filter((other) => other !== folder);
    folders.set(folder, [...(folders.get(folder) ?? []), ...others]);
  }
  return folders;
}
