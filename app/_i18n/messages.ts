/** The shape that every language fills. */
import type { reports } from "./en/reports.ts";
import type { en } from "./en.ts";

type Texts<Part> = { readonly [Name in keyof Part]: Part[Name] extends string ? string : Texts<Part[Name]> };

export type Messages = Texts<typeof en>;

/** What comes only with the screen of reports. */
export type ReportMessages = Texts<typeof reports>;

declare module "use-intl" {
  interface AppConfig {
    Messages: Messages & ReportMessages;
    Locale: "en" | "zh";
  }
}
