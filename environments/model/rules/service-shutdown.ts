import { Duration } from '../../../modules/values/duration.js';
import type { Rule } from './rule.js';

/** A pod is told to stop before it is killed. */
export const serviceShutdown: Rule = ({ services }) =>
  Object.entries(services).flatMap(([name, { shutdown }]) => {
    const [drain, grace] = [Duration.parse(shutdown.drain), Duration.parse(shutdown.grace)];
    if (drain.toSeconds() < grace.toSeconds()) return [];
    const path = ['services', name, 'shutdown'];
    const message = `${drain} leaves no time to stop in: the pod is killed after ${grace}`;
    return [{ path: [...path, 'drain'], message, hint: 'write less than grace', related: [[...path, 'grace']] }];
  });
