import { suggestion } from '../document/nearest-word.js';
import { COMMON_VARIABLES, NEED_VARIABLES, needVariable } from '../need-variables.js';
import { resourceKind } from '../needed-resource.js';
import type { Environment } from '../schema/environment.js';
import { secretVariables } from '../secret-fields.js';
import type { Rule, RuleProblem } from './rule.js';
import { looksSecret } from './secret-looks.js';

/**
 * Variables hold no secrets, which are needs, and are none that the platform sets. The value is never shown. What only looks
 * like a secret has a reason under `notSecret`.
 */
export const serviceEnv: Rule = (environment) =>
  Object.entries(environment.services).flatMap(([service, { env, notSecret = {} }]) => {
    const taken = takenVariables(environment, service);
    const excused = Object.keys(notSecret).filter((name) => !(name in env));
    const needless = excused.map((name): RuleProblem => {
      const path = ['services', service, 'notSecret', name];
      return { path, message: 'there is no such variable in env', hint: suggestion(name, Object.keys(env)) };
    });
    const problems = Object.entries(env).flatMap(([name, value]): RuleProblem[] => {
      const path = ['services', service, 'env', name];
      const owner = taken.get(name);
      if (owner)
        return [
          {
            path,
            message: `this variable is set by ${owner}`,
            hint: 'take another name',
            related: [['data'], ['media'], ['messaging'], ['secrets']],
          },
        ];
      if (name in notSecret || !looksSecret(name, value)) return [];
      const hint = `declare it under secrets and write its name under services.${service}.needs; if anybody may read it, say why under services.${service}.notSecret`;
      const related = [['services', service, 'notSecret', name]];
      return [{ path, message: 'looks like a secret, which must not be in a file', hint, secret: true, related }];
    });
    return [...problems, ...needless];
  });

function takenVariables(environment: Environment, service: string): Map<string, string> {
  const taken = new Map<string, string>(COMMON_VARIABLES.map((name) => [name, 'the platform']));
  for (const need of environment.services[service]?.needs ?? []) {
    const [resource = ''] = need.split(':');
    const kind = resourceKind(environment, resource);
    if (!kind) continue;
    const secret = kind === 'secret' ? environment.secrets?.[resource] : undefined;
    const endings = secret ? secretVariables(secret).map((each) => each.ending) : NEED_VARIABLES[kind];
    for (const ending of endings) taken.set(needVariable(resource, ending), `the need '${need}'`);
  }
  return taken;
}
