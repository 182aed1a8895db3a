/** Questions that the page asks before its scripts are there: what the engine says is read as soon as they are. */

/** What the board is drawn from. */
const ASKED_EARLY = ["/api/runs", "/api/session", "/api/annotations", "/api/review"] as const;

/** A response whose text has been read already. */
interface EarlyAnswer {
  readonly json: Response["json"];
}

const HELD_AS = "tuneboardEarly";

/** The script that asks, for the head of the page. Where the engine says no, or nothing, the question is put again as if it had not been. */
export const ASK_EARLY = `window.${HELD_AS}=Object.fromEntries(${JSON.stringify(ASKED_EARLY)}.map(p=>[p,fetch(p).then(async r=>{if(!r.ok)return null;const a=await r.json();return{json:async()=>a}}).catch(()=>null)]))`;

/** The answer to one of these questions, for the first who wants it; null afterwards, and where there is none. */
export async function takeEarly(path: (typeof ASKED_EARLY)[number]): Promise<EarlyAnswer | null> {
  const held: Partial<Record<string, Promise<EarlyAnswer | null>>> = Reflect.get(globalThis, HELD_AS) ?? {};
  const answer = held[path] ?? null;
  delete held[path];
  return answer;
}
