/**
 * Preloaded into a child (`node --import`): writes the process's peak resident memory in MB to file descriptor 3 at its
 * end. It imports nothing that the child would not have loaded itself.
 */
import { readFileSync, writeSync } from "node:fs";

/** getrusage's figure starts with the parent's at fork, so the kernel's own for this image goes first. */
export function peakMegabytes() {
  try {
    const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    if (kilobytes !== undefined) return (Number(kilobytes) * 1024) / 1e6;
  } catch {
    // Only Linux has it.
  }
  return (process.resourceUsage().maxRSS * 1024) / 1e6;
}

process.on("exit", () => writeSync(3, `${peakMegabytes()}\n`));
