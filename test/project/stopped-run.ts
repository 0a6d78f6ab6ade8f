/** Makes the run that the examples of `resume` continue: one that Ctrl-C stopped, after its first epoch. */
import { spawn } from "node:child_process";
import { once } from "node:events";

export async function stopARun(main: string, cwd: string, out: string): Promise<void> {
  const args = [main, ..."lab --samples 60 --length 12 --hidden 3 --layers 1 --epochs 200 --threads 1".split(" ")];
  const child = spawn(process.execPath, [...args, "--out", out], {
    cwd,
    env: { ...process.env, TIDELAB_STORE: "off" },
  });
  let isStopped = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (isStopped || !text.includes("Epoch ")) return;
    isStopped = true;
    child.kill("SIGINT");
  });
  child.stderr.resume();
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 130) throw new Error(`expected the run to be stopped, received exit code ${code}`);
}
