/** The words of the catalogues that are the same in all of them. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { messageFiles } from "./message-files.ts";

const root = new URL("../../", import.meta.url);

it("Chinese says what was received in one way: 收到的…", () => {
  const texts = messageFiles("zh-CN")
    .map((name) => readFileSync(new URL(name, root), "utf8"))
    .join("\n");
  expect(texts.match(/收到的是/g)?.length).toBeGreaterThan(100);
  expect(texts.match(/.{0,20}收到(?!的).{0,10}/g) ?? []).toEqual([]);
});
