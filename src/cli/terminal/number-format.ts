/** Numbers as the notebook prints them: Python's `format(value, ".4f")`. Other numbers are in `report/formats.ts`. */

/**
 * Fixed digits after the point, from the exact binary value, ties to even. `toFixed` is exact too but takes ties up, and
 * turns to powers of ten from 1e21 on.
 * @param digits  0 … 20
 */
export function formatFixed(value: number, digits: number): string {
  if (Number.isNaN(value)) return "nan";
  if (value < 0 || Object.is(value, -0)) return `-${formatFixed(-value, digits)}`;
  if (value === Number.POSITIVE_INFINITY) return "inf";
  if (value >= 1e21) return BigInt(value) + (digits > 0 ? `.${"0".repeat(digits)}` : "");
  const text = value.toFixed(digits);
  // A tie is an odd multiple of a half unit, 10^-digits / 2: among binary numbers, an odd multiple of 2^-(digits + 1).
  const isTie = (value * 2 ** (digits + 1)) % 2 === 1;
  const last = Number(text.at(-1));
  return isTie && last % 2 === 1 ? text.slice(0, -1) + (last - 1) : text;
}

/** `Epoch 01: train_loss=0.6958 val_loss=0.6932 train_acc=0.498 val_acc=0.489`, the notebook's line in every language. */
export function formatEpochLine(record: {
  epoch: number;
  trainLoss: number;
  valLoss: number;
  trainAccuracy: number;
  valAccuracy: number;
}): string {
  const losses = `train_loss=${formatFixed(record.trainLoss, 4)} val_loss=${formatFixed(record.valLoss, 4)}`;
  const accuracies = `train_acc=${formatFixed(record.trainAccuracy, 3)} val_acc=${formatFixed(record.valAccuracy, 3)}`;
  return `Epoch ${String(record.epoch).padStart(2, "0")}: ${losses} ${accuracies}`;
}

/** `Test loss: 0.0000, Test acc: 1.000` */
export function formatTestLine(test: { loss: number; accuracy: number }, name = "Test"): string {
  return `${name} loss: ${formatFixed(test.loss, 4)}, ${name} acc: ${formatFixed(test.accuracy, 3)}`;
}

/** A matrix as Python prints nested lists: `[[86, 0], [0, 94]]`. */
export function formatMatrix(matrix: readonly (readonly number[])[]): string {
  return `[${matrix.map((row) => `[${row.join(", ")}]`).join(", ")}]`;
}

/** Time left or elapsed: `0:07`, `3:05`, `1:02:03`. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}
