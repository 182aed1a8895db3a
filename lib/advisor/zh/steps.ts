/** 中文：训练步数、批大小与动量、更新比例。How long to train, batch size and momentum, the update ratio. */
import type { Catalogue } from "../../core/text.ts";

export const steps: Catalogue = {
  // converged step
  "The learning rate follows a schedule, which decides when the loss stops falling.":
    "学习率按调度变化，损失何时停止下降由调度决定。",
  "No run learned well enough to say how many steps it needs.": "没有运行学得足够好，无法判断需要多少步。",
  "{0} of {1} say nothing of how many steps {2} needs.": "{1}只有{0}，看不出 {2} 需要多少步。",
  "{0} of {1} does not fall by more than its noise.": "{1} 的{0}下降没有超出噪声。",
  "Converged: within {0}, for good. Margin: {1}, rounded up.": "收敛：此后一直保持在{0}之内。余量：{1}，向上取整。",
  "3 deviations of the curve's own noise": "曲线自身噪声的 3 个标准差",
  "{0} % of the descent": "降幅的 {0} %",
  "The answer holds for a constant learning rate; a schedule that decays needs its own.":
    "结论适用于恒定学习率；带衰减的调度需要另行确定。",
  "{0} steps are {1}.": "{0} 步即 {1}。",
  "converged only at {0} of {1}: too late to certify": "到{0}才收敛，总共 {1}：太晚，无法确认",
  "{0} keeps falling like a power law": "{0}仍按幂律下降",
  "the dev metric still improved after the loss had converged": "损失收敛之后验证指标仍在变好",
  "the loss still falls after that, so this is a limit to overfitting, not convergence":
    "此后损失仍在下降，因此这是防止过拟合的上限，不是收敛",
  "the answer moves when the horizon doubles": "训练长度加倍时答案会变",
  "{0} left its final level again after it had reached it": "{0}达到最终水平后又离开过",
  "the run is still going: flat for now": "运行仍在进行：目前持平",
  "Train for {0}: {1}; {2} converged at {3}.": "训练 {0}：{1}；{2} 在{3}收敛。",
  "Train for {0}, as a budget: {1}; {2} keeps falling like a power law.": "以 {0}为预算训练：{1}；{2} 仍按幂律下降。",
  "Not converged: {0} still falls at {1} of {2}. Run {3} to {4} and look again.":
    "尚未收敛：{0} 在{1}（共 {2}）仍在下降。把 {3} 跑到 {4}再看。",
  "Train for at least {0}: {1}; {2} converged at {3}, but {4} still improves.":
    "至少训练 {0}：{1}；{2} 在{3}收敛，但 {4} 仍在变好。",
  "Train for {0}: {1}; {2} converged at {3}, but {4} got best only later.":
    "训练 {0}：{1}；{2} 在{3}收敛，但 {4} 之后才达到最优。",
  "Train for {0} at most: {1}; {2} turns at {3}, and what {4} still falls is memorised.":
    "至多训练 {0}：{1}；{2} 在{3}转折，此后 {4} 的下降是过拟合。",
  "{0} go a fifth beyond the end, because {1} still improves there": "{0}比末尾多五分之一，因为那里 {1} 仍在变好",
  "{0} go a fifth beyond the best of {1}, which comes after {2} the loss's convergence":
    "{0}比 {1} 的最优处多五分之一，而该处晚于损失收敛步数的 {2}",
  "{0} is best at {1} and gets worse by more than its noise; {2} are {3} that":
    "{0} 在{1}最优，之后变差且超出噪声；{2}是它的 {3}",
  "loss converged at {0}": "损失在 {0} 处收敛",
  "From {0} on, {1} stays within {2} of the descent of its final level":
    "从{0}起，{1} 与最终水平的差距保持在降幅的 {2} 以内",
  "final level ± tolerance": "最终水平 ± 容差",
  "{0} are {1} that, rounded up: later changes may delay convergence": "{0}是其 {1}，向上取整：之后的改动可能推迟收敛",
  "{0} are {1} the run, rounded up: where the loss ends is not known yet":
    "{0}是该运行长度的 {1}，向上取整：损失最终停在哪里还不知道",
  "hardly depends on": "几乎不取决于",
  "depends in part on": "部分取决于",
  "grows with": "随之增长，即取决于",
  "Half of the run would have said {0}: the answer {1} the horizon (elasticity {2})":
    "只看前一半会得到 {0}：答案{1}训练长度（弹性 {2}）",
  "{0} by half the run": "只看一半时为 {0}",
  "The last third of the run brought {0} of the descent; half as many steps again may bring as much":
    "最后三分之一带来 {0} 的降幅；步数再加一半，可能同样有这么多",
  "It had reached that level at {0} already, and left it again: a late spike or a second descent":
    "它在{0}已达到该水平，之后又离开：后期尖峰或二次下降",
  "first at {0}": "首次位于 {0}",
  "regularisation or a decay moves the turn of the dev metric": "正则化或衰减改变验证指标的转折点",
  "the run were longer: the answer grew with the horizon": "运行更长：答案随训练长度增长",
  "the loss falls again later, as plateaus sometimes do": "损失之后再次下降，平台期有时会这样",
  "run {0} to {1}: it has not converged": "把 {0} 跑到 {1}：它还没有收敛",
  // batch size and momentum
  "the same batch size": "批大小不变",
  "half the batch size": "批大小减半",
  "a smaller batch size": "批大小减小",
  "twice the batch size": "批大小加倍",
  "{0} the batch size": "批大小为原来的 {0}",
  "without momentum": "不用动量",
  "momentum {0} as before": "动量仍为 {0}",
  "batch size {0}, stated: no run says which one it used": "明确写出批大小 {0}：没有运行说明用的是多少",
  "best for as many steps": "按步数比最优",
  "the same within noise": "噪声范围内相同",
  "the same within noise, in fewer steps": "噪声范围内相同，而步数更少",
  "Compared at step {0}.": "在第 {0} 步比较。",
  "Compared after {0} examples, which every run saw, and after {1} steps.":
    "在 {0} 个样本（每个运行都见过）之后以及 {1} 步之后比较。",
  "Noise is {0}; of cells that it cannot tell apart, the best so far is kept.":
    "噪声为 {0}；噪声分不出高下时，保留目前最好的。",
  "other learning rates in a cell do better: differences between batch sizes mostly vanish then":
    "某一格中其他学习率更好：那时批大小之间的差别大多消失",
  "Batch size has": "批大小",
  "Batch size and momentum have": "批大小和动量",
  "{0} not been tried beside the learning rate: {1} would show what they do.":
    "除学习率外，{0}还没有试过：{1}即可看出作用。",
  "Each learning rate is a first guess, in proportion to the root of the batch size, for as many examples as before; around the best one half and twice of it come next.":
    "各学习率只是初步估计：与批大小的平方根成正比，样本数与之前相同；之后在最佳者附近再试其一半和两倍。",
  "Each learning rate is a first guess: in proportion to the batch size and to 1 − momentum, for as many examples as before; around the best one half and twice of it come next.":
    "各学习率只是初步估计：与批大小以及 1 − 动量成正比，样本数与之前相同；之后在最佳者附近再试其一半和两倍。",
  "Where learning rates are tuned again, differences between batch sizes mostly vanish: choose what trains fastest.":
    "若重新调学习率，批大小之间的差别大多消失：选训练最快的。",
  "Adam's momentum can mostly be skipped; from 10 runs on β₁ is worth a try, from 25 on ε. For the last bit, SGD with momentum has to be tuned against it.":
    "Adam 的动量大多可以不调；有 10 个以上运行时值得试 β₁，25 个以上时试 ε。要榨取最后一点性能，须与调好的带动量 SGD 比较。",
  "The gradient noise scale at the start is about {0} examples, an order of magnitude: far larger batches waste examples, far smaller ones steps. It grows while training.":
    "训练之初的梯度噪声尺度约为 {0} 个样本（数量级）：批远大于它浪费样本，远小于它浪费步数。它会随训练增长。",
  "the settings tried": "试过的设置",
  "{0} {1}, {2} per step: {3}.": "{0}{1}；按步数比则为{2}：{3}。",
  wins: "最优",
  "wins per example": "按样本数比最优",
  "Train with {0}: {1}.": "用{0} 训练：{1}。",
  "one learning rate in most cells: the table measures its luck as well": "多数格只有一个学习率：表中也含有运气成分",
  "one learning rate in each cell: the table measures its luck as well": "每格只有一个学习率：表中也含有运气成分",
  "without a dev metric, small batches cannot show what they are good for": "没有验证指标，小批量的好处显示不出来",
  "per step, {0} is better: examples or time decide": "按步数比{0}更好：取决于看重样本还是时间",
  "{0} of {1} cells were run": "{1} 格中跑了 {0} 格",
  "the best on dev left more than half of the descent (R25): suspicious":
    "验证集上最好的还剩一半以上的降幅（R25）：可疑",
  "no evaluation by then": "到那时没有评估",
  "{0} of the descent left": "还剩 {0} 的降幅",
  "{0}: {1} after as many examples as all saw, {2} after as many steps": "{0}：样本数相同时 {1}，步数相同时 {2}",
  "{0}: {1} and {2}": "{0}：{1}；{2}",
  "Failed: {0}": "失败：{0}",
  "Its loss converged at step {0}: {1} steps from here on": "它的损失在第 {0} 步收敛：今后训练 {1} 步",
  "batch size moves the mean by {0}": "批大小使平均值变动 {0}",
  "momentum by {0}": "动量变动 {0}",
  "{0}, per example": "{0}（按样本数比）",
  "The best momentum changes with the batch size: tune the two together, not one after the other":
    "最优动量随批大小而变：两者要一起调，不要先后分开调",
  "{0} × the learning rate in the best cell: it has to be tuned again there":
    "最优格中取 {0} × 学习率：那里需要重新调学习率",
  "more seeds tell the tied cells apart": "更多随机种子可区分并列的格",
  "the best cell once more, with another seed": "最优格换一个随机种子再跑一次",
  // update ratio
  "a few batches show a starting learning rate, not the best one": "几个批次只能给出学习率的起点，不是最优值",
  "tensors differ {0}: mend initialisation or normalisation first": "各张量相差 {0}：先修正初始化或归一化",
  "{0} for 100 steps, then look at the ratio again": "用 {0} 跑 100 步，再看这个比例",
  "around 0.001": "0.001 左右",
  "{0} changes its parameters by {1} of their size per update at learning rate {2} (median of {3} up to {4}); around 0.001 is usual":
    "学习率为 {2} 时，{0} 每次更新使参数变化其大小的 {1}（截至{4}的 {3}的中位数）；通常在 0.001 左右",
  "Usual: from {0} to {1}. The first fifth of the probe is left out.": "通常：{0} 到 {1}。探测的前五分之一不计入。",
  "weight decay or normalisation set the size of the updates, as they do later in a run":
    "更新的大小由权重衰减或归一化决定，训练后期正是如此",
  small: "偏小",
  large: "偏大",
  "Updates are of a usual size at {0}: {1} of the parameters.": "学习率为 {0} 时更新大小正常：为参数的 {1}。",
  "Updates are {0} at {1}: {2} of the parameters.": "学习率为 {1} 时更新{0}：为参数的 {2}。",
  "with Adam the early ratio says more of the width than of the loss": "用 Adam 时，早期比例更多反映网络宽度而非损失",
  "momentum makes updates up to {0} as large as lr × gradient": "动量可使更新达到 lr × 梯度的 {0}",
  "Computed as lr × ‖gradient‖ / ‖weights‖, which is what plain SGD does; log the updates themselves to be sure.":
    "按 lr × ‖梯度‖ / ‖权重‖ 计算，即普通 SGD 的更新；要确定，请直接记录更新量。",
  "with weight decay the ratio settles by itself, whatever the loss does":
    "有权重衰减时，无论损失如何，该比例都会自行稳定",
};
