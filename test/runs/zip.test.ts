/** Archives of runs: Python unpacks ours, we unpack Python's, and an archive that lies is refused. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { entriesOf } from "../../src/bytes/unzip.ts";
import { checkZip, unzipFiles, zipFiles } from "../../src/runs/zip.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const FILES = new Map([
  ["lab/run.json", encode('{"a": 1}\n')],
  ["lab/实验.bin", Uint8Array.of(0, 255, 1)],
  ["empty", new Uint8Array()],
]);

const python = ["/opt/oracle/bin/python", "/usr/bin/python3"].find(existsSync);

it("gives back what it was given, the same bytes each time", async () => {
  const archive = zipFiles(FILES);
  expect(await unzipFiles(archive, "a.zip")).toEqual(FILES);
  expect(zipFiles(FILES)).toEqual(archive);
});

it.skipIf(!python)("is read by Python's zipfile, and reads its deflated archives", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tidelab-zip-"));
  writeFileSync(join(folder, "a.zip"), zipFiles(FILES));
  const script = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1] + "/a.zip") as a:
    assert a.testzip() is None
    with zipfile.ZipFile(sys.argv[1] + "/b.zip", "w", zipfile.ZIP_DEFLATED) as b:
        b.mkdir("lab") if hasattr(b, "mkdir") else None
        for name in a.namelist():
            b.writestr(name, a.read(name))
`;
  execFileSync(python!, ["-c", script, folder]);
  expect(await unzipFiles(new Uint8Array(readFileSync(join(folder, "b.zip"))), "b.zip")).toEqual(FILES);
});

it("refuses what is cut off, and what says it unpacks to more than a host holds", async () => {
  const archive = zipFiles(FILES);
  await expect(unzipFiles(archive.subarray(0, -5), "a.zip")).rejects.toMatchObject({ code: "zip.damaged" });
  const lying = archive.slice();
  const view = new DataView(lying.buffer);
  const directory = view.getUint32(lying.length - 22 + 16, true);
  view.setUint32(directory + 24, 0xf0000000, true);
  await expect(unzipFiles(lying, "a.zip")).rejects.toMatchObject({ code: "packed.ratio", path: "a.zip" });
});

/** @param unpacked  bytes that the directory says of the first entry */
function claiming(archive: Uint8Array<ArrayBuffer>, unpacked: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(archive.buffer);
  view.setUint32(view.getUint32(archive.length - 22 + 16, true) + 24, unpacked, true);
  return archive;
}

it("refuses by its directory what unpacks to very many times its size, before it unpacks anything", async () => {
  const packed = zipFiles(new Map([["run.json", new Uint8Array(1_500_000)]]));
  const many = claiming(packed.slice(), 1_500_000_000);
  await expect(unzipFiles(many, "a.zip")).rejects.toMatchObject({
    ...{ code: "packed.ratio", path: "a.zip" },
    message: expect.stringContaining("200 times its size, received one of 1.5 MB that unpacks to 1500 MB. If you know"),
  });
  expect(() => entriesOf(many, "a.npz")).toThrowError(expect.objectContaining({ code: "packed.ratio" }));
  // Two hundred times is what a sparse table has: it is read, and found to be something else.
  const some = claiming(packed.slice(), 290_000_000);
  await expect(unzipFiles(some, "a.zip")).rejects.toMatchObject({ code: "zip.damaged" });
  await expect(unzipFiles(some, "a.zip", 200_000_000)).rejects.toMatchObject({
    message:
      "a.zip: expected a zip archive of at most 200 MB unpacked, received one of 290 MB. Make several archives of fewer files.",
  });
});

it("stops unpacking where an entry goes on beyond what it says", async () => {
  const zeros = new Uint8Array(100_000);
  const packed = new Blob([zeros]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const body = new Uint8Array(await new Response(packed).arrayBuffer());
  const archive = zipFiles(new Map([["bomb", body]]));
  const view = new DataView(archive.buffer);
  const directory = view.getUint32(archive.length - 22 + 16, true);
  view.setUint16(directory + 10, 8, true);
  view.setUint32(directory + 24, 10, true);
  await expect(unzipFiles(archive, "a.zip")).rejects.toMatchObject({ code: "zip.damaged", path: "a.zip/bomb" });
});

/** An archive of a gigabyte, of which only the last bytes are there to be read. */
function gigabyte(archive: Uint8Array<ArrayBuffer>) {
  const before = 2 ** 30 - archive.length;
  const end = archive.slice();
  const view = new DataView(end.buffer);
  view.setUint32(end.length - 22 + 16, view.getUint32(end.length - 22 + 16, true) + before, true);
  const read: number[] = [];
  const slice = (from: number, to: number) => {
    read.push(to - from);
    const bytes = new Uint8Array(to - from);
    bytes.set(end.subarray(Math.max(0, from - before), to - before), Math.max(0, before - from));
    return new Blob([bytes]);
  };
  return { size: 2 ** 30, slice, bytesRead: () => read.reduce((sum, some) => sum + some, 0) };
}

it("is refused before it is read, by its last bytes, for what they say or because they say nothing", async () => {
  const archive = zipFiles(FILES);
  const good = gigabyte(archive);
  await checkZip(good, "a.zip");
  await expect(checkZip(good, "a.zip", 5)).rejects.toMatchObject({ code: "zip.large", params: { bytes: 12, most: 5 } });
  expect(good.bytesRead()).toBeLessThan(200_000);
  const large = gigabyte(claiming(archive.slice(), 3_000_000_000));
  await expect(checkZip(large, "a.zip")).rejects.toMatchObject({ code: "zip.large", path: "a.zip" });
  const many = new Blob([claiming(archive.slice(), 1_500_000_000)]);
  await expect(checkZip(many, "a.zip")).rejects.toMatchObject({ code: "packed.ratio" });
  const none = gigabyte(new Uint8Array(30));
  await expect(checkZip(none, "a.zip")).rejects.toMatchObject({ code: "zip.damaged" });
  expect(none.bytesRead()).toBeLessThan(100_000);
  const cut = new Blob([archive.subarray(100)]);
  await expect(checkZip(cut, "a.zip")).rejects.toMatchObject({ code: "zip.damaged" });
});
