/** Changing a run while it trains and going back: nothing is lost, and what the record says trains to the same bits again. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { models, parseSpec, type SpecInput } from "tidelab";
import { aboutFork, type FinishedRun, type RunOptions, runSpec, unzipFiles } from "tidelab/runs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { finalHash, hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

/** Four epochs of three steps. */
const SPEC: SpecInput = {
  name: "steered",
  numerics: "portable",
  seed: 5,
  data: { kind: "waves", samples: 120, length: 20 },
  model: models.recurrent({ hiddenSize: 4, numLayers: 1 }),
  training: { epochs: 4 },
};

async function runInNode(training: SpecInput["training"] = {}, options: RunOptions = {}): Promise<FinishedRun> {
  const run = runSpec(parseSpec({ ...SPEC, training: { ...SPEC.training, ...training } }), options);
  let next = await run.next();
  while (!next.done) next = await run.next();
  return next.value;
}

async function hashInNode(training?: SpecInput["training"]): Promise<string> {
  return (await runInNode(training)).record.weightsSha256;
}

/** Trains one epoch of the spec. */
async function trainAnEpoch(page: Page, url: string): Promise<void> {
  await page.goto(`${url}#/train`);
  await typeSpec(page, SPEC);
  await page.getByRole("button", { name: "One epoch" }).click();
  await page.getByText("Paused after epoch 1.").waitFor();
}

async function setRate(page: Page, text: string): Promise<void> {
  const field = page.getByRole("complementary", { name: "Recipe" }).getByRole("textbox", { name: "Learning rate" });
  await field.fill(text);
  await field.blur();
}

