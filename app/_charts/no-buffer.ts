/** What stands for Node's `buffer` in the screens (`next.config.ts`): nothing there is asked for in a browser. */
export const Buffer = undefined;
