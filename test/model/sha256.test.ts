/** SHA-256 against published vectors, and against Node's own at every length around a block. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sha256Hex, sha256OfText } from "../../src/bytes/sha256.ts";
import { setPlatform } from "../../src/platform.ts";

describe("SHA-256", () => {
  // FIPS 180-4, as NIST gives them.
  it.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ],
  ])("of %j", (text, hash) => {
    expect(sha256OfText(text)).toBe(hash);
  });

  it("is Node's at every length, in one part or in several", () => {
    const bytes = Uint8Array.from({ length: 200 }, (_, index) => (index * 167) ^ (index >> 1));
    for (let length = 0; length <= bytes.length; length++) {
      const part = bytes.subarray(0, length);
      const expected = createHash("sha256").update(part).digest("hex");
      expect(sha256Hex(part)).toBe(expected);
      expect(sha256Hex(part.subarray(0, length >> 2), part.subarray(length >> 2))).toBe(expected);
    }
  });

  it("is the host's where it has one, and that is the same", async () => {
    const parts = [Uint8Array.of(1, 2, 3), new Uint8Array(1000)];
    const own = sha256Hex(...parts);
    let asked = 0;
    setPlatform({ sha256: () => ({ update: () => {}, hex: () => `${++asked}` }) });
    expect(sha256Hex(...parts)).toBe("1");
    await import("../../src/node/platform.ts");
    expect(sha256Hex(...parts)).toBe(own);
    expect(asked).toBe(1);
  });
});
