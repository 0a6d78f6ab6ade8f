/** Journeys of teaching: an exercise to its submission; an assignment that is set, done, submitted, checked, with one that was edited. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { parseSpec, type SpecInput } from "tidelab";
import { unzipFiles, zipFiles } from "tidelab/runs";
import { assignmentLink, parseAssignment } from "tidelab/teaching";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { finalHash, hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

const cli = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tidelab-teaching-"));

const SPEC = {
  name: "small",
  data: { kind: "waves", samples: 60, length: 12 },
  model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs: 4, batchSize: 16 },
};

async function save(page: Page, button: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
  const path = join(folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

/** Ids of the assignments that were opened on a device. */
const tasksOf = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const request = indexedDB.open("tidelab");
        request.onsuccess = () => {
          const all = request.result.transaction("assignments").objectStore("assignments").getAllKeys();
          all.onsuccess = () => resolve(all.result.map(String));
        };
      }),
  );

const verify = (...files: string[]) => {
  try {
    return JSON.parse(execFileSync("node", [cli, "verify", ...files, "--json", "--quiet"], { encoding: "utf8" }));
  } catch (error) {
    return JSON.parse((error as { stdout: string }).stdout);
  }
};

/** As somebody does who edits a number by hand and corrects the manifest. */
async function edited(path: string, change: (record: string) => string): Promise<string> {
  const files = await unzipFiles(new Uint8Array(readFileSync(path)), path);
  const [name = ""] = [...files.keys()].filter((one) => one.endsWith("run.json"));
  const bytes = new TextEncoder().encode(change(new TextDecoder().decode(files.get(name))));
  const manifest = JSON.parse(new TextDecoder().decode(files.get("manifest.json")));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  manifest.files[name] = Buffer.from(digest).toString("hex");
  files.set(name, bytes).set("manifest.json", new TextEncoder().encode(JSON.stringify(manifest)));
  const to = join(folder, "Edited-2.tidelab");
  writeFileSync(to, zipFiles(files));
  return to;
}

