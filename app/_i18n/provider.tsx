/** Texts for everything below, in the reader's language. */
import type { ReactNode } from "react";
import { IntlProvider } from "use-intl";
import { usePreferences } from "../_state/preferences.ts";
import { en } from "./en.ts";
import { zh } from "./zh.ts";

export function Texts({ children }: { readonly children: ReactNode }) {
  const language = usePreferences((preferences) => preferences.language);
  return (
    <IntlProvider locale={language} messages={language === "zh" ? zh : en} timeZone="UTC">
      {children}
    </IntlProvider>
  );
}
