/** The end of a switch that names every case. */

/** Fails to compile while a case is missing; throws if a value got past the types, which is our bug. */
export function unreachable(value: never): never {
  throw new Error(`no case for ${JSON.stringify(value)}`);
}
