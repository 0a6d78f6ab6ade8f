/** Names of runs. */
import { describe, expect, it } from "vitest";
import { labelFor } from "../src/state/labels.ts";

describe("the label of a run", () => {
  it("is the spec's name, then the first number that is free", () => {
    expect(labelFor("lab", [])).toBe("lab");
    expect(labelFor("lab", ["lab"])).toBe("lab-2");
    expect(labelFor("lab", ["lab", "lab-2", "lab-4"])).toBe("lab-3");
    expect(labelFor("gru", ["lab"])).toBe("gru");
  });
});
