/** Files of a folder that are opened as series, and those that are not. */
import { expect, it } from "vitest";
import { seriesAmong } from "../src/state/series-among.ts";
import { filesOfInput } from "../src/verify/gather.ts";

it("are those of known formats; what systems leave in folders is not counted", () => {
  const paths = ["s/ada/1.csv", "s/ada/2.CSV.gz", "s/photo.jpg", "s/.DS_Store", "s/.git/a.csv", "__MACOSX/s/1.csv"];
  const { series, others } = seriesAmong(paths.map((path) => ({ path, blob: new File(["x"], "x") })));
  expect(series.map(({ name }) => name)).toEqual(["s/ada/1.csv", "s/ada/2.CSV.gz"]);
  expect(others).toBe(1);
});

it("is whatever was given by itself, under the path that the browser has for it", () => {
  const alone = new File(["x"], "series.dat");
  const inside = Object.defineProperty(new File(["x"], "1.csv"), "webkitRelativePath", { value: "s/ada/1.csv" });
  const { series, others } = seriesAmong(filesOfInput([alone, inside] as unknown as FileList));
  expect([series, others]).toEqual([
    [
      { name: "series.dat", file: alone },
      { name: "s/ada/1.csv", file: inside },
    ],
    0,
  ]);
});
