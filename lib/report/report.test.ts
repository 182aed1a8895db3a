import { describe, expect, it } from "vitest";
import { advise } from "../advisor/advise.ts";
import type { RunLog } from "../advisor/input.ts";
import { finish } from "../advisor/parts.ts";
import { decayTo, followLaw, toRun, withNoise } from "../advisor/runs/run-log-builder.ts";
import type { Language } from "../core/text.ts";
import { reportInParts } from "./assemble.ts";
import { toHtml } from "./html.ts";
import { toMarkdown } from "./markdown.ts";
import { WORDS } from "./words.ts";

/** Three learning rates, judged by a dev accuracy; `names` are the runs'. */
const runsNamed = (names: readonly string[]): readonly RunLog[] =>
  names.map((name, i) => {
    const tau = [100, 400, 2000][i % 3];
    const acc = (step: number): number => 0.9 - 0.05 * i - 0.8 * Math.exp(-step / tau);
    return toRun(
      name,
      {
        "train/loss": followLaw(withNoise(decayTo(0.3 + 0.2 * i, tau), 0.01, i + 1), { to: 3000 }),
        "dev/acc": followLaw(withNoise(acc, 0.003, i + 7), { to: 3000, every: 100 }),
      },
      {
        lr: 10 ** -(i + 1),
        batch_size: 64,
        momentum: 0.9,
        command: `python train.py --lr ${10 ** -(i + 1)} --batch_size 64 --momentum 0.9 --steps 3000`,
      },
    );
  });

const reportOn = (runs: readonly RunLog[], language: Language = "en") =>
  finish(reportInParts(runs, {}, advise(runs), { language, sweep: null }));

const PLAIN = runsNamed(["a/lr0.1", "a/lr0.01", "a/lr0.001"]);
const HOSTILE = runsNamed([
  `a/<img src=x onerror=alert(1)>`,
  `a/"><script>alert(2)</script>`,
  "a/x|y`*_[link](javascript:alert(3))\u202egnp.exe\u0007",
]);

describe("a report", () => {
  it.each([toHtml, toMarkdown])("is the same to the byte for the same runs, in whatever order", (write) => {
    expect(write(reportOn(PLAIN))).toBe(write(reportOn([...PLAIN].reverse())));
  });

  it("names the question, the answer, every run, what would change it, and what to run next", () => {
    const text = toMarkdown(reportOn(PLAIN));
    expect(text).toContain("3 runs that differ in lr, judged by dev/acc (higher is better)");
    expect(text).toContain("Train at learning rate 0.1");
    for (const name of ["a/lr0.1", "a/lr0.01", "a/lr0.001"]) expect(text).toContain(name);
    for (const part of ["Because", "Assumed", "The answer would change if", "Run next", "For which thresholds"])
      expect(text).toContain(part);
    expect(text).toContain("python train.py --lr");
    expect(text).toContain("2023-11-14 22:1"); // 1,700,000,000 s, the clock of these logs, and some minutes
  });

  it("gives each alternative with its value, and a single seed as one", () => {
    const dev = (seed: number) => withNoise((step: number) => 0.9 - 0.4 * Math.exp(-step / 300), 0.003, seed);
    const tied = [0.1, 0.05, 0.02].map((lr, i) =>
      toRun(
        `a/lr${lr}`,
        {
          "train/loss": followLaw(withNoise(decayTo(0.3, 300), 0.01, i + 1), { to: 3000 }),
          "dev/acc": followLaw(dev(i + 7), { to: 3000, every: 100 }),
        },
        { lr, seed: 4, batch_size: 64 },
      ),
    );
    const text = toMarkdown(reportOn(tied));
    expect(text).toMatch(/Alternatives\n\n- 0\.\d+: same within noise/);
    expect(text).toContain(", seed 4");
    expect(text).not.toContain("seeds 4");
  });

  it("shows curves with what the evidence marks on them", () => {
    const html = toHtml(reportOn(PLAIN));
    expect(html.match(/<svg /g)?.length).toBeGreaterThanOrEqual(3); // rates, loss, dev
    expect(html).toMatch(/class="upright converged"/);
    expect(html).toMatch(/class="line chosen"/);
    expect(html).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("speaks Chinese where that is asked for", () => {
    const html = toHtml(reportOn(PLAIN, "zh"));
    expect(html).toContain('<html lang="zh-CN">');
    for (const words of ["调参报告", "结论", "依据", "接下来运行"]) expect(html).toContain(words);
  });

  it("tells the runs to start once, with what they cost together, and folds the code", () => {
    const text = toMarkdown(reportOn(PLAIN));
    expect(text).toMatch(/Run next \(11 runs, [\d,]+ steps in all/);
    expect(text.match(/half the batch size, without momentum/g)).toHaveLength(1);
    expect(text).toContain("Run next: the runs under “Where the tuning stands”.");
    expect(text).toMatch(/<details><summary>PyTorch: linear to zero<\/summary>\n\n```\n/);
    expect(toHtml(reportOn(PLAIN))).toContain("<details><summary>PyTorch: linear to zero</summary>");
  });

  it("begins with what each of several sweeps answers", () => {
    const runs = runsNamed(["a/lr0.1", "a/lr0.01", "a/lr0.001", "b/lr0.1", "b/lr0.01", "b/lr0.001"]);
    const [head] = toMarkdown(reportOn(runs)).split("\n## ");
    expect(head).toContain("| Sweep | Runs | Answer | Where the tuning stands |");
    for (const sweep of ["a", "b"]) expect(head).toMatch(new RegExp(`\\| ${sweep} \\| 3 \\| Train at learning rate`));
  });

  it("says so when there are no runs", () => {
    expect(toMarkdown(reportOn([]))).toBe("# Tuning report\n\nThere are no runs, so there is no advice.\n");
  });
});

it.each([
  [1 / 60, "about 1 GPU minute"],
  [0.5, "about 30 GPU minutes"],
  [1, "about 1 GPU hour"],
  [2, "about 2 GPU hours"],
])("%d hours of a GPU are %s", (hours, said) => {
  expect(WORDS.en.gpuHours(hours)).toBe(said);
});

describe("names in a report", () => {
  it("cannot become HTML, a script, a link or a turned text direction", () => {
    const html = toHtml(reportOn(HOSTILE));
    expect(html).not.toMatch(/<(img|script)/i);
    expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
    for (const steering of ["\u202e", "\u0007"]) expect(html).not.toContain(steering);
    expect(html).toContain("default-src 'none'");
    const markdown = toMarkdown(reportOn(HOSTILE)).replace(/<div>\n<svg .*\n<\/div>/g, "");
    expect(markdown).not.toMatch(/<(img|script)/i);
    expect(markdown).not.toMatch(/(?<!\\)\[link/);
    expect(markdown).toContain("x\\|y");
  });

  it("need nothing from elsewhere: no request leaves the page", () => {
    expect(toHtml(reportOn(PLAIN)).replace("http://www.w3.org/2000/svg", "")).not.toMatch(
      /<(script|link|iframe)|url\(|src=/i,
    );
  });
});
