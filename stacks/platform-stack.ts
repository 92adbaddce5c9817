import { AwsProvider } from '@cdktn/provider-aws/lib/provider/index.js';
import { Aspects, S3Backend, TerraformStack } from 'cdktn';
import type { Construct } from 'constructs';
import type { Environment } from '../environments/model/index.js';
import { AwsLocation } from '../modules/aws-location.js';
import { BoundedRoles } from '../modules/permission-boundary.js';
import { ResourceNames } from './resource-names.js';
import { stackTags } from './stack-tags.js';
import { stateLocation } from './state-location.js';

/** What every stack is made from. */
export interface PlatformStackProps {
  readonly environment: Environment;
}

/**
 * Base of all stacks: state in S3 with a native lock file, the AWS provider bound to the environment's account and
 * region, and the tags that say whose a resource is.
 *
 * The emulator's address is nowhere in here: the driver passes it by environment variable, so that a stack's JSON is
 * the same on every machine.
 */
export abstract class PlatformStack extends TerraformStack {
  protected readonly environment: Environment;
  /** Makes names that start with platform and environment. */
  protected readonly names: ResourceNames;

  protected constructor(scope: Construct, id: string, props: PlatformStackProps) {
    super(scope, id);
    const { environment } = props;
    this.environment = environment;
    this.names = new ResourceNames(environment);
    const state = stateLocation(environment, id);
    const sandbox = environment.target === 'sandbox';
    new S3Backend(this, {
      ...state,
      // Told to encrypt, the backend asks for S3's own key; untold, the bucket takes the key that it was given.
      encrypt: false,
      useLockfile: true,
      allowedAccountIds: sandbox ? undefined : [environment.aws.accountId],
      // The emulator answers on one port under any name, so buckets are told apart by path.
      ...(sandbox
        ? {
            usePathStyle: true,
            skipCredentialsValidation: true,
            skipMetadataApiCheck: true,
            skipRegionValidation: true,
            skipRequestingAccountId: true,
          }
        : {}),
    });
    new AwsProvider(this, 'aws', {
      region: environment.aws.region,
      allowedAccountIds: [environment.aws.accountId],
      defaultTags: [{ tags: this.defaultTags(id) }],
    });
    this.boundRoles(id);
  }

  /** Where a pipeline deploys, roles carry its ceiling; the foundation makes the ceiling and the pipeline's own roles. */
  private boundRoles(id: string): void {
    const { aws, foundation } = this.environment;
    if (!foundation.github || id === 'foundation') return;
    const location = new AwsLocation(aws.accountId, aws.region);
    const boundary = location.arn({ service: 'iam', region: '', resource: `policy/${this.names.of('boundary')}` });
    Aspects.of(this).add(new BoundedRoles(boundary));
  }

  /** Tags of every resource; for what AWS makes from a template, which the provider's own do not reach. */
  protected defaultTags(stack: string): Record<string, string> {
    return stackTags(this.environment, stack);
  }
}
