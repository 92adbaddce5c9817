import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { LedgerNames } from '../../../stacks/ledger-location.js';
import type { SettingsFor } from './client-settings.js';
import type { HeadLog } from './head-log.js';

/** The one stream that heads are written to. */
const STREAM = 'heads';

/** Lines that are read: more than runs at once can have written in one moment. */
const LAST = 25;

/**
 * Heads in a log group: CloudWatch Logs takes lines and gives none back to be changed, and nobody who can only write the
 * bucket gets there. What was written shows after some seconds; a head is a lower bound, so that does no harm.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
export class LogHeads implements HeadLog {
  private opened: Promise<CloudWatchLogsClient> | undefined;

  constructor(
    private readonly settingsFor: SettingsFor,
    private readonly names: LedgerNames,
  ) {}

  async read(): Promise<readonly string[] | undefined> {
    const { GetLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
    const stream = { logGroupName: this.names.headsGroup, logStreamName: STREAM, limit: LAST };
    const client = await this.client();
    let before: string | undefined;
    try {
      // From the end. A page may be empty though there are lines before it; the last one repeats its token.
      for (;;) {
        const page = await client.send(
          new GetLogEventsCommand({ ...stream, ...(before ? { nextToken: before } : {}) }),
        );
        const lines = (page.events ?? []).flatMap(({ message }) => message ?? []);
        if (lines.length > 0 || !page.nextBackwardToken || page.nextBackwardToken === before) return lines;
        before = page.nextBackwardToken;
      }
    } catch (error) {
      if ((error as Error).name !== 'ResourceNotFoundException') throw this.explained(error);
      return (await this.exists()) ? [] : undefined;
    }
  }

  async append(line: string): Promise<void> {
    const logs = await import('@aws-sdk/client-cloudwatch-logs');
    const client = await this.client();
    const stream = { logGroupName: this.names.headsGroup, logStreamName: STREAM };
    const put = () =>
      client.send(new logs.PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: Date.now(), message: line }] }));
    try {
      const answer = await put().catch(async (error: Error) => {
        if (error.name !== 'ResourceNotFoundException') throw error;
        await client.send(new logs.CreateLogStreamCommand(stream)).catch((taken: Error) => {
          // Somebody who adds the first line at the same time.
          if (taken.name !== 'ResourceAlreadyExistsException') throw taken;
        });
        return put();
      });
      // A clock that is days off: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_RejectedLogEventsInfo.html
      if (answer.rejectedLogEventsInfo) throw new Error('the line was rejected: the clock of this machine is wrong');
    } catch (error) {
      throw this.explained(error);
    }
  }

  async exists(): Promise<boolean> {
    const { DescribeLogGroupsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
    const { headsGroup } = this.names;
    try {
      const asked = new DescribeLogGroupsCommand({ logGroupNamePrefix: headsGroup });
      const { logGroups = [] } = await (await this.client()).send(asked);
      return logGroups.some(({ logGroupName }) => logGroupName === headsGroup);
    } catch (error) {
      throw this.explained(error);
    }
  }

  async remove(): Promise<void> {
    const { DeleteLogGroupCommand } = await import('@aws-sdk/client-cloudwatch-logs');
    try {
      await (await this.client()).send(new DeleteLogGroupCommand({ logGroupName: this.names.headsGroup }));
    } catch (error) {
      if ((error as Error).name !== 'ResourceNotFoundException') throw this.explained(error);
    }
  }

  close(): void {
    void this.opened?.then((client) => client.destroy());
  }

  private client(): Promise<CloudWatchLogsClient> {
    this.opened ??= import('@aws-sdk/client-cloudwatch-logs').then(
      ({ CloudWatchLogsClient }) => new CloudWatchLogsClient(this.settingsFor('logs')),
    );
    return this.opened;
  }

  private explained(error: unknown): BacklotError {
    const { name, message } = error as Error;
    const { environment, headsGroup } = this.names;
    const details = { logGroup: headsGroup };
    if (name === 'ResourceNotFoundException') {
      return new BacklotError({
        code: 'LedgerHeadMissing',
        message: `the log group '${headsGroup}' is gone, which says how far the ledger of '${environment}' has come`,
        source: 'upstream',
        actions: [`backlot bootstrap ${environment}`, `backlot releases verify ${environment}`],
        details,
        cause: error,
      });
    }
    if (/AccessDenied|UnrecognizedClient|NotAuthorized/.test(name)) {
      return new BacklotError({
        code: 'LedgerHeadDenied',
        message: `the credentials may not read or move the head of the ledger of '${environment}' (log group '${headsGroup}'): ${message}`,
        source: 'upstream',
        exitCode: 4,
        hints: ['a bootstrap brings the roles of the pipeline into order'],
        actions: [`backlot bootstrap ${environment}`],
        details,
        cause: error,
      });
    }
    return new BacklotError({
      code: 'LedgerHeadUnreachable',
      message: `the head of the ledger of '${environment}' (log group '${headsGroup}') does not answer: ${name}: ${message}`,
      source: 'upstream',
      exitCode: 69,
      hints: ['run the command again once CloudWatch Logs answers'],
      actions: [`backlot releases verify ${environment}`],
      details,
      cause: error,
    });
  }
}
