/** One comment: who, when and what, with what its author may do to it. */
import { History, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Comment, CommentVersion } from "../../lib/core/review.ts";
import { changeComment, deleteComment } from "../_state/review.ts";
import { fetchHistory } from "../_state/review-engine.ts";
import { useSession } from "../_state/session.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { TextButton } from "../_ui/text-button.tsx";
import { CommentForm } from "./comment-form.tsx";
import { CommentText } from "./comment-text.tsx";
import { Moment } from "./moment.tsx";

export function CommentView({ comment }: { readonly comment: Comment }) {
  const t = useTranslations("review");
  const me = useSession(({ session }) => session?.actor?.name ?? "");
  const maySay = useSession(({ session }) => session?.maySay === true);
  const [mode, setMode] = useState<"read" | "edit" | "delete" | "history">("read");
  const [error, setError] = useState<string | null>(null);
  const isMine = maySay && comment.author === me && comment.deletedAt === null;
  const back = (): void => setMode("read");
  return (
    <article aria-label={t("commentBy", { name: comment.author })} data-testid="comment" className="group/comment">
      <header className="flex min-h-7 items-center gap-2">
        <bdi className="truncate font-medium">{comment.author}</bdi>
        <span className="text-2xs text-ink-faint">
          <Moment at={comment.writtenAt} />
          {comment.deletedAt === null && comment.changedAt !== null && (
            <>
              {" · "}
              {t("changed")} <Moment at={comment.changedAt} />
            </>
          )}
        </span>
        {comment.deletedAt === null && (
          <span className="ml-auto flex opacity-0 focus-within:opacity-100 group-hover/comment:opacity-100 pointer-coarse:opacity-100">
            {comment.changedAt !== null && maySay && (
              <IconButton icon={History} name={t("history")} onClick={() => setMode("history")} />
            )}
            {isMine && <IconButton icon={Pencil} name={t("edit")} onClick={() => setMode("edit")} />}
            {isMine && <IconButton icon={Trash2} name={t("delete")} onClick={() => setMode("delete")} />}
          </span>
        )}
      </header>
      {comment.deletedAt !== null && (
        <p className="text-ink-faint italic">
          {t("deleted")} <Moment at={comment.deletedAt} />
        </p>
      )}
      {comment.deletedAt === null && mode !== "edit" && <CommentText text={comment.text} />}
      {mode === "edit" && <Editor comment={comment} onDone={back} />}
      {mode === "history" && <Versions comment={comment} onDone={back} />}
      {mode === "delete" && comment.deletedAt === null && (
        <p className="mt-1 flex flex-wrap items-center gap-1">
          <span className="mr-1 text-amber">{t("deleteHint")}</span>
          <TextButton
            text={t("deleteYes")}
            onClick={() => {
              void deleteComment(comment).then((sent) => setError(sent.kind === "done" ? null : sent.because));
              back();
            }}
          />
          <TextButton text={t("cancel")} onClick={back} />
        </p>
      )}
      {error !== null && (
        <p role="alert" className="break-words text-red">
          {error}
        </p>
      )}
    </article>
  );
}

/** Writes on the version that was there when one began; where somebody was faster both texts are shown, and nothing is sent unseen. */
function Editor({ comment, onDone }: { readonly comment: Comment; readonly onDone: () => void }) {
  const t = useTranslations("review");
  const [begun] = useState(comment);
  const isOvertaken = comment.version !== begun.version;
  return (
    <div className="space-y-2">
      {isOvertaken && (
        <div role="alert" data-testid="conflict" className="rounded-md border border-amber/50 p-2">
          <p className="mb-1 text-amber">{t("overtaken")}</p>
          <CommentText text={comment.text} />
        </div>
      )}
      <CommentForm
        name={t("edit")}
        draft={`edit.${begun.id}`}
        initial={begun.text}
        sendText={t(isOvertaken ? "saveOver" : "save")}
        hasFocus
        onSend={async (text) => {
          const sent = await changeComment(comment, text); // what stands above was seen
          if (sent.kind === "conflict") return t("overtakenHint");
          if (sent.kind === "done") onDone();
          return sent.kind === "done" ? null : sent.because;
        }}
        onCancel={onDone}
      />
    </div>
  );
}

function Versions({ comment, onDone }: { readonly comment: Comment; readonly onDone: () => void }) {
  const t = useTranslations("review");
  const [versions, setVersions] = useState<readonly CommentVersion[] | null>(null);
  const [asked, setAsked] = useState(0);
  if (asked !== comment.version) {
    setAsked(comment.version);
    fetchHistory(comment.id).then(setVersions, () => setVersions([]));
  }
  return (
    <section aria-label={t("history")} className="mt-2 rounded-md bg-sunken p-2">
      <ol className="space-y-2">
        {(versions ?? []).map(({ version, text, writtenAt }) => (
          <li key={version}>
            <p className="text-2xs text-ink-faint">
              <Moment at={writtenAt} />
            </p>
            <CommentText text={text} />
          </li>
        ))}
      </ol>
      <TextButton text={t("close")} onClick={onDone} />
    </section>
  );
}