describe.skipIf(!hasChromium)("teaching", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("an exercise is predicted, begun, paused, kept over a reload, and submitted as far as it is", async () => {
    const context = await studio.open({ acceptDownloads: true });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(studio.url);
    await page.getByRole("link", { name: "Recurrent networks and a CNN" }).click();
    const expectation = page.getByLabel(/1\. Which will be more accurate/);
    await expectation.fill("The CNN.");
    await page.getByRole("button", { name: "Train them all" }).click();
    const status = page.locator(".task-part [role=status]").first();
    await page.waitForFunction(
      () => /^[1-9]\d* of 15/.test(document.querySelector(".task-part [role=status]")?.textContent ?? ""),
      undefined,
      { timeout: 120_000 },
    );
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("Paused. Going on changes nothing.").waitFor();
    // What was predicted stays.
    expect(await expectation.getAttribute("readonly")).not.toBeNull();
    const done = Number(/^\d+/.exec((await status.textContent()) ?? "")?.[0]);
    await page.locator(".findings li").first().waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Go on" }).waitFor();
    expect(Number(/^\d+/.exec((await status.textContent()) ?? "")?.[0])).toBeGreaterThanOrEqual(done);
    expect(await expectation.inputValue()).toBe("The CNN.");
    await page.getByLabel("Name", { exact: true }).fill("Lin");
    await page.getByLabel("Student number").fill("20243101");
    const path = await save(page, "Make the bundle");
    expect(path.endsWith("Lin-20243101.tidelab")).toBe(true);
    const [found] = verify(path, "--epochs", "1").submissions;
    expect(found).toMatchObject({
      verified: false,
      report: "same",
      strangers: [],
      broken: [],
      assignment: "summary-quick",
    });
    expect(found.missing[0]).toMatchObject({ what: "runs" });
    expect(found.runs.length).toBeGreaterThanOrEqual(done);
    for (const run of found.runs) expect(run).toMatchObject({ result: "same", epochs: 1 });
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("an assignment is set, done with what is locked, submitted, and checked beside one that was edited", async () => {
    const teacher = await studio.open({ acceptDownloads: true });
    const desk = await teacher.newPage();
    const trouble = watch(desk, studio.url);
    await desk.goto(`${studio.url}#/train`);
    await typeSpec(desk, SPEC);
    await desk.goto(`${studio.url}#/teach/new`);
    await desk.getByLabel("Begin with").selectOption("recipe");
    await desk.getByRole("checkbox", { name: /^learning rate/ }).check();
    await desk.getByLabel("learning rate, at most").fill("0.1");
    // What does not fit is said, and nothing is kept.
    await desk.getByRole("button", { name: "Make the assignment" }).click();
    await desk.getByText(/questions\[0\]\.text/).waitFor();
    await desk.getByLabel("Question 1", { exact: true }).fill("What do you expect?");
    await desk.getByRole("button", { name: "Make the assignment" }).click();
    await desk.waitForFunction(() => document.querySelector<HTMLInputElement>(".assignment-link input")?.value);
    const link = await desk.getByLabel("Link for students").inputValue();
    expect(link).toContain("#/a/1.");
    await desk.getByRole("button", { name: "QR code" }).click();
    await desk.getByRole("img", { name: "QR code of the link of Lab 4" }).waitFor();

    const student = await studio.open({ acceptDownloads: true });
    const page = await student.newPage();
    const others = watch(page, studio.url);
    await page.goto(link);
    await page.getByRole("heading", { name: "Lab 4" }).waitFor();
    await page.getByLabel(/1\. What do you expect/).fill("It learns.");
    await page.getByLabel("Name", { exact: true }).fill("Wei");
    await page.getByLabel("Student number").fill("20243104");
    await page.getByText("Your seed, made of your number: 20243104").waitFor();
    await page.getByRole("button", { name: "Open in Train" }).click();
    const epochs = page.getByLabel("Epochs", { exact: true });
    expect(await epochs.getAttribute("readonly")).not.toBeNull();
    expect(await page.getByLabel("Learning rate", { exact: true }).first().getAttribute("readonly")).toBeNull();
    await page.locator(".transport .go").click();
    await finalHash(page);
    const tasks = await tasksOf(page);
    await page.goto(`${studio.url}#/task/${tasks[0]}`);
    await page.getByRole("checkbox", { name: /^Submit lab4/ }).check();
    await page.getByText("All chosen runs are as set").waitFor();
    const honest = await save(page, "Make the bundle");
    expect(others).toEqual({ errors: [], foreign: [] });
    expect(verify(honest)).toMatchObject({ verified: true });

    const wrong = await edited(honest, (text) => text.replace(/("epoch": 2,[^}]*"valAccuracy": )[\d.]+/, "$10.125"));
    await desk.getByRole("link", { name: "Check submissions" }).click();
    await desk.locator(".file-drop input[type=file]").first().setInputFiles([honest, wrong]);
    await desk.locator('tr[data-result="same"]').waitFor({ timeout: 60_000 });
    const row = desk.locator('tr[data-result="different"]');
    await row.getByText("differs from epoch 2").waitFor();
    await row.getByRole("button", { name: "Wei" }).click();
    await desk.getByText("history[1].valAccuracy").waitFor();
    await desk.getByText("The weights are equal: the record was edited after the run.").waitFor();
    // Keys: through the table, points, what was found; none of them while a comment is typed.
    await desk.keyboard.press("k");
    await desk.keyboard.press("k");
    const [first, second] = [desk.locator("tbody tr").nth(0), desk.locator("tbody tr").nth(1)];
    await first.and(desk.locator(".is-chosen")).waitFor();
    await desk.keyboard.press("j");
    await second.and(desk.locator(".is-chosen")).waitFor();
    await desk.keyboard.press("9");
    expect(await second.getByLabel("Points of Wei").inputValue()).toBe("9");
    await desk.keyboard.press("Enter");
    await desk.locator(".check-aside h2:focus").waitFor();
    await desk.getByLabel("Comment").fill("Well done, v2 <b>next</b>.");
    await desk.keyboard.press("7");
    expect(await second.getByLabel("Points of Wei").inputValue()).toBe("9");
    await desk.locator(".check-aside h2").focus();
    // Again: the row is trained once more, to the same end.
    const passed = await desk.evaluate(async () => {
      const row = document.querySelectorAll("tbody tr")[1]!;
      const states = [row.getAttribute("data-result")];
      const watching = new MutationObserver(() => states.push(row.getAttribute("data-result")));
      watching.observe(row, { attributes: true, attributeFilter: ["data-result"] });
      dispatchEvent(new KeyboardEvent("keydown", { key: "v" }));
      while (states.length < 3 || states.at(-1) !== states[0]) await new Promise((resolve) => setTimeout(resolve, 20));
      return states;
    });
    expect(passed[1]).toMatch(/waiting|checking/);
    const back = readFileSync(await save(desk, "Feedback, HTML"), "utf8");
    expect(back).toContain("<dt>Points</dt><dd>9</dd>");
    expect(back).toContain("Well done, v2 &lt;b&gt;next&lt;/b&gt;.7");
    expect(back).toContain("It learns.");
    expect(back).not.toMatch(/<b>next|<script/);
    const all = await save(desk, "Feedback for all");
    expect([...(await unzipFiles(new Uint8Array(readFileSync(all)), all)).keys()]).toEqual([
      "Edited-2/feedback.html",
      "Wei-20243104/feedback.html",
    ]);
    await desk.waitForTimeout(200);
    // Verdicts and points are there after a reload, without training again.
    await desk.reload();
    await desk.locator('tr[data-result="different"]').getByText("differs from epoch 2").waitFor();
    expect(
      await desk.getByLabel("Points of Wei").evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value)),
    ).toContain("9");
    expect(await desk.locator(".check-main .keys-hint").count()).toBe(1);
    const table = readFileSync(await save(desk, "Table, CSV"), "utf8");
    expect(table).toContain("Edited-2.tidelab,Wei,20243104,different,differs from epoch 2,1,");
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await teacher.close();
    await student.close();
  });

  it("a run that was verified, and has gone on since, is not verified any more", async () => {
    const assignment = parseAssignment({
      ...{ tidelab: "assignment", version: 1, id: "lab5", title: "Lab 5", needs: { verified: true } },
      work: { kind: "spec", spec: parseSpec(SPEC as SpecInput) },
    });
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/a/${await assignmentLink(assignment)}`);
    await page.getByLabel("Name", { exact: true }).fill("Wei");
    await page.getByLabel("Student number").fill("4");
    await page.getByRole("button", { name: "Open in Train" }).click();
    await page.getByRole("button", { name: "One epoch" }).click();
    await page.getByText("Paused after epoch 1.").waitFor();
    await page.getByRole("button", { name: "Stop and test" }).click();
    await page.getByText("It can go on, to the weights").waitFor();
    const address = page.url();
    const task = `${studio.url}#/task/${(await tasksOf(page))[0]}`;
    await page.goto(task);
    await page.getByRole("checkbox", { name: /^Submit/ }).check();
    const run = page.locator(".own-runs li");
    await run.getByRole("button", { name: "Verify" }).click();
    await run.getByText("equal to the bit").waitFor();
    await page.locator(".needs .is-done", { hasText: "Verified on this device" }).waitFor();
    // The run's own screen says the same.
    await page.goto(address.replace("#/train/", "#/run/"));
    await page.getByText("Trained again in this page: its epoch").waitFor();
    await page.goto(address);
    await page.getByRole("button", { name: "Go on" }).click();
    await page.locator(".status-line .chip", { hasText: "Finished" }).waitFor();
    await page.goto(task);
    await run.getByRole("button", { name: "Verify" }).waitFor();
    await page.locator(".needs li:not(.is-done)", { hasText: "Verified on this device" }).waitFor();
    await page.goto(address.replace("#/train/", "#/run/"));
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByText("Trained again in this page: all 4 epochs").waitFor();
    await page.goto(task);
    await run.getByText("equal to the bit").waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("a teacher's own run says which weights all must get; answers point at places that Check opens", async () => {
    const context = await studio.open({ acceptDownloads: true });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/teach/new`);
    await page.getByLabel("Question 1", { exact: true }).fill("What do you expect?");
    await page.getByLabel("Begin with").selectOption("recipe");
    await page.getByRole("radio", { name: "the same for all" }).click();
    // Trained in between: what is written stays.
    await page.getByRole("link", { name: "To Train" }).click();
    await typeSpec(page, SPEC);
    await page.locator(".transport .go").click();
    const hash = await finalHash(page);
    await page.goto(`${studio.url}#/teach/new`);
    expect(await page.getByLabel("Question 1", { exact: true }).inputValue()).toBe("What do you expect?");
    await page.getByLabel("Run", { exact: true }).selectOption({ index: 1 });
    for (const kind of ["epoch", "cell", "text"]) {
      await page.getByRole("button", { name: "Add a question" }).click();
      const fields = page.locator(".question.edited").last();
      await fields.locator("textarea").first().fill(`Which ${kind}?`);
      await fields.locator("select").selectOption(kind);
    }
    await page.getByLabel("Pinned observations").fill("1");
    await page.getByRole("button", { name: "Make the assignment" }).click();
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>(".assignment-link input")?.value);
    await page.goto(await page.getByLabel("Link for students").inputValue());
    await page.getByText("same weights as your teacher's").waitFor();
    await page.getByLabel(/1\. What do you expect/).fill("It learns.");
    await page.getByLabel("Name", { exact: true }).fill("Lin");
    await page.getByLabel("Student number").fill("1");
    await page.getByRole("checkbox", { name: /^Submit/ }).check();
    await page.locator(".needs .is-done", { hasText: "The weights of your teacher's run" }).waitFor();
    // Observations are pinned in Train; what an answer points at is what is looked at there.
    await page.locator(".needs li:not(.is-done)", { hasText: "0 of 1" }).waitFor();
    const ask = (question: string, button: string) =>
      page.locator(".question", { hasText: question }).getByRole("button", { name: button }).click();
    await ask("Which epoch?", "Point at it");
    await page.locator(".pin").first().click();
    await page.keyboard.press(",");
    await page.getByRole("button", { name: "Take epoch 3" }).click();
    await page.locator(".needs .is-done", { hasText: "1 of 1" }).last().waitFor();
    expect(await page.getByLabel(/2\. Which epoch/).inputValue()).toBe("3");
    await ask("Which cell?", "Point at it");
    await page.locator(".matrix, [role=grid]").first().waitFor();
    await page.getByRole("button", { name: /^Take true / }).click();
    expect(await page.getByLabel(/3\. Which cell/).inputValue()).toMatch(/^true .*, predicted /);
    await page.getByLabel(/4\. Which text/).fill("It is in the picture.");
    await ask("Which text?", "Add evidence");
    await page.getByRole("button", { name: /^Take step \d+$/ }).click();
    await page.getByRole("link", { name: /^step \d+ of / }).waitFor();
    const bundle = await save(page, "Make the bundle");
    expect(verify(bundle)).toMatchObject({
      verified: true,
      submissions: [{ missing: [], nowhere: [], expected: [{ weights: "same" }] }],
    });
    // The report shows what the answers rest on: places that open, and text in what is exported.
    const address = (await page.getByRole("link", { name: /^step \d+ of / }).getAttribute("href")) ?? "";
    const id = /#\/train\/([^?]+)/.exec(address)?.[1] ?? "";
    await page.goto(`${studio.url}#/report/${id}`);
    const evidence = page.locator(".sheet .evidence");
    await evidence.waitFor();
    expect(await evidence.locator("li").allTextContents()).toEqual([
      expect.stringMatching(/^Pinned observation: Epoch.* step \d+ $/),
      "Which epoch? epoch 3 ",
      expect.stringMatching(/^Which cell\? true .*, predicted .* $/),
      expect.stringMatching(/^Which text\? “It is in the picture\.” step \d+ $/),
    ]);
    const html = readFileSync(await save(page, "HTML"), "utf8");
    expect(html).toContain("Which text? “It is in the picture.” <b>step");
    expect(html).not.toContain(`#/train/${id}`);
    const archive = readFileSync(await save(page, "Markdown"));
    const unpacked = await unzipFiles(new Uint8Array(archive), "report.zip");
    const [markdown] = [...unpacked].flatMap(([name, bytes]) => (name.endsWith("report.md") ? bytes : []));
    expect(new TextDecoder().decode(markdown)).toMatch(
      /\n## Evidence\n\n- Pinned observation: .*\n- Which epoch\? \(epoch 3\)\n/,
    );
    await evidence.getByRole("link", { name: "epoch 3" }).click();
    await page.getByText("Pointed at: step").waitFor();
    await page.goBack();
    await page
      .locator(".sheet .evidence")
      .getByRole("link", { name: /^true / })
      .click();
    await page.locator(".run").waitFor();
    await page.goto(`${studio.url}#/teach/check/lab4`);
    await page.locator(".file-drop input[type=file]").first().setInputFiles(bundle);
    await page.locator('tr[data-result="same"]').getByRole("button", { name: "Lin" }).click();
    await page.getByText("the weights are those of your own run").waitFor();
    await page
      .getByText(/no better than guessing|does not follow from the record/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: /^Open true / }).click();
    await page.locator(".run").waitFor();
    expect(page.url()).toMatch(/#\/run\/[^?]+\?cell=\d,\d$|#\/run\/[^?]+\?cell=\d%2C\d$/);
    await page.goBack();
    await page.locator("tr[data-result]").getByRole("button", { name: "Lin" }).click();
    await page.getByRole("button", { name: /^Open epoch 3 / }).click();
    await page.getByText("Pointed at: step").waitFor();
    await page.goto(`${studio.url}#/task/${(await tasksOf(page))[0]}`);
    // Train says at once what it expects.
    await page.getByRole("button", { name: "Open in Train" }).click();
    await page.getByText(`Expected weights ${hash.slice(0, 8)}`).waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
