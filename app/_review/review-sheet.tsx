/** The comments on a place, at the side of the board. */
import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import { openPlace, type ReviewPlace, useReviewPlace } from "../_state/review.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { Sheet } from "../_ui/sheet.tsx";
import { ThreadsPanel } from "./threads-panel.tsx";
import { useAnchorText } from "./use-anchor-text.ts";

/** Nothing while no place is open. */
export function ReviewSheet() {
  const { place, isMissing } = useReviewPlace();
  if (isMissing) return <Missing />;
  return place === null ? null : <Opened key={JSON.stringify(place)} place={place} />;
}

/** Of a link whose thread is not to be had. */
function Missing() {
  const t = useTranslations("review");
  const tApp = useTranslations("app");
  const close = (): void => openPlace(null);
  return (
    <Sheet name={t("title")} place="right" onClose={close}>
      <div className="flex items-start gap-2 p-4">
        <p role="status" className="mr-auto text-ink-soft">
          {t("noThread")}
        </p>
        <IconButton icon={X} name={tApp("close")} onClick={close} />
      </div>
    </Sheet>
  );
}

function Opened({ place: { anchor, title, thread } }: { readonly place: ReviewPlace }) {
  const t = useTranslations("review");
  const tApp = useTranslations("app");
  const anchorText = useAnchorText();
  const close = (): void => openPlace(null);
  const about = anchor.kind === "chart" ? anchor.tag : anchorText({ anchor, title });
  return (
    <Sheet name={t("title")} place="right" onClose={close}>
      <div className="flex min-h-11 shrink-0 items-center gap-2 border-line border-b py-2 pr-2 pl-4">
        <h2 className="mr-auto min-w-0">
          <span className="block font-semibold">{t("title")}</span>
          <bdi className="block break-all font-mono text-2xs text-ink-soft">{about}</bdi>
        </h2>
        <IconButton icon={X} name={tApp("close")} onClick={close} />
      </div>
      <div className="p-4">
        <ThreadsPanel anchor={anchor} title={title} first={thread} hasFocus={thread === null} />
      </div>
    </Sheet>
  );
}
