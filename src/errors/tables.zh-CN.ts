/** Simplified Chinese errors of tables that are read, and of `predict`. */

import { type NamePart, optionFlags, useFlags } from "./column-flags.ts";
import type { ErrorMessages } from "./errors.ts";
import { flagValue, nameListOf } from "./flag-value.ts";
import type { CsvQuoteProblem, tableErrors as english, FileFormat, LengthCause } from "./tables.en.ts";
import { megabytes } from "./units.ts";

const NAMES: Readonly<Record<NamePart, string>> = {
  file: "文件名",
  folder: "文件夹名",
  grandparent: "上一级文件夹名",
};
const IN_FOLDERS = { folder: "所在的文件夹", grandparent: "所在文件夹的上一级文件夹" };

export const tableErrors: Pick<ErrorMessages, keyof typeof english> = {
  "file.format": (p) =>
    `需要${{ csv: "文本形式的 CSV 表", json: "文本形式的 JSON", series: "时间序列文件" }[p.kind]}，收到的是${fileFormats[p.format][0]}（按文件开头的字节判断）。${p.kind === "json" ? "请检查路径。" : fileFormats[p.format][1]}`,
  "file.encoding": (p) =>
    `需要 ${p.encoding} 编码的文本，收到的字节 0x${p.byte} 不符合这种编码，名称会变成乱码。请给出文件的编码（--encoding gbk；读取选项中的 encoding），或另存为 UTF-8（Excel 中选“CSV UTF-8”；或用 iconv -f GBK -t UTF-8）。`,

  // 任何格式
  "reader.format": (p) => `格式可以是 ${p.known}，收到的是 ${p.received}。省略时按文件内容判断。`,
  "reader.option": (p) =>
    `需要 ${p.format} 格式用得上的选项，收到的是 ${optionFlags[p.option] ?? p.option}（data.reading 中的 ${p.option}），它只用于 ${p.known}。请去掉它，或给出文件的实际格式。`,
  "reader.encoding": (p) => `编码应为 utf-8、utf-16le、gbk 等，收到的是 ${p.received}。UTF-8 和 UTF-16 可以省略。`,
  "reader.lineTooLong": (p) => `每行最多 ${p.most} 个字符，收到的更长。请检查换行符。`,
  "reader.steps": (p) =>
    `${stepCauses[p.cause]}应有 ${p.expected} 个时间步，收到的是 ${p.received} 个。请更正，或去掉这条序列。`,
  "reader.channels": (p) =>
    `${p.cause === "declared" ? "按文件头所写，" : "与第一条序列一样，"}应有 ${p.expected} 个通道，收到的是 ${p.received} 个。请更正，或去掉这条序列。`,
  "reader.label": (p) =>
    `类别应为文件头列出的之一（${p.known.join("、")}），收到的是${p.received === "" ? "空" : ` ${p.received}`}。${p.nearest === undefined ? "请更正类别，或把它加到文件头中。" : `是不是 ${p.nearest}？`}`,
  "reader.time": (p) =>
    `需要数字或 2024-05-01T12:00:00 这样的日期作为时间，收到的是${p.received === "" ? "空" : ` ${p.received}`}。请更正。`,
  "reader.timeKind": (p) =>
    `前面的时间都是${p.expected === "date" ? "日期" : "数"}，这里也应如此，收到的是 ${p.received}。请让所有序列的时间为同一种。`,
  "reader.timeOrder": (p) =>
    `序列 ${p.series} 的时间应逐步增大，收到的 ${p.received} 却在 ${p.previous} 之后。请按时间排序，或把不同的序列分开。`,
  "reader.otherTimes": (p) =>
    `同一序列的各通道应有相同的时间，收到的是 ${p.received}，第一个通道此处是 ${p.expected}。请把各通道重采样到相同的时间。`,
  "reader.noColumn": (p) =>
    `需要名为 ${p.name} 的列，收到的只有 ${p.known}。${p.nearest === undefined ? "请更正列名。" : `是不是 ${p.nearest}？`}`,
  "reader.twoRoles": (p) =>
    p.first === p.second
      ? `每一列只应给出一次，${useFlags[p.first]} 中 ${p.name} 出现了两次。请去掉其中一个。`
      : `每一列只能有一种用途，${p.name} 同时用于 ${useFlags[p.first]} 和 ${useFlags[p.second]}。请去掉其中一个，或改用另一列。`,
  "reader.noValues": () => "一条序列至少需要一个值，收到的没有。请去掉这条序列。",
  "reader.layout": (p) =>
    `从列名应能看出每行是一条序列还是一个时间步，收到的列名是 ${p.names}。请写明：--layout long 和 --id <列名>，或 --layout wide（读取选项中的 layout 和 columns）。`,
  "reader.list": (p) =>
    `这里需要数值列表，${p.received === "" ? "这里没有" : `收到的是 ${p.received}`}。请更正或删除这一行。`,
  "reader.noColumns": (p) =>
    `至少需要一个数值列，收到的是 ${p.names}。请写明：--channels a,b（读取选项中的 columns.channels）。`,
  "reader.inexactName": (p) =>
    `需要名称，或不超过 2^53 的整数，收到的是 ${p.received}：更大的整数会与其他数变成同一个。请加引号写成文本（NumPy 中用 y.astype(str)）。`,
  "reader.oneStep": (p) =>
    `一条序列应有多个时间步，收到的 ${p.count} 条序列都只有一个，因为 ${p.time === undefined ? `${p.series} 被当作序列名，每行是该序列的一个时间步` : `${p.time} 被当作时间步的时间`}。若每行是一条序列，请用 --layout wide；若每行是一个时间步，请用 --layout long，序列名若在另一列，请指明：--id <列>。`,
  "reader.oneStepLeft": (p) =>
    `一条序列应有多个时间步，而 ${p.resample} 的步长比所有序列都长，每条只剩一步。请给出更短的时间：--resample（读取选项中的 resample）。`,
  "reader.textColumn": (p) =>
    `${p.column} 列需要数字，收到的是文本 ${p.received}。请说明该列是什么：类别（--label ${flagValue(p.column)}）、序列名（--id ${flagValue(p.column)}）或分组（--group ${flagValue(p.column)}）；都不是则略去：--ignore-columns ${flagValue(nameListOf([p.column]))}（读取选项中的 columns）。`,
  "reader.nested": (p) =>
    `应与第一条序列一样是${p.isNested ? "列表中的列表" : "数值列表"}，收到的是${p.isNested ? "数值列表" : "列表中的列表"}。请更正或删除该序列。`,
  "reader.precision": (p) =>
    `数值应能用 float32 区分，${p.name === undefined ? `第 ${p.channel} 个通道` : `${p.name} 列`}中的数却又大又接近，许多会变成同一个数（例如 1970 年以来的毫秒数）。${p.name === undefined ? "请减去其中最小的数，或去掉它们。" : `若是时间，请用 --time ${p.name}；若是名称，请用 --id 或 --group ${p.name}；也可用 --channels 列出数值列。若是测量值，请减去其中最小的数。`}`,
  "reader.noName": (p) => `${p.column} 列需要文本，收到的没有。请填写。`,
  "reader.labelCount": (p) =>
    `每条序列一个标签，应有 ${p.expected} 个，收到的是 ${p.received} 个。请给出与这些序列对应的文件。`,
  "reader.twoLabels": (p) =>
    `另给标签文件时，序列自身不应有标签，收到的序列已有标签（第一个是 ${p.label}）。请去掉标签文件，或给出 labels none。`,
  "reader.ownLabels": (p) =>
    `已要求从${NAMES[p.from]}取类别，序列自身不应再有类别，收到的序列已有类别（第一个是 ${p.label}）。请去掉 --label-from（读取选项 labelFrom），或去掉类别列：--ignore-columns <列名>。`,
  "reader.ownGroups": (p) =>
    `已要求从${NAMES[p.from]}取分组，序列自身不应再有分组，收到的序列已有分组（第一个是 ${p.group}）。请去掉 --group-from（读取选项 groupFrom），或去掉分组列：--ignore-columns <列名>。`,
  "reader.sameName": (p) =>
    `类别和分组应在路径的不同部分，收到的是两者都取自${NAMES[p.from]}：这样每个类别就是一个分组，没有哪个类别既能训练又能测试。请让其中之一取自另一部分：file、folder 或 grandparent（--label-from、--group-from）。`,
  "reader.nameLabel": (p) =>
    p.from === "file"
      ? `文件名应以类别开头，例如 walking_07.csv，收到的是 ${p.received}。请改名；或把同一类别的文件放进以该类别命名的文件夹：--label-from folder（读取选项 labelFrom）。`
      : `文件${IN_FOLDERS[p.from]}应以其类别命名，例如 walking/${p.from === "folder" ? "" : "ada/"}07.csv，收到的是 ${p.received}。请把文件夹也给出：--data 'recordings/${p.from === "folder" ? "" : "*/"}*/*.csv'；或把类别写在文件名里：--label-from file（读取选项 labelFrom）。`,
  "reader.nameGroup": (p) =>
    p.from === "file"
      ? `文件名应以分组开头，例如 ada_07.csv，收到的是 ${p.received}。请改名；或把同一分组的文件放进以该分组命名的文件夹：--group-from folder（读取选项 groupFrom）。`
      : `文件${IN_FOLDERS[p.from]}应以其分组命名，例如 ada/${p.from === "folder" ? "" : "walking/"}07.csv，收到的是 ${p.received}。请把文件夹也给出：--data 'recordings/${p.from === "folder" ? "" : "*/"}*/*.csv'；或把分组写在文件名里：--group-from file（读取选项 groupFrom）。`,
  "reader.noLabel": () => "这里缺少类别。请补上。",
  "reader.targets": () =>
    "需要类别，收到的是待预测的数值（回归问题）。Tidelab 只做分类；若只读取序列，请给出读取选项 labels: none。",
  "reader.gzip": () => "需要完整的 gzip 文件，收到的已损坏或不完整。请重新获取。",
  "reader.missing": (p) =>
    `每个时间步都需要数值，${p.total} 条序列中有 ${p.series} 条共缺失 ${p.count} 个值，第一个在此处。请更正文件；或选择处理方式：--missing linear、previous 或 mask（readSeries 中 missing: "keep" 得到 NaN）。`,
  "reader.allSkipped": (p) =>
    `至少需要一条可读取的序列，收到的 ${p.count} 条都无法读取，第一处错误在此。请更正；不用 --on-error skip（读取选项 onError）读取可看到具体错误。`,
  "reader.duration": (p) =>
    `${p.isStep ? "resample（--resample）应为 20ms、0.5s、1min、50Hz 这样的时间" : "longestGap（--longest-gap）应为 20ms、0.5s、1min 这样的时间"}，或一个以时间列单位计的数，收到的是 ${p.received}。`,
  "reader.durationUnit": (p) =>
    p.isDate
      ? `文件中的时间是日期，因此需要带单位，收到的 ${p.received} 没有单位。请写 20ms、0.5s、1min 或 50Hz。供已训练的运行预测的新序列，其时间须与训练文件同类。`
      : `文件中的时间是数字，本身没有单位，因此需要不带单位的数，收到的是 ${p.received}。请以该列的单位书写：毫秒列中的 20 毫秒写作 20。供已训练的运行预测的新序列，其时间须与训练文件同类。`,
  "reader.gapAlone": () =>
    "给出最长间隔时还需要重采样的步长，收到的没有。请给出 --resample <时间>（读取选项 resample），或去掉最长间隔。",
  "reader.noTimes": () =>
    "重采样需要各步的时间，收到的没有。请指明时间列（--time <列>，用于每行一个时间步的表），或去掉 --resample。",
  "reader.gap": (p) =>
    `序列 ${p.series} 中相邻两步的间隔不应超过 ${p.longest}${p.given ? "" : "（重采样步长的五倍）"}，收到的两步在其起点之后 ${p.from} 和 ${p.to}。可用 --longest-gap <时间>（读取选项 longestGap）允许，或把序列切成两条，或用 --on-error skip 去掉这样的序列。`,
  "reader.resampledSteps": (p) =>
    `重采样到 ${p.step} 后每条序列最多 ${p.most} 步，收到的是 ${p.steps} 步。请选更长的步长。`,
  "reader.dateOrder": (p) =>
    `需要只有一种读法的日期，如 2024-02-01，收到的是 ${p.received}，可能日在前，也可能月在前。请写明：--dates dmy（日在前）或 --dates mdy（月在前）（读取选项 dates）。`,
  "reader.noNames": (p) => `${p.format} 格式的列没有名称或编号，没有可略去的列。请去掉 --ignore-columns。`,
  "reader.empty": () => "需要至少一条序列，收到的文件中没有。请检查是否选错了文件。",
  "reader.columns": (p) => `需要 ${p.expected} 列，收到的是 ${p.received} 列。请更正或删除这一行。`,
  "reader.number": (p) =>
    `需要 float32 能表示的有限数，${p.received === "" ? "这里没有数" : `收到的是 ${p.received}`}。请更正，或去掉这条序列。`,

  // .ts
  "ts.tag": (p) =>
    `${p.tag} 之后应为${{ flag: " true 或 false", number: "不小于 1 的整数", nothing: "空" }[p.expected]}，收到的是${p.received === "" ? "空" : ` ${p.received}`}。请更正这一行。`,
  "ts.noData": (p) =>
    `序列之前应有一行 @data，收到的是${p.received === "" ? "文件末尾" : ` ${p.received}`}。请加上，或重新获取文件。`,
  "ts.pair": (p) =>
    `文件写明 @timeStamps true，此处应为 (时间,值)，收到的是${p.received === "" ? "空" : ` ${p.received}`}。请更正序列，或改为 @timeStamps false。`,

  // ARFF
  "arff.line": (p) =>
    `这里应为 @relation、@attribute <名称> <类型>、@end 或 @data，收到的是 ${p.received}。请更正这一行。`,
  "arff.noData": () => "序列之前应有一行 @data，收到的是文件末尾。请加上，或重新获取文件。",
  "arff.noEnd": (p) => `@data 之前应有 @end ${p.name}，收到的没有。请结束这个关系型属性。`,
  "arff.type": (p) =>
    `需要数值属性，收到的 ${p.name} 是 ${p.type} 类型。若它是类别、编号或分组，请用 --label、--id 或 --group 说明；若不需要它，请用 --channels a,b 列出含数值的属性（读取选项中的 columns）。`,
  "arff.values": (p) =>
    `需要每个时间步一个数值属性，或一个关系型属性（其中每个时间步一个数值属性）；收到的含数值的属性有 ${p.received} 个，两种混用或一种也没有。`,
  "arff.sparse": () =>
    "每个属性都需要数值，收到的是花括号中的稀疏行。请另存为稠密格式（Weka 的 SparseToNonSparse 过滤器）。",
  "arff.quote": (p) =>
    p.problem === "unclosed"
      ? "此处的引号需要结束引号，收到的是行末。请补上。"
      : "结束引号之后需要逗号，收到的是其他文本。带引号的单元格内，引号请写成 \\'。",

  // NumPy
  "npy.damaged": (p) =>
    `需要 numpy.save 保存的数组，收到的${{ cut: "文件不完整", header: "文件头没有描述数组", longer: "文件比数组长", text: "文本含有不存在的字符" }[p.problem]}。请重新保存。`,
  "npy.type": (p) => `需要数值数组，收到的是${npyTypes[p.type]}。`,
  "npy.dimensions": (p) =>
    `数组应为（序列, 时间步）、（序列, 时间步, 通道）或（序列, 通道, 时间步），收到的形状是 (${p.shape})。请调整形状。`,
  "npy.axes": (p) =>
    `通道通常少于时间步，收到的两个轴都是 ${p.length}，看不出哪一个是时间。请给出读取选项 axes：NTC（序列、时间、通道）或 NCT。`,
  "reader.axes": (p) =>
    `应满足通道数少于时间步数，但每条序列两者都是 ${p.length}：哪一维是时间？请用读取选项 axes 指定：NTC（每个时间步一个通道列表）或 NCT（每个通道一个时间步列表）。`,
  "npy.labels": (p) =>
    `每条序列需要一个标签，收到的数组形状是 (${p.shape})。若是 one-hot 编码，请保存 y.argmax(axis=1)。`,
  "npz.arrays": (p) =>
    `需要一个数值数组，收到的${p.names === "" ? "没有" : `有 ${p.names}`}。请写明数值和标签的数组名：--channels X_train --label y_train（读取选项中的 columns）。`,
  "zip.damaged": () => "需要完整的 zip 文件，收到的已损坏或不完整。请重新获取或保存。",
  "zip.large": (p) =>
    `zip 文件解压后最多 ${megabytes(p.most)} MB，收到的是 ${megabytes(p.bytes)} MB。请分成几个文件较少的压缩包。`,
  "packed.ratio": (p) =>
    `${p.format} 文件解压后最多为自身大小的 ${p.most} 倍，收到的文件有 ${megabytes(p.packed)} MB，解压后${p.format === "gzip" ? "至少" : "为"} ${megabytes(p.unpacked)} MB。若来源可信，请自行解压，再给出其中的文件。`,
  "zip.encrypted": () => "需要未加密的压缩文件，收到的已加密。请先解压。",

  // JSON lines 和 Parquet
  "jsonl.line": (p) =>
    `每行应是一个 JSON 对象或列表，或整个文件是一个对象列表，键不重复，收到的是 ${p.received === "" ? "空" : p.received}。请更正。`,
  "jsonl.list": (p) =>
    `整个文件应是一个对象列表 [{…}, {…}]，其后没有别的内容，收到的${p.received === "" ? "列表没有结尾，文件可能不完整。请重新获取" : `是 ${p.received}。请更正文件，或改成每行一个对象`}。`,
  "jsonl.key": (p) => `各对象的键应与第一个相同，收到的还有 ${p.key}。请让它们的键一致。`,
  "parquet.damaged": (p) => `需要 Parquet 文件，收到的无法解码：${p.reason}。请重新获取或另存。`,
  "parquet.codec": (p) =>
    `列应未压缩，或用 Snappy、gzip、Zstandard、Brotli 或 LZ4 压缩，${p.column} 的压缩方式是 ${p.codec || "未知的"}。请用其中之一另存：pandas.DataFrame.to_parquet(…, compression="zstd")。`,

  // CSV
  "csv.empty": () => "需要一张表，收到的是空文件。请每行写一条序列；或每行写一个时间步，并加上名为 series 的列。",
  "csv.headerOnly": () => "表头之下需要数据行，收到的只有表头。请添加数据。",
  "csv.quote": (p) =>
    `${csvQuoteProblems[p.problem]}${p.mayBeTitle ? "若上面的行是标题而不属于表格，请略去：--skip-rows <行数>。" : ""}`,
  "csv.rowTooLong": (p) =>
    `每行最多 ${p.most} 个字符，收到的更长。请改为每行一个时间步，并加上名为 series 的列；或检查换行符。`,
  "csv.ragged": (p) =>
    `每行应与第一行同为 ${p.expected} 格，收到的是 ${p.received} 格。${p.isSecond ? "若上面的行是标题而不属于表格，请略去：--skip-rows <行数>。" : ""}长度不等的序列请用长格式：每行一个时间步，并有名为 series 的列。`,
  "csv.unnamedColumn": () =>
    "每一列都需要列名，收到的是空列名。若这一行在表格上方，请略去：--skip-rows <行数>。否则请命名，或去掉该列（pandas 中用 to_csv(…, index=False)）。",
  "csv.duplicateColumn": (p) =>
    `列名不能重复，${p.name} 重复出现（第一次在表的第 ${p.first} 列）。请改名或删除其中一列。`,
  "csv.comment": (p) =>
    `这里应是表中的一行，收到的像是注释：${p.received}。请删除这一行；若它是表头，只需去掉开头的符号。`,
  "csv.noSeriesColumn": (p) =>
    `有 ${p.column} 列时还需要名为 series 的列，表中没有。若每行是一个时间步，请写明 --layout long，并用 --id <列> 指明序列名（不写则整个文件是一条序列，可用 --label-from file 从文件名取其类别）；若每行就是一条序列，请写明 --layout wide，${p.column} 列会被略去。`,
  "csv.layout": (p) =>
    `每行一条序列时，各列名应像时间步那样编号（t0、t1、…），一列一个时间步；收到的是 ${p.names}。若每行是一个时间步，请写明 --layout long，并用 --id <列> 指明序列名（不写则整个文件是一条序列）；若每行就是一条序列，这些列是它的时间步，请写明 --layout wide。若最前面的行是表格上方的标题，请略去：--skip-rows <行数>。`,
  "csv.rowNumbers": (p) =>
    `每一列应是一个时间步，第一列却依次是 ${p.from}、…、${p.to}，像是行号。请用 --id 1 写明，或去掉该列；确实是时间步，请写明 --layout wide。`,
  "csv.twoWhole": (p) =>
    `没有表头时，只有一侧的列应是少数几个整数（类别），这里第一列和最后一列都是。请写明类别列：--label 1 或 --label ${p.last}。`,
  "csv.oddColumns": (p) =>
    `各数值列应是带编号的时间步，其中却有 ${p.names}。请写明 ${p.first} 是什么：类别（--label ${flagValue(p.first)}）、序列名（--id ${flagValue(p.first)}）或组（--group ${flagValue(p.first)}）。都不是则略去该列（--ignore-columns ${flagValue(nameListOf([p.first]))}）；确实是时间步，请写明 --layout wide。`,
  "csv.sameRole": (p) =>
    `${p.role === "label" ? "类别" : p.role === "group" ? "组" : "序列名"}只能有一列，收到的有 ${p.other} 和 ${p.name}。请去掉其中一列，或改名。`,
  "csv.countingRow": (p) =>
    `这一行是 ${p.first}、…、${p.last}，看不出它是列号还是一条序列。若是表头，请改写成 t0、t1、…；若是序列，请在它上面加上这样的表头。`,
  "csv.columnOrder": (p) =>
    `各列应按列名中的数字排列，${p.received} 却排在 ${p.previous} 之后。请按数字大小排列各列（按文本排序时 t10 会排在 t2 之前）；若这一行是一条序列，请在它上面加上表头。`,
  "csv.repeatedHeader": () =>
    "这里应是数据行，却又出现了表头。请删除这一行；若文件由多个表拼接而成，只保留第一个表头。",
  "csv.noValues": () => "表中没有数值列，至少需要一列。请添加。",
  "csv.channels": (p) =>
    `需要 ${p.expected} 个通道，收到的是 ${p.received} 个。` +
    (p.layout === "wide"
      ? "每行一条序列的文件只有一个通道；多通道请每行写一个时间步，并有名为 series 的列和每个通道各一列。"
      : "除 series、label、time、index 之外的每一列都是通道，请与模型训练时的通道一致。若每行就是一条序列，序列名那一列请命名为 id，而不是 series。"),
  "csv.notNumber": (p) =>
    `需要数字，收到的是 ${p.received}。请写成 0.5 或 -1e3 的形式，不带单位和千位分隔符。若该列是类别，请用 --label <列> 写明；若是序列名，请用 --id <列>；也可在表头中命名为 label 或 id。表头中的列名要以字母开头。${p.mayBeTitle ? "若最前面的行是表格上方的标题，请略去：--skip-rows <行数>。" : ""}`,
  "csv.notFinite": (p) =>
    `需要有限的数，收到的是${p.received === "" ? "空单元格" : ` ${p.received}`}。这是缺失值：请补上（可用 --fill previous、linear 或 zero 自动填补），或去掉该序列。`,
  "csv.allMissing": (p) => `序列 ${p.series} 有一个通道全部缺失，没有可用来填补的值。请去掉该序列。`,
  "csv.decimalMarks": (p) =>
    `小数点的写法应与前面的数一致，收到的是 ${p.received}：表中既有句点又有逗号。请统一写法，并去掉千位分隔符。`,
  "csv.thousands": (p) =>
    `数字应只有一种读法，收到的却都像 ${p.received}：中间是小数点还是千位分隔符？请指定 --decimal point（句点是小数点）或 --decimal comma（逗号是小数点），或多写几位小数。`,
  "csv.tooLarge": (p) => `需要 float32 能表示的数（不超过 3.4e38），收到的是 ${p.received}。请换用更大的单位。`,
  "csv.emptyName": (p) => `${p.column} 列需要文本，收到的是空单元格。请填写。`,
  "reader.labelChanges": (p) =>
    `序列 ${p.series} 的所有行应有同一个标签，收到的先是 ${p.first}，后是 ${p.received}。请更正标签或序列编号。`,
  "reader.groupChanges": (p) =>
    `序列 ${p.series} 的各行应属于同一组，收到的 ${p.received} 与前面的 ${p.first} 不同。请更正组或序列编号。`,
  "csv.unknownLabel": (p) =>
    `标签应为 ${p.known.join("、")} 之一，收到的是 ${p.received}。` +
    (p.nearest === undefined ? `请更正标签，或去掉 ${p.column} 列：预测不需要类别。` : `是否想写 ${p.nearest}？`),
  "csv.notTime": (p) =>
    `${p.column} 列需要数字或 2024-05-01T12:00:00 形式的日期，收到的是${p.received === "" ? "空单元格" : ` ${p.received}`}。请更正，略去该列（--ignore-columns ${flagValue(nameListOf([p.column]))}），或用 --time <列> 指明另一列是时间。`,
  "csv.timeOrder": (p) =>
    `序列 ${p.series} 的 ${p.column} 应逐行递增，收到的先是 ${p.previous}，后是 ${p.received}。请按时间排序，或给不同的序列不同的编号。若该列不是时间，请用 --channels <列> 列出数值列；若另一列才是时间，请用 --time <列>。`,

  // Series to classify
  "classifier.run": (p) =>
    `需要一次已保存的运行，包括记录和模型，收到的是 ${p.received}。请传入 readRun(record, weights)；在 Node 中也可以传入 await loadRun(folder)。`,
  "classifier.otherLength": (p) =>
    `运行用 ${p.trained} 个时间步的序列训练，收到的序列有 ${p.received} 步。请截取或重采样；若仍要分类，请设 anyLength: true。`,
  "classifier.window": (p) =>
    `序列至少应有 ${p.length} 个时间步，才够一个该长度的窗口，收到的有 ${p.received} 步。请取更短的窗口，或去掉该序列。`,
  "classifier.closed": () => "分类器已关闭，无法再调用。请用 createClassifier 或 loadClassifier 另建一个。",
  "classifier.series": (p) =>
    `需要由序列组成的列表，如 [{ id: "a", values }]，收到的是 ${p.received}。单条序列也请放进列表；数据流请用 stream()。`,
  "classifier.one": (p) => `此处应为一条序列，如 { id: "a", values }，收到的是 ${p.received}。`,
  "classifier.values": (p) =>
    `应为一个或多个完整时间步的值，每步 ${p.channels} 个通道，收到的是 ${p.received} 个值。请按 (T, C) 逐步给出。`,
  "ensemble.runs": (p) =>
    `需要由已保存的运行组成的列表，收到的是 ${p.received}。请传入一次或多次运行：readRun(record, weights)，在 Node 中也可以是 loadRun(folder)。`,
  "ensemble.differ": (p) =>
    `各次运行的类别和通道数应与第一次相同（${p.wanted}），收到的是 ${p.received}。只能对同一数据上的运行取平均。`,
  "ensemble.columns": (p) =>
    `各次运行读取的列及其顺序应与第一次相同（${p.wanted}），收到的是 ${p.received}。只能对按同一顺序读取相同列的运行取平均；其他运行请单独分类。`,
  "predict.notFinite": () => "应得到概率，结果却是 NaN：序列的值使模型溢出。它们的单位与训练数据相同吗？",
  "predict.length": (p) =>
    `模型要求序列至少有 ${p.needs} 个时间步，收到的序列 ${p.series} 长度为 ${p.length}。请去掉它，或给出更长的序列。`,
  "predict.otherLength": (p) =>
    `运行用 ${p.trained} 个时间步的序列训练，收到的序列 ${p.series} 有 ${p.length} 步。${lengthCauses[p.cause](p)}若仍要分类，请加 --any-length。`,
  "predict.jsonTooLong": (p) =>
    `一个 JSON 文档最多容纳 ${p.most} 条序列，收到的是 ${p.received} 条。请去掉 --json：CSV 是分段写出的。`,
  "predict.fill": (p) => `应为 previous、linear 或 zero，收到的是 ${p.received}。可试 previous。`,
  "predict.windows": (p) => `应为窗口的步数，或步数加步距，如 128 或 128:64，收到的是 ${p.received}。`,
  "predict.snapshots": (p) =>
    `应为快照的个数，不写则使用全部，收到的是 ${p.received}。请把运行写在此选项之前：tidelab predict <运行> --input <csv> --snapshots 3。`,
  "predict.fewSnapshots": (p) =>
    `应不超过 ${p.folder} 的 ${p.most} 个快照，收到的是 ${p.received}。不写个数则使用全部。`,
  "predict.windowLength": (p) =>
    `窗口应为 ${p.trained} 步，与训练的序列相同，收到的是 ${p.received} 步。可试 --windows ${p.trained}；若仍要分类其他窗口，请加 --any-length。`,
  "predict.decimal": (p) => `应为 point 或 comma，收到的是 ${p.received}。不写时由数字的写法决定。`,
};

