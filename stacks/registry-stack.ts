import { EcrRegistryScanningConfiguration } from '@cdktn/provider-aws/lib/ecr-registry-scanning-configuration/index.js';
import { EcrReplicationConfiguration } from '@cdktn/provider-aws/lib/ecr-replication-configuration/index.js';
import { TerraformOutput } from 'cdktn';
import type { Construct } from 'constructs';
import type { Environment } from '../environments/model/index.js';
import { AwsLocation } from '../modules/aws-location.js';
import { ContainerRepository } from '../modules/container-repository.js';
import { Duration } from '../modules/values/duration.js';
import type { FoundationStack } from './foundation-stack.js';
import { PlatformStack, type PlatformStackProps } from './platform-stack.js';
import { section } from './section.js';
import type { StackDefinition } from './stack-definition.js';

/** What a {@link RegistryStack} is made from. */
export interface RegistryStackProps extends PlatformStackProps {
  readonly foundation: FoundationStack;
  readonly registry: NonNullable<Environment['registry']>;
}

/** A repository for every service and every name that is declared, and how the registry scans and copies them. */
export class RegistryStack extends PlatformStack {
  /** By service, and by name for repositories that belong to none. */
  readonly repositoryUrls: Readonly<Record<string, string>>;
  /** By service, and by name for repositories that belong to none. */
  readonly repositoryArns: Readonly<Record<string, string>>;

  constructor(scope: Construct, props: RegistryStackProps) {
    super(scope, 'registry', props);
    const { services } = props.environment;
    const owners = new Map<string, string[]>(props.registry.repositories.map((name) => [name, []]));
    for (const [service, { repository = service }] of Object.entries(services)) {
      owners.set(repository, [...(owners.get(repository) ?? []), service]);
    }
    const urls: Record<string, string> = {};
    const arns: Record<string, string> = {};
    for (const [name, users] of owners) {
      const repository = this.addRepository(name, users, props);
      for (const user of users.length > 0 ? users : [name]) {
        urls[user] = repository.url;
        arns[user] = repository.arn;
      }
    }
    this.repositoryUrls = urls;
    this.repositoryArns = arns;
    this.addRegistrySettings(props);
    new TerraformOutput(this, 'repository_urls', { value: urls });
  }

  private addRepository(name: string, users: readonly string[], props: RegistryStackProps): ContainerRepository {
    const { registry, foundation, environment } = props;
    const [service, ...others] = users;
    return new ContainerRepository(this, `repository-${name}`, {
      name: `${this.names.of()}/${name}`,
      location: new AwsLocation(environment.aws.accountId, environment.aws.region),
      keyArn: foundation.keys.data.arn,
      keepImages: registry.keepImages,
      expireUntagged: Duration.parse(registry.expireUntagged),
      pullAccounts: registry.pullAccounts,
      forceDelete: !environment.production,
      tags: service !== undefined && others.length === 0 ? { 'backlot:service': service } : undefined,
    });
  }

  /** An account has one registry in each region: these settings belong to it, not to a repository. */
  private addRegistrySettings({ registry, environment }: RegistryStackProps): void {
    const folder = `${this.names.of()}/`;
    new EcrRegistryScanningConfiguration(this, 'scanning', {
      scanType: 'BASIC',
      // The same words in every environment: two in one account don't take turns at replacing each other's.
      rule: [
        {
          scanFrequency: 'SCAN_ON_PUSH',
          repositoryFilter: [{ filter: `${environment.platform}-*`, filterType: 'WILDCARD' }],
        },
      ],
    });
    if (registry.replicateTo.length === 0) return;
    new EcrReplicationConfiguration(this, 'replication', {
      replicationConfiguration: {
        rule: [
          {
            destination: registry.replicateTo.map((region) => ({ region, registryId: environment.aws.accountId })),
            repositoryFilter: [{ filter: folder, filterType: 'PREFIX_MATCH' }],
          },
        ],
      },
    });
  }
}

/** Present when the environment has a `registry` section. */
export const registry: StackDefinition = {
  id: 'registry',
  description: 'Container repositories',
  dependsOn: ['foundation'],
  enabled: (environment) => environment.registry !== undefined,
  build: (app, environment, upstream) =>
    new RegistryStack(app, {
      environment,
      foundation: upstream.get<FoundationStack>('foundation'),
      registry: section(environment, 'registry'),
    }),
};
