/**
 * A peer: a child process that answers one JSON line with one JSON line (`peers/serve.mjs`, `peers/protocol.py`). Everybody
 * measured has a process of their own, ours too, so that nobody's heap, threads or compiled code disturbs another's.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Characters of a child's stderr that an error shows. */
const SHOWN = 400;

export const peerFile = (/** @type {string} */ name) => fileURLToPath(new URL(`../peers/${name}`, import.meta.url));

/**
 * @param {string} name  of its file, for errors
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env]  in addition to this process's
 */
export function startPeer(name, command, args, env = {}) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...env } });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said = (said + chunk).slice(-SHOWN);
  });
  const ended = new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code, signal) => resolve(`it ended with ${signal ?? code}: ${said.trim()}`));
  });
  // A write to a child that has ended fails here too; the reader below reports it.
  child.stdin.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    /** @param {{ op: string, [key: string]: unknown }} request @returns {Promise<any>} */
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${name}: ${await ended}`);
      const reply = JSON.parse(value);
      if (!reply.ok) throw new Error(`${name}: ${reply.message}`);
      return reply;
    },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}

/** @typedef {ReturnType<typeof startPeer>} Peer */
