import type { Environment } from '../environments/model/index.js';
import type { BackupStack } from './backup-stack.js';
import type { ClusterStack } from './cluster-stack.js';
import type { DataStack } from './data-stack.js';
import type { FoundationStack } from './foundation-stack.js';
import type { MediaStack } from './media-stack.js';
import type { MessagingStack } from './messaging-stack.js';
import type { NetworkStack } from './network-stack.js';
import type { SecretsStack } from './secrets-stack.js';
import type { Upstream } from './stack-definition.js';

/** What alarms and the dashboard look at, as CloudWatch names it. */
export interface Watched {
  readonly databases: readonly {
    readonly name: string;
    readonly identifier: string;
    readonly replicaIdentifiers: readonly string[];
  }[];
  readonly caches: readonly { readonly name: string; readonly replicationGroupId: string; readonly nodes: number }[];
  readonly queues: readonly { readonly name: string; readonly queueName: string; readonly deadLetterName: string }[];
  /** Dead-letter queues of functions: names of the queues by what they are for. */
  readonly deadLetters: Readonly<Record<string, string>>;
  /** Names of functions by what they are for. */
  readonly functions: Readonly<Record<string, string>>;
  readonly natGateways: readonly { readonly zone: string; readonly id: string }[];
  readonly distributionId?: string;
  readonly vaultName?: string;
  readonly clusterName?: string;
}

/** Collects it from the stacks that the environment has. */
export function findWatched(
  environment: Environment,
  upstream: Upstream,
): { readonly watched: Watched; readonly pagerTopicArn: string } {
  const network = upstream.get<NetworkStack>('network');
  const secrets = upstream.find<SecretsStack>('secrets');
  const messaging = upstream.find<MessagingStack>('messaging');
  const data = upstream.find<DataStack>('data');
  return {
    pagerTopicArn: upstream.get<FoundationStack>('foundation').pagerTopicArn,
    watched: {
      databases: Object.entries(data?.postgres ?? {}).map(([name, { identifier }]) => ({
        name,
        identifier,
        replicaIdentifiers: replicasOf(identifier, environment.data?.postgres[name]?.readReplicas ?? 0),
      })),
      caches: Object.entries(data?.redis ?? {}).map(([name, { replicationGroupId }]) => ({
        name,
        replicationGroupId,
        nodes: environment.data?.redis[name]?.nodes ?? 1,
      })),
      queues: Object.entries(messaging?.queues ?? {}).map(([name, { name: queueName, deadLetterName }]) => ({
        name,
        queueName,
        deadLetterName,
      })),
      deadLetters: present({ 'rotate-secret': secrets?.rotationDeadLetterName }),
      functions: present({
        'rotate-secret': secrets?.rotationFunctionName,
        'notify-provider': messaging?.notifierName,
      }),
      natGateways: network.natGatewayIds.map((id, index) => ({ zone: network.zones[index] ?? String(index), id })),
      distributionId: upstream.find<MediaStack>('media')?.distributionId,
      vaultName: upstream.find<BackupStack>('backup')?.vaultName,
      clusterName: upstream.find<ClusterStack>('cluster')?.clusterName,
    },
  };
}

/** The data stack names replicas so. */
function replicasOf(identifier: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${identifier}-replica-${index + 1}`);
}

function present(names: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(names).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
