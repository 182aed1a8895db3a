/** A line that says once to each browser that its login travels unencrypted. */
import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { recall, remember } from "../_state/preferences.ts";
import { useSession } from "../_state/session.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { isReadOnItsWay } from "./plain-http.ts";

const ITEM = "tuneboard.knows-plain-http";

export function PlainHttpLine() {
  const t = useTranslations("access");
  const tApp = useTranslations("app");
  const via = useSession(({ session }) => session?.actor?.via ?? null);
  const [isShown, setShown] = useState(false);
  // Not while the first picture is made: the exported page knows no address.
  useEffect(() => setShown(isReadOnItsWay(location) && recall(ITEM) === null), []);
  if (!isShown || via === null || via === "open") return null;
  return (
    <p
      role="status"
      data-testid="plain-http"
      className="flex shrink-0 items-start gap-2 border-amber/40 border-b bg-amber/10 px-4 py-1.5 text-amber print:hidden"
    >
      <span className="mr-auto">{t("plainHttp")}</span>
      <IconButton
        icon={X}
        name={tApp("close")}
        onClick={() => {
          remember(ITEM, "yes");
          setShown(false);
        }}
        className="-my-1"
      />
    </p>
  );
}
