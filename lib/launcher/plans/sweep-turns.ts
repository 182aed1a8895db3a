/** Which sweeps of a plan wait for which others. Pure. */
import { t } from "../../core/text.ts";
import type { Fault } from "./plan-place.ts";
import type { SweepForm } from "./plan-schema.ts";

type Sweeps = ReadonlyMap<string, SweepForm>;

/** Names of the sweeps that have to complete before `sweep` starts, as it says itself. */
export const neededBy = ({ after = [] }: SweepForm): readonly string[] => (typeof after === "string" ? [after] : after);

/** Names of `sweeps` with those that are needed before those that need them, and otherwise as they stand; what waits in a circle is left out. */
export function inTurn(sweeps: Sweeps): string[] {
  const done = new Set<string>();
  for (let before = -1; before < done.size; ) {
    before = done.size;
    for (const [name, sweep] of sweeps) if (neededBy(sweep).every((needed) => done.has(needed))) done.add(name);
  }
  return [...done];
}

/** What is wrong with what `sweeps` wait for: names that none of them has, and the first circle. `keys` start below the sweeps. */
export function problemsWithTurns(sweeps: Sweeps): Fault[] {
  const unknown = [...sweeps].flatMap(([name, sweep]) =>
    neededBy(sweep).flatMap((needed, i) =>
      sweeps.has(needed)
        ? []
        : [
            {
              keys: [name, "after", ...(typeof sweep.after === "string" ? [] : [i])],
              text: t`There is no sweep ${needed} in this file to wait for.`,
            },
          ],
    ),
  );
  if (unknown.length > 0) return unknown; // who waits for one of them is in no turn either
  const circle = circleIn(sweeps);
  if (circle.length === 0) return [];
  const told = circle.reduce((chain, name) => t`${chain} after ${name}`);
  return [{ keys: [circle[0], "after"], text: t`No sweep can wait for itself: ${told}.` }];
}

/** Names each of which needs the next, the last one being the first again; empty: there is no circle. */
function circleIn(sweeps: Sweeps): string[] {
  const done = new Set(inTurn(sweeps));
  const chain: string[] = [];
  let name = [...sweeps.keys()].find((each) => !done.has(each));
  while (name !== undefined && !chain.includes(name)) {
    chain.push(name);
    const sweep = sweeps.get(name);
    name = sweep === undefined ? undefined : neededBy(sweep).find((needed) => !done.has(needed));
  }
  return name === undefined ? [] : [...chain.slice(chain.indexOf(name)), name];
}
