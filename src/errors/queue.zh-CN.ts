/** Simplified Chinese errors of the queue: its database, its sweeps, its workers and the files in it. Part of `zh-CN.ts`. */
import { gigabytes } from "./core.en.ts";
import type { queueErrors as english } from "./queue.en.ts";

const STATES: Readonly<Record<string, string>> = {
  open: "进行中",
  paused: "已暂停",
  cancelled: "已取消",
  done: "已完成",
};

export const queueErrors: typeof english = {
  // The database
  "queue.store": () =>
    "队列需要 PostgreSQL 中的运行库。请在所有主机上设置相同的 TIDELAB_STORE=postgres://用户:密码@主机/数据库；其余见 docs/queue.md。",
  "queue.absent": () => "队列需要可选的软件包 pg-boss，尚未安装。请用 npm install pg-boss@10 安装。",
  "queue.notSetUp": () =>
    "该数据库还没有队列。请由数据库所有者运行 tidelab worker --setup 建立；其他人所需的权限见 docs/queue.md。",

  // Sweeps
  "queue.sweepTaken": (p) =>
    `队列中已有同名的实验，来自 ${p.owner}。请换一个名称，在那里继续，或用 tidelab sweep cancel ${p.name} 结束它。`,
  "queue.noSweep": (p) =>
    `队列中没有这个名称的实验。${p.known === "" ? "队列是空的：请用 tidelab sweep sweep.json --queue 加入实验。" : `已有：${p.known}。`}`,
  "queue.state": (p) =>
    `需要${STATES[p.expected]}的实验，收到的实验${STATES[p.state] ?? p.state}。tidelab sweep status 列出所有实验；用开始实验的命令可继续：tidelab sweep sweep.json --queue。`,
  "queue.priority": (p) =>
    `需要 -${p.most} 到 ${p.most} 之间的整数，收到的是 ${p.received}。数值大的实验先运行；通常为 0。`,
  "queue.tag": (p) =>
    `标签应由不超过 30 个小写字母、数字和连字符组成，收到的是 ${JSON.stringify(p.received)}。请写成 gpu 或 large-memory 这样。`,
  "queue.onlyQueue": (p) => `${p.flag} 只用于队列中的实验。请加上 --queue，或去掉它。`,

  // Workers
  "queue.otherBuild": (p) =>
    `本机的 Tidelab（${p.received}）与 ${p.other}（${p.expected}）的计算结果不是逐位相同的。请用 npm install tidelab@<版本> 在所有主机上安装同一版本，或等队列中的实验结束。`,
  "queue.noFused": (p) =>
    `${p.other} 需要融合乘加指令的内核，而本机处理器没有该指令。请在实验的 base 中写入 "numerics": "portable"，或在别的主机上启动工作进程。`,
  "queue.job": (p) =>
    `队列中有一项任务无法使用：${p.reason}。该任务没有运行。请用 tidelab sweep cancel 取消其实验，再重新开始。`,

  // Files in the store
  "blob.tooLarge": (p) =>
    `文件不应超过 ${gigabytes(p.most)} GB，收到的有 ${gigabytes(p.received)} GB。请把它放到所有主机共享的文件夹，并用 --data <文件夹> 启动工作进程。`,
  "blob.changed": (p) =>
    `实验开始后文件被改动：需要 SHA-256 ${p.expected}，收到的是 ${p.received}。请恢复文件，或换一个实验名称。`,
  "blob.gone": (p) => `运行库中没有 SHA-256 为 ${p.sha256} 的文件。请再次运行该实验的命令：它会补传缺少的文件。`,
  "blob.damaged": (p) =>
    `运行库中的文件与其 SHA-256 ${p.sha256} 不符：数据库已损坏。没有写入任何内容。请从备份恢复数据库。`,
  "pull.noFiles": (p) =>
    `运行库中只有 ${p.run} 的记录，没有它的文件：只有队列的工作进程保存的运行才有。请从训练它的地方复制其文件夹。`,
};
