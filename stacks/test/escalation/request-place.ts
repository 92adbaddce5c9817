import type { Environment } from '../../../environments/model/index.js';
import type { Kind } from './kinds.js';
import type { Request } from './statement.js';

/** A request that nobody of an environment may make. */
export interface ForeignRequest {
  readonly kind: Kind;
  readonly request: Request;
  /** Roles that are meant to be able to. */
  readonly unless?: (role: string) => boolean;
}

/** Names of an environment, and ways to write requests for all of some actions and resources. */
export function requestPlace(environment: Environment) {
  const { aws, id, platform } = environment;
  const { accountId: account, region } = aws;
  const prefix = `${platform}-${id}-`;
  const arn = (service: string, resource: string, where = region) =>
    `arn:aws:${service}:${where}:${account}:${resource}`;
  const iam = (resource: string) => arn('iam', resource, '');
  const isDeploy = (role: string) => role === `${prefix}deploy`;
  const all = (
    kind: Kind,
    actions: readonly string[],
    resources: readonly string[],
    context: Request['context'] = {},
  ) =>
    actions.flatMap((action) =>
      resources.map((resource): ForeignRequest => ({ kind, request: { action, resource, context } })),
    );
  return {
    account,
    all,
    arn,
    boundary: iam(`policy/${prefix}boundary`),
    iam,
    isDeploy,
    isPipeline: (role: string) => isDeploy(role) || role === `${prefix}plan`,
    ours: tags('Resource', platform, id),
    pipeline: ['plan', 'deploy'].flatMap((each) => [iam(`role/${prefix}${each}`), iam(`policy/${prefix}${each}-data`)]),
    prefix,
    requested: tags('Request', platform, id),
    stateBucket: `arn:aws:s3:::${prefix}state-${account}`,
    /** The same for each kind of stranger, where tags of the thing count. */
    tagged: (kind: Kind, actions: readonly string[], resources: readonly string[], context: Request['context'] = {}) =>
      strangers(platform, id).flatMap((foreign) => all(kind, actions, resources, { ...context, ...foreign })),
  };
}

/** Tags that foreign things carry: none of ours, and those of another environment, platform and cluster. */
function strangers(platform: string, id: string): readonly Readonly<Record<string, string>>[] {
  return [
    {},
    { 'aws:ResourceTag/Name': 'legacy' },
    tags('Resource', platform, 'another'),
    tags('Resource', 'other', id),
    { 'aws:ResourceTag/kubernetes.io/cluster/other': 'owned', 'aws:ResourceTag/elbv2.k8s.aws/cluster': 'other' },
  ];
}

function tags(kind: 'Resource' | 'Request', platform: string, id: string): Record<string, string> {
  return { [`aws:${kind}Tag/backlot:platform`]: platform, [`aws:${kind}Tag/backlot:environment`]: id };
}
