/** A spec in a link comes back as it was, on any host; what is cut, changed, hostile or newer ends in a sentence. */
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32 } from "../../src/bytes/crc32.ts";
import { describeError, TidelabError } from "../../src/errors/errors.ts";
import { readSpecLink, specLink } from "../../src/runs/link.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { shortSpec } from "../../src/spec/short.ts";
import { cnn, recurrent } from "../../src/zoo/index.ts";
import { tinySpec } from "./tiny.ts";

async function failureOf(link: string): Promise<TidelabError> {
  const error = await readSpecLink(link).catch((reason: unknown) => reason);
  if (error instanceof TidelabError) return error;
  throw new Error(`no error of ours: ${String(error)}`);
}

/** A link as somebody else's program writes it: with Node's zlib. */
function linkOf(json: string | Uint8Array): string {
  const body = `1.${deflateRawSync(json).toString("base64url")}`;
  return `${body}.${crc32(Buffer.from(body)).toString(16).padStart(8, "0")}`;
}

const lab = parseSpec({ name: "lab", data: { kind: "waves" }, model: recurrent({ hiddenSize: 64, dropout: 0.3 }) });
const specs = {
  lab,
  small: tinySpec(),
  cnn: parseSpec({
    seed: 12,
    data: { kind: "waves", kinds: ["sine", "square", "triangle"], noise: 0.25 },
    model: cnn({ channels: [16, 32], classes: 3 }),
    transforms: [{ transform: "normalise" }],
    training: { epochs: 3, schedule: { kind: "cosine", warmup: 1 }, earlyStopping: { patience: 2 }, restoreBest: true },
  }),
  files: parseSpec({
    data: { kind: "files", train: ["步行.csv", "run.csv"], reading: { columns: { label: "class" } } },
    split: { kind: "groups", train: 0.6 },
    model: cnn({ channels: [4] }),
  }),
};

describe("a link", () => {
  it.each(Object.entries(specs))("brings %s back, and is a link", async (_, spec) => {
    const link = await specLink(spec);
    expect(link).toMatch(/^1\.[\w-]+\.[0-9a-f]{8}$/);
    expect(await readSpecLink(link)).toEqual(spec);
    expect(await readSpecLink(` ${link}\n`)).toEqual(spec);
    expect(await readSpecLink(linkOf(JSON.stringify(spec)))).toEqual(spec);
  });

  it("of the lab is short: what has its default is not in it", async () => {
    expect((await specLink(lab)).length).toBeLessThan(300);
    expect(shortSpec(tinySpec({ training: { epochs: 2, batchSize: 16, lr: 1e-3 } })).training).toEqual({
      epochs: 2,
      batchSize: 16,
    });
  });

  it("is refused where it was cut or mistyped, wherever that is", async () => {
    const link = await specLink(lab);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: link.length - 1 }), async (length) => {
        expect((await failureOf(link.slice(0, length))).code).toBe("link.cut");
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: link.length - 1 }), async (at) => {
        const other = link[at] === "a" ? "b" : "a";
        expect((await failureOf(link.slice(0, at) + other + link.slice(at + 1))).code).toBe("link.cut");
      }),
    );
    for (const text of ["", "1", "1..", "javascript:alert(1)", "1.<b>.00000000", "../../etc/passwd"]) {
      expect((await failureOf(text)).code, text).toBe("link.cut");
    }
  });

  it("of a newer version is refused by that", async () => {
    const error = await failureOf("2.AAAA.BBBB");
    expect(error.code).toBe("link.newer");
    expect(describeError(error)).toContain("received version 2");
  });

  it("is refused where it is too long, to write and to read", async () => {
    const names = Array.from({ length: 2_000 }, (_, index) => `${(index * 7919) % 100_003}.csv`);
    const long = parseSpec({ data: { kind: "files", train: names }, model: cnn({ channels: [4] }) });
    await expect(specLink(long)).rejects.toMatchObject({ code: "link.long" });
    expect((await failureOf(`1.${"A".repeat(7_000)}.00000000`)).code).toBe("link.long");
  });

  it("that holds no spec, too much or nonsense says so", async () => {
    const bomb = linkOf(`"${" ".repeat(3_000_000)}"`);
    expect(bomb.length).toBeLessThan(6_000);
    const deep = linkOf("[".repeat(50_000));
    const wrong = `1.${Buffer.from([255, 255, 255]).toString("base64url")}`;
    const noDeflate = `${wrong}.${crc32(Buffer.from(wrong)).toString(16).padStart(8, "0")}`;
    for (const link of [bomb, deep, noDeflate, linkOf("{"), linkOf(new Uint8Array([34, 255, 34]))]) {
      expect((await failureOf(link)).code).toBe("link.content");
    }
  });

  it("with a spec that does not fit leads to the key", async () => {
    const error = await failureOf(linkOf(JSON.stringify({ ...shortSpec(lab), training: { lr: -5 } })));
    expect([error.code, error.path]).toEqual(["spec.range", "training.lr"]);
    const polluted = await failureOf(linkOf(`{"__proto__":{"x":1},"model":${JSON.stringify(lab.model)}}`));
    expect(polluted.code).toBe("spec.unknownKey");
    expect((await failureOf(linkOf("[1]"))).code).toBe("spec.type");
  });
});
