/**
 * The child's side of a peer: answers one JSON line on stdin with one JSON line on stdout, in order. What a library prints
 * goes to stderr, so that stdout holds replies alone. `protocol.py` is the same for Python.
 */
import { createInterface } from "node:readline";

/** @param {Record<string, (request: any) => object | void | Promise<object | void>>} operations  by the request's `op` */
export async function serve(operations) {
  const reply = process.stdout.write.bind(process.stdout);
  console.log = console.info = console.debug = console.error;
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    try {
      const operation = operations[request.op];
      if (operation === undefined) throw new Error(`no operation ${request.op}`);
      reply(`${JSON.stringify({ ok: true, ...(await operation(request)) })}\n`);
    } catch (error) {
      reply(`${JSON.stringify({ ok: false, message: error instanceof Error ? error.message : String(error) })}\n`);
    }
  }
  // Worker threads and sockets of a library would keep the process alive.
  process.exit(0);
}
