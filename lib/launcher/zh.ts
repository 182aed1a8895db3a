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
  "by {0}": "由 {0} 取消",
  "{0}, which it waited for, did not complete": "它所等待的 {0} 没有完成",
  "the system would not start the process that looks after it": "系统未能启动照管它的进程",

  // waiting
  "the queue is paused: {0}": "队列已暂停：{0}",
  "somebody paused it": "有人暂停了它",
  "the machine was restarted since this queue was filled": "任务排队之后机器重启过",
  "{0} has to complete first": "须先完成 {0}",
  "it is tried again in {0} s": "{0} 秒后重试",
  "{0} runs {1} at once at most": "{0} 同时最多运行 {1} 个",
  "{0} of {1} CPU slots are taken": "{1} 个 CPU 槽位中已占用 {0} 个",
  "{0} of {1} CPU slots are taken, and it needs {2}": "{1} 个 CPU 槽位中已占用 {0} 个，而它需要 {2} 个",
  "it needs {0} GB of memory, and {1} of {2} GB are promised to others":
    "它需要 {0} GB 内存，而 {2} GB 中已有 {1} GB 许给了其他运行",
  "{0} CPU slot[s]": "{0} 个 CPU 槽位",

  // GPUs
  "there are fewer GPUs that can be used": "可用的 GPU 不够",
  "a GPU of its own has to become free": "须等一块 GPU 空出来供它独用",
  "a GPU of its own has to become free, to measure it": "须等一块 GPU 空出来供它独用，以便测量",
  "the first run of its kind is being measured": "正在测量同类的第一个运行",
  "no GPU can be used": "没有可用的 GPU",
  "a run that has ended is still on the GPU": "已结束的运行仍占着 GPU",
  "somebody else uses the GPU": "GPU 被他人使用",
  "a run has the GPU to itself": "GPU 由一个运行独用",
  "more than {0} at once ran out of memory": "同时超过 {0} 个时显存曾耗尽",
  "the memory of the last one that was started has not settled": "上一个启动的运行显存尚未稳定",
  "memory does not last for one more": "显存不够再运行一个",
  "the pace of a run alone is being measured": "正在测量单独运行的速度",
  "it is being measured whether packing pays": "正在测量共用 GPU 是否合算",
  "more at once would not be faster": "同时运行更多不会更快",
  "nobody has seen the GPUs yet": "还没有查看过 GPU",
  "the GPUs were last seen {0} s ago: {1}": "上次看到 GPU 是在 {0} 秒前：{1}",
  "no answer": "没有应答",
  "the driver no longer names it": "驱动不再列出它",
  "it does not say how much memory it has": "没有报告显存大小",
  "it has to be reset": "需要复位",
  "it is divided (MIG), and nvidia-smi names none of its parts": "它已划分（MIG），但 nvidia-smi 没有列出任何分区",
  "it is lost: the machine has to be restarted": "已失联：需要重启机器",
  "the last question still hangs in the driver": "上一次查询仍挂在驱动中",
  "it says nothing": "没有任何输出",
  "a signal": "信号",
  "nvidia-smi ends with {0}: {1}": "nvidia-smi 以 {0} 退出：{1}",
  "none of nvidia-smi, amd-smi and rocm-smi is installed": "nvidia-smi、amd-smi 和 rocm-smi 均未安装",
  "{0} does not answer within {1} s": "{0} 在 {1} 秒内没有应答",
  "{0} finds no GPU": "{0} 没有找到 GPU",
  "{0} prints no JSON that is known here": "{0} 输出的 JSON 无法识别",

  // packing
  "The first run is being measured: alone on a GPU, until its memory has settled.":
    "正在测量第一个运行：独用一块 GPU，直到显存稳定。",
  "One run takes {0} of {1} MB": "一个运行占用 {1} MB 中的 {0} MB",
  "{0}: it hardly fits alone.": "{0}：单独运行也几乎放不下。",
  " Since one ran out of memory, at most {0} share a GPU.": "由于有运行耗尽了显存，一块 GPU 最多由 {0} 个共用。",
  "two do not fit": "放不下两个",
  "there is only one": "只有一个",
  "packing does not pay": "共用并不合算",
  "{0}: one at a time, because {1}.{2}": "{0}：一次一个，因为{1}。{2}",
  "{0}: two share a GPU until it is measured whether that pays.{1}": "{0}：先由两个共用一块 GPU，直到测出是否合算。{1}",
  "{0}: {1} share a GPU, which makes the whole {2} faster.{3}": "{0}：{1} 个共用一块 GPU，整体快 {2}。{3}",
  "{0}: {1} share a GPU, each as fast as alone, which makes the whole {2} faster.{3}":
    "{0}：{1} 个共用一块 GPU，各自与单独运行一样快，整体快 {2}。{3}",
  "{0}: {1} share a GPU, each {2} slower, which makes the whole {3} faster.{4}":
    "{0}：{1} 个共用一块 GPU，各自慢 {2}，整体快 {3}。{4}",
  "It had the GPU to itself and ran out of its memory: with these settings it does not fit.":
    "它独用 GPU 时仍耗尽了显存：这样的设置放不下。",
  "It shared the GPU when its memory ran out, so it is tried alone before it is judged; from now on at most {0} of its kind run at once.":
    "它在共用 GPU 时耗尽了显存，因此先单独再试一次再作判断；今后同类运行最多同时 {0} 个。",

  // wishes
  "It had ended already.": "它早已结束。",
  "It was taken out of the queue.": "已将它移出队列。",
  "It has been asked to end already; it is still dying.": "已要求它结束，它仍在退出。",
  "It is asked to end, and killed after {0} s.": "已要求它结束，{0} 秒后将强制终止。",
  "It is in the queue again.": "它已重新进入队列。",
  "It is in the queue again, and goes on where it stopped. It is not paused a second time.":
    "它已重新进入队列，会从停下的地方继续，并且不会再次被暂停。",
  "It is in the queue again, and starts from the beginning. It is not paused a second time.":
    "它已重新进入队列，会从头开始，并且不会再次被暂停。",
  "It has not ended yet.": "它尚未结束。",
  "It does not wait any more.": "它已不在等待。",
  "It does not run any more.": "它已不在运行。",
  "Its priority is {0} now.": "它的优先级现在是 {0}。",
  "It is paused, and killed if it has not ended after {0} s.": "它已被暂停；{0} 秒后若仍未结束则强制终止。",
  "It is not paused.": "它没有被暂停。",
  "It was paused before, and resumed.": "它曾被暂停，后来又恢复了。",
  "Others wait for it.": "有其他任务在等它。",
  "Nothing new is started; what runs goes on.": "不再启动新的任务；正在运行的继续。",
  "The queue goes on.": "队列继续。",
  "{0} launches were taken out of the queue.": "已将 {0} 个任务移出队列。",
  "At most {0} CPU slots are used at once.": "同时最多使用 {0} 个 CPU 槽位。",
  "Hopeless runs of {0} are paused on the advice's word: the best three always go on, and tuneboard resume takes a paused one up again.":
    "{0} 中没有希望的运行会按建议暂停：最好的三个总会继续；tuneboard resume 可恢复被暂停的运行。",
  "Hopeless runs of {0} that you launched are paused on the advice's word: the best three always go on, and tuneboard resume takes a paused one up again.":
    "您启动的 {0} 中没有希望的运行会按建议暂停：最好的三个总会继续；tuneboard resume 可恢复被暂停的运行。",
  "Runs of {0} are not paused any more.": "{0} 的运行不再被自动暂停。",

  // refusals
  "There is no launch {0} to wait for.": "没有可等待的任务 {0}。",
  "{0} ({1}) has not ended and writes to {2} as well: two runs in one folder cannot be told apart.":
    "{0}（{1}）尚未结束，也写入 {2}：同一文件夹中的两个运行无法区分。",
  "There is no launch with this id.": "没有此编号的任务。",
  "Several launches begin with {0}.": "以 {0} 开头的任务不止一个。",
  "Somebody else": "别人",
  "{0} launched this one: only they and admins may do that.": "它由 {0} 启动：只有其本人和管理员可以这样做。",
  "These are {0} launches; more than {1} have to be confirmed (`confirmed`: true).":
    "共 {0} 个任务；超过 {1} 个须加以确认（`confirmed`: true）。",
  "It has written nothing.": "它没有任何输出。",
  "There is no sweep {0}; there is {1}.": "没有名为 {0} 的扫描；现有：{1}。",
  none: "无",

  // being told
  "The file does not say so (any more).": "文件中没有（或不再有）这一项。",
  "It was handed to notify-send.": "已交给 notify-send。",
  "{0} at {1} took it.": "{1} 的 {0} 已接收。",
};
