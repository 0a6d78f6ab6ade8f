/** Simplified Chinese errors of the run store and of lists of runs. Part of `experiments.zh-CN.ts`. */
import type { storeErrors as english } from "./store.en.ts";

const WHAT = { class: "类别标签", arm: "组", file: "文件路径" };

export const storeErrors: typeof english = {
  // The database
  "store.address": () =>
    "无法识别此地址。请写成 postgres://用户:密码@主机:端口/数据库（密码中的特殊字符用百分号编码：@ 写作 %40，/ 写作 %2F）、SQLite 文件名，或 off。",
  "store.newer": (p) =>
    `运行库的结构已到 ${p.received}，本版 Tidelab 只认识到 ${p.most}：它由更新的版本写成。请用 npm install tidelab@latest 升级，或用 TIDELAB_STORE 指定另一个库。`,
  "store.corrupt": (p) =>
    `文件已损坏或不是 SQLite 数据库：${p.reason}。运行本身都在各自的文件夹中：tidelab runs rebuild 会把该文件移开，并由这些文件夹重建运行库。`,
  "store.damaged": (p) =>
    `运行库中有无法读取的行：${p.reason}。运行本身都在各自的文件夹中：请用 TIDELAB_STORE 指定一个空数据库，再用 tidelab runs rebuild 填入。`,
  "store.foreign": (p) =>
    `该数据库属于其他程序（表：${p.tables}）。未作任何改动。请用 TIDELAB_STORE 指定另一个数据库。`,
  "store.unopened": (p) =>
    `无法打开运行库：${p.reason}。请确认路径是一个文件，所在文件夹存在并可写，且磁盘未满；或用 TIDELAB_STORE 指定另一个文件。`,
  "store.readOnly": (p) =>
    `无法写入运行库：${p.reason}。请修改文件及其文件夹的权限，或用 TIDELAB_STORE 指定另一个文件。`,
  "store.disk": (p) =>
    `读写运行库失败：${p.reason}。请确认磁盘已连接且未满，然后重试；或用 TIDELAB_STORE 指定另一个文件。缺少的运行可用 tidelab runs rebuild 补上。`,
  "store.busy": (p) =>
    `另一个进程锁定运行库已达 ${p.seconds} 秒。请等它结束后再试；缺少的运行可用 tidelab runs rebuild 补上。`,
  "store.unreachable": (p) =>
    `无法连接 PostgreSQL：${p.reason}。请检查 TIDELAB_STORE，并确认服务器正在运行；缺少的运行可用 tidelab runs rebuild 补上。`,
  "store.certificate": (p) =>
    `无法信任 PostgreSQL 服务器的证书：${p.reason}。请在 TIDELAB_STORE 中加上 sslmode=verify-full&sslrootcert=<文件>（签发该证书的机构的证书），并使用证书所属的主机名。`,
  "store.certificateFile": (p) =>
    `无法读取 TIDELAB_STORE 中为 TLS 指定的文件：${p.reason}。请改正其中的 sslrootcert、sslcert 或 sslkey；相对路径从当前文件夹算起。`,
  "store.lost": (p) =>
    `与 PostgreSQL 的连接已中断：${p.reason}。没有写入一半的数据。请重试；缺少的运行可用 tidelab runs rebuild 补上。`,
  "store.refused": (p) => `数据库拒绝了这些数据：${p.reason}。`,
  "store.off": () => "没有运行库：TIDELAB_STORE 为 off。请取消该设置，或给出文件名或 postgres:// 地址。",

  // Runs in it
  "store.noRun": () =>
    "需要库中的一次运行（文件夹、编号或其开头、名称），收到的都不是。tidelab runs 列出所有运行；tidelab runs rebuild 添加文件夹中的运行。",
  "store.ambiguous": (p) => `需要一次运行，收到的名称属于 ${p.count} 次（${p.ids} …）。请给出文件夹或编号。`,
  "store.about": (p) =>
    `无法读取备注、标签和来源：${p.reason}。请修正该文件，或写一条备注：损坏的文件会保留在新文件旁边。`,

  // Lines of an export
  "store.line": () => "需要由 tidelab runs export 写出的一行，收到的不是。请恢复或删除该行。",
  "store.lineNewer": (p) =>
    `行的版本应不新于 ${p.most}，收到的是 ${p.received}。它由更新版本的 Tidelab 写成：请用 npm install tidelab@latest 升级。`,
  "store.place": (p) =>
    `需要项目内的文件夹（相对路径），收到的是 ${p.received}。不接受别处的运行文件夹；请先把运行复制到这里，再用 tidelab runs rebuild 添加。`,
  "store.startedAt": (p) => `startedAt 应为 ISO 8601 时间，收到的是 ${p.received}。请恢复它。`,
  "store.duplicate": (p) => `每个${WHAT[p.what]}只能出现一次，${p.received} 出现了两次。请恢复该记录。`,
  "store.text": (p) => `${p.key} 中含有 NUL 字符或不完整的代理对。请将其删除。`,

  // Lists
  "runs.filter": (p) =>
    `需要键、${p.operators} 之一和值，收到的是 ${JSON.stringify(p.received)}。请写成 status=finished 或 "training.lr<0.01"。`,
  "runs.filterValue": (p) =>
    `${p.key} 需要${p.kind === "number" ? "数字" : " true 或 false"}，收到的是 ${JSON.stringify(p.received)}。请写成 ${p.kind === "number" ? `"${p.key}<0.01"` : `${p.key}=true`}；运算符有 = != < <= > >= 和 ~（包含）。`,
  "runs.filterChoice": (p) =>
    `${p.key} 应为 ${p.values} 之一，收到的是 ${JSON.stringify(p.received)}。${p.nearest ? `是否想写 ${p.nearest}？` : ""}`,
  "runs.key": (p) =>
    `需要列名或运行配置中的路径，收到的是 ${p.received}。${p.nearest ? `是否想写 ${p.nearest}？` : `列名有 ${p.fields}。`}`,
  "runs.keyShort": (p) =>
    `应为只对应一个路径的键，收到的是 ${p.received}，有多个路径以它结尾：${p.paths}。请写出完整路径。`,
  "runs.tag": (p) =>
    `标签不能含空格或逗号，且不超过 ${p.most} 个字符，收到的是 ${JSON.stringify(p.received)}。多个标签请分开写。`,
};
