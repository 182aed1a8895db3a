/** The one tooltip of the page: built from text nodes, because names and tags may hold anything. */

export interface TipRow {
  readonly colour: string;
  readonly name: string;
  readonly isNearest: boolean;
  /** One text for each heading. */
  readonly cells: readonly string[];
}

export interface TipContent {
  readonly headings: readonly string[];
  readonly rows: readonly TipRow[];
  /** So many of the last columns are left out where the window is narrow. */
  readonly minor: number;
  /** Said below the rows, when there are more than these; empty otherwise. */
  readonly more: string;
}

const OFFSET = 16;
const MARGIN = 8;
/** No panel is larger: only nearer to an edge does it have to be measured, which lays the whole page out. */
const MOST_WIDTH = 640;
const MOST_ROW_HEIGHT = 20;

/** What stands in the page, to be given other words. */
interface Shown {
  readonly box: HTMLElement;
  readonly headings: readonly Text[];
  readonly rows: readonly ShownRow[];
  readonly more: Text;
  readonly minor: number;
}

interface ShownRow {
  readonly line: HTMLElement;
  readonly swatch: HTMLElement;
  readonly name: Text;
  readonly cells: readonly Text[];
}

let shown: Shown | null = null;

function element(name: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

/** An empty panel with so many columns and rows. A layer of its own: moving it paints nothing else anew. */
function makePanel({ headings: { length: columns }, rows: { length: count }, minor }: TipContent): Shown {
  const isMinor = (column: number): boolean => column >= columns - minor;
  const texts = (many: number): Text[] => Array.from({ length: many }, () => document.createTextNode(""));
  const headings = texts(columns);
  const rows = Array.from({ length: count }, (): ShownRow => {
    const swatch = element("span", "mr-2 inline-block h-2 w-2 shrink-0 rounded-full");
    const name = document.createTextNode("");
    const label = element(
      "div",
      "flex max-w-[min(220px,30vw)] items-center",
      swatch,
      element("span", "elide-start", element("bdi", "", name)),
    );
    const cells = texts(columns - 1);
    const line = element(
      "tr",
      "",
      element("td", "", label),
      ...cells.map((cell, at) =>
        element("td", `whitespace-nowrap pl-4 text-right ${isMinor(at + 1) ? "max-sm:hidden" : ""}`, cell),
      ),
    );
    return { line, swatch, name, cells };
  });
  const more = document.createTextNode("");
  const head = headings.map((heading, place) =>
    element(
      "th",
      `pb-1 font-normal ${place === 0 ? "text-left" : "pl-4 text-right"} ${isMinor(place) ? "max-sm:hidden" : ""}`,
      heading,
    ),
  );
  const box = element(
    "div",
    "pointer-events-none fixed top-0 left-0 z-50 max-w-[min(640px,calc(100vw-16px))] rounded-md border border-line-strong bg-raised px-2.5 py-2 text-2xs text-ink shadow-lg will-change-transform",
    element(
      "table",
      "border-collapse",
      element("thead", "", element("tr", "text-ink-faint", ...head)),
      element("tbody", "", ...rows.map(({ line }) => line)),
    ),
    element("p", "mt-1 text-ink-faint empty:hidden", more),
  );
  box.setAttribute("role", "status");
  box.dataset.testid = "tooltip";
  return { box, headings, rows, more, minor };
}

function say(text: Text, words: string): void {
  if (text.data !== words) text.data = words;
}

function fill({ headings, rows, more }: Shown, content: TipContent): void {
  for (const [place, heading] of headings.entries()) say(heading, content.headings[place] ?? "");
  for (const [place, { line, swatch, name, cells }] of rows.entries()) {
    const row = content.rows[place];
    if (row === undefined) continue;
    const looks = row.isNearest ? "font-semibold" : "text-ink-soft";
    if (line.className !== looks) line.className = looks;
    swatch.style.backgroundColor = row.colour;
    say(name, row.name);
    for (const [column, cell] of cells.entries()) say(cell, row.cells[column] ?? "");
  }
  say(more, content.more);
}

/** Shows `content` beside the pointer, on the side where there is room; `host` decides the layer (a full screen card has its own). */
export function showTip(host: Element, content: TipContent, clientX: number, clientY: number): void {
  if (
    shown?.headings.length !== content.headings.length ||
    shown.rows.length !== content.rows.length ||
    shown.minor !== content.minor
  ) {
    shown?.box.remove();
    shown = makePanel(content);
  }
  fill(shown, content);
  const { box } = shown;
  const layer = host.closest("dialog") ?? document.body;
  if (box.parentElement !== layer) layer.append(box);
  const mostHeight = (content.rows.length + 3) * MOST_ROW_HEIGHT;
  const [right, bottom] = [innerWidth - OFFSET - MARGIN - clientX, innerHeight - OFFSET - MARGIN - clientY];
  const isNearEdge = right < MOST_WIDTH || bottom < mostHeight;
  const { width, height } = isNearEdge ? box.getBoundingClientRect() : { width: 0, height: 0 };
  const left = width > right ? clientX - OFFSET - width : clientX + OFFSET;
  const top = height > bottom ? clientY - OFFSET - height : clientY + OFFSET;
  box.style.transform = `translate(${Math.round(Math.max(MARGIN, left))}px, ${Math.round(Math.max(MARGIN, top))}px)`;
}

export function hideTip(): void {
  shown?.box.remove();
}
