import { type FSWatcher, watch } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Hands over the lines of a file while another process still writes it. */
export class FileTail {
  private rest = '';
  private reading: Promise<void> = Promise.resolve();
  private readonly decoder = new TextDecoder();
  private readonly watcher: FSWatcher;
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly handle: FileHandle,
    file: string,
    private position: number,
    private readonly onLine: (line: string) => void,
  ) {
    this.watcher = watch(file, () => this.poke());
    // Not every file system tells of writes.
    this.timer = setInterval(() => this.poke(), 250);
  }

  /** Starts behind the first `start` bytes. */
  static async follow(file: string, start: number, onLine: (line: string) => void): Promise<FileTail> {
    return new FileTail(await open(file, 'r'), file, start, onLine);
  }

  /** Reads what is left and stops. */
  async end(): Promise<void> {
    this.watcher.close();
    clearInterval(this.timer);
    this.poke();
    await this.reading;
    if (this.rest !== '') this.onLine(this.rest);
    await this.handle.close();
  }

  private poke(): void {
    this.reading = this.reading.then(() => this.readOn());
  }

  private async readOn(): Promise<void> {
    const buffer = Buffer.alloc(65_536);
    for (;;) {
      const { bytesRead } = await this.handle.read(buffer, 0, buffer.length, this.position);
      if (bytesRead === 0) return;
      this.position += bytesRead;
      const lines = (this.rest + this.decoder.decode(buffer.subarray(0, bytesRead), { stream: true })).split('\n');
      this.rest = lines.pop() ?? '';
      for (const line of lines) this.onLine(line);
    }
  }
}
