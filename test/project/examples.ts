/**
 * Examples in documents and docstrings that say what they print: `console.log(2 + 2); // 4`. Finds them and what they promise; who runs
 * them compares.
 */

/** What an example says that it prints, line by line. @throws Error where it prints without saying what, or prints nothing */
export function promised(code: string): string[] {
  const lines = code.split("\n").filter((line) => line.includes("console.log("));
  if (lines.length === 0) throw new Error(`an example should print something, and this one does not:\n${code}`);
  return lines.map((line) => {
    const text = line.match(/console\.log\(.*\);? \/\/ (.+)$/)?.[1];
    if (text === undefined)
      throw new Error(`an example should say what it prints, as in \`console.log(x); // 4\`:\n${line}`);
    return text;
  });
}

/** Fenced blocks of JavaScript below a marker `<!-- <kind>: <name> -->`, by name. */
export function markedBlocks(text: string, kind: string): Map<string, string> {
  const found = text.matchAll(new RegExp(`^<!-- ${kind}: (\\S+) -->\\n\`\`\`js\\n(.*?)\\n\`\`\`$`, "gms"));
  return new Map([...found].map(([, name = "", code = ""]) => [name, code]));
}
