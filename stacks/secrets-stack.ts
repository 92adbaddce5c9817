import { TerraformOutput } from 'cdktn';
import type { Construct } from 'constructs';
import { type Environment, firstName } from '../environments/model/index.js';
import { AwsLocation } from '../modules/aws-location.js';
import { DeadLetterQueue } from '../modules/dead-letter-queue.js';
import { keyUse } from '../modules/grants/key.js';
import { LambdaFunction } from '../modules/lambda-function.js';
import { Secret } from '../modules/secret.js';
import { SecurityGroup } from '../modules/security-group.js';
import { Duration } from '../modules/values/duration.js';
import type { FoundationStack } from './foundation-stack.js';
import { functionArchive } from './function-archive.js';
import type { NetworkStack } from './network-stack.js';
import { PlatformStack, type PlatformStackProps } from './platform-stack.js';
import { section } from './section.js';
import type { StackDefinition } from './stack-definition.js';

/** What a {@link SecretsStack} is made from. */
export interface SecretsStackProps extends PlatformStackProps {
  readonly foundation: FoundationStack;
  readonly network: NetworkStack;
  readonly secrets: NonNullable<Environment['secrets']>;
}

/** Secrets Manager entries, and the function that gives their values to those that rotate. */
export class SecretsStack extends PlatformStack {
  readonly secretArns: Readonly<Record<string, string>>;
  /** The function that rotates, where any entry does. */
  readonly rotationFunctionName?: string;
  /** Where rotations end that failed, where any entry rotates. */
  readonly rotationDeadLetterName?: string;
  private readonly location: AwsLocation;

  constructor(
    scope: Construct,
    private readonly props: SecretsStackProps,
  ) {
    super(scope, 'secrets', props);
    const { aws } = props.environment;
    this.location = new AwsLocation(aws.accountId, aws.region);
    const entries = Object.entries(props.secrets).map(([name, declared]) => ({
      name,
      declared,
      secret: this.addSecret(name, declared),
    }));
    this.secretArns = Object.fromEntries(entries.map(({ name, secret }) => [name, secret.arn]));
    const rotating = entries.flatMap(({ secret, declared: { rotateEvery } }) =>
      rotateEvery ? [{ secret, every: Duration.parse(rotateEvery) }] : [],
    );
    if (rotating.length > 0) {
      const deadLetters = new DeadLetterQueue(this, 'rotation-dead-letters', {
        name: this.names.of('rotate-secret-dead-letters'),
        keyArn: props.foundation.keys.messaging.arn,
      });
      const rotator = this.addRotator(
        rotating.map(({ secret }) => secret.arn),
        deadLetters,
      );
      this.rotationFunctionName = rotator.name;
      this.rotationDeadLetterName = deadLetters.name;
      const { accountId } = this.location;
      const permission = rotator.allowInvocation('secrets-manager', { service: 'secretsmanager', accountId });
      for (const { secret, every } of rotating) {
        secret.rotate({ functionArn: rotator.arn, every, after: [permission] });
      }
    }
    new TerraformOutput(this, 'secret_arns', { value: this.secretArns });
  }

  private addSecret(name: string, declared: SecretsStackProps['secrets'][string]): Secret {
    const { environment, foundation } = this.props;
    const first = firstName(name, declared);
    return new Secret(this, `secret-${first}`, {
      name: this.names.path(first),
      description: declared.description,
      keyArn: foundation.keys.secrets.arn,
      accountId: this.location.accountId,
      // The sandbox is thrown away, and a secret that waits for its end would block its name.
      recoveryWindow: environment.target === 'sandbox' ? 'none' : Duration.parse(declared.recoveryWindow),
      tags: declared.rotateEvery ? { 'backlot:length': String(declared.length) } : undefined,
    });
  }

  private addRotator(secretArns: readonly string[], deadLetters: DeadLetterQueue): LambdaFunction {
    const { keys } = this.props.foundation;
    const key = { name: 'rotation', keyArn: keys.secrets.arn, through: 'secretsmanager' };
    return new LambdaFunction(this, 'rotate-secret', {
      name: this.names.of('rotate-secret'),
      description: 'Gives Secrets Manager entries new random values',
      location: this.location,
      archive: functionArchive('rotate-secret'),
      statements: [
        {
          sid: 'Rotate',
          actions: [
            'secretsmanager:DescribeSecret',
            'secretsmanager:GetSecretValue',
            'secretsmanager:PutSecretValue',
            'secretsmanager:UpdateSecretVersionStage',
          ],
          resources: secretArns,
        },
        // Random characters belong to no secret yet.
        { sid: 'Random', actions: ['secretsmanager:GetRandomPassword'], resources: ['*'] },
        keyUse(this.location, { ...key, actions: ['kms:Decrypt', 'kms:GenerateDataKey'] }),
      ],
      keyArn: keys.secrets.arn,
      logKeyArn: keys.logs.arn,
      deadLetters: { queueArn: deadLetters.arn, keyArn: keys.messaging.arn },
      network: this.rotatorNetwork(),
    });
  }

  /** In the network if Secrets Manager can be reached from there; otherwise outside, where it always can. */
  private rotatorNetwork(): { subnetIds: string[]; securityGroupIds: string[] } | undefined {
    const { environment, network } = this.props;
    const { interfaceEndpoints, natGateways } = environment.network;
    const byEndpoint = interfaceEndpoints.includes('secretsmanager');
    if (!byEndpoint && natGateways === 'none') return undefined;
    const group = new SecurityGroup(this, 'rotation-access', {
      name: this.names.of('rotate-secret'),
      description: 'Function that rotates secrets',
      vpcId: network.vpcId,
    });
    group.addEgress('secrets-manager', {
      description: 'Secrets Manager',
      peer: byEndpoint ? { securityGroupId: network.endpointSecurityGroupId } : { cidr: '0.0.0.0/0' },
      port: 443,
    });
    return { subnetIds: network.privateSubnetIds, securityGroupIds: [group.id] };
  }
}

/** The stack of secrets, where the environment declares some. */
export const secrets: StackDefinition = {
  id: 'secrets',
  description: 'Secrets Manager entries and their rotation',
  dependsOn: ['foundation', 'network'],
  enabled: (environment) => environment.secrets !== undefined,
  build: (app, environment, upstream) =>
    new SecretsStack(app, {
      environment,
      foundation: upstream.get<FoundationStack>('foundation'),
      network: upstream.get<NetworkStack>('network'),
      secrets: section(environment, 'secrets'),
    }),
};
