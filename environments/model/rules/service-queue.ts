import { nearestWord } from '../document/nearest-word.js';
import type { Rule, RuleProblem } from './rule.js';
import { KIND_WORDS } from './service-kind.js';

/** A worker scales on a queue that it consumes; nothing else scales on one. */
export const serviceQueue: Rule = ({ services }) =>
  Object.entries(services).flatMap(([name, { kind, targets, needs }]): RuleProblem[] => {
    const { queue } = targets;
    if (!queue) return [];
    const service = ['services', name];
    const path = [...service, 'targets', 'queue'];
    if (kind !== 'worker') {
      const message = `${KIND_WORDS[kind]} takes no messages`;
      return [{ path, message, hint: 'write kind: worker', related: [[...service, 'kind']] }];
    }
    if (needs.includes(`${queue.name}:consume`)) return [];
    const consumed = needs.filter((need) => need.endsWith(':consume')).map((need) => need.replace(':consume', ''));
    const near = nearestWord(queue.name, consumed);
    return [
      {
        path: [...path, 'name'],
        message: `the service does not consume '${queue.name}'`,
        hint: near ? `did you mean '${near}'?` : `add ${queue.name}:consume to its needs`,
        related: [[...service, 'needs']],
      },
    ];
  });
