import { visibleText } from '../../../modules/values/visible-text.js';
import { withoutCredentialsIn } from '../../../modules/values/without-credentials.js';
import type { ProgressEvent } from '../../kernel/progress.js';
import type { Terminal } from '../terminal.js';
import type { ProgressView } from './progress-view.js';

/** One JSON object per line on stderr: each progress event with its `time` in ISO 8601, and nothing else. */
export class EventProgress implements ProgressView {
  constructor(
    private readonly terminal: Terminal,
    private readonly clock: () => Date = () => new Date(),
  ) {}

  emit(event: ProgressEvent): void {
    this.terminal.stderr.json({ time: this.clock().toISOString(), ...withoutCredentialsIn(event) });
  }

  /** What is said to people becomes a note. */
  say(text: string): void {
    this.emit({ type: 'note', level: 'info', message: visibleText(text).trim() });
  }

  pause(): void {}

  resume(): void {}

  stop(): void {}
}
