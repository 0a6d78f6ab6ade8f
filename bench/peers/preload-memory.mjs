/** Preloaded into a child (`node --import`): writes its peak of resident memory in MB to file descriptor 3 at its end. */
import { writeSync } from "node:fs";
import { peakMegabytes } from "./peak-memory.mjs";

process.on("exit", () => writeSync(3, `${peakMegabytes()}\n`));
