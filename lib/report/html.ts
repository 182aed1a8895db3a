/** A report as one HTML page that needs nothing else: no script, no request, light and dark, and fit to be printed. */
import { unreachable } from "../core/unreachable.ts";
import type { Block, ReportDocument } from "./document.ts";
import { escapeHtml } from "./escape.ts";
import { FIGURE_CSS, figureSvg } from "./svg.ts";

const CSS = `:root{color-scheme:light dark;--ink:#16181c;--soft:#4d545e;--faint:#6b727c;--line:#e4e4df;--ground:#fff;--raised:#f7f7f5;--accent:#2257d6;--green:#1f7a3d;--red:#b3261e;--amber:#8a5a00}
@media (prefers-color-scheme:dark){:root{--ink:#e7eaee;--soft:#a3abb5;--faint:#7f8893;--line:#24292f;--ground:#0f1114;--raised:#1b1f24;--accent:#86abff;--green:#6fcf8e;--red:#ff8b80;--amber:#e0b25a}}
@media print{:root{--ink:#000;--soft:#333;--faint:#666;--line:#ccc;--ground:#fff;--raised:#fff;--accent:#1a44a8;--green:#1f7a3d;--red:#b3261e;--amber:#8a5a00}main{max-width:none!important;padding:0!important}figure,pre,tr,li{break-inside:avoid}h1,h2,h3{break-after:avoid}}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.55 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:760px;margin:0 auto;padding:32px 20px 64px}
h1{font-size:26px;line-height:1.25;margin:0 0 8px}h2{font-size:20px;margin:44px 0 8px;padding-top:16px;border-top:1px solid var(--line)}h3{font-size:16px;margin:28px 0 4px}
p{margin:6px 0}p.strong{font-size:16px;font-weight:600}ul,ol{margin:4px 0 12px;padding-left:22px}li{margin:2px 0;overflow-wrap:anywhere}
p.title{margin:10px 0 0;color:var(--faint);font-size:13px}details{margin:4px 0}summary{cursor:pointer}
figure{margin:16px 0;overflow-x:auto}figcaption{color:var(--soft);font-size:13px}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:13px;width:100%}th,td{text-align:left;padding:4px 10px 4px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}th{color:var(--faint);font-weight:500;white-space:nowrap}td:first-child{min-width:8em}tr.marked td{font-weight:600}
pre{background:var(--raised);border:1px solid var(--line);border-radius:4px;padding:10px 12px;overflow-x:auto;font:12.5px/1.5 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
${FIGURE_CSS}`;

/** `report` as a page. Equal documents give equal bytes. */
export function toHtml({ title, language, blocks }: ReportDocument): string {
  return `<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>
${CSS}
</style>
</head>
<body>
<main>
${blocks.map(toElement).join("\n")}
</main>
</body>
</html>
`;
}

function toElement(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `<h${block.level}>${escapeHtml(block.text)}</h${block.level}>`;
    case "paragraph":
      return `<p${block.isStrong ? ' class="strong"' : ""}>${escapeHtml(block.text)}</p>`;
    case "list": {
      const tag = block.isNumbered ? "ol" : "ul";
      const title = block.title === null ? "" : `<p class="title">${escapeHtml(block.title)}</p>\n`;
      return `${title}<${tag}>\n${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join("\n")}\n</${tag}>`;
    }
    case "table": {
      const head = block.head.map((cell) => `<th>${escapeHtml(cell)}</th>`).join("");
      const rows = block.rows.map(
        ({ cells, isMarked }) =>
          `<tr${isMarked ? ' class="marked"' : ""}>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`,
      );
      return `<div class="scroll"><table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows.join("\n")}\n</tbody>\n</table></div>`;
    }
    case "figure":
      return `<figure>\n${figureSvg(block.figure)}\n<figcaption>${escapeHtml(block.figure.text)}</figcaption>\n</figure>`;
    case "code": {
      const code = `<pre>${escapeHtml(block.code)}</pre>`;
      return block.isFolded === true
        ? `<details><summary>${escapeHtml(block.title)}</summary>\n${code}</details>`
        : `<p class="title">${escapeHtml(block.title)}</p>\n${code}`;
    }
    default:
      return unreachable(block);
  }
}
