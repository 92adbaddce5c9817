import type { Path } from '../document/path.js';
import type { Rule } from './rule.js';

/** Ids of the shipped examples: nobody can deploy there, so what stands beside them may be an example too. */
const EXAMPLE_ACCOUNT = /^(\d)\1{11}$/;

/** Domains that nobody can own. https://www.rfc-editor.org/rfc/rfc2606 */
const RESERVED =
  /(^|[.@])(example\.(com|net|org)|[a-z0-9-]+\.(example|invalid|test))$|(^|[.@])(example|invalid|test)$/i;

/** The owner that `environments/base.yaml` is shipped with. */
const EXAMPLE_OWNER = /^example\//i;

/**
 * A real account is given no example to trust, to write to or to be called: roles that trust a stranger's repository, alerts
 * that nobody reads.
 */
export const placeholders: Rule = ({ target, aws, ...environment }) => {
  if (target !== 'aws' || EXAMPLE_ACCOUNT.test(aws.accountId)) return [];
  return stringsOf(environment).flatMap(({ path, text }) => {
    const key = path.findLast((part) => typeof part === 'string');
    if (key === 'repository' && path[0] === 'foundation' && EXAMPLE_OWNER.test(text)) {
      const hint = 'write the repository whose pipelines may deploy: owner/name';
      return [{ path, message: `'${text}' is an example: roles of this account would trust it`, hint }];
    }
    if (!/^[^@\s]+@[^@\s]+$/.test(text) || !RESERVED.test(text)) return [];
    return [{ path, message: `'${text}' is an example: nobody reads what is sent there`, hint: 'write one of yours' }];
  });
};

function stringsOf(value: unknown, path: Path = []): { readonly path: Path; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((each, index) => stringsOf(each, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => stringsOf(each, [...path, key]));
}
