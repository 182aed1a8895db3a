/** Who one is here, and who else may do what: users, tokens, share links. */
import { useTranslations } from "use-intl";
import { logOut } from "../_state/people.ts";
import { useSession } from "../_state/session.ts";
import { Sheet } from "../_ui/sheet.tsx";
import { SheetTitle } from "../_ui/sheet-title.tsx";
import { TextButton } from "../_ui/text-button.tsx";
import { NotificationsSection } from "./notifications-section.tsx";
import { ShareSection } from "./share-section.tsx";
import { TokensSection } from "./tokens-section.tsx";
import { UsersSection } from "./users-section.tsx";

export function AccessSheet({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations("access");
  const session = useSession((state) => state.session);
  const actor = session?.actor ?? null;
  return (
    <Sheet name={t("title")} place="center" onClose={onClose}>
      <div className="space-y-4 p-5">
        <SheetTitle text={t("title")} onClose={onClose} />
        <div className="flex items-center gap-2">
          <p className="mr-auto">
            {actor === null || actor.via === "open"
              ? t("nobody")
              : actor.via === "share-link"
                ? t("guest", { title: actor.name })
                : t("you", { name: actor.name, role: t(`roles.${actor.role}`) })}
          </p>
          {actor?.via === "session" && <TextButton text={t("logOut")} onClick={() => void logOut()} />}
        </div>
        {session?.mayLaunch === true && <ShareSection />}
        {session?.maySay === true && <TokensSection />}
        {session?.mayAdminister === true && <UsersSection />}
        {session?.mayAdminister === true && <NotificationsSection />}
      </div>
    </Sheet>
  );
}
