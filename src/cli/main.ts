#!/usr/bin/env node
/** Entry of the `tidelab` command: the process's streams in, its exit code out. All else is in `program.ts`. */
import "../node/platform.ts";
import { run } from "./program.ts";
import { EXIT } from "./terminal/failures.ts";
import { localeLanguage, messagesIn, requestedLanguage } from "./terminal/language.ts";
import { guard, isReaderGone, shouldEndWithReader } from "./terminal/output-errors.ts";

const { env } = process;
const args = process.argv.slice(2);
const stderr = guard(process.stderr);
const stdout = guard(process.stdout, (error) => {
  if (isReaderGone(error) && shouldEndWithReader()) process.exit(EXIT.done);
});

const exitCode = await run(args, { stdout: stdout.output, stderr: stderr.output, env });
await stdout.flush();
const { failure } = stdout;
const isLost = failure !== undefined && !isReaderGone(failure);
if (isLost) {
  const { error, afterError, stdoutFailed } = messagesIn(requestedLanguage(args, localeLanguage(env)));
  const reason = failure.message.split(", ")[0] ?? failure.message;
  stderr.output.write(`${error}${afterError}${stdoutFailed({ reason })}\n`);
}
process.exitCode = isLost && exitCode === EXIT.done ? EXIT.failed : exitCode;