describe.skipIf(!hasChromium)("steering a run", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("a value that is changed while it trains begins with the next step, is in the record, and verifies", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await trainAnEpoch(page, studio.url);
    await setRate(page, "-1");
    await page.locator(".field-problem", { hasText: "received -1" }).first().waitFor();
    await setRate(page, "0.05");
    await page.getByRole("button", { name: "One batch" }).click();
    await page.getByText("learning rate 0.001 → 0.05, by hand").waitFor();
    await page.getByRole("button", { name: "Go on" }).click();
    const edits = [{ step: 4, set: { lr: 0.05 } }];
    expect(await finalHash(page)).toBe(await hashInNode({ edits }));
    await page.getByRole("link", { name: "Matrix, series, report" }).click();
    await page.getByRole("button", { name: "Verify" }).click();
    await page
      .getByText(/equal to the bit/)
      .first()
      .waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("going back without another change ends in the undisturbed run; what was left behind is a run of its own", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    await trainAnEpoch(page, studio.url);
    await setRate(page, "0.3");
    await page.getByRole("button", { name: "One epoch" }).click();
    await page.getByText("Paused after epoch 2.").waitFor();
    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("z");
    await page.getByText("Rewound to epoch 1.").waitFor();
    await page.getByRole("img", { name: /A branch that was left behind: from epoch 1 to epoch 2/ }).waitFor();
    await page.getByRole("button", { name: "Keep both as runs" }).click();
    await page.getByText("Kept as steered-branch.").waitFor();
    await page.keyboard.press("Space");
    expect(await finalHash(page)).toBe(await hashInNode());
    await page.goto(`${studio.url}#/`);
    await page.getByText("steered-branch was interrupted in epoch 3").waitFor();
    await page.getByRole("button", { name: "Go on" }).click();
    expect(await finalHash(page)).toBe(await hashInNode({ edits: [{ step: 4, set: { lr: 0.3 } }] }));
    await context.close();
  });

  it("goes back while it trains, to within an epoch, and trains on to the undisturbed run", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    await page.goto(`${studio.url}#/train`);
    await typeSpec(page, { ...SPEC, training: { epochs: 150 } });
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.getByText(/epoch \d+ of 150/).waitFor();
    await setRate(page, "0.3");
    await page.getByText("1 change by hand").waitFor();
    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("z");
    await page.getByText(/Rewound to /).waitFor();
    expect(await finalHash(page)).toBe(await hashInNode({ epochs: 150 }));
    expect(await page.getByText("1 change by hand").count()).toBe(0);
    await context.close();
  });

  it("goes back in memory where nothing is kept", async () => {
    const context = await studio.open();
    const deny =
      "Object.defineProperty(globalThis,'indexedDB',{get(){throw new DOMException('denied','SecurityError')}});Object.defineProperty(navigator.storage,'getDirectory',{value(){return Promise.reject(new DOMException('denied','SecurityError'))}});";
    await context.addInitScript(deny);
    const page = await context.newPage();
    // Workers have globals of their own: denied there too.
    await page.route("**/train-worker*.js", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: deny + (await response.text()) });
    });
    await trainAnEpoch(page, studio.url);
    await setRate(page, "0.3");
    await page.getByRole("button", { name: "One epoch" }).click();
    await page.getByText("Paused after epoch 2.").waitFor();
    await page.getByRole("button", { name: "Rewind" }).click();
    await page.getByText("Rewound to epoch 1. What came after could not be kept").waitFor();
    expect(await page.getByRole("button", { name: "Keep both as runs" }).count()).toBe(0);
    await page.getByRole("button", { name: "Go on" }).click();
    expect(await finalHash(page)).toBe(await hashInNode());
    await context.close();
  });

  it("a step that is no number stops it; after going back, even after a reload, it is the undisturbed run", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    await trainAnEpoch(page, studio.url);
    await setRate(page, "1e30");
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByText(/The loss is no longer a number \(step \d+, lr 1e\+30\)\. Rewind to epoch 1/).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Rewind to epoch 1" }).click();
    await page.getByText("Paused after epoch 1.").waitFor();
    await page.getByRole("button", { name: "Go on" }).click();
    expect(await finalHash(page)).toBe(await hashInNode());
    await context.close();
  });

  it("forks from the checkpoint that is looked at: the next run begins with its weights", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    await trainAnEpoch(page, studio.url);
    await page.getByRole("button", { name: "One epoch" }).click();
    await page.getByText("Paused after epoch 2.").waitFor();
    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press(",");
    await page.getByText("Viewing epoch 1.").waitFor();
    await page.getByRole("button", { name: "Fork from here" }).click();
    const { model, record } = await runInNode({ epochs: 1 });
    await page.getByText(`the weights of steered after epoch 1 (${record.weightsSha256.slice(0, 8)}…)`).waitFor();
    await setRate(page, "0.002");
    await page.getByRole("button", { name: "Train", exact: true }).click();
    const initial = { run: "0", weightsSha256: record.weightsSha256, model };
    expect(await finalHash(page)).toBe((await runInNode({ lr: 0.002 }, { initial })).record.weightsSha256);
    await page.getByText("Fork of steered after epoch 1").waitFor();
    // Its folder says what it was forked from, as the command's does.
    const place = page.url();
    await page.goto(place.replace("#/train/", "#/run/"));
    await page.getByRole("button", { name: "Download" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: /^Run folder/ }).click(),
    ]);
    const files = await unzipFiles(new Uint8Array(readFileSync(await file.path())), "fork.zip");
    const textOf = (name: string) => {
      const [bytes] = [...files].flatMap(([path, content]) => (path.endsWith(name) ? content : []));
      return new TextDecoder().decode(bytes);
    };
    const parent = JSON.parse(textOf("/run.json")).initial.run;
    expect(textOf("/about.json")).toBe(aboutFork({ parent, changes: { "training.lr": 0.002 } }));
    // What it was forked from waits.
    await page.goto(`${studio.url}#/`);
    await page.getByText("steered was interrupted in epoch 3").waitFor();
    await context.close();
  });

  it("tries again with clipped gradients", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    await trainAnEpoch(page, studio.url);
    await setRate(page, "0.3");
    await page.getByRole("button", { name: "One epoch" }).click();
    await page.getByText("Paused after epoch 2.").waitFor();
    await page.getByRole("button", { name: "Clip at 1 and try again" }).click();
    const edits = [{ step: 4, set: { lr: 0.3, clipGradNorm: 1 } }];
    expect(await finalHash(page)).toBe(await hashInNode({ edits }));
    await page.getByText("learning rate 0.001 → 0.3, clip gradient norm off → 1, by hand").waitFor();
    await context.close();
  });
});
