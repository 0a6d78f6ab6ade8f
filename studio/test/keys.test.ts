/** Keys of the page: one letter, one after the other, and none while text is typed or letters are off. */
import { describe, expect, it, vi } from "vitest";

// Just enough of a page for the handler to ask.
class Element {
  readonly isContentEditable = false;
  readonly #name: string;
  constructor(name: string) {
    this.#name = name;
  }
  matches(selector: string): boolean {
    return selector.split(", ").some((one) => one.split(":")[0] === this.#name);
  }
}
vi.stubGlobal("HTMLElement", Element);
vi.stubGlobal("document", { querySelector: () => null });

const { handleKey, setLetterKeys } = await import("../src/app/keys.ts");

let time = 0;
function press(key: string, target: string = "main", more: Partial<KeyboardEvent> = {}) {
  time += 100;
  return {
    key,
    target: new Element(target),
    timeStamp: time,
    preventDefault: () => {},
    ...more,
  } as unknown as KeyboardEvent;
}

describe("keys", () => {
  const run = { b: vi.fn(), t: vi.fn(), space: vi.fn() };
  const list = [
    { key: "b", text: () => "One batch", run: run.b },
    { key: "g t", text: () => "Go to Train", run: run.t },
    { key: " ", text: () => "Pause", run: run.space },
  ];

  it("are answered, also one after the other", () => {
    expect(handleKey(press("b"), list)).toBe(true);
    expect(handleKey(press("g"), list)).toBe(false);
    expect(handleKey(press("t"), list)).toBe(true);
    expect(handleKey(press("t"), list)).toBe(false);
    expect([run.b, run.t].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  });

  it("are not answered too late after the first", () => {
    handleKey(press("g"), list);
    time += 5000;
    expect(handleKey(press("t"), list)).toBe(false);
  });

  it("are left to who types, to a button that has the focus, and to the browser", () => {
    expect(handleKey(press("b", "input"), list)).toBe(false);
    expect(handleKey(press(" ", "button"), list)).toBe(false);
    expect(handleKey(press("b", "main", { ctrlKey: true }), list)).toBe(false);
    expect(handleKey(press(" "), list)).toBe(true);
  });

  it("do nothing as letters once they are turned off", () => {
    setLetterKeys(false);
    expect(handleKey(press("b"), list)).toBe(false);
    expect(handleKey(press(" "), list)).toBe(true);
    setLetterKeys(true);
    expect(handleKey(press("b"), list)).toBe(true);
  });
});
