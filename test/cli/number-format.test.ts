/** Numbers as Python prints them. Expected texts were printed by Python 3: `format(value, ".4f")`. */
import { expect, it } from "vitest";
import {
  formatClock,
  formatEpochLine,
  formatFixed,
  formatMatrix,
  formatTestLine,
} from "../../src/cli/terminal/number-format.ts";

it.each([
  [0.5, 0, "0"],
  [1.5, 0, "2"],
  [2.5, 0, "2"],
  [0.125, 2, "0.12"],
  [0.375, 2, "0.38"],
  [0.0625, 3, "0.062"],
  [0.1875, 3, "0.188"],
  [1.005, 2, "1.00"],
  [0.00005, 4, "0.0001"],
  [0.99995, 4, "1.0000"],
  [0.69584, 4, "0.6958"],
  [-0.125, 2, "-0.12"],
  [-0, 3, "-0.000"],
  [-0.00001, 3, "-0.000"],
  [1e21, 1, "1000000000000000000000.0"],
  [1.5e22, 0, "15000000000000000000000"],
  [1e16 / 3, 3, "3333333333333333.500"],
  [Number.NaN, 4, "nan"],
  [Number.POSITIVE_INFINITY, 4, "inf"],
  [Number.NEGATIVE_INFINITY, 4, "-inf"],
])("formatFixed(%d, %i) is %s", (value, digits, text) => {
  expect(formatFixed(value, digits)).toBe(text);
});

it("prints the notebook's lines", () => {
  const numbers = { trainLoss: 0.69584263, valLoss: 0.69319826, trainAccuracy: 418 / 840, valAccuracy: 88 / 180 };
  expect(formatEpochLine({ epoch: 1, ...numbers })).toBe(
    "Epoch 01: train_loss=0.6958 val_loss=0.6932 train_acc=0.498 val_acc=0.489",
  );
  expect(formatEpochLine({ epoch: 100, ...numbers })).toMatch(/^Epoch 100: /);
  expect(formatTestLine({ loss: 5e-7, accuracy: 1 })).toBe("Test loss: 0.0000, Test acc: 1.000");
  expect(formatTestLine({ loss: 0.25, accuracy: 0.5 }, "Train")).toBe("Train loss: 0.2500, Train acc: 0.500");
  expect(
    formatMatrix([
      [86, 0],
      [0, 94],
    ]),
  ).toBe("[[86, 0], [0, 94]]");
  expect(formatMatrix([[3]])).toBe("[[3]]");
});

it.each([
  [-1, "0:00"],
  [0, "0:00"],
  [7.4, "0:07"],
  [59.5, "1:00"],
  [185, "3:05"],
  [3599.6, "1:00:00"],
  [3723, "1:02:03"],
  [360_000, "100:00:00"],
])("formatClock(%d) is %s", (seconds, text) => {
  expect(formatClock(seconds)).toBe(text);
});
