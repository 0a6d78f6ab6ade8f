/** `node/index.ts` under the path that scripts in a checkout import: `dist/node.js`. The package's own names for it are in package.json. */
export * from "./node/index.ts";
