import { describe, expect, it } from "vitest";
import { readConsoleLine } from "./line-reading.ts";

/** What a line says, without what it does not say. */
function said(line: string): Record<string, unknown> {
  const { counters, metrics, bar } = readConsoleLine(line);
  const { step, total, epoch } = counters;
  return {
    ...(step !== null && { step }),
    ...(total !== null && { total }),
    ...(epoch !== null && { epoch }),
    ...(bar !== null && { bar: [bar.done, bar.total] }),
    ...Object.fromEntries(metrics),
  };
}

describe("lines that training scripts print", () => {
  it.each([
    { line: "step 100/6000 loss 0.53", says: { step: 100, total: 6000, loss: 0.53 } },
    { line: "epoch=0 step=1 loss=2.2863 lr=1.000e-01", says: { step: 1, epoch: 0, loss: 2.2863, lr: 0.1 } },
    { line: "Epoch [3/10], Step [100/600], Loss: 0.5123", says: { epoch: 3, step: 100, total: 600, Loss: 0.5123 } },
    { line: "Epoch 3/10: train loss: 0.5 | val loss: 0.6", says: { epoch: 3, "train/loss": 0.5, "val/loss": 0.6 } },
    { line: "iter 100: loss 2.3456, time 120.30ms, mfu 10.00%", says: { step: 100, loss: 2.3456, mfu: 10 } },
    { line: "step 250: train loss 2.0, val loss 2.1", says: { step: 250, "train/loss": 2, "val/loss": 2.1 } },
    {
      line: "Train Epoch: 1 [640/60000 (1%)]\tLoss: 2.213470",
      says: { epoch: 1, step: 640, total: 60000, "Train/Loss": 2.21347 },
    },
    {
      line: "Test set: Average loss: 0.0523, Accuracy: 9800/10000 (98%)",
      says: { "Test/Average loss": 0.0523, "Test/Accuracy": 98 },
    },
    {
      line: "Epoch: [0][ 10/5005]\tTime  0.523 ( 0.612)\tLoss 6.9e+00 (7.0e+00)\tAcc@1   0.78 (  0.10)",
      says: { epoch: 0, step: 10, total: 5005, Loss: 6.9, "Acc@1": 0.78 },
    },
    {
      line: "| epoch   1 |   200/ 2983 batches | lr 20.00 | ms/batch  7.01 | loss  7.63 | ppl  2055.73",
      says: { epoch: 1, step: 200, total: 2983, lr: 20, loss: 7.63, ppl: 2055.73 },
    },
    {
      line: "| end of epoch   1 | time: 10.51s | valid loss  5.50 | valid ppl   244.69",
      says: { epoch: 1, "valid/loss": 5.5, "valid/ppl": 244.69 },
    },
    {
      line: "epoch 001:    100 / 2000 loss=5.3, ppl=39.4, gnorm=1.2",
      says: { epoch: 1, step: 100, total: 2000, loss: 5.3, ppl: 39.4, gnorm: 1.2 },
    },
    {
      line: "{'loss': 0.4433, 'learning_rate': 1e-05, 'epoch': 3.0}",
      says: { epoch: 3, loss: 0.4433, learning_rate: 1e-5 },
    },
    { line: "{'loss': '0.4433', 'epoch': '3'}", says: { epoch: 3, loss: 0.4433 } },
    { line: '{"step": 7, "loss": NaN, "acc": -Infinity}', says: { step: 7, loss: NaN, acc: -Infinity } },
    { line: "loss: tensor(0.5123, device='cuda:0', grad_fn=<X>) at step 4", says: { loss: 0.5123, step: 4 } },
    { line: "Validation Accuracy: 93.25%", says: { "Validation/Accuracy": 93.25 } },
    { line: "learning rate: 0.1", says: { "learning rate": 0.1 } },
    { line: "[eval] step: 20, loss: 2.24, dev_acc: 23.62%", says: { step: 20, "eval/loss": 2.24, dev_acc: 23.62 } },
    { line: "total loss: 0.5, max reward: 3", says: { "total loss": 0.5, "max reward": 3 } },
    { line: "loss = -0.5, kl=+1e-3", says: { loss: -0.5, kl: 0.001 } },
    { line: "iteration 1,200,000: reward 12.5", says: { step: 1200000, reward: 12.5 } },
    {
      line: "Progress:  12.5% words/sec/thread:  400137 lr:  0.0995 avg.loss:  2.28 ETA:   0h 0m 9s",
      says: { step: 12.5, "words/sec/thread": 400137, lr: 0.0995, "avg.loss": 2.28 },
    },
    { line: "Iteration: 5 | loss: nan", says: { step: 5, loss: NaN } },
    { line: "[10]\ttrain-rmse:0.51\teval-rmse:0.62", says: { step: 10, "train-rmse": 0.51, "eval-rmse": 0.62 } },
    {
      line: "[20]\ttraining's auc: 0.9\tvalid_1's auc: 0.8",
      says: { step: 20, "training/auc": 0.9, "valid_1 auc": 0.8 },
    },
    { line: "[3] step 7 loss 0.5", says: { step: 7, loss: 0.5 } },
    {
      line: " iteration       10/     100 | consumed samples:          80 | elapsed time per iteration (ms): 500.1 | learning rate: 1.0E-04 | global batch size:     8 | lm loss: 1.05E+01 | grad norm: 2.3 |",
      says: { step: 10, total: 100, "learning rate": 1e-4, "lm loss": 10.5, "grad norm": 2.3 },
    },
    {
      line: "Train: 3 [ 100/1251 (  8%)]  Loss: 6.94 (6.95)  Time: 2.3s, 100/s  LR: 1.0e-05  Data: 0.5",
      says: { epoch: 3, step: 100, total: 1251, "Train/Loss": 6.94, "Train/LR": 1e-5, "Train/Data": 0.5 },
    },
    {
      line: "2023-01-01 12:00:00,000 - mmdet - INFO - Epoch [1][50/7330]\tlr: 2.000e-03, eta: 1 day, 0:00:00, memory: 3000, loss: 1.2",
      says: { epoch: 1, step: 50, total: 7330, lr: 0.002, loss: 1.2 },
    },
    {
      line: "2023/01/01 12:00:00 - mmengine - INFO - Epoch(train)  [1][ 50/7330]  lr: 2.0e-03  eta: 0:10:00  loss: 1.2",
      says: { epoch: 1, step: 50, total: 7330, "train/lr": 0.002, "train/loss": 1.2 },
    },
    {
      line: "[01/31 12:00:00 d2.utils.events]:  eta: 0:10:00  iter: 19  total_loss: 1.5  lr: 0.0001  max_mem: 3000M",
      says: { step: 19, total_loss: 1.5, lr: 0.0001 },
    },
    {
      line: "[2024-01-01 12:00:00,000] [INFO] [logging.py:96:log_dist] [Rank 0] step=10, skipped=0, lr=[1e-05], mom=[(0.9, 0.999)]",
      says: { step: 10, skipped: 0, lr: 1e-5, mom: 0.9 },
    },
    { line: " * Acc@1 70.12 Acc@5 89.3", says: { "Acc@1": 70.12, "Acc@5": 89.3 } },
  ])("$line", ({ line, says }) => {
    expect(said(line)).toEqual(says);
  });
});

