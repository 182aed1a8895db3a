/** All charts of the drawn runs, in groups that can be folded. */
import { ChevronRight } from "lucide-react";
import { useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { findTagFilter } from "../../lib/listing/name-filter.ts";
import type { CardSize } from "../_state/charts-view.ts";
import { useLive } from "../_state/live.ts";
import { EVERYTHING } from "../_state/selection.ts";
import { useShownRuns } from "../_state/shown-runs.ts";
import { setView, useView } from "../_state/view.ts";
import { Sheet } from "../_ui/sheet.tsx";
import { Card } from "./card.tsx";
import { layoutCards, type Room } from "./options/card-layout.ts";
import { groupTags, type TagGroup, withOwnGroups } from "./tag-groups.ts";
import { useRoom } from "./use-size.ts";

const NO_TAGS: readonly string[] = [];

export function Charts() {
  const t = useTranslations("empty");
  const tChart = useTranslations("chart");
  const tags = useLive((live) => live.answer?.tags ?? NO_TAGS);
  const { drawn, listed } = useShownRuns();
  const tagFilter = useView((view) => view.tagFilter);
  const fullScreen = useView((view) => view.fullScreen);
  const ownCharts = useView((view) => view.ownCharts);
  const pinned = useView((view) => view.pinned);
  const cardSize = useView((view) => view.cardSize);
  const tagged = useMemo(() => groupTags(drawn, tags, findTagFilter(tagFilter, tags)), [drawn, tags, tagFilter]);
  const groups = useMemo(
    () => withOwnGroups(tagged, { ownCharts, pinned }, { pinned: tChart("pinned"), own: tChart("own") }),
    [tagged, ownCharts, pinned, tChart],
  );
  const cards = groups.flatMap((group) => group.cards);
  const large = cards.find(({ key }) => key === fullScreen);
  const host = useRef<HTMLDivElement>(null);
  const closedGroups = useView((view) => view.closedGroups);
  const room = useRoom(host, groups.length > 0);
  const style = useMemo(
    () => toStyle(room ?? FALLBACK, groups, closedGroups, cardSize),
    [room, groups, closedGroups, cardSize],
  );

  if (listed.length === 0) {
    return (
      <Notice title={t("noMatch")}>
        <NoticeButton text={t("clearFilter")} onClick={() => setView({ runFilter: "", where: "" })} />
      </Notice>
    );
  }
  if (drawn.length === 0) {
    return (
      <Notice title={t("nothingSelected")} body={t("nothingSelectedBody")}>
        <NoticeButton text={t("showAll")} onClick={() => setView({ selection: EVERYTHING })} />
      </Notice>
    );
  }
  if (groups.length === 0) return <Notice title={t(tagFilter === "" ? "noScalars" : "noTag")} />;
  return (
    <div ref={host} style={style} className="grid items-start gap-x-2">
      {groups.map((group) => (
        <Group key={group.key} group={group} />
      ))}
      {large !== undefined && (
        <Sheet name={large.tag} place="full" onClose={() => setView({ fullScreen: null })}>
          <Card card={large} isFullScreen />
        </Sheet>
      )}
    </div>
  );
}

/** Before the first measurement. */
const FALLBACK: Room = { width: 800, height: 700 };

/** Columns and height of the cards, for the style sheet. */
function toStyle(
  room: Room,
  groups: readonly TagGroup[],
  closed: ReadonlySet<string>,
  size: CardSize,
): Readonly<Record<string, string | number>> {
  const open = groups.map(({ key, cards }) => (closed.has(key) ? 1 : cards.length));
  const { columns, height } = layoutCards(room, open, size);
  return {
    "--card-columns": columns,
    "--card-height": `${height}px`,
    gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
  };
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
    <section
      aria-label={name}
      className="mb-2 grid min-w-0 grid-cols-subgrid"
      style={{ gridColumn: `span min(${isOpen ? cards.length : 1}, var(--card-columns))` }}
    >
      <h2 className="col-span-full">
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
        <div className="col-span-full grid grid-cols-subgrid gap-2">
          {cards.map((card) => (
            <Card key={card.key} card={card} />
          ))}
        </div>
      )}
    </section>
  );
}

function NoticeButton({ text, onClick }: { readonly text: string; readonly onClick: () => void }) {
  return (
    <button type="button" onClick={onClick} className="mt-3 h-8 rounded bg-accent px-3 font-medium text-on-accent">
      {text}
    </button>
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
