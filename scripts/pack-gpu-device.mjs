// Makes a folder from which scripts/gpu-device.mjs runs on a bare machine: node scripts/pack-gpu-device.mjs <folder>
// It holds Node and Dawn, compressed, and the script with all that it imports. 35 MB for Linux on x64.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("expected a folder: node scripts/pack-gpu-device.mjs <folder>");
mkdirSync(folder, { recursive: true });

const options = { bundle: true, format: "esm", platform: "node", target: "node20" };
await build({ ...options, entryPoints: [`${root}scripts/gpu-device.mjs`], outfile: `${folder}/gpu-device.mjs` });
// Worker threads are started on the file of this name beside the script.
await build({ ...options, entryPoints: [`${root}dist/node/worker.js`], outfile: `${folder}/worker.js` });
copyFileSync(`${root}scripts/gpu_device_torch.py`, `${folder}/gpu_device_torch.py`);
writeFileSync(`${folder}/package.json`, '{ "type": "module" }\n');

const dawn = `${root}node_modules/webgpu/dist/linux-x64/dawn.node`;
for (const [file, name] of [
  [process.execPath, "node"],
  [dawn, "dawn.node"],
]) {
  if (existsSync(`${folder}/${name}.xz`)) continue; // it takes minutes
  execFileSync("sh", ["-c", 'xz -T2 -3 -c "$1" > "$2/$3.xz"', "sh", file, folder, name]);
}
writeFileSync(
  `${folder}/run.sh`,
  `#!/bin/sh
# Runs the checks: sh run.sh [out.json]. Needs a Vulkan loader (Debian's libvulkan1) and the driver of the GPU.
cd "$(dirname "$0")" || exit 1
[ -x node ] || { xz -dk node.xz && chmod +x node; } || exit 1
[ -f dawn.node ] || xz -dk dawn.node.xz || exit 1
DAWN_NODE=./dawn.node exec ./node gpu-device.mjs "$@"
`,
);
console.log(`carry ${folder}; there: sh ${folder}/run.sh $OUT/gpu.json`);
