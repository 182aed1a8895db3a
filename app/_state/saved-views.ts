/** Views that somebody gave a name: kept by the engine, for everybody; by this browser where nobody is logged in. */
import { create } from "zustand";
import type { NamedView, ViewsAnswer } from "../../lib/core/views.ts";
import { browserViews, ITEM, keepBrowserViews } from "./browser-views.ts";
import { changeView, EngineRefusal, fetchViews } from "./engine.ts";
import { useSession } from "./session.ts";
import { noteAct } from "./undo.ts";
import { setView, useView } from "./view.ts";
import { formatView, parseView } from "./view-url.ts";

/** `by`: who saved it; null where only this browser has it. */
export type SavedView = Pick<NamedView, "name" | "query"> & { readonly by: string | null };

export interface SavedViewsState {
  /** Of the engine; null until it has answered. */
  readonly shared: readonly NamedView[] | null;
  /** By name, those of this browser. */
  readonly here: ReadonlyMap<string, string>;
}

/** `conflict`: somebody else changed it meanwhile; theirs is shown from now on. */
export type ViewSaved =
  | { readonly kind: "done" }
  | { readonly kind: "conflict"; readonly name: string }
  | { readonly kind: "failed"; readonly because: string };

export const useSavedViews = create<SavedViewsState>(() => ({ shared: null, here: new Map() }));

/** All that there are; of two of one name the one that everybody has. */
export function listViews({ shared, here }: SavedViewsState): readonly SavedView[] {
  const names = new Set(shared?.map(({ name }) => name));
  const own = [...here].flatMap(([name, query]) => (names.has(name) ? [] : [{ name, query, by: null }]));
  return [...(shared ?? []), ...own];
}

const maySay = (): boolean => useSession.getState().session?.maySay === true;

/** Reads those of this browser, whenever another tab changes them; those of the engine are read when they are looked for. */
export function followSavedViews(): void {
  const read = (): void => useSavedViews.setState({ here: browserViews() });
  read();
  addEventListener("storage", ({ key }) => {
    if (key === ITEM) read();
  });
}

/** Asks the engine which there are, and gives it those that this browser kept, as soon as somebody is logged in who may. */
export async function readViews(): Promise<void> {
  if (useSession.getState().session?.mayRead !== true) return;
  const answer = await fetchViews().catch(() => null); // the line of the connection says that the engine does not answer
  if (answer === null) return;
  take(answer);
  if (maySay()) await handOver(answer.views);
}

/** A view whose name the engine has for another one stays here: neither is lost. */
async function handOver(shared: readonly NamedView[]): Promise<void> {
  for (const [name, query] of useSavedViews.getState().here) {
    const is = shared.find((view) => view.name === name);
    const isThere = is === undefined ? (await send(name, query, null)).kind === "done" : is.query === query;
    if (isThere) keepHere(name, null);
  }
}

/** Gives the view that is shown a name; can be taken back. A view that has the name already is replaced. */
export const saveView = (name: string): Promise<ViewSaved> => change(name, formatView(useView.getState()));

/** Takes a view away; can be taken back. */
export const forgetView = (name: string): Promise<ViewSaved> => change(name, null);

/** Shows it as it was saved, whatever is shown now; that can be had back by undoing. */
export function openView(name: string): void {
  const view = listViews(useSavedViews.getState()).find((one) => one.name === name);
  if (view !== undefined) setView(parseView(view.query));
}

async function change(name: string, query: string | null): Promise<ViewSaved> {
  const before = listViews(useSavedViews.getState()).find((view) => view.name === name);
  const isShared = query === null ? before?.by !== null : maySay();
  const put = async (to: string | null, from: string | null): Promise<ViewSaved> => {
    if (isShared) return send(name, to, from);
    keepHere(name, to);
    return { kind: "done" };
  };
  const was = before === undefined || (isShared && before.by === null) ? null : before.query;
  const saved = await put(query, was);
  if (saved.kind === "done") {
    const set = async (to: string | null, from: string | null): Promise<void> => void (await put(to, from));
    noteAct({ undo: () => set(was, query), redo: () => set(query, was) });
  }
  return saved;
}

async function send(name: string, query: string | null, was: string | null): Promise<ViewSaved> {
  try {
    take(await changeView({ name, query, was }));
    return { kind: "done" };
  } catch (error) {
    const isConflict = error instanceof EngineRefusal && isAbout(error.body);
    const answer = isConflict ? await fetchViews().catch(() => null) : null;
    if (answer !== null) take(answer);
    if (isConflict) return { kind: "conflict", name };
    const reason = error instanceof EngineRefusal ? error.reason : "";
    return { kind: "failed", because: reason === "" ? String(error) : reason };
  }
}

/** A refusal that says what the view is. */
const isAbout = (body: unknown): boolean => typeof body === "object" && body !== null && "is" in body;

const take = ({ views }: ViewsAnswer): void => useSavedViews.setState({ shared: views });

function keepHere(name: string, query: string | null): void {
  const others = [...useSavedViews.getState().here].filter(([other]) => other !== name);
  const here = new Map(query === null ? others : [...others, [name, query] as const]);
  keepBrowserViews(here);
  useSavedViews.setState({ here });
}
