/** Memory for columns that travel from thread to thread. */

/** From here on, V8's way of counting ordinary memory costs more than it is worth. */
const LARGE_BYTES = 64 * 1024;

/**
 * So many bytes of zeros, for several columns. Large pieces are shared memory: V8 collects all garbage of a thread for
 * every fifty megabytes of ordinary buffers that arrive there, although none of it is garbage, and the thread stands
 * still for it. What is shared it does not count.
 */
export const columnMemory = (bytes: number): ArrayBuffer | SharedArrayBuffer =>
  bytes < LARGE_BYTES ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
