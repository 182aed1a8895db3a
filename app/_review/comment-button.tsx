/** Opens the comments on a place, and says how many of them are open. */
import { MessageSquare } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Anchor } from "../../lib/core/review.ts";
import { openPlace, useReview } from "../_state/review.ts";
import { openCount } from "./thread-places.ts";

interface CommentButtonProps {
  readonly anchor: Anchor;
  readonly title: string;
  /** How it looks while there is nothing to read. */
  readonly quiet?: string;
}

export function CommentButton({ anchor, title, quiet = "" }: CommentButtonProps) {
  const t = useTranslations("review");
  const count = useReview((review) => openCount(anchor, review.threads));
  const name = count === 0 ? t("comment") : t("comments", { count });
  return (
    <button
      type="button"
      aria-label={name}
      title={name}
      data-testid="comment-button"
      onClick={() => openPlace({ anchor, title, thread: null })}
      className={`flex h-7 min-w-7 shrink-0 items-center justify-center gap-1 rounded hover:bg-hover hover:text-ink ${count === 0 ? `text-ink-faint ${quiet}` : "px-1 text-accent"}`}
    >
      <MessageSquare size={15} strokeWidth={1.75} aria-hidden="true" />
      {count > 0 && <span className="text-2xs">{count}</span>}
    </button>
  );
}
