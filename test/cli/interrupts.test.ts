import { afterEach, expect, it, vi } from "vitest";
import { catchInterrupts } from "../../src/cli/terminal/interrupts.ts";

afterEach(() => void vi.restoreAllMocks());

it.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("the first %s asks to stop, the second ends the process with %i", (signal, code) => {
  const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
  const onFirst = vi.fn();
  const interrupts = catchInterrupts(onFirst);
  try {
    expect(interrupts.signal.aborted).toBe(false);
    expect(interrupts.exitCode).toBeUndefined();
    process.emit(signal, signal);
    expect(interrupts.signal.aborted).toBe(true);
    expect(interrupts.exitCode).toBe(code);
    expect(onFirst).toHaveBeenCalledTimes(1);
    expect(exit).not.toHaveBeenCalled();
    process.emit(signal, signal);
    expect(exit).toHaveBeenCalledWith(code);
  } finally {
    interrupts.dispose();
  }
});

it("gives signals back when it is done", () => {
  const before = process.listenerCount("SIGINT");
  const interrupts = catchInterrupts(() => {});
  expect(process.listenerCount("SIGINT")).toBe(before + 1);
  interrupts.dispose();
  expect(process.listenerCount("SIGINT")).toBe(before);
});
