/** What stands in the place of a screen that one may not see. */
import { Lock } from "lucide-react";
import { useTranslations } from "use-intl";

export function MayNot() {
  const t = useTranslations("access.mayNot");
  return (
    <div className="mx-auto mt-[10vh] max-w-xl px-6">
      <h2 className="mb-2 flex items-center gap-2 font-semibold text-lg">
        <Lock size={18} aria-hidden="true" />
        {t("title")}
      </h2>
      <p className="text-ink-soft">{t("why")}</p>
    </div>
  );
}
