/** What happened since one last looked, newest first; each leads to where it happened. */
import { CheckCheck, X } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Happening } from "../../lib/core/review.ts";
import { toRunKey } from "../../lib/listing/listed-run.ts";
import { markAllRead, useNews } from "../_state/news.ts";
import { openRun } from "../_state/opened-run.ts";
import { linkToThread, openPlace, useReview } from "../_state/review.ts";
import { setView } from "../_state/view.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { Sheet } from "../_ui/sheet.tsx";
import { TextButton } from "../_ui/text-button.tsx";
import { Moment } from "./moment.tsx";
import { useAnchorText } from "./use-anchor-text.ts";

export function ReadingList({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations("review");
  const tApp = useTranslations("app");
  const { answer, error } = useNews();
  const news = answer?.news ?? [];
  return (
    <Sheet name={t("news")} place="right" onClose={onClose}>
      <div className="flex min-h-11 shrink-0 items-center gap-1 py-2 border-line border-b pr-2 pl-4">
        <h2 className="mr-auto min-w-0 font-semibold">{t("news")}</h2>
        {news.length > 0 && <TextButton icon={CheckCheck} text={t("markRead")} onClick={() => void markAllRead()} />}
        <IconButton icon={X} name={tApp("close")} onClick={onClose} />
      </div>
      {error !== null && (
        <p role="alert" className="px-4 pt-3 text-red">
          {error}
        </p>
      )}
      {news.length === 0 && <p className="p-4 text-ink-soft">{t("nothingNew")}</p>}
      <ul>
        {news.map((one) => (
          <li key={one.position} className="border-line border-b">
            <Item happening={one} onClose={onClose} />
          </li>
        ))}
      </ul>
      {answer?.hasMore === true && <p className="p-4 text-2xs text-ink-faint">{t("older")}</p>}
    </Sheet>
  );
}

function Item({ happening, onClose }: { readonly happening: Happening; readonly onClose: () => void }) {
  const t = useTranslations("review");
  const anchorText = useAnchorText();
  const { act, who, at, text, count, verdict, isForMe } = happening;
  const thread = useReview((review) => review.threads.find(({ id }) => id === happening.thread));
  const subject = thread === undefined ? happening.subject : anchorText(thread);
  const go = (): void => {
    onClose();
    if (thread !== undefined) openPlace({ anchor: thread.anchor, title: thread.title, thread: thread.id });
    else if (happening.runs.length === 1) openRun(happening.runs[0] ?? null);
    else if (happening.runs.length > 1)
      setView({ selection: { base: "none", flipped: new Set(happening.runs.map(toRunKey)) }, runFilter: "" });
    else setView({ advicePanel: true });
  };
  const said =
    act === "judged" ? (verdict === null ? t("tookBack") : t(`gave.${verdict}`)) : t(`acts.${act}`, { count });
  const looks = {
    "data-testid": "happening",
    "data-act": act,
    className: "block w-full px-4 py-2 text-left hover:bg-hover",
  };
  const content = (
    <>
      <span className="flex items-baseline gap-2">
        <span className={isForMe ? "font-medium text-accent" : ""}>
          {who !== null && <bdi>{who} </bdi>}
          {said}
        </span>
        <span className="ml-auto shrink-0 text-2xs text-ink-faint">
          <Moment at={at} />
        </span>
      </span>
      {act !== "runs came" && (
        <bdi className="block truncate font-mono text-2xs text-ink-soft" title={subject}>
          {subject}
        </bdi>
      )}
      {text !== "" && <bdi className="line-clamp-2 break-words text-ink-soft">{text}</bdi>}
    </>
  );
  if (thread === undefined) {
    return (
      <button type="button" {...looks} onClick={go}>
        {content}
      </button>
    );
  }
  return (
    <a
      {...looks}
      href={linkToThread(thread.id)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return; // to be read later, in a tab of its own
        event.preventDefault();
        go();
      }}
    >
      {content}
    </a>
  );
}
