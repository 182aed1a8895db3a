/** All charts of the drawn runs, in groups that can be folded. */
import { ChevronRight } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { useLive } from "../_state/live.ts";
import { parseNameFilter } from "../_state/name-filter.ts";
import { EVERYTHING } from "../_state/selection.ts";
import { useShownRuns } from "../_state/shown-runs.ts";
import { setView, useView } from "../_state/view.ts";
import { Sheet } from "../_ui/sheet.tsx";
import { Card } from "./card.tsx";
import { groupTags, type TagGroup } from "./tag-groups.ts";

const NO_TAGS: readonly string[] = [];

export function Charts() {
  const t = useTranslations("empty");
  const tags = useLive((live) => live.answer?.tags ?? NO_TAGS);
  const { drawn } = useShownRuns();
  const tagFilter = useView((view) => view.tagFilter);
  const fullScreen = useView((view) => view.fullScreen);
  const groups = useMemo(() => groupTags(drawn, tags, parseNameFilter(tagFilter)), [drawn, tags, tagFilter]);
  const cards = groups.flatMap((group) => group.cards);
  const large = cards.find(({ key }) => key === fullScreen);

  if (drawn.length === 0) {
    return (
      <Notice title={t("nothingSelected")} body={t("nothingSelectedBody")}>
        <button
          type="button"
          onClick={() => setView({ selection: EVERYTHING, runFilter: "" })}
          className="mt-3 h-8 rounded bg-accent px-3 font-medium text-on-accent"
        >
          {t("showAll")}
        </button>
      </Notice>
    );
  }
  if (groups.length === 0) return <Notice title={t(tagFilter === "" ? "noScalars" : "noTag")} />;
  return (
    <>
      {groups.map((group) => (
        <Group key={group.key} group={group} />
      ))}
      {large !== undefined && (
        <Sheet name={large.tag} place="full" onClose={() => setView({ fullScreen: null })}>
          <Card card={large} isFullScreen />
        </Sheet>
      )}
    </>
  );
}

function Group({ group: { name, key, cards } }: { readonly group: TagGroup }) {
  const closedGroups = useView((view) => view.closedGroups);
  const isOpen = !closedGroups.has(key);
  const toggle = (): void => {
    const next = new Set(closedGroups);
    if (!next.delete(key)) next.add(key);
    setView({ closedGroups: next });
  };
  return (
    <section aria-label={name} className="mb-2">
      <h2>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={toggle}
          className="group/head flex h-8 w-full items-center gap-1 rounded text-left text-ink-soft hover:text-ink"
        >
          <ChevronRight
            size={14}
            aria-hidden="true"
            className="motion-safe:transition-transform group-aria-expanded/head:rotate-90"
          />
          <bdi className="truncate font-semibold">{name}</bdi>
          <span className="ml-1 text-2xs text-ink-faint">{cards.length}</span>
        </button>
      </h2>
      {isOpen && (
        <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,360px),1fr))] gap-2">
          {cards.map((card) => (
            <Card key={card.key} card={card} />
          ))}
        </div>
      )}
    </section>
  );
}

interface NoticeProps {
  readonly title: string;
  readonly body?: string;
  readonly children?: React.ReactNode;
}

function Notice({ title, body, children }: NoticeProps) {
  return (
    <div className="mx-auto mt-[16vh] max-w-sm text-center">
      <p className="font-semibold text-base">{title}</p>
      {body !== undefined && <p className="mt-1 text-ink-soft">{body}</p>}
      {children}
    </div>
  );
}
