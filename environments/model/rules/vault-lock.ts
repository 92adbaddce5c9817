import { Duration } from '../../../modules/values/duration.js';
import type { Path } from '../document/path.js';
import type { Rule, RuleProblem } from './rule.js';

/** What plans and copies ask for lies within what the lock of the vault allows: AWS Backup fails such jobs. */
export const vaultLock: Rule = ({ backup }) => {
  const lock = backup?.vaultLock;
  if (!backup || !lock) return [];
  const at = (key: string): Path => ['backup', 'vaultLock', key];
  const least = Duration.parse(lock.minRetention).toSeconds();
  const most = Duration.parse(lock.maxRetention).toSeconds();
  if (least > most) {
    const message = `minRetention ${lock.minRetention} is above maxRetention ${lock.maxRetention}`;
    return [{ path: at('minRetention'), message, related: [at('maxRetention')] }];
  }
  const check = (path: Path, retention: string): RuleProblem[] => {
    const seconds = Duration.parse(retention).toSeconds();
    if (seconds >= least && seconds <= most) return [];
    const message = `${retention} is outside the lock of the vault, ${lock.minRetention} to ${lock.maxRetention}`;
    return [{ path, message, related: [at('minRetention'), at('maxRetention')] }];
  };
  return [
    ...Object.entries(backup.plans).flatMap(([name, plan]) =>
      check(['backup', 'plans', name, 'retention'], plan.retention),
    ),
    ...(backup.copyTo === undefined ? [] : check(['backup', 'copyRetention'], backup.copyRetention)),
  ];
};