const npyTypes = {
  object: " Python 对象。若是标签，请保存 y.astype(str)；若序列长度不等，请用 NaN 补齐到同一长度，末尾的 NaN 会被去掉",
  complex: "复数。请把实部和虚部或模存为通道",
  time: "时间。请只保存数值",
  struct: "带字段的记录。请只保存一个数值数组",
  text: "文本。请写明数值数组的名称",
  other: "其他类型。请存为 float32",
};

const stepCauses = { declared: "按文件头所写，", channel: "与前一个通道一样，", first: "与第一条序列一样，" };

const csvQuoteProblems: Record<CsvQuoteProblem, string> = {
  unclosed: '该单元格以 " 开始，需要结束的 "，收到的是文件末尾。请补上。',
  afterClosing: '结束的 " 之后单元格应结束，收到的还有文本。引号单元格内的 " 请写成 ""。',
  inside: '没有引号的单元格内不能有 "。请给整个单元格加引号，并把其中的 " 写成 ""。',
};

export const lengthCauses: Record<LengthCause, (p: { names: string }) => string> = {
  transposed: () =>
    "表的行数正好等于训练序列的步数：看来表是转置的，每列一条序列。请把它转置过来（pandas 中用 df.T）。",
  columns: (p) => `${p.names} 列与其他列不同：若是编号，请命名为 id；若是类别，请命名为 label；或去掉该列。`,
  firstColumn: () =>
    "第一列全是整数，像 UCR 数据集文件中的类别或行号：请去掉它，或加表头，把它命名为 id（若是运行的类别名，则命名为 label）。",
  lastColumn: () => "最后一列全是整数，像是类别：请去掉它，或加表头，把它命名为 label。",
  extra: () => "数值中可能混有编号、行号或类别列：请在表头中命名为 id 或 label，或去掉该列。",
  unknown: () => "请给出这一长度的序列。",
};

