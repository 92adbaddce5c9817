import { suggestion } from '../document/nearest-word.js';
import type { Rule, RuleProblem } from './rule.js';

/** A service has what it runs on, and an image repository that exists. */
export const servicePlatforms: Rule = ({ cluster, registry, services }) =>
  Object.entries(services).flatMap(([name, { run, repository }]): RuleProblem[] => {
    const path = ['services', name];
    const repositories = [...Object.keys(services), ...(registry?.repositories ?? [])];
    return [
      ...(run === 'kubernetes' && !cluster
        ? [{ path: [...path, 'run'], message: 'kubernetes needs the section cluster', related: [['cluster']] }]
        : []),
      ...(repository !== undefined && !repositories.includes(repository)
        ? [
            {
              path: [...path, 'repository'],
              message: `there is no repository '${repository}'`,
              hint: suggestion(repository, repositories),
              related: [['registry']],
            },
          ]
        : []),
    ];
  });
