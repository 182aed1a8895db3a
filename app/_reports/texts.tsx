/** The texts of reports, which come with their screen: most sessions never open it. */
import type { ReactNode } from "react";
import { IntlProvider } from "use-intl";
import { reports as english } from "../_i18n/en/reports.ts";
import { en } from "../_i18n/en.ts";
import { reports as chinese } from "../_i18n/zh/reports.ts";
import { zh } from "../_i18n/zh.ts";
import { usePreferences } from "../_state/preferences.ts";

const MESSAGES = { en: { ...en, ...english }, zh: { ...zh, ...chinese } };

export function ReportTexts({ children }: { readonly children: ReactNode }) {
  const language = usePreferences((preferences) => preferences.language);
  return (
    <IntlProvider locale={language} messages={MESSAGES[language]} timeZone="UTC">
      {children}
    </IntlProvider>
  );
}