const fileFormats: Record<FileFormat, readonly [name: string, advice: string]> = {
  gzip: [" gzip 压缩文件", "请先解压：gunzip -c file.gz | tidelab predict <run> --input -。"],
  zip: [" zip 压缩包", "请先解压。"],
  npy: [" NumPy 文件（.npy）", '请存为文本：numpy.savetxt("series.csv", x, delimiter=",")。'],
  npz: [" NumPy 压缩包（.npz）", '请把其中的数组存为文本：numpy.savetxt("series.csv", x, delimiter=",")。'],
  parquet: [" Parquet 文件", '请存为 CSV：pandas.read_parquet(…).to_csv("series.csv", index=False)。'],
  arrow: [" Arrow 或 Feather 文件", '请存为 CSV：pandas.read_feather(…).to_csv("series.csv", index=False)。'],
  hdf5: [" HDF5 文件", "请把其中的表存为 CSV。"],
  xls: [" Excel 工作簿（.xls）", "请把工作表另存为“CSV UTF-8”。"],
  xlsx: [" Excel 工作簿（.xlsx）", "请把工作表另存为“CSV UTF-8”。"],
  ods: [" OpenDocument 电子表格（.ods）", "请把工作表另存为 UTF-8 编码的 CSV。"],
  pdf: [" PDF", "请把表导出为 CSV。"],
  sqlite: [" SQLite 数据库", "请导出表：sqlite3 -header -csv file.db 'select …'。"],
  bzip2: [" bzip2 压缩文件", "请先用 bunzip2 解压。"],
  xz: [" xz 压缩文件", "请先用 unxz 解压。"],
  zstd: [" Zstandard 压缩文件", "请先用 unzstd 解压。"],
  sevenZip: [" 7-Zip 压缩包", "请先解压。"],
  rar: [" RAR 压缩包", "请先解压。"],
  tar: [" tar 归档", "请先解开。"],
  png: [" PNG 图片", "请给出数据表。"],
  jpeg: [" JPEG 图片", "请给出数据表。"],
  wav: [" WAV 音频", "请把采样值写成 CSV，每行一条序列。"],
  pickle: [" Python pickle 文件", '请把其中的表存为 CSV：to_csv("series.csv", index=False)。'],
  matlab: [" MATLAB 文件（.mat）", '请把矩阵存为文本：writematrix(x, "series.csv")。'],
  rData: [" R 数据文件", '请把表存为 CSV：write.csv(x, "series.csv", row.names = FALSE)。'],
  avro: [" Avro 文件", "请把表存为 CSV。"],
  orc: [" ORC 文件", "请把表存为 CSV。"],
  safetensors: [" safetensors 文件", "运行文件夹是第一个参数；--input 后面是序列文件。"],
  arff: [" Weka 文件（.arff）", "请把 @data 下面的行存为 CSV，并加表头，最后一列命名为 label。"],
  ts: ["时间序列文件（.ts）", "请把 @data 下面的行存为 CSV：值之间用逗号，类别放在名为 label 的列。"],
  json: [" JSON", "请把序列写成 CSV，每行一条。"],
  html: [" HTML 网页", "是否下载成了网页？请下载文件本身。"],
  xml: [" XML 文件", "请把序列写成 CSV，每行一条。"],
  rtf: ["富文本文档（RTF）", "请另存为纯文本。"],
  gitLfs: [" Git LFS 的指针，而不是文件本身", "请取回文件：git lfs pull。"],
  utf32: [" UTF-32 文本", "请另存为 UTF-8。"],
  binary: ["二进制文件", "请把表存为 CSV。"],
};
