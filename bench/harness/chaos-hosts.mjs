/** What bench/queue-chaos.mjs breaks: a PostgreSQL of its own, hosts as network namespaces, clocks that are wrong, a disk that is full. */
import { execFile } from "node:child_process";
import { appendFile, mkdir, readFile, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";

const run = promisify(execFile);
const script = fileURLToPath(new URL("../../.ci/postgres", import.meta.url));
const PORT = 54331;
/** Of all hosts, in namespaces: `10.77.<host>.2` reaches this machine as `10.77.<host>.1`. */
const NETWORK = "10.77";

/** @param {string} command  @param {string[]} args  @returns whether it can be done here */
async function can(command, ...args) {
  try {
    await run(command, args);
    return true;
  } catch {
    return false;
  }
}

/** @typedef {(() => Promise<unknown>)[]} Undo  steps that undo what was done, of which the last comes first */

/**
 * @param {string} folder
 * @param {Undo} undo
 */
export async function createDatabase(folder, undo) {
  const place = join(folder, "postgres");
  const env = { ...process.env, TIDELAB_POSTGRES_FOLDER: place, TIDELAB_POSTGRES_PORT: String(PORT) };
  // The server has a user of its own, who goes through.
  await run("chmod", ["755", folder]);
  await run(script, ["start"], { env });
  undo.push(() => run(script, ["stop"], { env }));
  // It listens to the namespaces too, and starts so from now on.
  await appendFile(join(place, "data/pg_hba.conf"), `host all all ${NETWORK}.0.0/16 trust\n`);
  const restart = async (mode = "immediate") => {
    const { stdout } = await run("find", ["/usr/lib/postgresql", "-name", "pg_ctl"]);
    const server = stdout.trim().split("\n").sort().at(-1) ?? "";
    const options = `-p ${PORT} -k ${place} -c listen_addresses=*`;
    const args = ["-D", join(place, "data"), "-m", mode, "-w", "-l", join(place, "log"), "-o", options, "restart"];
    await (process.getuid?.() === 0
      ? run("runuser", ["-u", "postgres", "--", server, ...args], { cwd: "/" })
      : run(server, args));
  };
  await restart("fast");
  const url = `postgres://postgres@127.0.0.1:${PORT}/postgres`;
  return {
    url,
    /** Of the server, until it is started again. */
    pid: Number((await readFile(join(place, "data/postmaster.pid"), "utf8")).split("\n")[0]),
    /** As after a crash: nothing is said to anybody, and the log is played back. */
    restart: () => restart(),
    async cut() {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client
        .query("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()")
        .catch(() => {});
      await client.end();
    },
  };
}

/** The library by which `faketime` shifts a clock. @returns undefined where there is none */
async function clockLibrary() {
  try {
    return (await run("faketime", ["-f", "+1h", "printenv", "LD_PRELOAD"])).stdout.trim();
  } catch {
    return undefined;
  }
}

/**
 * @param {number} count
 * @param {{ url: string }} database
 * @param {Undo} undo
 */
export async function createHosts(count, database, undo) {
  const hasNamespaces = await can("ip", "netns", "add", "tidelab-chaos-probe");
  if (hasNamespaces) await run("ip", ["netns", "del", "tidelab-chaos-probe"]);
  else console.error("Hosts are processes: this user may not make network namespaces.");
  const faketime = await clockLibrary();
  if (faketime === undefined) console.error("All clocks are right: there is no faketime here.");
  const hosts = [];
  for (let number = 0; number < count; number++) {
    const skew = faketime === undefined ? "" : (["", "+1h", "-1h"][number] ?? "");
    // Not the command itself: it would be killed in place of the worker.
    const clock = skew ? ["env", `LD_PRELOAD=${faketime}`, `FAKETIME=${skew}`, "FAKETIME_DONT_FAKE_MONOTONIC=1"] : [];
    const name = `host-${number}`;
    hosts.push(
      hasNamespaces
        ? await createNamespace(number, name, clock, skew, database.url, undo)
        : {
            name,
            is: `process${skew && `, clock ${skew}`}`,
            prefix: clock,
            url: database.url,
            unplug: undefined,
          },
    );
  }
  return hosts;
}

/**
 * @param {number} number
 * @param {string} name
 * @param {readonly string[]} clock
 * @param {string} skew
 * @param {string} url
 * @param {Undo} undo
 */
async function createNamespace(number, name, clock, skew, url, undo) {
  const [space, here, there] = [`tidelab-chaos-${number}`, `tlc${number}a`, `tlc${number}b`];
  const ip = (/** @type {string[]} */ ...args) => run("ip", args);
  // Of a run that was ended.
  await run("ip", ["netns", "del", space]).catch(() => {});
  await run("ip", ["link", "del", here]).catch(() => {});
  await ip("netns", "add", space);
  undo.push(() => ip("netns", "del", space));
  await ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", space);
  await ip("addr", "add", `${NETWORK}.${number}.1/24`, "dev", here);
  await ip("link", "set", here, "up");
  await ip("-n", space, "addr", "add", `${NETWORK}.${number}.2/24`, "dev", there);
  await ip("-n", space, "link", "set", there, "up");
  await ip("-n", space, "link", "set", "lo", "up");
  const address = new URL(url);
  address.hostname = `${NETWORK}.${number}.1`;
  return {
    name,
    is: `network namespace${skew && `, clock ${skew}`}`,
    prefix: ["ip", "netns", "exec", space, ...clock],
    url: address.href,
    /** Takes its network away, and gives it back. @param {number} seconds */
    async unplug(seconds) {
      await ip("link", "set", here, "down");
      await setTimeout(seconds * 1000);
      await ip("link", "set", here, "up");
    },
  };
}

/** A file system with a megabyte, nearly full. @param {string} folder  @param {Undo} undo  @returns undefined where this user may not make one */
export async function fullDisk(folder, undo) {
  await mkdir(folder);
  if (!(await can("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder))) {
    console.error("No disk is full: this user may not mount one.");
    return undefined;
  }
  undo.push(() => run("umount", [folder]));
  const { bavail, bsize } = await statfs(folder);
  await writeFile(join(folder, "filled"), new Uint8Array((bavail - 2) * bsize));
  return { folder };
}
