/** The reports: whole, safe with any text, in both languages, honest about runs that ended early. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Figure } from "../../src/figures/index.ts";
import { reportHtml } from "../../src/report/html.ts";
import { reportMarkdown } from "../../src/report/markdown.ts";
import { reportMessages as english } from "../../src/report/messages/run.en.ts";
import { reportMessages as chinese } from "../../src/report/messages/run.zh-CN.ts";
import { makeFigures } from "../../src/report/run/run-figures.ts";
import type { RunRecord } from "../../src/runs/record.ts";
import type { FinishedRun } from "../../src/runs/run-spec.ts";
import { parseModel } from "../../src/spec/parse.ts";
import { cnn, recurrent } from "../../src/zoo/index.ts";
import { finish, finishDiverged, finishStopped, tinySpec } from "../runs/tiny.ts";

let run: FinishedRun;
let figures: Figure[];
beforeAll(async () => {
  run = await finish(tinySpec());
  figures = makeFigures(run, "en");
});

/** Names of elements that are opened and never closed, or closed out of order. */
function findUnbalanced(html: string): string[] {
  const open: string[] = [];
  for (const [, end, name = "", , self] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s[^<>]*?)?)(\/?)>/gi)) {
    if (self || /^(meta|br|hr)$/.test(name)) continue;
    if (!end) open.push(name);
    else if (open.pop() !== name) return [name];
  }
  return open;
}

/** Texts that a catalogue holds as they are. */
const fixedTexts = (messages: typeof english) => Object.values(messages).filter((text) => typeof text === "string");

