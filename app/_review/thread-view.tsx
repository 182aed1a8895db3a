/** A thread: what it is about, its comments, an answer, and whether it is settled. */
import { Check, Link, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Thread } from "../../lib/core/review.ts";
import { linkToThread, newKey, replyTo, resolveThread } from "../_state/review.ts";
import { useSession } from "../_state/session.ts";
import { copyText } from "../_ui/copy.ts";
import { TextButton } from "../_ui/text-button.tsx";
import { CommentForm } from "./comment-form.tsx";
import { CommentView } from "./comment-view.tsx";
import { Moment } from "./moment.tsx";
import { useAnchorText } from "./use-anchor-text.ts";

interface ThreadViewProps {
  readonly thread: Thread;
  /** The place is not clear from where it is shown. */
  readonly showsPlace: boolean;
  readonly isFirst?: boolean;
}

export function ThreadView({ thread, showsPlace, isFirst = false }: ThreadViewProps) {
  const t = useTranslations("review");
  const maySay = useSession(({ session }) => session?.maySay === true);
  const anchorText = useAnchorText();
  const [isAnswering, setAnswering] = useState(false);
  const [key, setKey] = useState(newKey);
  const { id, resolved, awayRuns, comments } = thread;
  const [isOpen, setOpen] = useState(resolved === null || isFirst);
  const [link, setLink] = useState<"copied" | "shown" | null>(null);
  const place = anchorText(thread);
  return (
    <section
      aria-label={place}
      data-testid="thread"
      data-resolved={resolved !== null}
      className="rounded-md border border-line bg-canvas p-3"
    >
      {(showsPlace || resolved !== null || awayRuns > 0) && (
        <header className="mb-1 flex min-h-6 items-center gap-2 text-2xs text-ink-faint">
          {showsPlace && <bdi className="min-w-0 truncate font-mono">{place}</bdi>}
          {resolved !== null && (
            <span className="ml-auto">
              {t("resolvedBy", { name: resolved.by })} <Moment at={resolved.at} />
            </span>
          )}
          {awayRuns > 0 && <span className="text-amber">{t("away", { count: awayRuns })}</span>}
        </header>
      )}
      {isOpen && (
        <div className="space-y-3">
          {comments.map((comment) => (
            <CommentView key={comment.id} comment={comment} />
          ))}
        </div>
      )}
      <footer className="-ml-1.5 mt-1 flex flex-wrap gap-1">
        {resolved !== null && (
          <TextButton
            text={isOpen ? t("fold") : t("unfold", { count: comments.length })}
            onClick={() => setOpen(!isOpen)}
          />
        )}
        {maySay && isOpen && !isAnswering && <TextButton text={t("reply")} onClick={() => setAnswering(true)} />}
        {maySay && (
          <TextButton
            icon={resolved === null ? Check : RotateCcw}
            text={t(resolved === null ? "resolve" : "reopen")}
            onClick={() => void resolveThread(thread, resolved === null)}
          />
        )}
        <TextButton
          icon={Link}
          text={t(link === "copied" ? "linkCopied" : "copyLink")}
          onClick={() => void copyText(linkToThread(id)).then((isCopied) => setLink(isCopied ? "copied" : "shown"))}
        />
      </footer>
      {link === "shown" && (
        <input
          readOnly
          aria-label={t("copyLink")}
          value={linkToThread(id)}
          onFocus={(event) => event.target.select()}
          className="h-7 w-full rounded border border-line bg-canvas px-2 font-mono text-2xs"
        />
      )}
      {isAnswering && (
        <div className="mt-2">
          <CommentForm
            name={t("reply")}
            draft={`reply.${id}`}
            sendText={t("send")}
            hasFocus
            onSend={async (text) => {
              const sent = await replyTo(id, text, key);
              if (sent.kind !== "done") return sent.because;
              setKey(newKey());
              setAnswering(false);
              return null;
            }}
            onCancel={() => setAnswering(false)}
          />
        </div>
      )}
    </section>
  );
}
