/** The built command without its process. Node loads it, not vitest: all that a user's process loads, and once a file of tests. */
import "../../dist/node/platform.js";

export { run } from "../../dist/cli/program.js";
