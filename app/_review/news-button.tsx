/** Opens the reading list, and says how much is unread. */
import { Inbox } from "lucide-react";
import { useTranslations } from "use-intl";
import { useNews } from "../_state/news.ts";

export function NewsButton({ onOpen }: { readonly onOpen: () => void }) {
  const t = useTranslations("review");
  const answer = useNews((news) => news.answer);
  if (answer === null) return null;
  const { news, hasMore } = answer;
  const count = `${news.length}${hasMore ? "+" : ""}`;
  const isForMe = news.some((one) => one.isForMe);
  const name = news.length === 0 ? t("news") : t("unread", { count });
  return (
    <button
      type="button"
      aria-label={name}
      title={name}
      data-testid="news-button"
      onClick={onOpen}
      className="relative grid size-7 shrink-0 place-items-center rounded text-ink-faint hover:bg-hover hover:text-ink"
    >
      <Inbox size={15} strokeWidth={1.75} aria-hidden="true" />
      {news.length > 0 && (
        <span
          className={`absolute -top-0.5 -right-1 min-w-4 rounded-full px-1 text-center text-[10px] leading-4 ${isForMe ? "bg-accent text-on-accent" : "bg-line-strong text-ink"}`}
        >
          {news.length > 99 ? "99+" : count}
        </span>
      )}
    </button>
  );
}
