/** What a session has opened, or is still opening: ended in reverse order when the session ends. */
export class Closing {
  private readonly ends: (() => Promise<unknown>)[] = [];

  /**
   * Keeps something that is being opened. A rejection is for whoever awaits the result, and never reported as unhandled
   * while something else is awaited.
   */
  keep<T>(opening: Promise<T>, close: (opened: T) => unknown): Promise<T> {
    const ended = opening.then(
      (opened) => () => close(opened),
      () => () => undefined, // whoever asked for it has got the error
    );
    this.ends.unshift(async () => (await ended)());
    return opening;
  }

  /** Ends all, also when one of them fails. @returns why some could not be ended */
  async end(): Promise<string[]> {
    const failures: string[] = [];
    for (const end of this.ends.splice(0)) {
      await end().catch((error: unknown) => failures.push(error instanceof Error ? error.message : String(error)));
    }
    return failures;
  }
}
