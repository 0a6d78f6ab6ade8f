/** Simplified Chinese texts of the commands about the queue. Part of `experiments.zh-CN.ts`. */
import type { queueCommandTexts as commands, queueTexts as texts, workerCommand as worker } from "./queue.en.ts";

export const queueCommandTexts: typeof commands = {
  // sweep
  queue: "把运行放入 TIDELAB_STORE 的队列，由各工作进程领取；没有 --jobs 时本命令自己不运行",
  tag: "只让带此标签的工作进程领取这些运行（用 --device gpu 时为 gpu）",
  priority: "数值大的实验先运行（默认：0）",
  status: "显示队列中一项实验的进度",
  statusName: "实验的名称（默认：队列中的所有实验）",
  name: "实验的名称",
  pause: "不再开始某项实验的运行；正在进行的继续",
  resume: "让已暂停的实验继续",
  cancel: "把一项实验从队列中取出；已有结果保留",
  retry: "重试因出错而搁置的运行",
  workers: "列出队列的工作进程",
};

export const workerCommand: typeof worker = {
  worker: {
    about: "从 TIDELAB_STORE 的队列领取实验的运行，直到被要求停止",
    jobs: "同时进行的运行数，每次运行占一个线程（默认：与机器核数相同）",
    tag: "也领取带此标签的运行；可多次给出",
    data: "存放序列文件的文件夹，位于各主机共享的磁盘上（默认：从运行库取得）",
    folder: "存放序列和未完成运行的文件夹（默认：系统临时文件夹中的 tidelab-worker）",
    idle: "这么长时间没有运行可做就退出：90s、10m（默认：一直等待）",
    setup: "在数据库中建立队列所需的内容（每个 --tag 各一处），然后退出",
    examples: `  tidelab worker --setup
  tidelab worker --jobs 4
  tidelab worker --tag gpu --idle 10m`,
  },
};

export const queueTexts: typeof texts = {
  // A sweep in the queue
  queuedSweep: (p) =>
    p.workers === 0
      ? "已放入队列；还没有工作进程。请在任一主机上用相同的 TIDELAB_STORE 启动：tidelab worker"
      : `已放入队列；有 ${p.workers} 个工作进程，可同时进行 ${p.slots} 次运行。`,
  queuePaused: (p) => `该实验已暂停：用 tidelab sweep resume ${p.name} 继续。`,
  queueAway: (p) => `数据库没有响应，正在重试：${p.reason}`,
  queueBack: "数据库已恢复响应。",
  queueLeft: (p) =>
    `队列中还有 ${p.left} 次运行，工作进程会继续。再次运行同一命令可收取结果；tidelab sweep cancel ${p.name} 可将其取出。`,
  queueAlarm: (p) =>
    `警报：${p.arm}（种子 ${p.seed}）的两次运行不是逐位相同（${p.what === "weights" ? "权重" : `${p.what.replace("epoch", "第")} 轮`}）：${p.first.host}（${p.first.build}）上为 ${p.first.value}，${p.second.host}（${p.second.build}）上为 ${p.second.value}。其中一台主机计算有误；保留了先得到的结果。`,

  // A worker
  workerEntered: (p) =>
    `工作进程已就绪：${p.build}；同时进行 ${p.slots} 次运行${p.tags.length > 0 ? `；标签 ${p.tags.join("、")}` : ""}。`,
  workerTook: (p) => `${p.sweep} · ${p.arm} · 种子 ${p.seed}：${p.isResumed ? "从检查点继续" : "开始"}`,
  workerEnded: (p) => `${p.sweep} · ${p.arm} · 种子 ${p.seed}：${p.how === "saved" ? "已保存" : "已放回队列"}`,
  workerFailed: (p) => `${p.sweep} · ${p.arm} · 种子 ${p.seed} 中途失败：${p.message}`,
  workerDraining: "正在停止：运行会留下检查点并回到队列。",
  workerGone: (p) => `保存了 ${p.saved} 次运行。`,
  queueReady: (p) => `${p.store} 中的队列已就绪${p.tags.length > 0 ? `，标签 ${p.tags.join("、")}` : ""}。`,

  // Looking at it
  queueStates: { open: "进行中", paused: "已暂停", cancelled: "已取消", done: "已完成" },
  queueEmpty: "队列中没有实验。可用 tidelab sweep sweep.json --queue 加入",
  sweepsTable: ["实验", "状态", "等待", "进行", "已保存", "搁置", "来自"],
  queueRate: (p) =>
    `每分钟 ${p.perMinute < 10 ? p.perMinute.toFixed(1) : Math.round(p.perMinute)} 次运行${p.minutes === undefined ? "" : `；约剩 ${Math.max(1, Math.round(p.minutes))} 分钟`}。`,
  runningTable: ["进行中", "种子", "轮次", "主机"],
  parkedTable: ["搁置", "种子", "错误"],
  workersTable: ["主机", "进程", "状态", "运行", "已保存", "标签", "构建", "最近消息"],
  workerStates: { working: "工作中", draining: "正在停止", gone: "已退出", lost: "失去联系" },
  noWorkers: "最近一天没有工作进程。",
  secondsAgo: (p) => `${p.seconds} 秒前`,
  sweepPaused: (p) => `已暂停 ${p.name}：${p.jobs} 次运行在等待。用 tidelab sweep resume ${p.name} 继续。`,
  sweepResumed: (p) => `${p.name} 继续，还有 ${p.jobs} 次运行。`,
  sweepCancelled: (p) => `已从队列取出 ${p.name} 的 ${p.jobs} 次运行。`,
  sweepRetried: (p) => `将重试 ${p.name} 的 ${p.jobs} 次运行。`,
  unusedFiles: (p) =>
    `${p.isDry ? "将删除" : "已删除"} ${p.files} 个不再需要的文件，共 ${(p.bytes / 1e6).toFixed(1)} MB。`,
  pulled: (p) => `已把 ${p.id} 取到 ${p.folder}：${p.files} 个文件，均已核对。`,
};
