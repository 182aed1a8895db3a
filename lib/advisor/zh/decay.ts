/** 中文：衰减的起点、方式和效果。When to decay, how, and what it did. */
import type { Catalogue } from "../../core/text.ts";

export const decayTexts: Catalogue = {
  // start
  "{0} ended {1} of the descent deeper than {2}: a sign that a lower rate at the end pays":
    "{0} 的损失比 {2} 多降了降幅的 {1}：说明末期用较低的学习率会有好处",
  "The loss at {0} jumps {1} as much at the end as at a lower rate: a sign that a lower rate at the end pays":
    "学习率 {0} 时末期损失的波动是较低学习率的 {1}：说明末期用较低的学习率会有好处",
  "A test that needs no training: average the weights of the last few checkpoints. Where that beats the last one, decay likely pays.":
    "无需训练的检验：对最后几个检查点的权重取平均；若优于最后一个，衰减很可能有效。",
  "The learning rate already follows a schedule: when to start it is no longer open.":
    "学习率已按调度变化：何时开始衰减不再是问题。",
  "No run learned well enough to say when its learning rate should fall.":
    "没有运行学得足够好，无法判断学习率应在何时下降。",
  "Without a dev metric nobody can see when the decay should start.": "没有验证指标，就看不出衰减应在何时开始。",
  "the same run with a dev metric (dev/accuracy), evaluated at least 20 times":
    "同样的运行，加上验证指标（dev/accuracy），至少评估 20 次",
  "Only {0} of {1}: at least {2} are needed to see when it turns.": "{1} 只有 {0}：至少需要 {2} 次才能看出它何时转折。",
  "the same run, evaluated at least 20 times": "同样的运行，至少评估 20 次",
  "an earlier start, at half of the peak, did as well in real sweeps where decay paid":
    "在衰减有效的真实扫参中，更早开始（峰值步数的一半）效果一样好",
  "The dev curve is smoothed over 15 % of its {0}{1}; the guide starts at 0.9 × the peak.":
    "验证曲线按其 {0}的 15 % 平滑{1}；指南建议在峰值步数的 0.9 倍处开始。",
  ", the mean of {0} seeds": "，取 {0} 个随机种子的平均",
  "Judged by dev loss, which also rises from over-confidence while accuracy stands: log an accuracy to be sure.":
    "以验证损失评判；准确率不变时它也会因过度自信而上升：为稳妥起见，请记录准确率。",
  "decay does not pay here at all: compare a decayed run with this one before tuning its start":
    "衰减在这里根本无效：先比较一个带衰减的运行，再调起点",
  "the dev metric does not turn down: only the beginning of its plateau can be placed":
    "验证指标没有转差：只能定出平台期的起点",
  "the best start varies between 0.3 and 1.0 × the peak from task to task":
    "最佳起点因任务而异，在峰值步数的 0.3 到 1.0 倍之间",
  "any step from {0} to {1} may be the peak": "{0} 到 {1} 之间的任何一步都可能是峰值",
  "the run is still going": "运行仍在进行",
  "Do not start the decay yet: {0} still improves at {1}. Run longer.":
    "先不要开始衰减：{0} 在{1}仍在变好。请跑得更久。",
  "anything from {0} to {1} is equally supported": "{0} 到 {1} 同样有依据",
  "is flat from {0} on": "从 {0} 起持平",
  "Start the decay at {0}: {1}; {2} {3} ({4}).": "从{0}开始衰减：{1}；{2} {3}（{4}）。",
  "Smoothed {0} is best at {1} with {2} and ends {3} worse": "平滑后的 {0} 在{1}最好，为 {2}，最后变差 {3}",
  "Smoothed {0} reaches {1} and hardly moves from {2} on": "平滑后的 {0} 达到 {1}，从{2}起几乎不变",
  "Smoothed {0} still improves at {1}, where it stands at {2}": "平滑后的 {0} 在{1}仍在变好，此时为 {2}",
  "The noise cannot tell {0} {1} to {2} apart; evaluations come every {3}":
    "噪声使 {1} 到 {2} {0}之间无法区分；每 {3}评估一次",
  "as good as the peak": "与峰值同样好",
  "{0} is 0.9 × the peak, at an evaluation": "{0} 是峰值步数的 0.9 倍，取在一次评估处",
  "decay from {0}": "从 {0} 开始衰减",
  "best at {0}": "峰值在 {0}",
  "flat from {0}": "{0} 起平台期",
  "still rising at {0}": "到 {0} 仍在上升",
  "The dip after {0} recovered: no peak": "{0}之后的下跌已恢复：不是峰值",
  "Dev loss rises from {0} on while {1} does not fall: over-confidence, which label smoothing or calibration addresses, and no reason to decay.":
    "验证损失从 {0} 起上升而 {1} 没有下降：这是过度自信，可用标签平滑或校准处理，不是衰减的理由。",
  "constant to {0}, then down to zero: {1}": "恒定到 {0}，然后降到零：{1}",
  "run longer: the dev metric still improves at {0}": "跑得更久：验证指标在 {0} 仍在变好",
  "the guide's answer": "指南的答案",
  "an earlier start did as well where decay paid": "在衰减有效处，更早开始效果一样好",
  "{0}× the learning rate": "{0}× 学习率",
  "linear to zero from {0}: the lazy way{1}": "从{0} 线性降到零：懒人做法{1}",
  ", which likes a higher start": "，它偏好更高的起始学习率",
  // schedule
  "constant to {0}, then a line to zero": "恒定到 {0}，然后线性降到零",
  "the guide's exponential decay: late and steep": "指南的指数衰减：起步晚而陡",
  "exponential from {0}: earlier and gentler": "从 {0} 起指数衰减：更早、更平缓",
  "A line to zero has no setting but the number of steps; in studies of schedules it is among the best three in 70 % of settings, exponential decay in 11 %.":
    "线性降到零除步数外没有需要设置的量；在关于调度的研究中，它在 70 % 的情形下位列前三，指数衰减为 11 %。",
  "The mean of a line to zero is half of its start, so twice the learning rate deserves a run beside it: {0}.":
    "线性降到零时平均学习率只有起始值的一半，因此值得再跑一个两倍的学习率：{0}。",
  "a decayed run gains nothing although it learned as deeply: then the terrain is flat":
    "带衰减的运行学得同样深却没有提升：那么地形平坦",
  "another schedule gains more": "另一种调度提升更多",
  "Keep the learning rate at {0} up to {1}, then lower it in a line to zero at {2}: {3}.":
    "学习率保持 {0} 到第 {1} 步，然后线性下降，到 {2}时为零：{3}。",
  "Lower the learning rate in a line from {0} to zero over {1}: {2}.": "学习率在 {1}内从 {0} 线性降到零：{2}。",
  "constant to {0}, then ": "恒定到 {0}，然后",
  "The schedule that gained most among the runs here: {0}a line from {1} to zero at {2}":
    "这些运行中提升最多的调度：{0}从 {1} 线性下降，到 {2} 时为零",
  "cooldown from {0}": "从 {0} 起冷却",
  "whether decay pays here has not been tried": "还没有试过衰减在这里是否有效",
  "at the old peak, {0}, {1} of the rate are left; the guide wants half at most: shorten the run, or use the exponential decay":
    "在原来的峰值 {0} 处学习率还剩 {1}；指南要求至多一半：请缩短训练，或改用指数衰减",
  "{0} (epochs)": "{0}（轮）",
  "A line from {0} to zero over {1} takes off {2} each: {3} is left at {4}{5}":
    "从 {0} 经 {1}线性降到零，每次减少 {2}：到{4}{5}还剩 {3}",
  ", the old peak": "（原来的峰值）",
  "Constant to {0}, then a line to zero: each branches from a checkpoint of the constant run and costs only its cooldown":
    "恒定到 {0}，然后线性降到零：各从恒定运行的检查点分出，只需付出冷却段的代价",
  " of {0}: the rest would be wasted": "，而总共 {0}：其余都会浪费",
  "Exponential from {0}: half by the peak needs a factor of {1} or less every {2}, which leaves 1 % at {3}{4}{5}":
    "从 {0} 起指数衰减：要在峰值处减半，需每 {2}乘以 {1} 或更小的系数，到{3}只剩 1 %{4}{5}",
  "; both of the guide's bounds cannot hold with a start this late": "；起步这么晚，指南的两个界限无法同时满足",
  "exponential from {0}": "从 {0} 起指数衰减",
  "Earlier starts halve by the peak too, and more gently: {0}": "更早开始也能在峰值处减半，且更平缓：{0}",
  "from {0} every {1}": "从 {0} 起每 {1}",
  "{0} from {1}": "{0}（从 {1} 起）",
  "{0} over {1}": "{0}（共 {1}）",
  // effect
  "Without a dev metric nobody can see whether decay pays.": "没有验证指标，就看不出衰减是否有效。",
  "Peaks of the smoothed {0} are compared{1}.": "比较的是平滑后 {0} 的峰值{1}。",
  " by seed, {0}": "，按随机种子配对，共 {0}",
  "The best of {0} schedules has to stand out further than one that was fixed in advance.":
    "从 {0} 种调度中选出的最好者，须比事先定好的更加突出才算数。",
  "a run from a higher learning rate gains: decay likes a higher start":
    "从更高学习率开始的运行有提升：衰减偏好更高的起始学习率",
  "Decay pays: {0}; {1} gains {2} on {3}{4}.": "衰减有效：{0}；{1}使 {3} 提升 {2}{4}。",
  ", but it decays too fast: start later": "，但衰减过快：应推迟起点",
  "Decay may pay: {0} gains {1} ± {2}, too little to be sure. Run more seeds of each.":
    "衰减可能有效：{0}提升 {1} ± {2}，不足以确定。两边各多跑几个随机种子。",
  "Decay brings nothing at {0}: {1}; keep the learning rate constant.":
    "学习率为 {0} 时衰减没有作用：{1}；保持学习率恒定。",
  "Not decided: {0} gains {1} ± {2}. Run more seeds of each.": "尚未确定：{0}提升 {1} ± {2}。两边各多跑几个随机种子。",
  "Not decided: {0} gains {1} on {2}, but trained for longer than any constant run. Train one for as long.":
    "尚未确定：{0}使 {2} 提升 {1}，但比任何恒定学习率的运行都训练得更久。请用恒定学习率训练同样久。",
  "Not decided: {0} learned too little to tell. Try twice the learning rate, or train longer.":
    "尚未确定：{0}学得太少，无法判断。试两倍的学习率，或训练更久。",
  "Decay hurts: {0}; {1} loses {2} on {3}{4}.": "衰减有害：{0}；{1}使 {3} 下降 {2}{4}。",
  "tried from {0} only, and decay likes a higher start": "只从 {0} 试过，而衰减偏好更高的起始学习率",
  "a gain under {0} would not be seen": "小于 {0} 的提升看不出来",
  "it left {0} more of the descent than the constant run at its best dev value":
    "与恒定运行在最佳验证值处相比，它多剩 {0} 的降幅",
  "Around the peak of {0}, from {1} to {2}, {3} is {4} worse with decay, and flatter: it decays too fast, so start later, or drop less often":
    "在 {0} 的最佳点附近（第 {1} 到第 {2} 步），有衰减时 {3} 差 {4}，而且更平：衰减太快，请晚些开始，或降得少些",
  "around the old peak": "原最佳点附近",
  ", for it decays too fast: start later": "，因为衰减太快：请晚些开始",
  "{0} of one seed: how far such pairs fall apart is taken from other tasks":
    "同一随机种子只有{0}：这样的配对相差多少取自其他任务",
  "no constant run at {0} stands beside it": "旁边没有学习率恒为 {0} 的运行",
  "the decayed run trained longer than the constant one": "带衰减的运行比恒定的训练得更久",
  // evidence
  "{0} at {1}": "{0}（学习率 {1}）",
  "{0} is {1} {2} at its smoothed best than {3}, with a standard error of {4}; ending against ending it is {5} {6}":
    "平滑后的最优值，{0} 比 {3} {2} {1}，标准误为 {4}；最后的值{6} {5}",
  "Best single evaluations differ by {0}{1}: they flatter the noisier curve and are not used":
    "单次评估的最优值相差 {0}{1}：它偏袒噪声更大的曲线，因此不采用",
  "{0} left {1} more of the descent of {2}: starved, so its dev value says little about decay":
    "{0} 的 {2} 多剩 {1} 的降幅：训练不足，因此它的验证值说明不了衰减的作用",
  "Others against a constant rate of their own: {0}": "其他调度与各自的恒定学习率相比：{0}",
  "Of {0} drops of the learning rate only the first lowered the loss, by {1} of the descent, later ones by {2} at most: the first was too large, or they came too seldom":
    "学习率的 {0} 次下降中只有第一次降低了损失（{1} 的降幅），之后至多 {2}：第一次降得太多，或间隔太长",
  "{0} ends {1} better than {2} without a better peak: it keeps the end from overfitting":
    "{0} 最后比 {2} 好 {1}，峰值却没有更好：它防止了后期过拟合",
  "{0} with decay, {1} without": "{0}（带衰减）对 {1}（不带）",
  "The peak moved later, {0} ({1}): it decays too fast, so start later": "峰值推后，{0}（{1}）：衰减过快，应推迟起点",
  "The peak comes at {0}: late peaks are normal where the noise fades at the end":
    "峰值位于 {0}：末段噪声消退时，峰值靠后是正常的",
  "The peak comes at {0}": "峰值位于 {0}",
  "{0} peaks at {1}": "{0} 在 {1} 处达到峰值",
  // next
  "linear to zero from {0}× the learning rate: decay likes a higher start":
    "从 {0}× 学习率线性降到零：衰减偏好更高的起始学习率",
  "Use {0}: {1}; it gains {2} on {3}, and it would take {4} to be sure.":
    "采用{0}：{1}；它在 {3} 上的收益为 {2}，要确定还需要{4}。",
  "Keep the learning rate constant at {0}: {1}; {2} gains {3} on {4}, and it would take {5} to tell them apart.":
    "学习率保持恒定 {0}：{1}；{2} 在 {4} 上的收益为 {3}，要分出高下还需要{5}。",
  "{0} ± {1}": "{0} ± {1}",
  "{0} seeds of each": "每边 {0} 个随机种子",
  "two more seeds with decay": "带衰减，再跑两个随机种子",
  "two more seeds without": "不带衰减，再跑两个随机种子",
  "twice the learning rate: the decayed run learned too little": "两倍的学习率：带衰减的运行学得太少",
  "or half as many steps again": "或步数增加一半",
  "every constant run failed: a lower constant rate may do as well":
    "所有恒定学习率的运行都失败了：较低的恒定学习率也许一样好",
  "the constant rate for as many steps": "恒定学习率训练同样多的步数",
  "constant to {0} × the peak, then down to zero, from a checkpoint": "恒定到峰值步数的 {0} 倍，然后从检查点降到零",
};
