/** 中文。What is found wrong in log files and folders, by the English template of each sentence (`../core/retell.ts`). */
import type { Catalogue } from "../core/text.ts";

const EVENT_FILES: Catalogue = {
  "1 record": "1 条记录",
  "{0} records": "{0} 条记录",
  "1 point": "1 个点",
  "{0} points": "{0} 个点",
  "{0} left out because the data do not match their checksum, the first at byte {1}.":
    "略去 {0}：数据与校验和不符，第一处在第 {1} 字节。",
  "{0} bytes left out, where the length of a record does not match its checksum, the first at byte {1}.":
    "略去 {0} 字节：记录长度与校验和不符，第一处在第 {1} 字节。",
  "{0} left out because another one begins before the end, the first at byte {1}.":
    "略去 {0}：未写完就开始了另一条，第一处在第 {1} 字节。",
  "{0} left out because the length is beyond anything a scalar needs, the first at byte {1}.":
    "略去 {0}：长度远超标量所需，第一处在第 {1} 字节。",
  "{0} left out because they are no valid events, the first at byte {1}.":
    "略去 {0}：不是有效的事件，第一处在第 {1} 字节。",
  "{0} bytes of zeros left out at byte {1}: the data that belong there never arrived.":
    "在第 {1} 字节略去 {0} 个零字节：应有的数据从未到达。",
  "{0} with a wall time that is no number, the first at byte {1}; kept, but not to be placed on a time axis.":
    "{0}的时间不是数字，第一处在第 {1} 字节；已保留，但无法画在时间轴上。",
  "{0} with a wall time that no clock shows, the first at byte {1}; kept as written.":
    "{0}的时间不可能出自任何时钟，第一处在第 {1} 字节；按原样保留。",
  "{0} left out because the file has more tags than are followed, the first at byte {1}.":
    "略去 {0}：文件中的标签多于可跟踪的数目，第一处在第 {1} 字节。",
  "From byte {0} on the file is zeros: the data that belong there have not arrived.":
    "文件从第 {0} 字节起全是零：应有的数据尚未到达。",
  "The last record, at byte {0}, is unfinished: {1}. The rest is waited for.":
    "最后一条记录（第 {0} 字节）尚未写完：{1}。正在等待其余部分。",
  "{0} bytes are there": "已有 {0} 字节",
  "{0} of its {1} bytes are there": "共 {1} 字节，已有 {0} 字节",
  "It is named like an event file, but no record of one stands in it.": "文件名像事件文件，但其中没有任何事件记录。",
};

const COUNTED: Catalogue = {
  "1 line": "1 行",
  "{0} lines": "{0} 行",
  "1 row": "1 行",
  "{0} rows": "{0} 行",
  "1 document": "1 份文档",
  "{0} documents": "{0} 份文档",
  "line {0}": "第 {0} 行",
  "byte {0}": "第 {0} 字节",
};

/** What became of lines of a text log, after what and how many they were. */
const FATES: Catalogue = {
  "without a whole JSON object left out": "不含完整的 JSON 对象，已略去",
  "of more than 1 MiB left out": "超过 1 MiB，已略去",
  "of more than 64 MiB left out": "超过 64 MiB，已略去",
  "with more cells than the header left out": "单元格多于表头，已略去",
  "with fewer cells than the header read in part": "单元格少于表头，只读取了一部分",
  "with numbers but without any step left out": "有数字但没有步数，已略去",
  "before a header that names a step or epoch left out": "位于写明步数或轮数的表头之前，已略去",
  "without time, value and step left out": "缺少时间、数值或步数，已略去",
  "without a log_history left out": "没有 log_history，已略去",
  "with a wrong checksum left out": "校验和错误，已略去",
  "of no known form left out": "格式未知，已略去",
};

const fated = Object.entries(FATES).flatMap(([fate, translation]) => [
  [`{0} ${fate}, at {1}.`, `{0}${translation}（{1}）。`],
  [`{0} ${fate}, the first at {1}.`, `{0}${translation}（第一处：{1}）。`],
]);

/** Why a file or folder cannot be read, as a clause about it. */
const FAILURES: Catalogue = {
  "does not exist": "不存在",
  "may not be read by this user": "当前用户无权读取",
  "is not a directory": "不是文件夹",
  "is a link that leads to itself": "是指向自身的链接",
  "has a path that is too long for the system": "的路径超出系统允许的长度",
  "cannot be read: its file system does not answer as it should": "无法读取：所在的文件系统没有正常响应",
  "is no regular file": "不是普通文件",
  "is mostly a hole, as no writer of lines leaves it": "大部分是空洞，写行的程序不会留下这样的文件",
  "is not there at the moment": "暂时不在",
};

