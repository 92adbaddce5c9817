/** Something that asks running work to stop: Ctrl-C of a terminal, or a test. */
export interface Interrupts {
  /**
   * Calls `listener` with 1 for the first request to stop, 2 for the second, and so on.
   *
   * @returns what ends the listening.
   */
  subscribe(listener: (count: number) => void): () => void;
}

/** The request that ends the process, whatever it waits for. */
const FORCED = 4;

let asked = false;

/** Whether this process was ever asked to stop: nobody is asked a question after that. */
export function stopWasAsked(): boolean {
  return asked;
}

/** SIGINT and SIGTERM of this process; while subscribed only the fourth ends it. */
export const processInterrupts: Interrupts = {
  subscribe(listener) {
    let count = 0;
    const handle = () => {
      asked = true;
      listener(++count);
      if (count >= FORCED) process.exit(130);
    };
    process.on('SIGINT', handle);
    process.on('SIGTERM', handle);
    return () => {
      process.off('SIGINT', handle);
      process.off('SIGTERM', handle);
    };
  },
};
