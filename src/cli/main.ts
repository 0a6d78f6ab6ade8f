#!/usr/bin/env node
/** Entry of the `tidelab` command: the process's streams in, its exit code out. All else is in `program.ts`. */
import "../node/platform.ts";
import { run } from "./program.ts";

// A reader that has seen enough (`| head`) is no failure, and there is nobody left to write to.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}

const { stdout, stderr, env } = process;
process.exitCode = await run(process.argv.slice(2), { stdout, stderr, env });
