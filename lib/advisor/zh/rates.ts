/** 中文：谁可以互相比较，以及学习率。Who may be compared, and the learning rate. */
import type { Catalogue } from "../../core/text.ts";

export const rates: Catalogue = {
  // ballot
  "it logs neither a training loss nor a dev metric": "既没有记录训练损失，也没有记录验证指标",
  "two runs seem to write into its log: give each a directory of its own":
    "似乎有两个运行写入同一份日志：请让每个运行使用各自的目录",
  "its log goes back to step {0} and carries no times: say which part comes first":
    "日志退回到第 {0} 步且没有时间：请说明哪一部分在前",
  "{0} left out until the order of its log is known": "在日志的先后次序明确之前，{0}未纳入",
  "it counts {0}, the others {1}: state steps_per_epoch, or n_train and the batch size":
    "它以{0}计数，其他运行以{1}计数：请写明 steps_per_epoch，或 n_train 与批大小",
  "{0} counts epochs, of {1} steps each.": "{0} 以轮计数，每轮 {1} 步。",
  "{0} counts steps, of which {1} are an epoch.": "{0} 以步计数，{1} 步为一轮。",
  "{0} left out for counting {1}": "{0}因以{1}计数而未纳入",
  "mixed schedules: not comparable ({0})": "学习率调度不同，无法比较（{0}）",
  "its learning rate is not known": "学习率未知",
  "the learning rate cycles, and these rules are about constant ones": "学习率周期性变化，而这些规则针对恒定的学习率",
  "{0} {1} from the runs that were compared": "{0} {1}参与比较的运行",
  differ: "不同于",
  differs: "不同于",
  "not stated": "未注明",
  "{0} {1}": "{0} {1}",
  "all runs share one learning rate; {0} {1}": "所有运行的学习率相同；{0} {1}",
  vary: "有变化",
  varies: "有变化",
  "the learning rate moved together with {0}, so no run says what it did by itself":
    "学习率与 {0} 同时变化，因此没有运行能说明学习率本身的作用",
  ": compare by examples seen, not by steps": "：请按已见样本数而不是步数比较",
  "{0} is a part of the loss and differs: losses do not end at one floor, {1}":
    "{0} 是损失的一部分且各不相同：损失的下限不同，{1}",
  "so only the dev metric counts": "因此只看验证指标",
  "and there is no dev metric": "而且没有验证指标",
  "{0} also differs{1}": "{0} 也不相同{1}",
  "Runs that do not log their learning rate kept it constant.": "没有记录学习率的运行视为学习率恒定。",
  "All runs follow the same kind of schedule ({0}); the rates are its peaks, and the answer holds for this schedule only.":
    "所有运行采用同一类调度（{0}）；学习率指其峰值，结论只适用于这种调度。",
  "The learning rate of {0} was read from the {1}.": "{0}的学习率取自{1}。",
  "run's name": "运行名称",
  "command line": "命令行",
  "{0} went on with learning rate {1} from step {2}: only what came before, at {3}, is compared.":
    "{0} 从第 {2} 步起改用学习率 {1} 继续训练：只比较此前（学习率 {3}）的部分。",
  "{0} rewound {1} {2}: the later branch is used.": "{0} 回退{1} {2} 步：采用后来的分支。",
  "once, at step": "一次，位于第",
  "{0} times, last at step": " {0} 次，最后一次位于第",
  "{0} counts its steps anew in each of {1} parts: they are put one behind the other.":
    "{0} 的 {1} 段日志各自重新计步：已首尾相接。",
  "{0}: {1} out of order sorted in, {2} at a repeated step merged.": "{0}：{1}次序颠倒，已排好；{2}步数重复，已合并。",
  // basins, epochs, counter, judge, loss kind, replicates
  "a second basin: {0}, between the two, is worse than both": "第二个低谷：两者之间的 {0} 比两者都差",
  "less than one pass over {0} examples, so the loss is as good as a dev loss":
    "还不到 {0} 个样本的一轮，因此训练损失与验证损失一样可信",
  "{0} epochs of {1} {2} at batch size {3}": "{0} 轮，每轮 {1} {2}，批大小 {3}",
  ": {0} are {1} of {2}": "：{0} 相当于 {1}，每次 {2} 个样本",
  "The step column seems to count examples, not updates{0}.": "步数一列记的似乎是样本数，而不是更新次数{0}。",
  "{0} is not meant to fall, so depth says nothing: {1}.": "{0} 本来就不该下降，因此其深度没有意义：{1}。",
  "choose a metric": "请选择指标",
  "only {0} counts": "只看 {0}",
  "A class is rare, so runs are judged by {0}: {1} is high for a model that never finds it.":
    "存在稀有类别，因此以 {0} 为准：从不识别该类别的模型，{1} 也会很高。",
  "No run logs {0}, so it is judged without.": "没有运行记录 {0}，因此评判时没有用它。",
  "No run logs {0}, so the training loss is chosen by name.": "没有运行记录 {0}，因此按名称选取训练损失。",
  "The name {0} does not say whether more is better, and neither does the loss: it is not used.":
    "从名称 {0} 和损失都看不出越高越好还是越低越好，因此没有使用。",
  "{0} at batch size {1}": "批大小 {1} 时为 {0}",
  "The loss starts at {0}: it seems to be summed over the batch, so it was divided by its size. Log the mean to be sure.":
    "损失的起始值为：{0}。它似乎在批内求和，因此已除以批大小。为稳妥起见，请记录平均值。",
  "{0} {1} percents, others fractions: divided by 100.": "{0}{1}的是百分数，其他运行是小数：已除以 100。",
  log: "记录",
  logs: "记录",
  "its noise is that of {0}: the same data in the same order, no independent seed":
    "它的噪声与 {0} 相同：数据和次序都一样，不是独立的随机种子",
  "its log is a copy of {0}": "它的日志是 {0} 的副本",
  // doubt
  "no run came through": "没有运行正常完成",
  "only one learning rate was tried": "只试了一个学习率",
  "only {0} finished": "只有 {0}跑完",
  "{0} led where it was last seen": "{0} 在最后看到时领先",
  "the pick is the {0} that was tried: better ones may lie beyond": "所选的是试过的{0}学习率：更好的可能还在范围之外",
  "the next rate, {0}, fails: another seed may fail at the pick": "相邻的 {0} 失败：换一个随机种子，所选的也可能失败",
  "so early the loss flatters high rates, and nothing but the loss was logged":
    "这么早，损失偏向高学习率，而且除损失外没有记录其他指标",
  "fewer than {0} records of the pick were logged": "所选学习率的记录不足 {0} 条",
  "memorisation cannot be seen without a dev metric": "没有验证指标，就看不出过拟合",
  "the loss ends near zero, which memorising also does": "损失最后接近零，过拟合时也会如此",
  "the runs start at different losses: they may not measure the same thing":
    "各运行的初始损失不同：它们衡量的可能不是同一个量",
  "{0} cannot be told apart": "{0}无法区分",
  "the picked run is still going": "所选的运行仍在进行",
  "only {0} of the planned steps were seen": "计划步数只看到了 {0}",
  "{0} logged the same to the last digit: the learning rate may not reach the optimizer":
    "{0} 的日志完全相同：学习率可能没有传给优化器",
  "no training loss is logged: how the runs went is judged by the dev metric alone":
    "没有记录训练损失：只能凭验证指标判断运行情况",
  // evidence
  "{0} {1} the same within noise": "{0} {1}在噪声范围内相同",
  "the dev loss stands still and cannot tell rates a decade apart, so the training loss decides, which differs less between seeds: {0} is deepest":
    "验证损失停滞不前，相差十倍的学习率也无法区分，因此由训练损失决定，它在不同随机种子之间差别更小：{0} 最深",
  "{0} reached {1} on {2} before it failed": "{0} 失败之前在 {2} 上达到 {1}",
  "{0}, {1} better than {2}, the best that came through: its checkpoint of that time is worth keeping":
    "{0}，比跑完全程的最佳者 {2} 好 {1}：值得保留当时的检查点",
  "{0}, and none came through: its checkpoint of that time is the best model there is":
    "{0}，而没有学习率跑完全程：当时的检查点是现有的最佳模型",
  "{0} was better before it failed: the best may lie between": "{0} 失败之前更好：最佳学习率可能在两者之间",
  "{0} was better before it failed: a rate between may hold": "{0} 失败之前更好：两者之间的学习率或许能坚持到底",
  "{0} was best, but failed later: keep its best checkpoint, or train at {1}.{2}":
    "{0} 曾是最佳，但后来失败：请保留其最佳检查点，或以学习率 {1} 训练。{2}",
  "the best that came through": "跑完全程的最佳者",
  "the {0} that was tried is as good as the pick: better ones may lie beyond":
    "试过的{0}学习率与所选的一样好：更好的可能在范围之外",
  "{0}, the highest that was tried, is as good: better ones may lie beyond":
    "试过的最高学习率 {0} 一样好：更好的可能在范围之外",
  "{0} is ahead by less than one deviation of the noise, and the runs are not at their end: short runs flatter high rates, so the lower one is taken":
    "{0} 的领先不足一个噪声标准差，且运行尚未结束：运行短时高学习率显得更好，因此取较低的",
  "{0} was better so far and has turned down since, as what memorises does; {1} is forecast to pass its best by the planned end":
    "{0} 到目前为止更好，但此后已经下降，过拟合时就会如此；预计 {1} 到计划结束时会超过它的最佳值",
  "it is picked by a forecast: {0} was better so far": "它是按预测选取的：{0} 到目前为止更好",
  "{0} is no better beyond noise and stands next to {1}, which failed: the lower one is safer":
    "{0} 的优势没有超出噪声，且紧邻失败的 {1}：较低的更稳妥",
  "{0} beats {1} in {2} of {3} pairs of seeds{4}: {5}": "{0} 在 {3} 对随机种子中有 {2} 对胜过 {1}{4}：{5}",
  ", Welch's t is {0} at {1} degrees of freedom": "，Welch t 值为 {0}（自由度 {1}）",
  "clear at 5 %": "在 5 % 水平上明确",
  "not clear at 5 % and three pairs in four": "未达到 5 % 水平和四分之三的胜率，不算明确",
  "is ahead where it stands": "目前领先",
  "was ahead where it stopped": "在停止时领先",
  "{0} reached {1} on {2}": "{0} 的 {2} 达到 {1}",
  ", {0} {1} than {2}": "，比 {2} {1} {0}",
  "best of the pick ± 2 deviations": "所选学习率的最优值 ± 2 个标准差",
  "{0} has the deepest loss and only {1} on {2}: it memorises, so depth did not decide":
    "{0} 的损失最低，{2} 却只有 {1}：这是过拟合，因此没有以损失深度决定",
  "Look for a metric computed wrongly, dev data in training, or regularisation that inflates the training loss":
    "请检查指标是否算错、训练集是否混入验证数据，或正则化是否抬高了训练损失",
  "{0} is suspicious and not picked: {1} on dev with {2} of the descent left. {3}":
    "{0} 可疑，没有选取：损失还剩 {2} 的降幅，验证指标却为 {1}。{3}",
  ", and ended deepest of all": "，最后的损失是所有学习率中最低的",
  ", and ended {0} of the descent from the deepest": "，最后的损失与最低者相差 {0} 的降幅",
  "{0} did not reach 90 % of the descent{1}": "{0} 没有达到 90 % 的降幅{1}",
  "90 % of the descent": "90 % 的降幅",
  ", which {0} never did": "，而 {0} 始终没有达到",
  "{0} reached 90 % of the descent at {1}{2}{3}": "{0} 在{1}达到 90 % 的降幅{2}{3}",
  ", as soon as {0}": "，与 {0} 同时",
  ", about as soon as {0}": "，与 {0} 几乎同时",
  ", {0} sooner than {1}": "，速度是 {1} 的 {0}",
  ", {0} later than {1}": "，用时是 {1} 的 {0}",
  "; the pick is the same for a gate of {0} % to {1} %": "；门限取 {0} % 到 {1} % 时选择不变",
  ", and {0} was the fastest of them": "，其中 {0} 最快",
  "{0} ended {1}{2}{3}": "{0}最后的损失{1}{2}{3}",
  "within {0} % of the deepest": "与最低者相差不到 {0} %",
  " (step {0} against {1})": "（第 {0} 步对第 {1} 步）",
  "{0} fell faster{1} but ended {2} of the descent shallower: fast or deep, and deep was chosen":
    "{0} 下降更快{1}，但最后浅了 {2} 的降幅：快与深之间选了深",
  "collapsed after learning": "学到之后又崩溃",
  "learned next to nothing": "几乎没有学到东西",
  "{0} {1}#failed": "学习率 {0}：{1}",
  "{0} of {1} seeds at {2}": "{2} 的 {1} 个随机种子中有 {0} 个",
  recovered: "已恢复",
  "did not recover in time": "没有及时恢复",
  "{0} had {1} and {2}": "{0} 出现 {1}，{2}",
  // next
  "nothing learned up to {0}: try ten times more": "直到 {0} 都没有学到东西：试大十倍的",
  "and a hundred times more": "以及大一百倍的",
  "{0} stands still and {1} fails: what learns lies between": "{0} 停滞不前而 {1} 失败：能学到东西的在两者之间",
  "each fails, down to {0}: try a tenth, with warm-up or gradient clipping if it diverges again":
    "直到 {0} 都失败：试十分之一；若再次发散，加预热或梯度裁剪",
  "and a hundredth": "以及百分之一",
  "only {0} was tried": "只试了 {0}",
  "the best is the highest that was tried": "最好的是试过的最高值",
  "the best is the lowest that was tried": "最好的是试过的最低值",
  "{0} and {1} are both good and {2} is not: look between": "{0} 和 {1} 都好而 {2} 不好：看看其间",
  "best picks lie half a decade from a coarse grid": "最优值常与粗网格相差半个数量级",
  "{0} is the nearest above: {1}": "{0} 是上方最近的：{1}",
  "{0} is the nearest below: {1}": "{0} 是下方最近的：{1}",
  "its neighbours are clearly worse, so a finer step may pay": "相邻的明显更差，因此更细的步长可能有益",
  "{0} and {1} are the same within noise: the best may lie between": "{0} 和 {1} 在噪声范围内相同：最优值可能在其间",
  "{0} are the same within noise: more seeds tell them apart": "{0} 在噪声范围内相同：多跑几个随机种子才能区分",
  "{0} fails: make sure that the pick holds with three seeds": "{0} 失败：用三个随机种子确认所选的站得住",
  "{0} is ahead where it stands: wait for it": "{0} 目前领先：等它跑完",
  "{0} was ahead where it stopped: rerun {1} to the end": "{0} 在停止时领先：把 {1} 重新跑到底",
  // source
  ": ×{0} looks like scaling by world size": "：×{0} 像是按进程数缩放",
  "logged learning rate {0}, settings say {1}{2}; the logged one is used":
    "日志中的学习率为 {0}，设置中为 {1}{2}；采用日志中的",
  // learning rate
  "No run of this sweep has logged a usable value yet.": "这组扫参中还没有运行记录可用的数值。",
  "No run says which learning rate it used: log it as lr, or state it in the hparams or the run's name.":
    "没有运行说明所用的学习率：请记录为 lr，或写入超参数或运行名称。",
  "same within noise, and faster": "噪声范围内相同，且更快",
  "same within noise": "噪声范围内相同",
  "faster, but it ends shallower": "更快，但最后的损失较高",
  " Run {0} next.": "接下来运行 {0}。",
  "No learning rate can be picked: each failed in a third of its seeds or more.{0}":
    "无法选取学习率：每个学习率都有三分之一以上的随机种子失败。{0}",
  "No learning rate came through: {0} was best before it failed, so keep its best checkpoint.{1}":
    "没有学习率跑完全程：{0} 在失败之前最好，请保留其最佳检查点。{1}",
  "No learning rate can be picked yet: no run has finished.": "还无法选取学习率：没有运行跑完。",
  "No learning rate can be picked: {0} {1}.{2}": "无法选取学习率：{0}{1}。{2}",
  "the only one": "唯一的一个",
  both: "两个都",
  "all {0}": "全部 {0} 个都",
  failed: "失败",
  "stood still": "停滞不前",
  "Only one learning rate was tried, {0}: not enough to choose.{1}": "只试了一个学习率 {0}：不足以选择。{1}",
  "Not decided: {0} is the best that finished, but {1} {2}.": "尚未确定：跑完的之中 {0} 最好，但 {1} {2}。",
  "{0}{1} leads so far: not enough evidence.{2}": "{0}{1} 暂时领先：证据不足。{2}",
  "Only {0} finished; ": "只有 {0}跑完；",
  "{0} to {1} ({2} rates)": "{0} 到 {1}（{2} 个学习率）",
  "{0} of the {1} rates from {2} to {3}": "{2} 到 {3} 之间 {1} 个学习率中的 {0} 个",
  "another of the tied rates": "另一个不分上下的学习率",
  "; {0} {1} the same within noise": "；{0} {1}在噪声范围内相同",
  "Train at learning rate {0}{1}: {2}{3}.": "{1}用学习率 {0} 训练：{2}{3}。",
  " with {0}": "{0} 时，",
  "the same run with a dev metric, which shows memorisation": "同样的运行，加上能看出过拟合的验证指标",
  "the same run with another seed": "同样的运行，换一个随机种子",
  "it diverged": "发散",
  "it collapsed after it had learned": "学到之后又崩溃",
  "it learned less than 5 % of what the best one did": "学到的不足最好者的 5 %",
  "it stopped before the others' end": "在其他运行结束之前就停止了",
  "it is still running": "仍在运行",
  "Compared up to {0}: {1} went further.": "比较到{0}为止：有 {1}跑得更久。",
  "{0} starts where others are long after their start: how fast it fell does not count.":
    "{0} 开始记录时其他运行早已过了起点：不计它下降的快慢。",
  "{0}: {1}, transient.": "{0}：有 {1}，只是暂时的。",
  "To tell {0} from {1}, if they differ as they seem to, takes {2} of each.":
    "若 {0} 和 {1} 的差别属实，要区分它们每个需要 {2}。",
  "Several seeds of one rate count by their median ({0} of the pick).":
    "同一学习率的多个随机种子取中位数（所选的有 {0}）。",
  "{0} does better{1}": "{0} 表现更好{1}",
  ": the {0} rate won": "：胜出的是{0}的学习率",
  "more seeds put {0} ahead": "更多随机种子使 {0} 领先",
  "{0} keeps its lead to the end": "{0} 的领先保持到最后",
  "seeds show more or less noise than assumed": "多个随机种子显示的噪声与假设的不同",
  // memory, noise
  "between {0} and {1}": "{0} 到 {1}",
  "In {0} with this optimizer the best rate was {1}, {2} in the middle; it has no vote here.":
    "在使用该优化器的 {0}中，最优学习率为 {1}，居中为 {2}；这里仅供参考，不参与选择。",
  "the middle of what was best in {0}": "{0}的最优值居中者",
  "{0} between seeds ({1} degrees of freedom)": "随机种子之间 {0}（{1} 个自由度）",
  "no dev values": "没有验证数值",
  "{0} from one evaluation to the next, {1} what a dev set of {2} explains":
    "相邻两次评估之间 {0}，是 {2} 个样本的验证集所能解释的 {1}",
  "{0} by a dev set of {1}": "{0}，由 {1} 个样本的验证集算出",
  "{0}, assumed: no seeds{1}": "{0}，为假设值：没有重复的随机种子{1}",
  " and no dev set size": "，也不知道验证集大小",
};
