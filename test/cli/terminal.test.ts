import { describe, expect, it } from "vitest";
import { createTerminal, usesColours } from "../../src/cli/terminal/terminal.ts";

/** A stream that keeps what is written to it. */
function stream(isTTY = false, columns?: number) {
  return {
    text: "",
    isTTY,
    columns,
    write(text: string) {
      this.text += text;
    },
  };
}

function open(options: { json?: boolean; quiet?: boolean } = {}, isTTY = false, env: Record<string, string> = {}) {
  const [stdout, stderr] = [stream(isTTY, 60), stream(isTTY, 60)];
  const terminal = createTerminal({ lang: "en", json: false, quiet: false, ...options }, { stdout, stderr, env });
  return { terminal, stdout, stderr };
}

function writeAll(options: { json?: boolean; quiet?: boolean }) {
  const { terminal, stdout, stderr } = open(options);
  terminal.info("info");
  terminal.result("result");
  terminal.document({ a: 1 });
  terminal.notice("notice");
  return [stdout.text, stderr.text];
}

describe("what goes where", () => {
  it.each([
    [{}, "info\nresult\n", "notice\n"],
    [{ quiet: true }, "result\n", "notice\n"],
    [{ json: true }, '{\n  "a": 1\n}\n', "info\nnotice\n"],
    [{ json: true, quiet: true }, '{\n  "a": 1\n}\n', "notice\n"],
  ])("with %j", (options, out, err) => {
    expect(writeAll(options)).toEqual([out, err]);
  });
});

describe("progress", () => {
  it("is drawn on a terminal, over itself, and gone before anything else is written", () => {
    const { terminal, stderr, stdout } = open({}, true);
    terminal.progress("one");
    terminal.progress("two");
    terminal.info("epoch");
    terminal.clearProgress();
    expect(stderr.text).toBe("\r\u001b[2Kone\r\u001b[2Ktwo\r\u001b[2K");
    expect(stdout.text).toBe("epoch\n");
  });

  it.each([
    ["no terminal", {}, false, {}],
    ["--quiet", { quiet: true }, true, {}],
    ["a dumb terminal", {}, true, { TERM: "dumb" }],
  ])("is not drawn with %s", (_, options, isTTY, env) => {
    const { terminal, stderr } = open(options, isTTY, env);
    expect(terminal.showsProgress).toBe(false);
    terminal.progress("one");
    terminal.clearProgress();
    expect(stderr.text).toBe("");
  });

  it("follows the terminal when it is resized", () => {
    const { terminal, stderr } = open({}, true);
    expect(terminal.columns).toBe(60);
    stderr.columns = 40;
    expect(terminal.columns).toBe(40);
    // What the system says goes before what a signal has printed so far.
    Object.assign(stderr, { getWindowSize: () => [30, 20] });
    expect(terminal.columns).toBe(30);
  });
});

describe("colours", () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: "1" }, false],
    // As no-color.org has it: when set and not empty.
    [true, { NO_COLOR: "" }, true],
    [true, { TERM: "dumb" }, false],
  ])("terminal %s with %j: %s", (isTTY, env, expected) => {
    expect(usesColours(stream(isTTY), env)).toBe(expected);
    const { terminal } = open({}, isTTY, env);
    expect(terminal.style("bold", "x")).toBe(expected ? "\u001b[1mx\u001b[22m" : "x");
  });

  it("are left out of what --json sends to stderr", () => {
    expect(open({ json: true }, true).terminal.style("bold", "x")).toBe("x");
  });
});
