/** A box to write Markdown in: names are completed, Ctrl-Enter sends, and what was begun is not lost. */
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { LONGEST_COMMENT, saysSomething } from "../../lib/core/review.ts";
import { useReview } from "../_state/review.ts";
import { TextButton } from "../_ui/text-button.tsx";
import { CommentText } from "./comment-text.tsx";
import { draftAt, keepDraft } from "./drafts.ts";
import { completeMention, mentionBegun } from "./mention.ts";

interface CommentFormProps {
  readonly name: string;
  /** Under which the text is kept while it is not sent. */
  readonly draft: string;
  /** What stands there before anybody writes. */
  readonly initial?: string;
  readonly sendText: string;
  readonly hasFocus?: boolean;
  /** Sends the text. Resolves with null when it is kept, else with the reason. */
  readonly onSend: (text: string) => Promise<string | null>;
  readonly onCancel?: () => void;
}

export function CommentForm(props: CommentFormProps) {
  const { name, draft, initial = "", sendText, hasFocus = false, onSend, onCancel } = props;
  const t = useTranslations("review");
  const people = useReview((review) => review.people);
  const problem = useReview((review) => review.problem);
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => draftAt(draft) || initial);
  const [caret, setCaret] = useState(0);
  const [isPreview, setPreview] = useState(false);
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const begun = mentionBegun(text, caret, people);
  const write = (next: string): void => {
    setText(next);
    keepDraft(draft, next === initial ? "" : next);
  };
  const choose = (person: string): void => {
    if (begun === null) return;
    const done = completeMention(text, caret, begun, person);
    write(done.text);
    setCaret(done.caret);
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(done.caret, done.caret);
    });
  };
  const send = async (): Promise<void> => {
    if (!saysSomething(text) || isSending) return;
    setSending(true);
    const failure = await onSend(text.trim());
    setSending(false);
    setError(failure);
    if (failure !== null) return;
    keepDraft(draft, "");
    setText("");
    setPreview(false);
  };
  return (
    <form
      aria-label={name}
      className="space-y-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {isPreview ? (
        <div className="min-h-20 rounded border border-line px-2 py-1">
          <CommentText text={text} />
        </div>
      ) : (
        <textarea
          ref={box}
          aria-label={name}
          // biome-ignore lint/a11y/noAutofocus: who asked to comment wants to write
          autoFocus={hasFocus}
          rows={3}
          maxLength={LONGEST_COMMENT}
          value={text}
          placeholder={t("placeholder")}
          onChange={(event) => {
            write(event.target.value);
            setCaret(event.target.selectionStart);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              void send();
            } else if (event.key === "Tab" && begun !== null) {
              event.preventDefault();
              choose(begun.names[0] ?? "");
            }
          }}
          className="field-sizing-content max-h-72 min-h-20 w-full rounded border border-line bg-canvas px-2 py-1 placeholder:text-ink-faint focus:border-accent focus:outline-none"
        />
      )}
      {begun !== null && !isPreview && (
        <ul aria-label={t("people")} className="flex flex-wrap gap-1">
          {begun.names.map((person) => (
            <li key={person}>
              <button
                type="button"
                onClick={() => choose(person)}
                className="h-6 rounded bg-sunken px-1.5 text-accent hover:bg-hover"
              >
                <bdi>@{person}</bdi>
              </button>
            </li>
          ))}
        </ul>
      )}
      {(error ?? problem) !== null && (
        <p role="alert" className="break-words text-red">
          {error ?? problem}
        </p>
      )}
      <div className="flex items-center gap-1">
        <button
          type="submit"
          disabled={!saysSomething(text) || isSending || problem !== null}
          title="Ctrl ⏎"
          className="h-7 rounded bg-accent px-3 font-medium text-on-accent disabled:opacity-50"
        >
          {sendText}
        </button>
        <TextButton text={t("preview")} isPressed={isPreview} onClick={() => setPreview(!isPreview)} />
        {onCancel !== undefined && (
          <TextButton
            text={t("cancel")}
            onClick={() => {
              keepDraft(draft, "");
              onCancel();
            }}
          />
        )}
      </div>
    </form>
  );
}
