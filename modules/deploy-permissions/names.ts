import type { PolicyStatement } from '../policy-document.js';
import { type DeployScope, exactly, verbs } from './scope.js';

/** Key of what a change of records names; Route 53 gives the names in small letters, without a closing dot. */
const NAMES = 'route53:ChangeResourceRecordSetsNormalizedRecordNames';

/** The hosted zone, where the environment makes one, and its records. */
export function nameStatements(scope: DeployScope): PolicyStatement[] {
  const { zone } = scope;
  const resources = ['hostedzone/*', 'change/*'].map((resource) => route53(scope, resource));
  return [
    { sid: 'LookAtNames', actions: verbs('route53', 'Get', 'List'), resources },
    { sid: 'LookForNames', actions: ['route53:ListHostedZones*'], resources: ['*'] },
    ...recordStatements(scope),
    ...(zone?.create
      ? [
          { sid: 'MakeZone', actions: ['route53:CreateHostedZone'], resources: ['*'] },
          {
            // Nothing tells one zone from another here; AWS deletes only a zone whose records are gone.
            sid: 'Zone',
            actions: exactly('route53', 'ChangeTagsForResource', 'DeleteHostedZone', 'UpdateHostedZoneComment'),
            resources: [route53(scope, 'hostedzone/*')],
          },
        ]
      : []),
  ];
}

/**
 * Records. A hosted zone has an id, and Route 53 knows no tags in policies: what may be written is told by the names of the
 * records, which lie in the zone of the environment whatever zone they are written to.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-rrset-conditions.html
 */
export function recordStatements(scope: DeployScope): PolicyStatement[] {
  const { zone } = scope;
  if (!zone) return [];
  return [
    {
      sid: 'Names',
      actions: ['route53:ChangeResourceRecordSets'],
      resources: [route53(scope, 'hostedzone/*')],
      conditions: {
        'ForAllValues:StringLike': { [NAMES]: [zone.name, `*.${zone.name}`] },
        // For all of none is true, too.
        Null: { [NAMES]: 'false' },
      },
    },
  ];
}

function route53({ location }: DeployScope, resource: string): string {
  return location.arn({ service: 'route53', region: '', account: '', resource });
}
