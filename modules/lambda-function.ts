import { LambdaFunction as LambdaFunctionResource } from '@cdktn/provider-aws/lib/lambda-function/index.js';
import { LambdaPermission } from '@cdktn/provider-aws/lib/lambda-permission/index.js';
import { AssetType, TerraformAsset } from 'cdktn';
import { Construct } from 'constructs';
import type { AwsLocation } from './aws-location.js';
import { keyUse } from './grants/key.js';
import { LogGroup } from './log-group.js';
import type { PolicyStatement } from './policy-document.js';
import { ServiceRole } from './service-role.js';
import { Duration } from './values/duration.js';

/** A zip file of a function's code. */
export interface FunctionArchive {
  /** Absolute path; the file is copied beside the stack's JSON. */
  readonly path: string;
  /** SHA-256 of the file, base64, as Lambda reports it. */
  readonly hash: string;
}

/** What a {@link LambdaFunction} is made from. */
export interface LambdaFunctionProps {
  readonly name: string;
  readonly description: string;
  readonly location: AwsLocation;
  readonly archive: FunctionArchive;
  /** What the code may do, beside writing its log and trace. */
  readonly statements: readonly PolicyStatement[];
  /** Key of the log group. */
  readonly logKeyArn: string;
  /** @default 90 days */
  readonly logRetention?: Duration;
  /** Key of the variables. */
  readonly keyArn: string;
  /** Never secrets: name a Secrets Manager entry. @default none */
  readonly variables?: Readonly<Record<string, string>>;
  /** @default 30 seconds */
  readonly timeout?: Duration;
  /** @default 256 */
  readonly memoryMiB?: number;
  /** Most runs at a time, taken from the account's share. @default 5 */
  readonly reservedConcurrency?: number;
  /** Queue where events end that no run could handle, and its key. */
  readonly deadLetters: { readonly queueArn: string; readonly keyArn: string };
  /** Network that the code runs in. @default none: it reaches public endpoints only */
  readonly network?: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] };
  /** @default none */
  readonly tags?: Record<string, string>;
}

/** A Node function on arm64 with its own role, encrypted log, trace and dead-letter queue. */
export class LambdaFunction extends Construct {
  readonly arn: string;
  readonly name: string;
  readonly logGroupName: string;
  readonly roleArn: string;

  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    const { name, timeout = Duration.seconds(30), network, variables = {} } = props;
    const log = new LogGroup(this, 'log', {
      name: `/aws/lambda/${name}`,
      keyArn: props.logKeyArn,
      retention: props.logRetention ?? Duration.days(90),
      tags: props.tags,
    });
    const role = new ServiceRole(this, 'role', {
      name,
      description: `Role of the function ${name}`,
      service: 'lambda',
      location: props.location,
      statements: [...runtimeStatements(log.arn, props), ...props.statements],
    });
    const code = new TerraformAsset(this, 'code', {
      path: props.archive.path,
      type: AssetType.FILE,
      assetHash: Buffer.from(props.archive.hash, 'base64').toString('hex').slice(0, 32),
    });
    const resource = new LambdaFunctionResource(this, 'Default', {
      functionName: name,
      description: props.description,
      role: role.arn,
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      filename: code.path,
      sourceCodeHash: props.archive.hash,
      timeout: timeout.toSeconds(),
      memorySize: props.memoryMiB ?? 256,
      reservedConcurrentExecutions: props.reservedConcurrency ?? 5,
      kmsKeyArn: props.keyArn,
      environment: Object.keys(variables).length > 0 ? { variables: { ...variables } } : undefined,
      deadLetterConfig: { targetArn: props.deadLetters.queueArn },
      tracingConfig: { mode: 'Active' },
      loggingConfig: { logFormat: 'JSON', logGroup: log.name, applicationLogLevel: 'INFO', systemLogLevel: 'WARN' },
      vpcConfig: network && { subnetIds: [...network.subnetIds], securityGroupIds: [...network.securityGroupIds] },
      tags: props.tags,
      // Lambda checks at creation that the role may write to the queue and the log and join the network.
      dependsOn: [...role.grants],
    });
    this.arn = resource.arn;
    this.name = resource.functionName;
    this.logGroupName = log.name;
    this.roleArn = role.arn;
  }

  /** Lets a service invoke the function for resources of one account. */
  allowInvocation(
    id: string,
    options: { readonly service: string; readonly accountId: string; readonly sourceArn?: string },
  ): LambdaPermission {
    return new LambdaPermission(this, `allow-${id}`, {
      statementId: id,
      action: 'lambda:InvokeFunction',
      functionName: this.name,
      principal: `${options.service}.amazonaws.com`,
      sourceAccount: options.accountId,
      sourceArn: options.sourceArn,
    });
  }
}

function runtimeStatements(logGroupArn: string, props: LambdaFunctionProps): PolicyStatement[] {
  return [
    { sid: 'Log', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${logGroupArn}:*`] },
    { sid: 'DeadLetters', actions: ['sqs:SendMessage'], resources: [props.deadLetters.queueArn] },
    keyUse(props.location, {
      name: 'dead-letters',
      keyArn: props.deadLetters.keyArn,
      through: 'sqs',
      actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
    }),
    // X-Ray has no resources to name.
    { sid: 'Trace', actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] },
    ...(props.network ? joinNetwork(props) : []),
  ];
}

/**
 * Lambda makes the interfaces itself, under the function's role, and checks at creation that it may, without naming any
 * resource; so the code, which runs under the same role, is refused the same calls.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
function joinNetwork(props: LambdaFunctionProps): PolicyStatement[] {
  const actions = [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ];
  const code = props.location.arn({ service: 'lambda', resource: `function:${props.name}` });
  return [
    { sid: 'Network', actions, resources: ['*'] },
    {
      sid: 'NetworkNotFromCode',
      effect: 'Deny',
      actions,
      resources: ['*'],
      conditions: { ArnEquals: { 'lambda:SourceFunctionArn': code } },
    },
  ];
}
