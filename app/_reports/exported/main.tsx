/** The program in an exported report: the page of the board, with the data that it was given, and nobody to ask. */
import { Monitor, Moon, Printer, Sun } from "lucide-react";
import { createRoot } from "react-dom/client";
import { IntlProvider, useTranslations } from "use-intl";
import { PAYLOAD_ID, ROOT_ID } from "../../../lib/report/exported-page.ts";
import type { BlockData, Report } from "../../../lib/report/parts.ts";
import { board as englishBoard } from "../../_i18n/en/board.ts";
import { charts as englishCharts } from "../../_i18n/en/charts.ts";
import { reports as english } from "../../_i18n/en/reports.ts";
import { board as chineseBoard } from "../../_i18n/zh/board.ts";
import { charts as chineseCharts } from "../../_i18n/zh/charts.ts";
import { reports as chinese } from "../../_i18n/zh/reports.ts";
import { chooseTheme, followPreferences, type ThemeChoice, usePreferences } from "../../_state/preferences.ts";
import { IconButton } from "../../_ui/icon-button.tsx";
import { BlockView } from "../block-view.tsx";
import { ReportPage } from "../report-page.tsx";

interface Payload {
  readonly report: Report;
  readonly data: readonly (readonly [block: string, data: BlockData])[];
}

const MESSAGES = {
  en: { ...englishBoard, ...englishCharts, ...english },
  zh: { ...chineseBoard, ...chineseCharts, ...chinese },
};
const NEXT_THEME: Readonly<Record<ThemeChoice, ThemeChoice>> = { system: "light", light: "dark", dark: "system" };
const ICONS = { system: Monitor, light: Sun, dark: Moon };

/** Unpacks what `lib/server/report-export.ts` packed. */
async function readPayload(): Promise<Payload> {
  const text = document.getElementById(PAYLOAD_ID)?.textContent ?? "";
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(unpacked).text());
}

function Exported({ report, data }: Payload) {
  const byBlock = new Map(data);
  return (
    <div data-scrolls="" className="h-dvh overflow-y-auto print:h-auto print:overflow-visible">
      <Tools />
      <ReportPage report={report}>
        {(block) => (
          <BlockView
            block={block}
            state={{ data: byBlock.get(block.id) ?? null, error: null }}
            language={report.language}
          />
        )}
      </ReportPage>
    </div>
  );
}

function Tools() {
  const t = useTranslations("header");
  const tReports = useTranslations("reports");
  const themeChoice = usePreferences((preferences) => preferences.themeChoice);
  return (
    <div className="fixed top-2 right-3 z-10 flex rounded bg-canvas/85 print:hidden">
      <IconButton icon={Printer} name={tReports("print")} onClick={() => window.print()} />
      <IconButton
        icon={ICONS[themeChoice]}
        name={t("theme", { choice: t(themeChoice) })}
        onClick={() => chooseTheme(NEXT_THEME[themeChoice])}
      />
    </div>
  );
}

/** Links to places on the board lead nowhere here; on a disk they would lead to files of whoever reads this. */
function holdLinks(): void {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link !== null && !/^(https?|mailto):$/.test(link.protocol)) event.preventDefault();
  });
}

async function show(): Promise<void> {
  const payload = await readPayload();
  const { language } = payload.report;
  followPreferences();
  usePreferences.setState({ language });
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  holdLinks();
  const host = document.getElementById(ROOT_ID);
  if (host === null) return;
  createRoot(host).render(
    <IntlProvider locale={language} messages={MESSAGES[language]} timeZone="UTC">
      <Exported {...payload} />
    </IntlProvider>,
  );
}

void show();
