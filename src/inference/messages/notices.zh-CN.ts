/** Chinese notices about a table that was read. */
import type { tableNotices as english } from "./notices.en.ts";

export const tableNotices: typeof english = {
  numberedHeader: (p) =>
    `${p.path}：第一行（…、${p.last}）像是依次编排的列号，已当作表头。若它是一条序列，请在它上面加表头：t0、t1、…。`,
  indexColumn: (p) => `${p.path}：未读取 ${p.name} 列，从列名看它是行号。`,
  oddColumns: (p) =>
    `${p.path}：${p.names} 的列名与其他列不同，仍作为时间步读取。若它是序列的名称或类别，请改名为 id 或 label。`,
  fallingColumns: (p) =>
    `${p.path}：列名中的数字从 ${p.first} 递减到 ${p.last}，仍按从左到右的顺序读取。若时间方向相反，请颠倒列的顺序。`,
  evenRow: (p) => `${p.path}：这一行的数值等间隔，像是列号或时间，仍作为一条序列读取。若它是表头，请删除。`,
  decimalComma: () => "数字中的逗号按小数点读取。",
  titleRows: (p) => `${p.path}：表格上方的 ${p.count} 行已略去${p.title === "" ? "" : `（${p.title}）`}。`,
  comments: (p) => `以 # 开头的 ${p.count} 行作为注释略过。`,
  padding: (p) => `${p.path}：${p.count} 条序列末尾的 NaN 视为补齐长度的填充，已去掉。`,
  axes: (p) =>
    `${p.path}：数组 (${p.shape}) 的各轴读作序列、${p.axes === "NTC" ? "时间步、通道" : "通道、时间步"}，因为时间步通常多于通道。`,
  coarse: (p) =>
    `${p.path}：${p.name ?? `通道 ${p.channel}`} 在第一条有变化的序列中从 ${p.least} 到 ${p.most}，float32 在此处的间隔为 ${Number(p.step.toPrecision(3))}，最多只有 ${Math.round((p.most - p.least) / p.step) + 1} 个不同的值，会丢失小数位${p.count > 1 ? `（共 ${p.count} 个这样的通道）` : ""}。请在文件中把该列减去一个常数，如最小值；若它是时间，请指出：--time <列名>。`,
  ignoredColumns: (p) => `${p.names}：数值在列表中，这些列未使用。`,
  labelColumn: (p) =>
    `${p.path}：${p.place === "first" ? "第一列" : "最后一列"}${p.look === "text" ? "是文本" : "只有少数几个整数"}，读作类别。`,
  missingClass: (p) => `${p.path}：标签 ${p.name} 作为一个类别读取。若它表示没有标签，请去掉这些序列。`,
  filled: (p) => `填补了 ${p.count} 个缺失值（${p.rule}）。`,
  missingCode: (p) =>
    `${p.path}：${p.code} 与其他值相差很远（共 ${p.count} 格），仍按数字读取。若它表示缺失值，请把单元格留空，并指定如何填补：训练文件用 --missing，predict 用 --fill。`,
  summaryRow: (p) =>
    `${p.path}：序列 ${p.series} 这一行${p.summary === "name" ? "的名称像是汇总行" : `恰好是以上各行的${SUMMARIES[p.summary]}`}，仍作为一条序列读取。若它是汇总行，请删除。`,
  growingRow: (p) =>
    `${p.path}：第一行的数值一直递增，像是各列的时间，仍作为一条序列读取。若它是表头，请删除，或改写成 t0、t1、…。`,
  repeatedId: (p) =>
    `${p.path}：有 ${p.count} 行的 id 与前面的行重复（第一个是 ${p.id}），每行仍各作一条序列。若这些行是同一序列的各个时间步，请用 --layout long（或把该列命名为 series）。`,
  returningId: (p) =>
    `${p.path}：序列 ${p.id} 始于 ${p.begins}，中间隔着其他序列的行，到这里又出现${p.count > 1 ? `（共 ${p.count} 条序列如此）` : ""}。没有时间列，因此按文件中的先后顺序读作一条序列。若是两条序列，请用不同的名称；若某一列是时间，请指出：--time <列名>。`,
  unevenTime: (p) =>
    `有 ${p.count} 条序列的 ${p.column} 间隔不均匀（第一条是 ${p.series}，间隔 ${p.shortest} 到 ${p.longest}）。模型只看时间步的次序，不看时间：请先重采样为等间隔（训练时用 --resample <时间>）。`,
  otherRate: (p) =>
    `序列 ${p.series} 的 ${p.column} 间隔为 ${p.step}，序列 ${p.first} 的为 ${p.firstStep}${p.count > 1 ? `（共 ${p.count} 条序列与 ${p.first} 不同）` : ""}。模型只看时间步的次序，不看时间：请把所有序列重采样到同一间隔，即训练数据的采样间隔（训练时用 --resample <时间>）。`,
  oddChannels: (p) =>
    `${p.names} 在每条序列中都${{ even: "等间隔，像是时间", constant: "不变，像是编号或类别", growing: "只增不减，像是时间或计数" }[p.look]}，仍作为通道读取。若它不是通道，请去掉，或命名为 time 或 label。`,
  turnedRound: (p) =>
    `表有 ${p.rows} 行 ${p.columns} 列，行数和列数都可能是序列的步数，目前把每行读作一条序列。${p.isRougherAlongRows ? "但同一行内数值的变化比同一列内更大，像是转置过的表。" : ""}若每列才是一条序列，请转置（pandas 中用 df.T）。`,
  wholeColumn: (p) =>
    `${p.place === "first" ? "第一" : "最后一"}列全是整数，像 UCR 数据集文件中的类别或行号，目前作为时间步读取。若它不是时间步，请去掉，或加表头，把它命名为 id（若是运行的类别名，则命名为 label）。`,
  otherScale: (p) =>
    `表中绝对值最大的数是 ${Number(p.largest.toPrecision(3))}，训练数据中是 ${Number(p.trained.toPrecision(3))}。请确认单位与训练数据相同。`,
  otherSize: (p) =>
    `${p.channel === "" ? "数值" : `通道 ${p.channel} 的数值`}的均方根为 ${Number(p.size.toPrecision(3))}，训练数据的为 ${Number(p.trained.toPrecision(3))}。请确认单位与训练数据相同。`,
  otherMean: (p) =>
    `${p.channel === "" ? "数值" : `通道 ${p.channel} 的数值`}的平均值为 ${Number(p.mean.toPrecision(3))}，训练数据的为 ${Number(p.trained.toPrecision(3))}，标准差为 ${Number(p.deviation.toPrecision(3))}。请确认单位与训练数据相同。`,
  otherSampling: (p) =>
    p.unit === "seconds"
      ? `${p.path}：相邻时间相差 ${Number(p.step.toPrecision(6))} 秒，而 ${p.first} 中相差 ${Number(p.firstStep.toPrecision(6))} 秒。模型只读步数，不读时间：请把序列重采样到同一采样率。`
      : `${p.path}：相邻时间相差 ${Number(p.step.toPrecision(6))}，而 ${p.first} 中相差 ${Number(p.firstStep.toPrecision(6))}。模型只读步数，不读时间：除非只是时间单位不同，否则请把序列重采样到同一采样率。`,
  otherTimes: (p) =>
    `${p.path}：时间是${p.areDates ? "日期" : "数字"}，而 ${p.first} 中是${p.areDates ? "数字" : "日期"}，两者的间隔无法比较。模型只读步数，不读时间：请确认两者的采样率相同。`,
  alikeClasses: (p) =>
    `类别 ${p.first} 与 ${p.second} 读作两个类别，但只是写法不同${p.count > 1 ? `（这样的共 ${p.count} 对）` : ""}。若是同一类别，请统一写法。`,
  manyClasses: (p) =>
    `${p.series} 条序列有 ${p.classes} 个类别：若它们是要预测的数值或序列的名称，就不是类别。请指出类别所在的列：--label <列名>。`,
  unnamedChannels: (p) => `${p.path}：文件没有通道名，目前依次当作 ${p.names}。`,
};
const SUMMARIES = { sum: "总和", mean: "平均值", max: "最大值", min: "最小值" };
