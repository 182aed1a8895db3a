import { describe, expect, it } from "vitest";
import { PLAIN_OPTIONS } from "../../fixtures/builders/scene.ts";
import { chartSvg, legendRows } from "./chart-svg.ts";
import { markdownTable, pythonSnippet } from "./chart-text.ts";
import type { Curve } from "./curve.ts";
import { drawCurves } from "./drawn-curve.ts";
import { composeScene, plotRect, type SceneOptions, sceneTicks, toMapping } from "./scene.ts";
import { CHART_THEMES } from "./theme.ts";

const OPTIONS: SceneOptions = { ...PLAIN_OPTIONS, zoom: { x: [0, 4], y: [0, 4] } };
const CURVE: Curve = {
  run: "a",
  steps: Int32Array.of(0, 1, 2, 4),
  relative: Float32Array.of(0, 1, 2, 4),
  values: Float32Array.of(4, 2, Number.NaN, 1),
  smoothed: Float32Array.of(4, 2, Number.NaN, 1),
  restarts: [],
  startedAt: 0,
  total: 4,
};
const sceneOf = (name: string) =>
  composeScene(drawCurves([{ curve: CURVE, name, colour: "#123456" }], OPTIONS), OPTIONS);
const svgOf = (name: string, title = "loss") => {
  const scene = sceneOf(name);
  const rect = plotRect(468, 234); // a plot of 400 × 200 at (54, 10)
  const frame = { title, xName: "Step", width: 468, height: 234, rect, theme: CHART_THEMES.light };
  return chartSvg(scene, { ...frame, mapping: toMapping(scene, rect), ticks: sceneTicks(scene, rect) });
};

describe("a chart as SVG", () => {
  it("draws the line where its points are, with a gap where there is no number", () => {
    // x: 54 + 100 a step; y: 10 + 200 − 50 a unit. A point alone becomes a stroke of a pixel.
    expect(svgOf("a")).toContain('d="M54 10L154 110M454 160L455 160" stroke="#123456"');
  });

  it("says in its legend what its lines are, and marks where the value was none", () => {
    const svg = svgOf("sweep/a");
    expect(svg).toContain(">sweep/a</text>");
    expect(svg.match(/-5 -10z/g)).toHaveLength(1);
  });

  it("lets no name become markup", () => {
    const svg = svgOf('<script>alert("1")</script>', "a & b\u0000");
    expect(svg).not.toContain("<script");
    expect(svg).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
    expect(svg).toContain("a &amp; b�");
  });

  it("breaks a long legend into rows", () => {
    expect(legendRows(["0123456789", "0123456789", "0123456789"], 220)).toEqual([
      ["0123456789", "0123456789"],
      ["0123456789"],
    ]);
  });
});

describe("a chart as text", () => {
  it("is a table of last, smallest and largest values", () => {
    const words = { run: "Run", last: "Last", min: "Min", max: "Max", step: "Step" };
    expect(markdownTable(sceneOf("lr=0.1|bs=2"), words)).toBe(
      "| Run | Last | Step | Min | Max |\n|:---|---:|---:|---:|---:|\n| lr=0.1\\|bs=2 | 1 | 4 | 1 | 4 |",
    );
  });

  it("is a script in which names stay texts", () => {
    const script = pythonSnippet("http://localhost:6006", ['a"\nimport os'], ["loss"]);
    expect(script).toContain('    "a\\"\\nimport os",\n');
  });
});
