/** Something that asks running work to stop: Ctrl-C of a terminal, or a test. */
export interface Interrupts {
  /**
   * Calls `listener` with 1 for the first request to stop, 2 for the second, and so on.
   *
   * @returns what ends the listening.
   */
  subscribe(listener: (count: number) => void): () => void;
}

/** SIGINT and SIGTERM of this process; while subscribed they don't end it. */
export const processInterrupts: Interrupts = {
  subscribe(listener) {
    let count = 0;
    const handle = () => listener(++count);
    process.on('SIGINT', handle);
    process.on('SIGTERM', handle);
    return () => {
      process.off('SIGINT', handle);
      process.off('SIGTERM', handle);
    };
  },
};
