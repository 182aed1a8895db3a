/** The shape that every language fills. */
import type { en } from "./en.ts";

type Texts<Part> = { readonly [Name in keyof Part]: Part[Name] extends string ? string : Texts<Part[Name]> };

export type Messages = Texts<typeof en>;

declare module "use-intl" {
  interface AppConfig {
    Messages: Messages;
    Locale: "en" | "zh";
  }
}
