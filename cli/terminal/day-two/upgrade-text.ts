import { nextSteps } from '../../kernel/next-steps.js';
import type { UpgradeFinding, UpgradeResult } from '../../running/cluster-upgrade/index.js';
import type { Paint, Style } from '../paint.js';

const MARKS: Readonly<Record<UpgradeFinding['severity'], readonly [string, Style]>> = {
  blocks: ['✗ blocks', 'red'],
  warns: ['! warns', 'yellow'],
  unknown: ['? unknown', 'magenta'],
  ok: ['✓ ok', 'green'],
};

/** Everything that was found, the steps in their order, and whether there is a way back. */
export function upgradeText(result: UpgradeResult, paint: Paint): string {
  const { actions, cluster, declared, findings, hints = [], live, recorded, reversal, steps, target } = result;
  const versions = `API server ${live}, EKS ${recorded ?? 'unknown'}, file ${declared.version}`;
  const body = [
    `${paint('bold', `${cluster} → Kubernetes ${target}`)}  (${versions})`,
    '',
    ...findings.flatMap((each) => findingLines(each, paint)),
    '',
    steps.length > 0 ? paint('bold', 'In this order') : `Nothing is behind ${target}.`,
    ...steps.map(({ from, message, status, step, to }, at) => {
      const done = status === 'pending' ? '' : ` ${status}${message ? `: ${message}` : ''}`;
      return `  ${at + 1}. ${step} ${from ?? ''} → ${to}${done}`;
    }),
  ];
  if (steps.length > 0) body.push('', paint('bold', 'Way back'), ...reversal.map((line) => `  ${line}`));
  if (hints.length > 0) body.push('', ...hints.map((hint) => `hint: ${hint}`));
  if (actions.length > 0) body.push('', paint('bold', 'Next'), ...nextSteps(actions).map((action) => `  ${action}`));
  return body.join('\n');
}

function findingLines(
  { actions = [], check, message, objects = [], severity }: UpgradeFinding,
  paint: Paint,
): string[] {
  const [mark, style] = MARKS[severity];
  const head = `${paint(style, mark.padEnd(10))} ${check.padEnd(12)} ${message}`;
  const loud = severity === 'blocks' || severity === 'warns';
  const detail = loud ? [...objects, ...nextSteps(actions).map((action) => `→ ${action}`)] : [];
  return [head, ...detail.map((line) => `${' '.repeat(24)}${line}`)];
}
