import { BaseCommand } from '../base-command/index.js';
import type { DoctorReport } from '../operations/doctor/index.js';
import { table } from '../terminal/table.js';

/** Checks this machine. */
export default class Doctor extends BaseCommand<DoctorReport> {
  static override summary = 'Check that this machine has what backlot needs, and say how to get what is missing.';
  static override examples = ['<%= config.bin %> doctor', '<%= config.bin %> doctor --json'];

  async run(): Promise<DoctorReport> {
    await this.parse(Doctor);
    const report = await this.operations.doctor({ progress: this.view });
    const paint = this.paint();
    this.print(
      table(
        report.checks,
        [
          {
            title: '',
            value: ({ status }) => MARKS[status][0],
            paint: ({ status }, text) => paint(MARKS[status][1], text),
          },
          { title: 'check', value: ({ name }) => name },
          { title: 'found', value: ({ message }) => message, shrinks: true },
        ],
        { width: this.width, paint },
      ),
    );
    const next = report.checks.flatMap(({ actions }) => actions ?? []);
    if (next.length > 0) this.print(`\nnext:\n${next.map((action) => `  ${action}`).join('\n')}`);
    if (report.checks.some(({ status }) => status === 'failed')) this.exitWith(1);
    return report;
  }
}

const MARKS = { ok: ['✔', 'green'], warning: ['!', 'yellow'], failed: ['✖', 'red'] } as const;