describe("progress bars", () => {
  it.each([
    {
      line: "Epoch 1/2:  45%|███▌     | 45/100 [00:10<00:12,  4.52it/s, loss=2.286, lr=1.00e-01]",
      says: { epoch: 1, bar: [45, 100], loss: 2.286, lr: 0.1 },
    },
    { line: "  0%|          | 0/100 [00:00<?, ?it/s, loss=2.286]", says: { bar: [0, 100], loss: 2.286 } },
    { line: "100%|██████| 1.2k/1.2k [00:10<00:00, 1.2kit/s, acc=0.5]", says: { bar: [1200, 1200], acc: 0.5 } },
    { line: "45it [00:10,  4.52it/s, loss=0.5]", says: { bar: [45, null], loss: 0.5 } },
    {
      line: "Epoch 0: 100%|██| 19/19 [00:00<00:00, 50.1it/s, v_num=0, train/loss=2.2]",
      says: { epoch: 0, bar: [19, 19], "train/loss": 2.2 },
    },
    {
      line: "\u001b[1m19/19\u001b[0m \u001b[32m━━━━━\u001b[0m\u001b[37m\u001b[0m \u001b[1m1s\u001b[0m 24ms/step - accuracy: 0.1883 - loss: 2.2041",
      says: { bar: [19, 19], accuracy: 0.1883, loss: 2.2041 },
    },
    {
      line: "60000/60000 [==============================] - 5s 80us/sample - loss: 0.2 - acc: 0.9",
      says: { bar: [60000, 60000], loss: 0.2, acc: 0.9 },
    },
    {
      line: "19/19 - 1s - 24ms/step - accuracy: 0.18 - val_loss: 2.06",
      says: { bar: [19, 19], accuracy: 0.18, val_loss: 2.06 },
    },
  ])("$line", ({ line, says }) => {
    expect(said(line)).toEqual(says);
  });
});

