/** 中文：调参之前的检查、运行状况、暂停、装箱。Checks before tuning, the health of runs, pausing, packing. */
import type { Catalogue } from "../../core/text.ts";

export const checks: Catalogue = {
  // preparation
  "The loss is logged every {0} steps of {1}: spikes and early instability cannot be seen. Log every step":
    "共 {1} 步，每 {0} 步才记录一次损失：看不到尖峰和早期的不稳定。请每步记录",
  "{0} fell silent for more than {1} of its usual gaps: stalled, or its log is not flushed":
    "{0} 没有动静的时间超过其通常间隔的 {1} 倍：已停滞，或日志没有刷新",
  "{0} {1} on in {2}: {3} the loss curve, so tune without first and judge by the dev metric":
    "{2}启用了 {0}{1}：{3}损失曲线，因此先关闭再调参，并以验证指标评判",
  "they distort": "它们会扭曲",
  "it distorts": "它会扭曲",
  "The first loss is {0} where {1} classes make {2}: too large an initialisation, or a bug in the data":
    "初始损失为 {0}，而 {1} 个类别应为 {2}：初始化过大，或数据有错",
  "{0} examples in batches of {1} make {2} an epoch: {3} would make {4}":
    "{0} 个样本、批大小 {1}，每轮 {2}：批大小 {3} 则为 {4} 步",
  "A class of {0} is missing from more than one batch of {1} in twenty: {2} hold it in 95 %":
    "占 {0} 的类别，在批大小 {1} 时每二十批有一批以上缺失：批大小 {2} 可使 95 % 的批含有它",
  "A dev set of {0} cannot show differences under {1} between two runs, or {2} with three seeds each":
    "{0} 个样本的验证集，在两个运行之间看不出 {1}以下的差别，各三个随机种子时为 {2}",
  "The best of {0} on one dev set looks up to {1} better than it is: confirm it on data that chose nothing":
    "同一验证集上 {0}中的最好者，看起来最多会虚高 {1}：请用没有参与选择的数据确认",
  "without {0}, so that the loss curve tells what the learning rate does": "去掉 {0}，使损失曲线反映学习率的作用",
  "the loss is logged too seldom": "损失记录得太稀",
  "a run fell silent": "有运行没有动静",
  "regularisers are on": "启用了正则化",
  "weight decay": "权重衰减",
  "an L1 or L2 penalty": "L1 或 L2 惩罚",
  dropout: "dropout",
  "label smoothing": "标签平滑",
  mixup: "mixup",
  cutmix: "cutmix",
  "stochastic depth": "随机深度",
  augmentation: "数据增强",
  "the first loss is too high": "初始损失过高",
  "the batch size is out of proportion": "批大小不合比例",
  "accuracy hides a rare class": "准确率掩盖了稀有类别",
  "A class of {0} hardly counts in {1}: log F1 on the dev set too, and runs are judged by it":
    "占 {0} 的类别在 {1} 中几乎不起作用：请同时记录验证集 F1，将以它为准",
  "the dev set is too small for fine differences": "验证集太小，看不出细微差别",
  "many runs were compared on one dev set": "在同一验证集上比较了许多运行",
  "Before tuning: {0}{1}.": "调参之前：{0}{1}。",
  "; and more": "；还有其他",
  // health
  "the loss repeats to the last digit from step {0} on": "从第 {0} 步起损失一位不差地重复",
  "most steps hold two losses that keep a distance: two runs seem to write into one log":
    "多数步有两个相差固定的损失：似乎有两个运行写入同一份日志",
  "the loss alternates between two levels: two runs seem to write into one log":
    "损失在两个水平之间交替：似乎有两个运行写入同一份日志",
  "the loss jumps every {0} steps: an average that starts anew, or data seen again":
    "损失每 {0} 步跳变：平均值重新累计，或数据重复出现",
  "the loss is smoother than batches are: an average is logged, so convergence looks late":
    "损失比逐批的更平滑：记录的是平均值，因此收敛显得偏晚",
  "the gradient norm leaps at step {0}{1}": "梯度范数在第 {0} 步突增{1}",
  "the gradient norm grew more than twenty times as large by step {0}: lower the learning rate":
    "到第 {0} 步，梯度范数已增长到二十倍以上：请降低学习率",
  ": clip at {0}, its 90th percentile": "：可在 {0} 处裁剪，即其第 90 百分位",
  "the loss steps down where epochs begin, every {0} steps, and not between: it knows what it saw before":
    "损失只在每轮开始处（每 {0} 步）下降一级，其间不降：模型记住了见过的数据",
  "the loss repeats its pattern every {0} steps, one epoch (correlation {1}): the data come in one order":
    "损失每 {0} 步（一轮）重复同样的起伏（相关 {1}）：数据次序固定",
  "{0} stays below a thousandth of its early size from step {1} on: dead units, or a learning rate that killed them":
    "{0} 从第 {1} 步起不到早期的千分之一：神经元失活，或被过大的学习率所致",
  "{0} of the gradients are clipped: lower the learning rate instead": "{0} 的梯度被裁剪：应改为降低学习率",
  "the dev metric is {0} at every evaluation: it may not read the new checkpoint, or be the share of one class":
    "每次评估的验证指标都是 {0}：可能没有读取新的检查点，或只是某一类的占比",
  "the dev metric is {0} at step {1} already: the answer may stand in the input":
    "验证指标在第 {1} 步就已是 {0}：输入中可能含有答案",
  "dev lies above train nearly everywhere without regularisation: dev data may be in training, train labels may be noisier, or train is measured differently":
    "没有正则化，验证指标却几乎处处高于训练指标：训练集可能混入验证数据，训练标签可能噪声更大，或训练指标的算法不同",
  "one step in ten takes more than three times as long as usual: the input may be too slow":
    "每十步有一步用时超过平常的三倍：数据读取可能太慢",
  "Look at the runs first: {0}{1}.": "先检查运行：{0}{1}。",
  ", and more": "，还有其他",
  "Signs are hints: each has harmless causes too.": "这些迹象只是提示：每一种也可能有无害的原因。",
  "{0} again, once the cause is mended": "排除原因之后，重跑 {0}",
  "different learning rates logged the same": "不同学习率的日志相同",
  "two runs seem to share one log": "似乎有两个运行共用一份日志",
  "the loss stands still to the last digit": "损失一位不差地停住",
  "nothing is learned": "没有学到东西",
  "the dev metric never changes": "验证指标从不变化",
  "the dev metric is too good too soon": "验证指标过早地过好",
  "dev lies above train": "验证指标高于训练指标",
  "deeper losses go with worse dev values": "损失越低验证值越差",
  "gradients explode": "梯度爆炸",
  "gradients vanish": "梯度消失",
  "the data come in the same order each epoch": "每轮数据次序相同",
  "the loss steps down where epochs begin": "损失在每轮开始处下降一级",
  "learning rates are too large for the end": "学习率对末段来说过大",
  "most runs overfit": "多数运行过拟合",
  ", and {0} do alike": "，另有 {0}同样如此",
  "{0} ends {1} as noisy as {2}, which has a lower learning rate, and no deeper{3}: decay or averaged weights would likely pay there":
    "{0} 末段的噪声是学习率更低的 {2} 的 {1}，损失却没有更低{3}：衰减或权重平均很可能有益",
  " looked at": "（已检查）",
  "In {0} of {1}{2} {3} turns while the loss falls on: in {4} it is {5} worse at the end than at step {6}, after which the loss still made {7} of the descent. Regularise, or keep the weights of the best step":
    "{1}{2}中有 {0} 个，其 {3} 转差而损失继续下降：{4} 最后比第 {6} 步差 {5}，此后损失仍完成 {7} 的降幅。请加正则化，或保留最优步的权重",
  "most gradients are clipped": "大多数梯度被裁剪",
  "the loss jumps at even distances": "损失等间隔跳变",
  "the logged loss is an average": "记录的损失是平均值",
  "evaluations jump more than their dev set explains": "评估的波动超出验证集所能解释的",
  "steps take unequally long": "各步用时不均",
  "{0} logged the same to the last digit under two learning rates: the script does not use the setting":
    "{0} 的学习率不同而日志完全相同：脚本没有使用这一设置",
  "{0} stayed at {1}, what {2} classes make without learning: a learning rate of 0, frozen parameters, dead units or shuffled labels":
    "{0}停在 {1}，即 {2} 个类别不学习时的值：学习率为 0、参数被冻结、神经元失活或标签被打乱",
  "Evaluations jump by {0}, {1} what {2} examples explain: another subset each time, or dropout and batch statistics in training mode":
    "评估波动 {0}，是 {2} 个样本所能解释的 {1}：每次用了不同子集，或 dropout 和批统计处于训练模式",
  "The deeper the loss, the worse {0}, over {1} (rank correlation {2}): memorisation, or a sign turned round in the metric":
    "在 {1}中，损失越低 {0} 越差（秩相关 {2}）：过拟合，或指标的符号弄反了",
  // pause
  "Pause {0}: {1}{2}.": "暂停 {0}：{1}{2}。",
  "No run can be paused safely yet.": "目前没有可以放心暂停的运行。",
  "bolder: successive halving keeps the best {0} of {1} at {2} of the budget and would pause {3}, which saves {4}; in 24 measured sweeps it took 18 % of the steps and lost the best run in 4":
    "更大胆：逐次减半在预算的 {2} 处从 {1} 个运行中保留最好的 {0} 个，会暂停 {3}，节省 {4}；在 24 次实测扫描中它用了 18 % 的步数，有 4 次丢掉了最佳运行",
  "past the best": "已过最佳点",
  "{0} was best on {1} at {2} with {3} and has fallen to {4}, and {5} others have been better: what it still learns is memorised":
    "{0} 的 {1} 在 {2} 最好，为 {3}，此后降到 {4}，且另有 {5} 个运行更好：它之后学到的只是死记硬背",
  "too far behind to win": "落后太多，无法胜出",
  ", which saves {0}": "，可节省 {0}",
  "keep their checkpoints: if the runs that go on all fail, the best paused one resumes":
    "保留它们的检查点：若继续的运行全部失败，则恢复暂停者中最好的",
  "{0} would still make {1}{2}": "{0}还要跑 {1}{2}",
  ", about {0} hours of training": "，约 {0} 小时训练",
  "{0} has diverged": "{0} 已发散",
  "The best {0} runs go on, and the best with a learning rate {1}× below the leader's: leaders sometimes fail late.":
    "最好的 {0} 个运行继续，另加学习率低于领先者 {1}× 的最好者：领先者有时会在后期失败。",
  "The gaps come from 24 measured sweeps of 8 problems, none of which lost its winner; for a new problem that bounds the risk at 31 % only.":
    "差距阈值来自 8 个问题的 24 组实测扫参，其中没有一组失去优胜者；对新问题，这只能保证风险不超过 31 %。",
  "The gaps are scaled {0} to your own {1} finished sweeps: of sweeps like those, at most {2} lose their winner.":
    "差距阈值已按您自己完成的 {1} 组扫参缩放 {0}：类似的扫参至多有 {2} 会失去优胜者。",
  "a schedule lowers the learning rate later: losses then fall once more": "之后有调度降低学习率：那时损失会再次下降",
  "{0} stands at {1}, {2} of its budget, {3} of the leader's descent behind; {4} would be tolerated":
    "{0} 位于{1}，即预算的 {2}，落后领先者降幅的 {3}；可容忍 {4}",
  ". {0} would end near {1}, at {2} if lucky, where the best has {3} already":
    "。{0} 预计最后约为 {1}，运气好时为 {2}，而最好者已达 {3}",
  // packing
  "the GPU's utilisation was not measured: run 2 for two minutes first": "没有测得 GPU 利用率：先同时跑 2 个两分钟",
  "{0} in {1} of {2}: one run takes {3} of {4} MB{5}{6}":
    "{0}分 {1}，每批 {2} 个：一个运行占用显存 {3} MB，共 {4} MB{5}{6}",
  " and {0} of the GPU's time": "，并占 {0} 的 GPU 时间",
  ", which makes the whole {0} faster": "，总体速度为 {0}",
  "A tenth of the memory stays free, and each run may take a tenth more than the probe did.":
    "留出十分之一的显存，且每个运行可比探测时多用十分之一。",
  "Clocks of packed runs are not compared; a run that dies for lack of memory is tried alone before it is judged.":
    "同时运行者的用时不作比较；因显存不足而终止的运行，先单独重试再评判。",
  "Run one at a time: two do not fit into memory.": "一次跑一个：显存放不下两个。",
  "Run one at a time: packing does not pay.": "一次跑一个：同时跑没有好处。",
  "Run {0} of the {1} proposed runs at a time{2}.": "建议的 {1} 个运行每次同时跑 {0} 个{2}。",
  ": {0} faster in all": "：总体速度为 {0}",
  "{0} at a time": "每次 {0} 个",
};
