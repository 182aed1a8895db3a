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
  /** Said below the rows, when there are more than these; empty otherwise. */
  readonly more: string;
}

const OFFSET = 16;

let panel: HTMLElement | null = null;

function ensurePanel(): HTMLElement {
  if (panel === null) {
    panel = document.createElement("div");
    panel.className =
      "pointer-events-none fixed top-0 left-0 z-50 max-w-[min(640px,calc(100vw-16px))] rounded-md border border-line-strong bg-raised px-2.5 py-2 text-2xs text-ink shadow-lg";
    panel.setAttribute("role", "status");
    panel.dataset.testid = "tooltip";
  }
  return panel;
}

function element(name: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

/** Shows `content` beside the pointer, on the side where there is room; `host` decides the layer (a full screen card has its own). */
export function showTip(host: Element, content: TipContent, clientX: number, clientY: number): void {
  const box = ensurePanel();
  const layer = host.closest("dialog") ?? document.body;
  if (box.parentElement !== layer) layer.append(box);
  const [first = "", ...others] = content.headings;
  const head = element(
    "tr",
    "text-ink-faint",
    element("th", "pb-1 text-left font-normal", first),
    ...others.map((heading) => element("th", "pb-1 pl-4 text-right font-normal", heading)),
  );
  const rows = content.rows.map((row) => {
    const swatch = element("span", "mr-2 inline-block h-2 w-2 shrink-0 rounded-full");
    swatch.style.backgroundColor = row.colour;
    const name = element("bdi", "", row.name);
    const label = element("div", "flex max-w-[280px] items-center", swatch, element("span", "elide-start", name));
    const cells = row.cells.map((cell) => element("td", "whitespace-nowrap pl-4 text-right", cell));
    return element("tr", row.isNearest ? "font-semibold" : "text-ink-soft", element("td", "", label), ...cells);
  });
  const table = element("table", "border-collapse", element("thead", "", head), element("tbody", "", ...rows));
  const more = content.more === "" ? [] : [element("p", "mt-1 text-ink-faint", content.more)];
  box.replaceChildren(table, ...more);
  const { width, height } = box.getBoundingClientRect();
  const left = clientX + OFFSET + width > innerWidth - 8 ? clientX - OFFSET - width : clientX + OFFSET;
  const top = clientY + OFFSET + height > innerHeight - 8 ? clientY - OFFSET - height : clientY + OFFSET;
  box.style.transform = `translate(${Math.max(8, left)}px, ${Math.max(8, top)}px)`;
}

export function hideTip(): void {
  panel?.remove();
}