describe("lines that say nothing about training", () => {
  it.each([
    { line: "Started process with pid: 12345", because: "a process" },
    { line: "2026-11-22 08:38:39", because: "a date" },
    { line: "torch version: 2.13.0", because: "a version" },
    { line: "torch: 2.13.0, cuda: 12.4.1", because: "versions" },
    { line: "GPU memory: 3402MB, mem: 12.5 GB", because: "memory sizes" },
    { line: "Saving to /data/run_3/model-0.53.pt", because: "a path" },
    { line: "Loading model.bin: 3", because: "a file" },
    { line: "listening on 127.0.0.1:6006 port: 6006", because: "an address" },
    { line: "took 12.5 seconds", because: "a time" },
    { line: "train.py:123: UserWarning: deprecated", because: "a source line" },
    { line: "max step = 6000, warmup steps: 100, epochs: 10, num_train_epochs=3", because: "settings" },
    { line: "batch_size: 64, seed=3", because: "settings of the machine" },
    { line: "ETA: 0h 12m, elapsed: 00:12:31", because: "remaining time" },
    { line: "Number of words:  8192", because: "a count of no metric's name" },
    { line: "commit 3f9a1c2e", because: "a hash" },
    { line: "", because: "nothing" },
    { line: "=====================", because: "a rule" },
    { line: "see https://example.org/a?loss=0", because: "a link", names: ["loss"] },
  ])("$line: $because", ({ line, names = [] }) => {
    const { counters, metrics } = readConsoleLine(line);
    expect([counters.step, counters.epoch]).toEqual([null, null]);
    expect([...metrics.keys()].filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe("what stands before the message", () => {
  const local = new Date(2026, 10, 22, 8, 38, 39).getTime() / 1000;
  it.each([
    { line: "2026-11-22 08:38:39,573 - train - INFO - step 10/200 loss 2.2", wallTime: local + 0.573 },
    { line: "[2026-11-22 08:38:39,573][__main__][INFO] - step 10/200 loss 2.2", wallTime: local + 0.573 },
    { line: "2026-11-22 08:38:39.573 | INFO     | train:main:12 - step 10/200 loss 2.2", wallTime: local + 0.573 },
    { line: "INFO 2026/11/22 08:38:39 step 10/200 loss 2.2", wallTime: local },
    { line: "2026-11-22T08:38:39Z step 10/200 loss 2.2", wallTime: Date.UTC(2026, 10, 22, 8, 38, 39) / 1000 },
    { line: "INFO:root:step 10/200 loss 2.2", wallTime: NaN },
    { line: "11/22/2026 08:38:39 - INFO - __main__ - step 10/200 loss 2.2", wallTime: NaN },
    { line: "I1122 08:38:39.123456 1234 train.py:12] step 10/200 loss 2.2", wallTime: NaN },
    { line: "[08:38:39] step 10/200 loss 2.2", wallTime: NaN },
    { line: "INFO     train.py:12 step 10/200 loss 2.2", wallTime: NaN },
  ])("$line", ({ line, wallTime }) => {
    expect(said(line)).toEqual({ step: 10, total: 200, loss: 2.2 });
    expect(readConsoleLine(line).wallTime).toBe(wallTime);
  });
});

it("takes out escapes, links, titles and the clipboard", () => {
  const line =
    "\u001b]8;;javascript:alert(1)\u0007step 3\u001b]8;;\u0007 \u001b]0;title 9\u001b\\\u001b]52;c;bG9zcz05\u0007\u001b[31mloss\u001b[0m=0.5\u001b[K";
  expect(said(line)).toEqual({ step: 3, loss: 0.5 });
});

it("takes time linear in hostile lines of 1 MiB", () => {
  const units = [
    "a ",
    "a:",
    "1 ",
    "1/",
    "a=1",
    "\u001b[",
    "\u001b]",
    "0.",
    "-",
    "loss ",
    "(",
    "1%|",
    "45it [",
    "[x][INFO]",
    "\u001b[31m",
    "2026-",
    "a.py:1",
  ];
  for (const unit of units) {
    readConsoleLine(unit.repeat(Math.floor(2 ** 20 / unit.length)));
    readConsoleLine(`step 1 ${unit.repeat(5000)} 2%|${unit.repeat(5000)}`);
  }
}, 240_000); // quadratic time would take half an hour: the limit tells the two apart on any machine
