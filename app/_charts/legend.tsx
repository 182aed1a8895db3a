/** What the lines of a chart stand for, where their colours alone do not say it: groups of runs, and several tags. */
import { useTranslations } from "use-intl";
import { type DashedTag, dashesOf } from "../../lib/charts/dashes.ts";
import type { RunGroup } from "../../lib/charts/run-groups.ts";
import type { ColourOf } from "../../lib/listing/run-colours.ts";

interface LegendProps {
  readonly lines: readonly RunGroup[];
  readonly tags: readonly string[];
  readonly colourOf: ColourOf;
  /** Colours of the tags, where a single line has a curve of each. */
  readonly tagColours: readonly string[] | null;
}

export function Legend({ lines, tags, colourOf, tagColours }: LegendProps) {
  const t = useTranslations("chart");
  const groups = lines.filter(({ members }) => members.length > 1);
  if (groups.length === 0 && tags.length < 2) return null;
  return (
    <ul
      data-testid="legend"
      className="flex max-h-9 shrink-0 flex-wrap gap-x-3 overflow-y-auto px-3 text-2xs text-ink-soft"
    >
      {tags.length > 1 &&
        dashesOf(tags).map((tag, place) => (
          <Entry key={tag.tag} tag={tag} colour={tagColours?.[place] ?? "currentColor"} text={tag.tag} note="" />
        ))}
      {groups.map(({ id, name, members }) => (
        <Entry
          key={id}
          tag={null}
          colour={colourOf(members[0])}
          text={name}
          note={t("count", { count: members.length })}
        />
      ))}
    </ul>
  );
}

interface EntryProps {
  readonly tag: DashedTag | null;
  readonly colour: string;
  readonly text: string;
  readonly note: string;
}

function Entry({ tag, colour, text, note }: EntryProps) {
  return (
    <li className="flex h-[18px] max-w-full items-center gap-1.5">
      <svg width="18" height="4" aria-hidden="true" className="shrink-0">
        <line x1="0" y1="2" x2="18" y2="2" stroke={colour} strokeWidth="2" strokeDasharray={tag?.dash.join(" ")} />
      </svg>
      <bdi className="truncate">{text}</bdi>
      {note !== "" && <span className="shrink-0 text-ink-faint">{note}</span>}
    </li>
  );
}