const unreadable = Object.entries(FAILURES).map(([clause, translation]) => [`{0} ${clause}.`, `{0} ${translation}。`]);

const PLACES: Catalogue = {
  "The file {0}; it will be tried again.": "文件{0}；稍后会再试。",
  "The directory {0}; it will be tried again.": "文件夹{0}；稍后会再试。",
  "It is the same file as {0}; its points are taken once.": "与 {0} 是同一个文件；其中的点只计一次。",
  "It is the same file as {0} of the run {1}; averages and the advice count it once.":
    "与运行 {1} 的 {0} 是同一个文件；平均值和建议只计一次。",
  "It is compressed: unpack it to see its curves.": "文件已压缩：解压后才能看到曲线。",
  "Nobody looked into it: the event files or W&B file beside it tell this run.":
    "没有读取：旁边的事件文件或 W&B 文件已经记录了这次运行。",
  "It is still empty.": "仍为空。",
  "It is an older part of {0} and read with it.": "是 {0} 较早的一部分，与它一起读取。",
  "It has no column of steps or epochs.": "没有步数或轮数列。",
  "Its lines are no JSON objects with a step or epoch and numbers.": "各行不是带有步数（或轮数）和数字的 JSON 对象。",
  "Nothing in its first and last 64 KiB looks like a training that goes on: no metric comes again at another step.":
    "开头和结尾的 64 KiB 都不像训练过程：没有指标在不同步数上重复出现。",
  "The event files under runs/ hold the same points.": "runs/ 下的事件文件包含同样的点。",
  "It is console output, and structured logs stand beside it.": "是控制台输出，旁边已有结构化的日志。",
  "The run is read from {0}.": "这次运行从 {0} 读取。",
  "The run's .wandb file holds its curves.": "曲线在这次运行的 .wandb 文件中。",
  "It holds what scalars.json holds.": "内容与 scalars.json 相同。",
  "It is on a network file system ({0}), which does not tell what other machines write: files are looked at every second, for new runs every five.":
    "位于网络文件系统（{0}），它不会通知其他机器写入的内容：每秒查看一次文件，每五秒查找一次新运行。",
  "Not everything can be watched ({0}); new points will show within a second, new runs within five.":
    "无法监视全部内容（{0}）；新的点会在一秒内显示，新运行在五秒内显示。",
  "the system's limit of watches is reached, `sysctl fs.inotify.max_user_watches` raises it":
    "已达到系统的监视上限，可用 `sysctl fs.inotify.max_user_watches` 提高",
  "It is no file of at most 1 MiB.": "不是 1 MiB 以内的文件。",
  "It cannot be read.": "无法读取。",
  "It is no YAML: {0}.": "不是 YAML：{0}。",
  "`{0}` is not as it should be: {1}.": "`{0}` 有误：{1}。",
  "The pattern {0} cannot be used: {1}.": "模式 {0} 无法使用：{1}。",
  "it could take for ever on a line that almost matches": "遇到几乎匹配的行时可能永远算不完",
  "no named group catches a step, an epoch or a metric": "没有命名分组能取得步数、轮数或指标",
};

const CLOCKS: Catalogue = {
  "Its points are dated {0} in the future: the clock of the machine that writes them is ahead of this one's.":
    "各点的时间比现在晚 {0}：写入它们的机器时钟比本机快。",
  "Its points arrive {0} after the time that they are dated with: the clock of the machine that writes them is behind this one's, or they are copied here late.":
    "各点在其时间之后 {0} 才到达：写入它们的机器时钟比本机慢，或者复制到这里时已经晚了。",
  "{0} second": "{0} 秒",
  "{0} seconds": "{0} 秒",
  "{0} minutes": "{0} 分钟",
  "{0} hours": "{0} 小时",
  "{0} days": "{0} 天",
  "{0} years": "{0} 年",
};

export const findingsZh: Catalogue = {
  ...EVENT_FILES,
  ...COUNTED,
  ...Object.fromEntries([...fated, ...unreadable]),
  ...FAILURES,
  ...PLACES,
  ...CLOCKS,
};
