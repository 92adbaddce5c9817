import type { DeclaredSecret } from '../schema/secrets.js';
import { matches } from './matches.js';
import type { Rule, RuleProblem } from './rule.js';

type Problem = Omit<RuleProblem, 'path'> & { readonly key: string };

/** User that RDS makes with the database: its password is kept by RDS. */
const MASTER_USER = 'platform';

/**
 * A secret has what its way of rotating takes, and nothing that contradicts it: AWS itself can only put random text in the
 * place of random text, since it rolls out no consumer.
 */
export const secretRotation: Rule = (environment) =>
  matches(environment, 'secrets.*').flatMap(({ path, value }) => {
    const secret = value as DeclaredSecret;
    const { postgres = {}, redis = {} } = environment.data ?? {};
    const known = secret.rotation === 'postgres-users' ? Object.keys(postgres) : Object.keys(redis);
    const found = [...byKind(secret), ...ofResource(secret, known)];
    return found.map(({ key, ...problem }) => ({ ...problem, path: [...path, key] }));
  });

function byKind({ keys, rotateEvery, rotation }: DeclaredSecret): Problem[] {
  const problems: Problem[] = [];
  if (rotateEvery && rotation !== 'random') {
    const message = `AWS rotates text only, and rolls out nobody: it can't be combined with rotation: ${rotation}`;
    problems.push({ key: 'rotateEvery', message, hint: 'run `backlot secrets rotate` on a schedule instead' });
  }
  if (keys && rotateEvery) {
    problems.push({ key: 'keys', message: 'a value that AWS generates is plain text and has no fields' });
  }
  if (keys && rotation !== 'random') {
    problems.push({ key: 'keys', message: `its fields are given by rotation: ${rotation}` });
  }
  const twice = keys?.find((key, index) => keys.indexOf(key) < index);
  if (twice) problems.push({ key: 'keys', message: `'${twice}' is in the list twice` });
  return problems;
}

function ofResource({ of, rotation, users }: DeclaredSecret, known: readonly string[]): Problem[] {
  if (rotation !== 'postgres-users' && rotation !== 'redis-user') {
    const key = of ? 'of' : users ? 'users' : undefined;
    return key ? [{ key, message: `only users of a database or a cache have it, not rotation: ${rotation}` }] : [];
  }
  const where = rotation === 'postgres-users' ? 'data.postgres' : 'data.redis';
  const problems: Problem[] = [];
  if (!of || !known.includes(of)) {
    const message = of ? `'${of}' is not declared under ${where}` : `is required with rotation: ${rotation}`;
    problems.push({ key: 'of', message, hint: known.length > 0 ? `declared: ${known.join(', ')}` : undefined });
  }
  const wanted = rotation === 'postgres-users' ? 2 : 1;
  if (users?.length !== wanted || new Set(users).size !== wanted) {
    const what = wanted === 2 ? 'two users that take turns' : 'the id of one user';
    problems.push({ key: 'users', message: `must be ${what} with rotation: ${rotation}` });
  } else if (rotation === 'postgres-users' && users.includes(MASTER_USER)) {
    problems.push({ key: 'users', message: `'${MASTER_USER}' is the first user, whose password RDS keeps` });
  }
  return problems;
}
