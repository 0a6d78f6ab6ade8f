/** Journeys of a shared link: what it locks, the weights it promises, the file that it asks for; links that were cut change nothing. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { finalHash, hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

const SPEC = {
  name: "small",
  data: { kind: "waves", samples: 60, length: 12 },
  model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs: 2, batchSize: 16 },
};
const HEADER = ["class", ...Array.from({ length: 8 }, (_, step) => `t${String(step)}`)];
const csvOf = (shift: number) =>
  [
    HEADER,
    ...Array.from({ length: 40 }, (_, row) => [
      row % 2 ? "up" : "down",
      ...HEADER.slice(1).map((_, t) => (((row + shift) * (t + 1)) % 7) - 3),
    ]),
  ]
    .map((row) => row.join(","))
    .join("\n");

async function train(page: Page, url: string, spec: unknown): Promise<string> {
  await page.goto(`${url}#/train`);
  await typeSpec(page, spec);
  await page.locator(".transport .go").click();
  return finalHash(page);
}

/** The address that Share makes, with some settings locked. */
async function share(page: Page, locked: readonly string[]): Promise<string> {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  for (const name of locked) await page.getByRole("checkbox", { name, exact: true }).check();
  const field = page.getByRole("textbox", { name: "Link" });
  await expect.poll(() => field.inputValue(), { timeout: 20_000 }).toContain("#/s/1.");
  return field.inputValue();
}

describe.skipIf(!hasChromium)("a shared link", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  async function open(address: string) {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(address);
    return { context, page, trouble };
  }

  it("locks what was ticked, over a reload too, and says whether the promised weights come out", async () => {
    const first = await open(studio.url);
    const hash = await train(first.page, studio.url, SPEC);
    const address = await share(first.page, ["learning rate", "model"]);
    expect(address).toContain(`&h=${hash}`);
    expect(address).not.toContain("60");
    await first.context.close();

    const { context, page, trouble } = await open(address);
    await page.getByText("Set by your teacher: learning rate, model.").waitFor();
    await page.reload();
    await page.getByText("Set by your teacher: learning rate, model.").waitFor();
    await page.getByText(`Expected weights ${hash.slice(0, 8)}`).waitFor();
    // The locked field keeps the focus and says why; its neighbour can be changed.
    const lr = page.getByRole("textbox", { name: "Learning rate" });
    await lr.focus();
    expect(await lr.getAttribute("readonly")).not.toBeNull();
    expect(await page.getByRole("slider", { name: "Learning rate" }).getAttribute("aria-disabled")).toBe("true");
    await page.getByRole("slider", { name: "Learning rate" }).press("ArrowRight");
    expect(await lr.inputValue()).toBe("0.001");
    expect(await page.getByRole("textbox", { name: "Seed" }).getAttribute("readonly")).toBeNull();
    // No way around it: the text of the spec is refused too, and what was set comes back.
    await typeSpec(page, { ...SPEC, training: { ...SPEC.training, lr: 0.5 } });
    await page.getByText("training.lr: your teacher set it to 0.001.").first().waitFor();
    expect(await page.locator(".transport .go").isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Back to what was set" }).click();
    await page.locator(".transport .go:enabled").click();
    expect(await finalHash(page)).toBe(hash);
    await page.getByText("Equal to the bit: these are the expected weights").waitFor();
    // It is remembered with the run.
    const id = /#\/train\/([^?]+)/.exec(page.url())?.[1] ?? "";
    await page.goto(`${studio.url}#/run/${id}`);
    await page.reload();
    await page.getByText("Equal to the bit: these are the expected weights").waitFor();
    await page.goto(`${studio.url}#/train`);
    await page.getByRole("button", { name: "Unlock" }).click();
    expect(await page.getByRole("textbox", { name: "Learning rate" }).getAttribute("readonly")).toBeNull();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("says that other weights came out", async () => {
    const { parseSpec } = await import("../../dist/node/index.js");
    const { specLink } = await import("../../dist/node/runs.js");
    const link = await specLink(parseSpec(SPEC as never));
    const { context, page } = await open(`${studio.url}#/s/${link}?h=${"0".repeat(64)}`);
    await page.locator(".transport .go").click();
    const hash = await finalHash(page);
    await page.getByText(`expected weights 00000000…, this run gave ${hash.slice(0, 8)}… instead`).waitFor();
    await context.close();
    for (const query of [`h=${"0".repeat(63)}`, "lock=training.lr,dat", `file=${"0".repeat(64)}:other.csv`]) {
      const cut = await open(`${studio.url}#/s/${link}?${query}`);
      await cut.page.getByRole("heading", { name: "This link cannot be used" }).waitFor();
      expect(await cut.page.getByRole("alert").textContent(), query).toMatch(/in this link is incomplete/);
      expect(cut.trouble).toEqual({ errors: [], foreign: [] });
      await cut.context.close();
    }
  });

  it("asks for a file by its content, and takes no other of its name", async () => {
    const first = await open(`${studio.url}#/data`);
    const give = (shift: number) => ({ name: "gait.csv", mimeType: "text/csv", buffer: Buffer.from(csvOf(shift)) });
    await first.page.getByRole("radio", { name: "My file" }).click();
    await first.page.setInputFiles("input[type=file]", give(0));
    await first.page.getByText("40 series · 8 steps").waitFor();
    const spec = { ...SPEC, data: { kind: "files", train: "gait.csv" } };
    const hash = await train(first.page, studio.url, spec);
    const address = await share(first.page, []);
    await first.context.close();

    const { context, page, trouble } = await open(address);
    await page.getByText("This link trains on gait.csv").waitFor();
    await page.setInputFiles(".link-notice input[type=file]", give(1));
    await page.getByText("gait.csv is another file").waitFor();
    await page.setInputFiles(".link-notice input[type=file]", { ...give(0), name: "walk.csv" });
    await page.getByText("walk.csv is the file of this link.").waitFor();
    await page.locator(".transport .go").click();
    expect(await finalHash(page)).toBe(hash);
    await page.getByText("Equal to the bit: these are the expected weights").waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
