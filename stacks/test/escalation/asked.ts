import type { Environment } from '../../../environments/model/index.js';
import { listOf, type OneOrMany, type Request, type Statement } from './statement.js';

/** Requests that a statement allows, one for each action and resource, as they would come for things of the environment. */
export function asked({ Action, Resource, Condition }: Statement, environment: Environment): Request[] {
  const { platform, id, aws, media } = environment;
  const example = (pattern: string) =>
    pattern
      // A firewall of ours, a name in our zone.
      .replace('webacl/*', `webacl/${platform}-${id}-x`)
      .replace(/^(_acme-challenge)\.\*$/, `$1.${media?.cdn?.domain?.zone}`)
      .replaceAll('*', 'x');
  const context: Record<string, OneOrMany> = {
    'aws:ResourceTag/backlot:platform': platform,
    'aws:ResourceTag/backlot:environment': id,
    // A change of records always names some.
    ...(media?.cdn?.domain && {
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': [`x.${media.cdn.domain.zone}`],
    }),
    // RDS gives it to the secret of a database.
    'aws:ResourceTag/aws:rds:primaryDBInstanceArn': `arn:aws:rds:${aws.region}:${aws.accountId}:db:${platform}-${id}-x`,
  };
  for (const [operator, keys] of Object.entries(Condition ?? {})) {
    for (const [key, wanted] of Object.entries(keys)) {
      const value = example(listOf(wanted)[0] ?? '');
      if (operator !== 'Null') context[key] = operator.startsWith('For') ? [value] : value;
      else if (value === 'true') delete context[key];
    }
  }
  return listOf(Action).flatMap((action) =>
    listOf(Resource).map((resource) => ({
      action: example(action),
      resource: resource === '*' ? '*' : example(resource),
      context,
    })),
  );
}
