/** Simplified Chinese texts of the commands about experiments and records. Part of `zh-CN.ts`. */
import type { experimentCommands as commands, experimentTexts as texts } from "./experiments.en.ts";
import { queueCommandTexts, queueTexts, workerCommand } from "./queue.zh-CN.ts";

export const experimentCommands: typeof commands = {
  sweep: {
    about: "运行一项对照实验：按文件改变设置，各组使用相同的种子",
    file: "JSON 文件，写明 base、axes 和 seeds；见 docs/experiments.md",
    out: "实验的文件夹（默认：sweeps/<名称>）；再次运行同一命令会从中断处继续",
    jobs: "同时进行的运行数，每次运行占一个线程（默认：与机器核数相同）",
    maxRuns: "做完这么多次运行后结束；同一命令可继续",
    budget: "不再开始无法在此时间内结束的运行：90s、10m、2h",
    exitCodes: `实验结束时会在其文件夹中写入报告 report.html 和 report.md。发散或被剪枝的运行也算结果，退出码为 0；有运行中途失败（再次运行同一命令会重做），或没有任何结果时，退出码为 1。`,
    examples: `  tidelab sweep examples/sweep.json
  tidelab sweep examples/tpe-sweep.json --jobs 2 --budget 10m
  tidelab sweep examples/sweep.json --out sweeps/begun --max-runs 4 --json
  tidelab sweep examples/sweep.json --queue
  tidelab sweep status cells-and-rates`,
    ...queueCommandTexts,
  },
  ...workerCommand,
  exercise: {
    about: "运行实验课的一个任务（现成的对照实验）",
    task: (p) => `${p.names.join("、")} 或 all`,
    quick: "序列和种子都较少：全部任务只需几分钟",
    out: "存放各实验文件夹的位置（默认：sweeps）",
    examples: `  tidelab exercise structure --quick
  tidelab exercise all`,
  },
  runs: {
    about: "列出运行库中的运行，可筛选和排序",
    filter: "键=值，也可用 != < <= > >=，以及 ~ 表示包含；键可为列名、配置中的路径、tag 或 note",
    sort: "按某一列或配置中的路径排序，从小到大（默认：最新的在前）",
    reverse: "反转顺序",
    limit: "只显示这么多（默认：屏幕上 20 次，否则全部）",
    trash: "改为列出已移除的运行",
    note: "给一次运行写备注",
    noteText: "备注内容",
    tag: "给一次运行加标签",
    untag: "去掉一次运行的标签",
    tags: "不含空格和逗号的词",
    run: "运行：其文件夹、名称、编号或编号的开头",
    rm: "把运行移到旁边的回收文件夹",
    restore: "恢复已移除的运行",
    export: "把运行库写成 JSON 行",
    exportFile: "新文件（默认：标准输出）",
    import: "加入 JSON 行中的运行和实验",
    importFile: "runs export 写出的文件；- 表示标准输入",
    rebuild: "由运行的文件夹重建已损坏的运行库，或补上缺少的部分",
    folders: "查找的位置（默认：runs 和 sweeps）",
    pull: "把工作进程保存的一次运行从运行库取到文件夹",
    pullOut: "存放它的文件夹，须为新建或空（默认：runs/<日期>-<名称>）",
    gc: "从 PostgreSQL 运行库中删除不再被任何运行或任务需要的文件",
    gcDryRun: "只说明会删除什么",
    examples: `  tidelab runs
  tidelab runs --filter status=finished --filter training.lr=0.01 --sort bestValLoss --limit 10
  tidelab runs note runs/mine "学习率更大"
  tidelab runs export --output runs.jsonl
  tidelab runs rebuild
  tidelab runs pull 3fa9c1d0 --out runs/pulled
  tidelab runs rm runs/forked`,
  },
  compare: {
    about: "显示各次运行的配置有何不同，再并列其指标",
    runs: "两次或更多运行：文件夹、编号或名称",
    examples: `  tidelab compare runs/mine runs/forked
  tidelab compare runs/mine runs/forked --json`,
  },
  fork: {
    about: "改变某些设置，再做一次已记录的运行",
    run: "运行：其文件夹、名称、编号或编号的开头",
    set: "配置中的一个值：training.lr=0.01；可重复给出",
    continue: "从该运行训练好的权重开始，再按配置中的轮数训练（默认：从头开始）",
    examples: `  tidelab fork runs/mine --set training.lr=0.003 --out runs/forked
  tidelab fork runs/mine --continue --set training.epochs=5 --set training.lr=0.0001`,
  },
};

