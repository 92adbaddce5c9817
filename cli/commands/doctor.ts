import { BaseCommand } from '../base-command/index.js';
import type { Check, DoctorReport } from '../insight/doctor/index.js';
import type { Style } from '../terminal/paint.js';
import { table } from '../terminal/table.js';

const MARKS: Readonly<Record<Check['status'], readonly [string, Style]>> = {
  ok: ['✔', 'green'],
  warning: ['!', 'yellow'],
  missing: ['✖', 'red'],
};

/** Checks this machine. */
export default class Doctor extends BaseCommand<DoctorReport> {
  static override summary = 'Check that this machine has what backlot needs, and say how to get what is missing.';
  static override description = 'Starts, installs and changes nothing. Exits with 1 when something is missing.';
  static override examples = ['<%= config.bin %> doctor', '<%= config.bin %> doctor --json'];

  async run(): Promise<DoctorReport> {
    await this.parse(Doctor);
    const report = await this.operations.doctor();
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
          { title: 'what', value: ({ title }) => title },
          { title: 'version', value: ({ version }) => version ?? '' },
          {
            title: 'found',
            value: ({ detail, path, source }) => [detail, path, source && `(${source})`].filter(Boolean).join(' '),
            shrinks: true,
          },
        ],
        { width: this.tableWidth, paint },
      ),
    );
    const next = report.checks.filter(({ action }) => action);
    if (next.length > 0) this.print(`\nto do:\n${next.map(({ action, title }) => `  ${title}: ${action}`).join('\n')}`);
    if (!report.ok) this.exitWith(1);
    return report;
  }
}
