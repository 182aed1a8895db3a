/** For values that many parts of the screen derive from the same state. */

/** `compute`, remembering its last result: all callers here ask with the same arguments. */
export function memoizeLast<Args extends readonly unknown[], Result>(
  compute: (...args: Args) => Result,
): (...args: Args) => Result {
  let last: { readonly args: Args; readonly result: Result } | null = null;
  return (...args) => {
    if (last?.args.every((arg, at) => Object.is(arg, args[at])) !== true) last = { args, result: compute(...args) };
    return last.result;
  };
}