export const experimentTexts: typeof texts = {
  ...queueTexts,

  // Files of these commands
  sweepFile: "JSON 格式的对照实验",
  linesFile: "由 tidelab runs export 写出的 JSON 行文件",

  // Run store
  notRecorded: (p) =>
    `运行已保存在 ${p.folder}，但未能记入运行库：${p.reason} 之后可用 tidelab runs rebuild ${p.folder} 补上。`,
  noRuns: (p) => `${p.store} 中没有运行。`,
  runsRunning: (p) => `仍在运行，未列出：${p.folders.join("、")}。`,
  runsInterrupted: (p) => `已中断，未列出：${p.folders.join("、")}。继续运行：tidelab resume ${p.folders[0]}`,
  runsShown: (p) => `显示 ${p.all} 次运行中的 ${p.shown} 次。`,
  runsPage: (p) => `显示 ${p.all} 次运行中的 ${p.shown} 次；--limit ${p.found} 可显示更多。`,
  runsTable: {
    columns: [
      "编号",
      "名称",
      "开始时间",
      "状态",
      "轮数",
      "最佳验证损失",
      "验证准确率",
      "测试准确率",
      "参数量",
      "文件夹",
      "标签和备注",
    ],
    statuses: { finished: "已完成", stopped: "已停止", diverged: "发散" },
  },
  runRemoved: (p) =>
    p.to === undefined
      ? `已移除 ${p.id}；${p.isForeign ? `${p.from} 未作改动。` : `其文件夹 ${p.from} 早已不在。`}`
      : `已移除 ${p.id}：${p.from} 移到了 ${p.to}。用 tidelab runs restore ${p.id} 可恢复。`,
  runRestored: (p) => `已将 ${p.id} 恢复到 ${p.folder}。`,
  exported: (p) => `已将 ${p.count} 行写入 ${p.path}。`,
  imported: (p) =>
    `已加入 ${p.runs.added} 次运行（另有 ${p.runs.known} 次已有）和 ${p.sweeps.added} 项实验（另有 ${p.sweeps.known} 项已有）。${p.skipped === 0 ? "" : `跳过了 ${p.skipped} 行。`}`,
  moreWarnings: (p) => `……另有 ${p.more} 条；--json 会全部列出。`,
  aboutSetAside: (p) => `此文件中的备注、标签和来源无法读取，已保留为 ${p.path}。`,
  folderForeign: (p) =>
    `${p.folder} 里不是运行 ${p.id}，因此没有改动其中的内容。tidelab runs rebuild 会找到该运行现在的位置。`,
  setAside: (p) => `损坏的运行库现在是 ${p.path}。`,
  rebuilt: (p) =>
    `运行库现有来自文件夹的 ${p.runs} 次运行和 ${p.sweeps} 项实验。${p.skipped === 0 ? "" : `跳过了 ${p.skipped} 个文件夹。`}`,

  // Comparison
  sameSpecs: "配置相同。",
  runMetrics: {
    status: "状态",
    numerics: "数值内核",
    parameters: "参数量",
    epochs: "轮数",
    bestEpoch: "最佳轮次（按 training.monitor）",
    bestValLoss: "  验证损失",
    bestValAccuracy: "  验证准确率",
    trainLoss: "最后一轮：训练损失",
    valLoss: "  验证损失",
    valAccuracy: "  验证准确率",
    testLoss: "测试损失（所保留的权重）",
    testAccuracy: "测试准确率（所保留的权重）",
    seconds: "时间",
  },

  // Fork
  forked: (p) => `新的运行名为 ${p.name}，保存在 ${p.folder}。`,
  nothingChanges: (p) => `没有任何改动：设定的值与 ${p.id} 原有的相同，因此只是同一运行再做一遍，权重也会相同。`,
  beganWith: "起始权重",
  freshWeights: "随机初始化",
  weightsOf: (p) => `${p.run} 的权重`,
  earlierWeightsOf: (p) => `${p.run} 较早的权重`,
  restarting: (p) => `由 ${p.id}（${p.folder}）派生，从头开始。`,
  continuing: (p) => `由 ${p.id}（${p.folder}）派生，从其权重继续，优化器重新开始。`,

  // Sweeps
  sweepHeadline: (p) => `对照实验 ${p.name}：${p.arms} 组，每组 ${p.seeds} 个种子`,
  sweepGoesOn: (p) => `${p.total} 次运行中已完成 ${p.done} 次。`,
  sweepProgress: (p) => `${p.done}/${p.total} 次运行`,
  sweepProposed: (p) => `TPE 接着尝试 ${p.arms.join("、")}`,
  sweepBest: {
    valLoss: "最佳验证损失，各种子的均值",
    valAccuracy: "最佳验证准确率，各种子的均值",
    trainLoss: "最佳训练损失，各种子的均值",
  },
  sweepStopping: "正在停止：已完成的运行会保留，进行中的不会。再次运行同一命令可继续。",
  sweepNotRecorded: (p) =>
    `实验继续进行，但不再记入运行库：${p.reason} 实验的文件夹中有全部内容，之后可用 tidelab runs rebuild 补上。`,
  sweepEnded: {
    stopped: (p) => `已停止，还剩 ${p.left} 次运行。再次运行同一命令可继续。`,
    maxRuns: (p) => `已达 --max-runs，还剩 ${p.left} 次运行。再次运行同一命令可继续。`,
    budget: (p) => `已达 --budget，还剩 ${p.left} 次运行。再次运行同一命令可继续。`,
  },
  sweepNoResult: (p) =>
    p.failures === 1
      ? "实验没有任何结果：唯一的一次运行发散、被剪枝或失败。"
      : `实验没有任何结果：${p.failures} 次运行全部发散、被剪枝或失败。`,
  sweepBroken: (p) => `${p.broken} 次运行中途失败。再次运行同一命令会重做它们。`,
  sweepReportLater: (p) => `tidelab report ${p.folder} 可为已有的结果生成报告。`,
  sweepSaved: (p) => `已保存到 ${p.folder}：每次运行一个文件夹，另有 sweep.json。`,
  sweepColumns: ["组", "n", "验证损失（最佳轮次）", "该轮验证准确率", "测试准确率", "参数量", "无结果"],
};
