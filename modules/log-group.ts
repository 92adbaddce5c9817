import { CloudwatchLogGroup } from '@cdktn/provider-aws/lib/cloudwatch-log-group/index.js';
import { Construct } from 'constructs';
import { logRetentionDays } from './log-retention.js';
import type { Duration } from './values/duration.js';

/** What a {@link LogGroup} is made from. */
export interface LogGroupProps {
  readonly name: string;
  /** Key that must let CloudWatch Logs use it, see `logGroupsMayUse`. */
  readonly keyArn: string;
  /** Rounded up to the next period that CloudWatch offers. */
  readonly retention: Duration;
  /** @default none */
  readonly tags?: Record<string, string>;
}

/** An encrypted CloudWatch log group that forgets. */
export class LogGroup extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: LogGroupProps) {
    super(scope, id);
    const group = new CloudwatchLogGroup(this, 'Default', {
      name: props.name,
      kmsKeyId: props.keyArn,
      retentionInDays: logRetentionDays(props.retention),
      tags: props.tags,
    });
    this.name = group.name;
    this.arn = group.arn;
  }
}
