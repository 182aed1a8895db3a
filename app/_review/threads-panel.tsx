/** The threads of a place, and a box to begin another one. */
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Anchor } from "../../lib/core/review.ts";
import { beginThread, newKey, useReview } from "../_state/review.ts";
import { useSession } from "../_state/session.ts";
import { CommentForm } from "./comment-form.tsx";
import { StepsFields } from "./steps-fields.tsx";
import { threadsAt } from "./thread-places.ts";
import { ThreadView } from "./thread-view.tsx";

interface ThreadsPanelProps {
  readonly anchor: Anchor;
  readonly title: string;
  /** The thread to begin with; null: none. */
  readonly first?: string | null;
  /** Whoever opened it wants to write. */
  readonly hasFocus?: boolean;
}

export function ThreadsPanel({ anchor, title, first = null, hasFocus = false }: ThreadsPanelProps) {
  const t = useTranslations("review");
  const threads = useReview((review) => review.threads);
  const maySay = useSession(({ session }) => session?.maySay === true);
  const { here, related } = threadsAt(anchor, threads);
  const chosen = threads.find(({ id }) => id === first);
  const rest = here.filter((thread) => thread !== chosen);
  return (
    <div className="space-y-3">
      {chosen !== undefined && <ThreadView thread={chosen} showsPlace={anchor.kind === "chart"} isFirst />}
      {rest.map((thread) => (
        <ThreadView key={thread.id} thread={thread} showsPlace={anchor.kind === "chart" || anchor.kind === "runs"} />
      ))}
      {maySay ? <NewThread anchor={anchor} title={title} hasFocus={hasFocus} /> : <LoginHint />}
      {related.length > 0 && (
        <>
          <h4 className="text-2xs text-ink-faint">{t("related")}</h4>
          {related
            .filter((thread) => thread !== chosen)
            .map((thread) => (
              <ThreadView key={thread.id} thread={thread} showsPlace />
            ))}
        </>
      )}
    </div>
  );
}

function NewThread({ anchor, title, hasFocus }: Omit<ThreadsPanelProps, "first">) {
  const t = useTranslations("review");
  const [about, setAbout] = useState(anchor);
  const [key, setKey] = useState(newKey);
  const place = anchor.kind === "chart" ? `chart.${anchor.tag}` : `${anchor.kind}.${title}`;
  return (
    <div className="space-y-1.5">
      {about.kind === "chart" && (
        <StepsFields steps={about.steps} onChange={(steps) => setAbout({ ...about, steps })} />
      )}
      <CommentForm
        name={t("new")}
        draft={`new.${place}`}
        sendText={t("send")}
        hasFocus={hasFocus === true}
        onSend={async (text) => {
          const sent = await beginThread(about, text, key);
          if (sent.kind !== "done") return sent.because;
          setKey(newKey());
          return null;
        }}
      />
    </div>
  );
}

/** Why there is no box to write in. */
function LoginHint() {
  const t = useTranslations("review");
  return <p className="rounded-md bg-sunken p-2 text-ink-soft">{t("loginHint")}</p>;
}
