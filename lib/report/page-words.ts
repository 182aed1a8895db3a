/** The fixed words of a report that somebody wrote, in its language: on the screen, in print and in exports alike. */
import type { Language } from "../core/text.ts";
import type { Column, Fact, Statistic } from "../listing/columns.ts";
import type { Shortfall } from "./parts.ts";

/** Words of one language. Times come as text. */
export interface PageWords {
  readonly untitled: string;
  readonly contents: string;
  readonly by: (author: string) => string;
  readonly changed: (time: string) => string;
  readonly frozen: (time: string) => string;
  readonly read: (time: string) => string;
  /** Where one zooms further than the data go. */
  readonly held: string;
  /** Where more of them are on their way. */
  readonly refining: string;
  readonly chart: string;
  readonly table: string;
  readonly advice: string;
  readonly run: string;
  readonly last: string;
  readonly min: string;
  readonly max: string;
  readonly step: string;
  readonly x: {
    readonly step: string;
    readonly relative: string;
    readonly wall: string;
    readonly samples: string;
    readonly index: string;
  };
  readonly facts: Readonly<Record<Fact, string>>;
  readonly statistics: Readonly<Record<Statistic, string>>;
  readonly shortfall: (shortfall: Shortfall) => string;
}

const EN: PageWords = {
  untitled: "Untitled report",
  contents: "Contents",
  by: (author) => `by ${author}`,
  changed: (time) => `changed ${time}`,
  frozen: (time) => `as it was at ${time}`,
  read: (time) => `live, read at ${time}`,
  held: "This chart holds as many points as fit on a page: zooming shows no others.",
  refining: "More points are on their way …",
  chart: "Chart",
  table: "Runs",
  advice: "Advice",
  run: "run",
  last: "last",
  min: "min",
  max: "max",
  step: "step",
  x: {
    step: "step",
    relative: "time since the start",
    wall: "time",
    samples: "examples seen",
    index: "number of the point",
  },
  facts: {
    state: "state",
    started: "started",
    duration: "duration",
    steps: "last step",
    verdict: "verdict",
    labels: "labels",
    note: "note",
  },
  statistics: { best: "best", last: "last", min: "min", max: "max", mean: "mean" },
  shortfall: (shortfall) => {
    switch (shortfall.kind) {
      case "no runs":
        return "No run fits what this block asks for.";
      case "no points":
        return "None of the runs has logged this.";
      case "no sweep":
        return "The sweep that this advice was about is not among the runs.";
      case "too many":
        return `The first ${shortfall.shown} of ${shortfall.of} are shown.`;
      case "broken":
        return `The choice of runs cannot be read: ${shortfall.because}.`;
      case "slow":
        return "The pattern could take for ever on these names, so it was not tried.";
    }
  },
};

const ZH: PageWords = {
  untitled: "未命名报告",
  contents: "目录",
  by: (author) => `作者：${author}`,
  changed: (time) => `修改于 ${time}`,
  frozen: (time) => `${time} 时的数据`,
  read: (time) => `实时数据，读取于 ${time}`,
  held: "此图只保存了一页所能显示的点：放大也不会出现更多。",
  refining: "正在读取更多的点……",
  chart: "图表",
  table: "运行",
  advice: "建议",
  run: "运行",
  last: "末值",
  min: "最小",
  max: "最大",
  step: "步数",
  x: { step: "步数", relative: "开始后的时间", wall: "时间", samples: "已见样本数", index: "数据点序号" },
  facts: {
    state: "状态",
    started: "开始时间",
    duration: "时长",
    steps: "最后一步",
    verdict: "结论",
    labels: "标签",
    note: "备注",
  },
  statistics: { best: "最佳", last: "末值", min: "最小", max: "最大", mean: "平均" },
  shortfall: (shortfall) => {
    switch (shortfall.kind) {
      case "no runs":
        return "没有符合此处条件的运行。";
      case "no points":
        return "这些运行都没有此项数据。";
      case "no sweep":
        return "此建议所针对的超参数搜索已不在运行之中。";
      case "too many":
        return `只显示 ${shortfall.of} 项中的前 ${shortfall.shown} 项。`;
      case "broken":
        return `无法理解对运行的选择：${shortfall.because}。`;
      case "slow":
        return "该表达式在这些名称上可能永远算不完，因此没有尝试。";
    }
  },
};

/** The words by language. */
export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = { en: EN, zh: ZH };

/** The head of a column: `lr`, `best dev/acc`, `state`. */
export function columnTitle(column: Column, { facts, statistics }: PageWords): string {
  if (column.kind === "fact") return facts[column.fact];
  return column.kind === "setting" ? column.name : `${statistics[column.statistic]} ${column.tag}`;
}

/** What stands below the x axis. */
export const axisTitle = (x: string, { x: names }: PageWords): string =>
  x.startsWith("tag:")
    ? x.slice("tag:".length)
    : x === "relative" || x === "wall" || x === "samples" || x === "index"
      ? names[x]
      : names.step;
