/** What the rules and stages of the advice, and the states of runs, are called: one name on the board and in reports. */
import type { Rule, Stage } from "./advice.ts";
import type { RunState } from "./series.ts";
import type { Language } from "./text.ts";

type Names<Key extends string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;

/** What rules, stages and states are called where people read them. */
export const RULE_NAMES: Names<Rule> = {
  en: {
    preparation: "Preparation",
    "learning-rate": "Learning rate",
    "converged-step": "Training length",
    "update-ratio": "Update ratio",
    "batch-momentum": "Batch size and momentum",
    "decay-start": "Decay start",
    "decay-schedule": "Decay schedule",
    "decay-effect": "Effect of decay",
    packing: "Packing",
    "run-health": "Run health",
    pause: "Runs to pause",
  },
  zh: {
    preparation: "准备",
    "learning-rate": "学习率",
    "converged-step": "训练步数",
    "update-ratio": "更新比例",
    "batch-momentum": "批大小与动量",
    "decay-start": "衰减起点",
    "decay-schedule": "衰减方式",
    "decay-effect": "衰减效果",
    packing: "并行装箱",
    "run-health": "运行状况",
    pause: "可暂停的运行",
  },
};

export const STAGE_NAMES: Names<Stage> = {
  en: {
    prepare: "Prepare",
    "learning rate and steps": "Learning rate and steps",
    "batch size and momentum": "Batch size and momentum",
    decay: "Decay",
    done: "All stages are done",
  },
  zh: {
    prepare: "准备",
    "learning rate and steps": "学习率与步数",
    "batch size and momentum": "批大小与动量",
    decay: "学习率衰减",
    done: "所有阶段都已完成",
  },
};

export const STATE_NAMES: Names<RunState> = {
  en: {
    live: "live",
    stalled: "stalled",
    finished: "finished",
    failed: "failed",
    stopped: "stopped",
    unknown: "unknown",
    gone: "gone",
  },
  zh: {
    live: "进行中",
    stalled: "停滞",
    finished: "已完成",
    failed: "失败",
    stopped: "已停止",
    unknown: "未知",
    gone: "已删除",
  },
};
