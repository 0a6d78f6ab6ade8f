/** The peak of a process's resident memory, as its own kernel has it. */
import { readFileSync } from "node:fs";

/** MB (10⁶ bytes). getrusage's figure starts with the parent's at fork, so the kernel's own for this image goes first. */
export function peakMegabytes() {
  try {
    const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    if (kilobytes !== undefined) return (Number(kilobytes) * 1024) / 1e6;
  } catch {
    // Only Linux has it.
  }
  return (process.resourceUsage().maxRSS * 1024) / 1e6;
}
