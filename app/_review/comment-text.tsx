/** The text of a comment as it is read: Markdown, with the names of people in it. */
import { Fragment, type ReactNode, useCallback } from "react";
import { mentionsIn } from "../../lib/core/review.ts";
import { useReview } from "../_state/review.ts";
import { Markdown } from "../_ui/markdown.tsx";

export function CommentText({ text }: { readonly text: string }) {
  const people = useReview((review) => review.people);
  const words = useCallback((said: string) => withNames(said, people), [people]);
  return <Markdown text={text} keepsLines words={words} />;
}

function withNames(text: string, people: readonly string[]): ReactNode {
  const names = mentionsIn(text, people);
  if (names.length === 0) return text;
  const parts = text.split(new RegExp(`(@(?:${names.map(literally).join("|")}))(?![\\p{L}\\p{N}_])`, "u"));
  return parts.map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no identity but their place
    <Fragment key={at}>{at % 2 === 1 ? <bdi className="font-medium text-accent">{part}</bdi> : part}</Fragment>
  ));
}

const literally = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