describe("reportHtml", () => {
  it("is one document that loads nothing and runs nothing", () => {
    const html = reportHtml(run.record, figures, "en", run.gradients);
    expect(html.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|javascript:|@import|url\(/i);
    expect(html).not.toMatch(/\s(?:src|href|on\w+)=/i);
    expect(findUnbalanced(html)).toEqual([]);
    expect(html.match(/<svg /g)).toHaveLength(figures.length);
    for (const { svg } of figures) expect(html).toContain(svg.trimEnd());
  });

  it("says what the record holds", () => {
    const html = reportHtml(run.record, figures, "en", run.gradients);
    const { record } = run;
    expect(html).toContain("a bidirectional LSTM of 3 hidden units with attention over time (441 parameters)");
    expect(html).toContain(record.weightsSha256);
    for (const epoch of record.history) expect(html).toContain(`>${epoch.valLoss.toFixed(4)}</td>`);
    for (const { label, precision } of record.test!.report.classes) {
      expect(html).toContain(`<th scope="row">${label}</th><td class="number">${precision.toFixed(3)}</td>`);
    }
    expect(html).toContain("tidelab verify report.html");
    expect(html).toContain("&quot;hiddenSize&quot;: 3");
  });

  it("shows the epoch of the lowest validation loss", () => {
    const best = run.record.history.toSorted((a, b) => a.valLoss - b.valLoss)[0]!;
    const html = reportHtml(run.record, figures, "en", run.gradients);
    expect(html.match(/<tr class="strong">/g)).toHaveLength(1);
    expect(html).toContain(`<tr class="strong"><th scope="row" class="number">${best.epoch}</th>`);
  });
});

describe("both reports", () => {
  const languages = [
    ["en", english, chinese],
    ["zh-CN", chinese, english],
  ] as const;
  for (const [lang, own, other] of languages) {
    it(`speak ${lang} alone`, () => {
      const drawn = makeFigures(run, lang);
      for (const report of [
        reportHtml(run.record, drawn, lang, run.gradients),
        reportMarkdown(run.record, drawn, lang, run.gradients),
      ]) {
        for (const text of [
          own.data,
          own.model,
          own.settings,
          own.curves,
          own.testResult,
          own.confusion,
          own.reproduce,
        ]) {
          expect(report).toContain(text);
        }
        const mixed = fixedTexts(other).filter((text) => text.length > 12 && !fixedTexts(own).includes(text));
        for (const text of mixed) expect(report).not.toContain(text);
      }
    });
  }

  it("say at the top that a run was stopped, or diverged and what to try", async () => {
    const stopped = (await finishStopped()).record;
    const diverged = (await finishDiverged()).record;
    for (const make of [reportHtml, reportMarkdown]) {
      const early = make(stopped, [], "en");
      expect(early).toContain("stopped this run after 0 of 2 epochs");
      expect(early).toContain("No epoch was completed");
      expect(early.indexOf("Stopped before the end")).toBeLessThan(early.indexOf("This run trained"));
      const late = make(diverged, [], "en");
      expect(late).toContain(`at step ${diverged.divergence!.step}`);
      expect(late).toContain(`loss ${diverged.divergence!.loss}`);
      expect(late).toContain("Try a learning rate below 1e+38, or clipGradNorm 1");
      expect(make(run.record, [], "en")).not.toContain("Stopped before the end");
    }
  });

  it("cannot be broken by a name", () => {
    const evil = ["<script>alert(1)</script>", "a|b`c*d_[x](y)\n# e\u0000", "</svg></pre>&amp;\"'"];
    const [first = "", second = "", third = ""] = evil;
    const test = run.record.test!;
    const record: RunRecord = {
      ...run.record,
      name: first,
      data: { ...run.record.data, classNames: [first, second] },
      test: {
        ...test,
        labels: [first, second],
        report: { ...test.report, classes: test.report.classes.map((entry, i) => ({ ...entry, label: evil[i]! })) },
      },
      environment: { ...run.record.environment, cpu: third },
    };
    const drawn = makeFigures({ ...run, record }, "en");
    const html = reportHtml(record, drawn, "en");
    expect(html).not.toContain("<script");
    expect(html).not.toContain("\u0000");
    expect(findUnbalanced(html)).toEqual([]);
    expect(html).toContain("&lt;/svg&gt;&lt;/pre&gt;&amp;amp;&quot;&#39;");
    const markdown = reportMarkdown(record, drawn, "en");
    expect(markdown).not.toMatch(/(?<!\\)<script/);
    expect(markdown).toContain("| a\\|b\\`c\\*d\\_\\[x\\](y) # e");
    expect(markdown.match(/^# /gm)).toHaveLength(1);
  });
});

describe("reportMarkdown", () => {
  it("has tables whose rows all have the width of their head", () => {
    const lines = reportMarkdown(run.record, figures, "en", run.gradients).split("\n");
    const widths = lines.map((line) => (line.startsWith("|") ? line.match(/(?<!\\)\|/g)!.length : 0));
    for (const [index, width] of widths.entries()) {
      if (width > 0 && widths[index - 1]! > 0) expect(width, lines[index]).toBe(widths[index - 1]);
    }
    expect(widths.filter((width, index) => width > 0 && !widths[index - 1])).toHaveLength(7);
  });

  it("escapes what would begin a list or a heading, and leaves numbers alone", () => {
    const nameOf = (name: string) => reportMarkdown({ ...run.record, name }, [], "en").split("\n")[0];
    const names = ["1. first", "## two", "- three", "-", "4)", "0.5", "-5", "#6"];
    const escaped = ["1\\. first", "\\## two", "\\- three", "\\-", "4\\)", "0.5", "-5", "#6"];
    expect(names.map(nameOf)).toEqual(escaped.map((name) => `# ${name}`));
  });

  it("refers to the figures beside it", () => {
    const links = [...reportMarkdown(run.record, figures, "en", run.gradients).matchAll(/^!\[([^\]]+)\]\((\S+)\)$/gm)];
    expect(links.map((link) => link[2])).toEqual(figures.map(({ name }) => `figures/${name}.svg`));
    expect(links.map((link) => link[1])).toEqual(figures.map(({ title }) => title));
  });

  it("shows a long history in part, with first, last and best epoch", () => {
    const [first] = run.record.history;
    const history = Array.from({ length: 1000 }, (_, i) => ({
      ...first!,
      epoch: i + 1,
      valLoss: i === 502 ? 0.01 : 1,
    }));
    const markdown = reportMarkdown({ ...run.record, history }, [], "en");
    const epochs = [...markdown.matchAll(/^\| (\*\*)?([\d,]+)(?:\*\*)? \|.* (?:s|ms|min|h)(?:\*\*)? \|$/gm)];
    expect(epochs.length).toBeLessThan(50);
    expect(epochs[0]?.[2]).toBe("1");
    expect(epochs.at(-1)?.[2]).toBe("1,000");
    expect(epochs.filter((match) => match[1]).map((match) => match[2])).toEqual(["503"]);
    expect(markdown).toContain("Every 25 epochs");
  });

  it("names the model, whatever it is made of", () => {
    const aimOf = (model: Parameters<typeof parseModel>[0]) => {
      const record = { ...run.record, spec: { ...run.record.spec, model: parseModel(model) } };
      return /This run trained (.*?) \(/.exec(reportMarkdown(record, [], "en"))?.[1];
    };
    expect(
      aimOf(recurrent({ cell: "gru", hiddenSize: 1500, numLayers: 3, bidirectional: false, pooling: "last" })),
    ).toBe("a 3-layer GRU of 1,500 hidden units");
    expect(aimOf(recurrent({ numLayers: 8, bidirectional: false }))).toBe(
      "an 8-layer LSTM of 64 hidden units with attention over time",
    );
    expect(aimOf(recurrent({ cell: "rnn", numLayers: 1, bidirectional: false, pooling: "max" }))).toBe(
      "an RNN of 64 hidden units",
    );
    const { layers } = recurrent({ numLayers: 1, bidirectional: false, pooling: "last" });
    expect(aimOf({ layers: [{ layer: "avgPool", kernelSize: 3, stride: 1 }, { layer: "dropout" }, ...layers] })).toBe(
      "an LSTM of 64 hidden units behind avgPool",
    );
    expect(aimOf(cnn())).toBe("a 1-D CNN of 3 convolutions");
    expect(aimOf({ layers: [{ layer: "last" }] })).toBe("a network of 1 layer");
    const inner = { layer: "residual", layers: [{ layer: "conv1d", outChannels: 1, kernelSize: 1 }] } as const;
    expect(
      aimOf({
        layers: [
          { ...inner, layers: [...inner.layers] },
          { layer: "gru", hiddenSize: 2 },
        ],
      }),
    ).toBe("a network of 1 convolution and GRU layers");
  });
});
