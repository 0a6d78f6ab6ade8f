/** Expected texts as regular expressions, see `test/equal-patterns.ts`. */
import { expect, it } from "vitest";

it("a regular expression in an expected object is compared with the text", async () => {
  expect({ path: "layers[0]" }).toMatchObject({ path: /layers/ });
  expect({ path: "data" }).not.toMatchObject({ path: /layers/ });
  const failed = () => Promise.reject(Object.assign(new Error("use --id"), { code: "a" }));
  await expect(failed()).rejects.toMatchObject({ code: "a", message: /--id/ });
  await expect(failed()).rejects.not.toMatchObject({ code: "a", message: /--label/ });
});
