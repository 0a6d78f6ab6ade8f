/** The Data screen: series that are made, and a file of the user from its guess to the weights that Node has of the same file and spec. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSeriesFiles } from "../../dist/data/readers/index.js";
import { parseSpec, runSpec } from "../../dist/node/index.js";
import fixtures from "../../test/fixtures/readers.json" with { type: "json" };
import { finalHash, hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

/** 40 series of two classes, semicolons and decimal commas, with a column whose role nobody can know. */
const ROWS = Array.from({ length: 40 }, (_, row) => {
  const values = Array.from({ length: 12 }, (_, step) =>
    (row % 2 ? Math.sin(step + row) : ((step * row) % 5) - 2).toFixed(2).replace(".", ","),
  );
  return [row % 2 ? "walk" : "<b>run</b>", `p${String(row % 4)}`, ...values];
});
const HEADER = ["Klasse", "note", ...Array.from({ length: 12 }, (_, step) => `t${String(step)}`)];
const csvOf = (rows: readonly (readonly string[])[]) => `${[HEADER, ...rows].map((row) => row.join(";")).join("\n")}\n`;

describe.skipIf(!hasChromium)("Data", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  const openFile = async (content: string | Buffer, name = "gait.csv") => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/data`);
    await page.locator(".histogram").first().waitFor();
    await page.getByRole("radio", { name: "My file" }).click();
    await page.setInputFiles("input[type=file]", { name, mimeType: "", buffer: Buffer.from(content as string) });
    return { context, page, trouble };
  };

  /** Data with five kinds of waves. */
  const openFive = async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/data`);
    await page.locator(".histogram").first().waitFor();
    await page.getByLabel("Begin with").selectOption("five");
    await page.getByText("1,000 series · 60 steps · 1 channel").waitFor();
    return { context, page, trouble };
  };

  it("makes what the generator says, and moves the border of the split by keys", async () => {
    const { context, page, trouble } = await openFive();
    expect(await page.locator(".class-row[aria-label]").count()).toBe(5);
    const border = page.getByRole("slider", { name: "End of the training series" });
    await border.focus();
    await page.keyboard.press("ArrowRight");
    expect(await border.getAttribute("aria-valuetext")).toBe("train 31%, validation 20%, test 49%");
    await page.getByText("train 310 · 31%").waitFor();
    // A value that is wrong is said at its field; the series before it stay.
    await page.getByRole("textbox", { name: "Series", exact: true }).fill("-3");
    await page.locator(".field-problem").first().waitFor();
    await page.getByRole("radio", { name: "Table" }).click();
    await page.locator(".series-table td").first().waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("has its transforms added, set, put into order and removed by keys alone", async () => {
    const { context, page, trouble } = await openFive();
    const list = page.locator(".setting-items");
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent);
    const add = async (kind: string) => {
      await list.getByLabel("Kind: transforms").selectOption(kind);
      await list.getByRole("button", { name: "Add: transforms" }).press("Enter");
    };
    await list.getByText("Cuts longer series to a length").waitFor();
    await add("difference");
    expect(await focused()).toContain("1. difference");
    await add("resample");
    // It begins with the length that there is, and its settings are open.
    await list.getByText(/^length (59|60)$/).waitFor();
    await list.getByLabel("length", { exact: true }).fill("30");
    await add("normalise");
    await list.getByLabel("over", { exact: true }).selectOption("series");
    await list.getByRole("button", { name: "Move 3. normalise up" }).press("Enter");
    expect(await focused()).toBe("Move 2. normalise up");
    await page.keyboard.press("Enter");
    // At the top there is only one way left.
    expect(await focused()).toBe("Move 1. normalise down");
    await list.getByRole("button", { name: "Remove 2. difference" }).press("Space");
    expect(await focused()).toContain("2. resample");
    await page.getByText("1,000 series · 60 steps · 1 channel").waitFor();
    await page.evaluate("location.hash = '#/train'");
    await page.locator("summary", { hasText: "Spec" }).click();
    const { transforms } = JSON.parse(await page.getByLabel("Spec as JSON").inputValue());
    expect(transforms).toEqual([
      { transform: "normalise", over: "series" },
      { transform: "resample", length: 30 },
    ]);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("reads Parquet in a compression whose decoder comes with the file", async () => {
    const { context, page, trouble } = await openFile(
      Buffer.from(fixtures.compressed.small.brotli, "base64"),
      "gait.parquet",
    );
    await page.getByText("parquet · 1,088 bytes · 2 series").waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("reads a file as it says, asks what it cannot know, and trains to the weights of Node", async () => {
    const csv = csvOf(ROWS);
    const { context, page, trouble } = await openFile(csv);
    await page.getByText("The files cannot be read yet").waitFor();
    await page.getByLabel("Class", { exact: true }).selectOption("Klasse");
    await page.getByLabel("Left out", { exact: true }).fill("note");
    await page.keyboard.press("Enter");
    await page.getByText("40 series · 12 steps · 1 channel").waitFor();
    // Labels are text.
    await page.locator(".class-row .cls b", { hasText: "<b>run</b>" }).waitFor();
    expect(await page.getByLabel("Delimiter").locator("option").first().textContent()).toBe("found: semicolon");
    expect(await page.getByLabel("Decimal mark").locator("option").first().textContent()).toBe("found: comma");
    await page.getByRole("radio", { name: "File", exact: true }).click();
    expect(await page.locator(".first-rows tbody tr").count()).toBe(20);
    await page.goto(`${studio.url}#/train`);
    const spec = {
      name: "gait",
      data: {
        kind: "files",
        train: "gait.csv",
        reading: { columns: { label: "Klasse", ignore: ["note"] } },
      },
      model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
      training: { epochs: 2, batchSize: 8 },
    } as const;
    await typeSpec(page, spec);
    await page.locator(".transport .go").click();
    const hash = await finalHash(page);
    const files = openSeriesFiles([new File([csv], "elsewhere/gait.csv")]);
    const run = runSpec(parseSpec(spec as never), { files });
    let next = await run.next();
    while (!next.done) next = await run.next();
    expect(hash).toBe(next.value.record.weightsSha256);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("reads an array with its classes from another file, to the weights of Node, and finds both to verify it", async () => {
    const text = "{'descr': '<f4', 'fortran_order': False, 'shape': (40, 6), }";
    const values = Float32Array.from({ length: 240 }, (_, at) => ((Math.floor(at / 6) * ((at % 6) + 2)) % 7) - 3);
    const head = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${text.padEnd(117)}\n`, "latin1");
    const array = Buffer.concat([head, Buffer.from(values.buffer)]);
    const classes = Array.from({ length: 40 }, (_, row) => `${row % 2 ? "walk" : "run"}\n`).join("");
    const { context, page, trouble } = await openFile(array, "gait.npy");
    await page.getByText("A NumPy array of series (.npy) has no classes").waitFor();
    await page
      .locator(".open-section input[type=file]")
      .setInputFiles([{ name: "labels.txt", mimeType: "", buffer: Buffer.from(classes) }]);
    await page.getByText("40 series · 6 steps · 1 channel").waitFor();
    const use = page.getByLabel("What labels.txt is for");
    expect(await use.inputValue()).toBe("labels.train");
    await page.getByText("What they are for is guessed from their names.").waitFor();
    expect(await page.getByText("A NumPy array of series (.npy) has no classes").count()).toBe(0);
    await page.goto(`${studio.url}#/train`);
    const spec = {
      name: "gait",
      data: { kind: "files", train: "gait.npy", labels: { train: "labels.txt" } },
      model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
      training: { epochs: 2, batchSize: 8 },
    } as const;
    await page.locator("summary", { hasText: "Spec" }).click();
    const shown = page.getByLabel("Spec as JSON");
    expect(JSON.parse(await shown.inputValue()).data).toMatchObject(spec.data);
    await shown.fill(JSON.stringify(spec));
    await page.locator(".transport .go").click();
    const files = openSeriesFiles([new File([array], "gait.npy"), new File([classes], "labels.txt")]);
    const run = runSpec(parseSpec(spec as never), { files });
    let next = await run.next();
    while (!next.done) next = await run.next();
    expect(await finalHash(page)).toBe(next.value.record.weightsSha256);
    await page.goto(page.url().replace("#/train/", "#/run/"));
    await page.reload();
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByText("Trained again in this page: all 2 epochs").waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("says where a cell is wrong, and leaves its series out when asked to", async () => {
    const rows = ROWS.map((row, index) => (index === 6 ? row.map((cell, at) => (at === 4 ? "n/a?" : cell)) : row));
    const { context, page } = await openFile(csvOf(rows));
    await page.getByLabel("Class", { exact: true }).selectOption("Klasse");
    await page.getByLabel("Left out", { exact: true }).fill("note");
    await page.keyboard.press("Enter");
    await page.getByText(/gait\.csv:8:\d+: expected a number/).waitFor();
    await page.getByRole("button", { name: "Show it there" }).first().click();
    expect(await page.locator(".file-lines [aria-current] .num").textContent()).toBe("8");
    expect(await page.locator(".file-lines mark").textContent()).toBe("n/a?");
    await page.getByRole("button", { name: "Leave such series out" }).click();
    await page.getByText("39 series · 12 steps · 1 channel").waitFor();
    await page.getByRole("radio", { name: "File", exact: true }).click();
    await page.getByText("1 series was left out").waitFor();
    await context.close();
  });

  it("trains on one file and tests on another, each for what its name says, to the weights of Node", async () => {
    const tsOf = (count: number, shift: number) =>
      [
        ...["@problemName Dots", "@timeStamps false", "@univariate true", "@classLabel true 1 2", "@data"],
        ...Array.from({ length: count }, (_, row) => {
          const values = Array.from({ length: 10 }, (_, step) =>
            Math.sin((row % 2 ? 1 : 2) * step + row * shift).toFixed(4),
          );
          return `${values.join(",")}:${String((row % 2) + 1)}`;
        }),
      ].join("\n");
    const [train, test, val] = [tsOf(30, 0.3), tsOf(20, 0.7), tsOf(10, 0.9)];
    const { context, page, trouble } = await openFile(tsOf(8, 0.1), "before.ts");
    await page.getByText("ts · ", { exact: false }).first().waitFor();
    // A drop of several takes the place of what was open.
    const dropped = await page.evaluateHandle(
      (files) => {
        const transfer = new DataTransfer();
        for (const [name, text] of files) transfer.items.add(new File([text], name));
        return transfer;
      },
      [
        ["Dots_TEST.ts", test],
        ["Dots_TRAIN.ts", train],
      ] as const,
    );
    await page.dispatchEvent("body", "drop", { dataTransfer: dropped });
    await page.getByText("What they are for is guessed from their names.").waitFor();
    await page.getByText("50 series · 10 steps · 1 channel").waitFor();
    const setOf = (name: string) => page.getByLabel(`What ${name} is for`);
    expect(await setOf("Dots_TRAIN.ts").inputValue()).toBe("train");
    expect(await setOf("Dots_TEST.ts").inputValue()).toBe("test");
    await page.getByText("train 24 · 48%").waitFor();
    await page.getByText("The test series are those of the files for them.").waitFor();
    await page.getByRole("slider", { name: "Share of the training files that validates" }).press("ArrowRight");
    await page.getByText("train 23 · 46%").waitFor();
    // Without a file to train on nothing trains, and the page says which part is missing.
    await setOf("Dots_TRAIN.ts").selectOption("val");
    await setOf("Dots_TEST.ts").selectOption("val");
    await page.locator(".file-rows .notice", { hasText: "No file is for training" }).waitFor();
    expect(await page.locator(".open-file", { hasText: "Dots_TRAIN.ts" }).textContent()).not.toContain("series");
    // A button that does nothing looks as one.
    const colours = (name: string) =>
      page.getByRole("button", { name }).evaluate((button) => getComputedStyle(button).backgroundColor);
    expect(await colours("Train on it")).not.toBe(
      await page.evaluate(() => {
        const other = document.body.appendChild(document.createElement("button"));
        other.className = "btn primary";
        const { backgroundColor } = getComputedStyle(other);
        other.remove();
        return backgroundColor;
      }),
    );
    await setOf("Dots_TRAIN.ts").selectOption("train");
    await setOf("Dots_TEST.ts").selectOption("test");
    const added = { name: "more.ts", mimeType: "", buffer: Buffer.from(val) };
    await page.locator(".section", { hasText: "Add files" }).locator("input[type=file]").setInputFiles(added);
    await page.getByText("60 series · 10 steps · 1 channel").waitFor();
    await setOf("more.ts").selectOption("val");
    await page.getByText("The files say which series train, validate and test.").waitFor();
    await page.getByText("train 30 · 50%").waitFor();
    await page.getByRole("radio", { name: "File", exact: true }).click();
    await page.getByLabel("File whose rows are shown").selectOption("Dots_TEST.ts");
    await page.goto(`${studio.url}#/train`);
    const spec = {
      name: "Dots",
      data: { kind: "files", train: "Dots_TRAIN.ts", val: "more.ts", test: "Dots_TEST.ts" },
      model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
      training: { epochs: 2, batchSize: 8 },
    } as const;
    const text = page.getByLabel("Spec as JSON");
    await page.locator("summary", { hasText: "Spec" }).click();
    expect(JSON.parse(await text.inputValue()).data).toEqual(spec.data);
    await text.fill(JSON.stringify(spec));
    await page.locator(".transport .go").click();
    const hash = await finalHash(page);
    const given = { "Dots_TRAIN.ts": train, "more.ts": val, "Dots_TEST.ts": test };
    const files = openSeriesFiles(Object.entries(given).map(([name, content]) => new File([content], name)));
    const run = runSpec(parseSpec(spec as never), { files });
    let next = await run.next();
    while (!next.done) next = await run.next();
    expect(hash).toBe(next.value.record.weightsSha256);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it.each([
    ["nothing", "", /expected at least one series, received none/],
    ["a picture", "\u0089PNG\r\n\u001a\n0000", /gait\.csv/],
  ])("ends in a sentence for %s", async (_, content, sentence) => {
    const { context, page, trouble } = await openFile(content);
    const alert = page.locator(".file-rows [role=alert]");
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(sentence);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
