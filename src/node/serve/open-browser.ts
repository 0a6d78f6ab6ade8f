/** Opens an address in the user's browser, where there is one. Node only. */
import { spawn } from "node:child_process";

type Environment = Readonly<Record<string, string | undefined>>;

/** The program that opens an address and its arguments; undefined where nobody would see the browser. */
export function browserCommand(
  url: string,
  platform: NodeJS.Platform,
  env: Environment,
): readonly [string, ...string[]] | undefined {
  if (env.CI || env.SSH_CONNECTION) return undefined;
  if (platform === "darwin") return ["open", url];
  // Not `start`, which takes an address for a line of a shell.
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", url];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ["xdg-open", url] : undefined;
}

/** @returns whether there is a program that was asked to; a browser that does not start is no failure, for the address is printed */
export function openBrowser(url: string, env: Environment): boolean {
  const command = browserCommand(url, process.platform, env);
  if (command === undefined) return false;
  const [program, ...args] = command;
  const child = spawn(program, args, { detached: true, stdio: "ignore" });
  child.on("error", () => {});
  child.unref();
  return true;
}
