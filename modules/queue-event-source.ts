import { LambdaEventSourceMapping } from '@cdktn/provider-aws/lib/lambda-event-source-mapping/index.js';
import { Construct } from 'constructs';

/** What a {@link QueueEventSource} is made from. */
export interface QueueEventSourceProps {
  readonly queueArn: string;
  readonly functionArn: string;
  /** Messages per run. @default 10 */
  readonly batchSize?: number;
  /** Most runs at a time, 2 to 1000; not more than the function has reserved. @default 5 */
  readonly maximumConcurrency?: number;
}

/** Feeds a function from a queue; the function names the messages that it could not handle, and only these come again. */
export class QueueEventSource extends Construct {
  constructor(scope: Construct, id: string, props: QueueEventSourceProps) {
    super(scope, id);
    new LambdaEventSourceMapping(this, 'Default', {
      eventSourceArn: props.queueArn,
      functionName: props.functionArn,
      batchSize: props.batchSize ?? 10,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: props.maximumConcurrency ?? 5 },
    });
  }
}
