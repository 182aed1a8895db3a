/** 中文。What the launcher says, in Chinese, by English template. */
import type { Catalogue } from "../core/text.ts";

/** Every template of `lib/launcher` and of the routes that launch has its entry here, with the same placeholders. */
export const zh: Catalogue = {
  // endings
  completed: "已完成",
  "exit status {0}": "退出状态 {0}",
  "killed by the system, which was out of memory": "系统内存不足，被系统终止",
  "{0} by unknown": "{0}，来源不明",
  "stopped by user": "被用户停止",
  "stopped by time limit": "到达时限而停止",
  "stopped by step limit": "到达步数上限而停止",
  "stopped by a signal": "因信号而停止",
  "paused by advice": "按建议暂停",
  "{0}, because {1}": "{0}，因为 {1}",
  "not started: {0}": "未能启动：{0}",
  "lost: reboot": "已丢失：机器重启",
  "lost: its shim was killed": "已丢失：照管它的进程被终止",
  "cancelled: {0}": "已取消：{0}",
};
