/** QR codes are read by another library than the one that makes them. */
import decodeQR from "qr/decode.js";
import { describe, expect, it } from "vitest";
import { type QrPath, qrPath } from "../src/screens/teach/qr-path.ts";

/** As a camera sees it: 4 points a square, RGBA. */
function photograph({ size, path }: QrPath) {
  const scale = 4;
  const side = size * scale;
  const data = new Uint8Array(4 * side * side).fill(255);
  for (const [, x = "", y = "", width = ""] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = scale * Number(y); row < scale * (Number(y) + 1); row++) {
      const from = 4 * (row * side + scale * Number(x));
      for (let at = from; at < from + 4 * scale * Number(width); at += 4) data.set([0, 0, 0], at);
    }
  }
  return { width: side, height: side, data };
}

describe("a QR code", () => {
  it.each([40, 600, 2953])("of %d characters is read as what it was made of", (length) => {
    const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const link = Array.from({ length }, (_, at) => digits[(at * at + 7 * at) % 64]).join("");
    const text = `http://127.0.0.1/#/a/1.${link}`.slice(0, length);
    const code = qrPath(text);
    expect(code && decodeQR(photograph(code))).toBe(text);
  });

  it("has four light squares around it, and is none for a text that is too long", () => {
    const { size, path } = qrPath("x")!;
    const starts = [...path.matchAll(/M(\d+) (\d+)/g)].flatMap(([, x, y]) => [Number(x), Number(y)]);
    expect([Math.min(...starts), size]).toEqual([4, 29]);
    expect(qrPath("x".repeat(2954))).toBeUndefined();
  });
});
