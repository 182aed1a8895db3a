/** A report as one page that opens from a file: the screens' own code, with the data beside it. */
import type { Language } from "../core/text.ts";
import { escapeHtml } from "./escape.ts";

/** What the page is made of. */
export interface ExportedPage {
  readonly title: string;
  readonly language: Language;
  /** The program that shows the report, with its hash for the policy: `sha256-…`. */
  readonly code: string;
  readonly codeHash: string;
  readonly style: string;
  /** What the program shows: JSON, gzipped, in base64. */
  readonly payload: string;
}

/** The id of the element that holds the payload, and of the one that is drawn into. */
export const PAYLOAD_ID = "tuneboard-report";
/** The id of the element that the report is drawn into. */
export const ROOT_ID = "tuneboard-page";

const NO_SCRIPT: Readonly<Record<Language, string>> = {
  en: "This report is drawn by the script that it carries. Allow scripts for this file, or open it in a browser.",
  zh: "本报告由其中自带的脚本绘制。请允许此文件运行脚本，或在浏览器中打开。",
};

/**
 * The page. Its policy allows the one script that it carries and no connection at all, so that nothing in names or texts can run
 * or tell anybody that the report is read.
 */
export function exportedPage({ title, language, code, codeHash, style, payload }: ExportedPage): string {
  const policy = `default-src 'none'; script-src '${codeHash}'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${style.replaceAll("</", "<\\/")}</style>
</head>
<body class="font-sans">
<div id="${ROOT_ID}"></div>
<noscript>${escapeHtml(NO_SCRIPT[language])}</noscript>
<script type="text/plain" id="${PAYLOAD_ID}">${payload}</script>
<script>${code}</script>
</body>
</html>
`;
}
