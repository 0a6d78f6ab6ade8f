/** The words of the catalogues that are the same in all of them. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const folder = new URL("../../src/messages/", import.meta.url);

it("Chinese says what was received in one way: 收到的…", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".zh-CN.ts"));
  const texts = files.map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n");
  expect(texts.match(/收到的是/g)?.length).toBeGreaterThan(100);
  expect(texts.match(/.{0,20}收到(?!的).{0,10}/g) ?? []).toEqual([]);
});
