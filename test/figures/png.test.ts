import { existsSync, readFileSync, statSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { otherCharacters } from "../../src/figures/font-metrics.ts";
import { figureDocument } from "../../src/figures/svg.ts";
import { drawText } from "../../src/figures/text.ts";
import { renderPng } from "../../src/node/png.ts";
import { cases } from "./cases.ts";

interface Image {
  width: number;
  height: number;
  /** RGBA */
  pixels: Uint8Array;
}

/** A PNG as `renderPng` writes it: 8 bits a channel, RGBA, not interlaced. After https://www.w3.org/TR/png-3/ */
function decodePng(png: Uint8Array): Image {
  const bytes = Buffer.from(png);
  expect(bytes.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  expect([...bytes.subarray(24, 29)]).toEqual([8, 6, 0, 0, 0]);
  const data: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    if (bytes.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(data));
  const stride = 4 * width;
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let i = 0; i < stride; i++) {
      const left = i < 4 ? 0 : (pixels[y * stride + i - 4] ?? 0);
      const up = y === 0 ? 0 : (pixels[(y - 1) * stride + i] ?? 0);
      const corner = i < 4 || y === 0 ? 0 : (pixels[(y - 1) * stride + i - 4] ?? 0);
      let predicted = 0;
      if (filter === 1) predicted = left;
      else if (filter === 2) predicted = up;
      else if (filter === 3) predicted = (left + up) >> 1;
      else if (filter === 4) predicted = paeth(left, up, corner);
      pixels[y * stride + i] = (raw[y * (stride + 1) + 1 + i] ?? 0) + predicted;
    }
  }
  return { width, height, pixels };
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** Pixels darker than mid-grey. */
function inkOf({ pixels }: Image): number {
  let count = 0;
  for (let i = 0; i < pixels.length; i += 4) if ((pixels[i] ?? 255) < 128) count++;
  return count;
}

function drawWord(text: string): Image {
  const mark = drawText(text, { x: 4, y: 30, size: 24 });
  const svg = figureDocument({ width: 60, height: 40, title: "t", description: "d", lang: "zh-CN", marks: [mark] });
  return decodePng(renderPng(svg, { systemFonts: false }));
}

describe("renderPng", () => {
  it("has the figure's size times the scale, on opaque white", () => {
    const svg = cases["learning-curves-lab"]?.() ?? "";
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    for (const scale of [1, 2]) {
      const image = decodePng(renderPng(svg, { scale, systemFonts: false }));
      expect([image.width, image.height]).toEqual([scale * Number(width), scale * Number(height)]);
      expect([...image.pixels.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
    }
    expect(decodePng(renderPng(svg)).width).toBe(2 * Number(width));
    expect(() => renderPng(svg, { scale: 0 })).toThrow(RangeError);
    expect(() => renderPng(svg, { scale: Number.NaN })).toThrow(RangeError);
  });

  it("shows text, English and Chinese, without any system font", () => {
    expect(inkOf(drawWord(""))).toBe(0);
    const words = ["Loss", "Epoch", "训练", "验证", "准确", "损失"].map(drawWord);
    for (const image of words) expect(inkOf(image)).toBeGreaterThan(100);
    // Were they the boxes that are drawn for missing characters, they would look alike.
    const missing = drawWord("龘龘");
    expect(Buffer.compare(drawWord("齉齉").pixels, missing.pixels)).toBe(0);
    for (const image of words) expect(Buffer.compare(image.pixels, missing.pixels)).not.toBe(0);
    expect(new Set(words.map((image) => Buffer.from(image.pixels).toString("latin1"))).size).toBe(words.length);
  });

  it("gives the same bytes each time", () => {
    const svg = cases["confusion-lab-zh"]?.() ?? "";
    expect(renderPng(svg, { systemFonts: false })).toEqual(renderPng(svg, { systemFonts: false }));
  });
});

describe("the shipped font", () => {
  const file = new URL("../../assets/fonts/tidelab-sans.ttf", import.meta.url);

  it("holds every character of the messages, printable ASCII and Latin-1", () => {
    const held = readCharacters(readFileSync(file));
    const files = ["figures/messages/en", "figures/messages/zh-CN"];
    files.push("report/messages/sweep-names.en", "report/messages/sweep-names.zh-CN");
    const texts = files.map((name) => readFileSync(new URL(`../../src/${name}.ts`, import.meta.url), "utf8"));
    const wanted = new Set([...texts.join(""), ..."–—‘’“”…·−×"]);
    for (let code = 0x20; code <= 0xff; code++)
      if (code <= 0x7e || code >= 0xa0) wanted.add(String.fromCodePoint(code));
    wanted.delete("\n");
    expect([...wanted].filter((character) => !held.has(character.codePointAt(0) ?? 0))).toEqual([]);
    expect(held.has("龘".codePointAt(0) ?? 0)).toBe(false);
    // What `fonts.ts` believes it to hold, it holds.
    expect([...otherCharacters].filter((character) => !held.has(character.codePointAt(0) ?? 0))).toEqual([]);
  });

  it("is small, and comes with its licence", () => {
    expect(statSync(file).size).toBeLessThan(110_000);
    const licence = readFileSync(new URL("OFL.txt", file), "utf8");
    expect(licence).toContain("SIL OPEN FONT LICENSE Version 1.1");
    expect(licence).toContain("Reserved Font Name 'Source'");
  });

  it("is packed, and found from dist as from src", () => {
    const root = new URL("../../", import.meta.url);
    const { files } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as { files: string[] };
    expect(files).toContain("assets");
    const source = readFileSync(new URL("src/node/png.ts", root), "utf8");
    const [, path = ""] = /new URL\("(.*\.ttf)", import\.meta\.url\)/.exec(source) ?? [];
    expect(existsSync(new URL(path, new URL("dist/node/png.js", root)))).toBe(true);
  });
});

/** Code points in a TrueType font's character map (format 4). After the OpenType specification, `cmap`. */
function readCharacters(font: Buffer): Set<number> {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, i) => 12 + 16 * i);
  const cmap = font.readUInt32BE((tables.find((at) => font.toString("latin1", at, at + 4) === "cmap") ?? 0) + 8);
  const held = new Set<number>();
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i++) {
    const at = cmap + font.readUInt32BE(cmap + 4 + 8 * i + 4);
    if (font.readUInt16BE(at) !== 4) continue;
    const double = font.readUInt16BE(at + 6);
    const [ends, starts] = [at + 14, at + 16 + double];
    const [deltas, offsets] = [starts + double, starts + 2 * double];
    for (let s = 0; s < double; s += 2) {
      for (let code = font.readUInt16BE(starts + s); code <= font.readUInt16BE(ends + s) && code < 0xffff; code++) {
        const offset = font.readUInt16BE(offsets + s);
        const glyph =
          offset === 0 ? code : font.readUInt16BE(offsets + s + offset + 2 * (code - font.readUInt16BE(starts + s)));
        if (glyph !== 0 && ((glyph + font.readUInt16BE(deltas + s)) & 0xffff) !== 0) held.add(code);
      }
    }
  }
  return held;
}
