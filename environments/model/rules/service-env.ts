import { COMMON_VARIABLES, NEED_VARIABLES, needVariable } from '../need-variables.js';
import { resourceKind } from '../needed-resource.js';
import type { Environment } from '../schema/environment.js';
import { secretVariables } from '../secret-fields.js';
import type { Rule, RuleProblem } from './rule.js';

/** Names under which people keep what nobody else may know. */
const SECRET_NAME = /(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_KEY|PRIVATE_KEY|CREDENTIALS?)$/;

/** Forms that only secrets have: PEM, keys of AWS, GitHub, Slack and Stripe, JWT, passwords in URLs. */
const SECRET_FORMS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}/,
  /\bxox[abprs]-[A-Za-z0-9-]{10}/,
  /\b[rs]k_(live|test)_[A-Za-z0-9]{16}/,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/,
  /:\/\/[^/\s:@]*:[^/\s:@]+@/,
];

/** Long and of all kinds of characters: made at random. */
const RANDOM = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9+/_-]{40,}={0,2}$/;

/** Variables hold no secrets, which are needs, and are none that the platform sets. The value is never shown. */
export const serviceEnv: Rule = (environment) =>
  Object.entries(environment.services).flatMap(([service, { env }]) => {
    const taken = takenVariables(environment, service);
    return Object.entries(env).flatMap(([name, value]): RuleProblem[] => {
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
      const looksSecret = (SECRET_NAME.test(name) && value !== '') || isSecret(value);
      if (!looksSecret) return [];
      const hint = `declare it under secrets and write its name under services.${service}.needs`;
      return [{ path, message: 'looks like a secret, which must not be in a file', hint, secret: true }];
    });
  });

function isSecret(value: string): boolean {
  return RANDOM.test(value) || SECRET_FORMS.some((form) => form.test(value));
}

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
