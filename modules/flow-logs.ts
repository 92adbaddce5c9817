import { FlowLog } from '@cdktn/provider-aws/lib/flow-log/index.js';
import { Construct } from 'constructs';
import type { AwsLocation } from './aws-location.js';
import { LogGroup } from './log-group.js';
import { ServiceRole } from './service-role.js';
import type { Duration } from './values/duration.js';

/** What {@link FlowLogs} are made from. */
export interface FlowLogsProps {
  readonly name: string;
  readonly location: AwsLocation;
  readonly vpcId: string;
  readonly keyArn: string;
  readonly retention: Duration;
}

/** A record of every connection of a VPC, accepted or refused, in an encrypted log group. */
export class FlowLogs extends Construct {
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { name, location, vpcId, keyArn, retention } = props;
    const log = new LogGroup(this, 'log', { name: `/aws/vpc/${name}`, keyArn, retention });
    const role = new ServiceRole(this, 'role', {
      name,
      description: `Writes the flow logs of ${name}`,
      service: 'vpc-flow-logs',
      location,
      statements: [
        {
          sid: 'Log',
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          resources: [`${log.arn}:*`],
        },
      ],
    });
    new FlowLog(this, 'Default', {
      vpcId,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: log.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 60,
      tags: { Name: name },
      dependsOn: [...role.grants],
    });
    this.logGroupName = log.name;
  }
}
