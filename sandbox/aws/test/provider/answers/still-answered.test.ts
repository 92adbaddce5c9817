import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TemporaryMachine } from '../../../../tools/test/temporary-machine.js';
import { ensureEmulator, stopEmulator } from '../../../emulator/index.js';
import { type Answered, AnswerLog } from '../../../provider/answers/answer-log.js';
import { stillAnswered } from '../../../provider/answers/still-answered.js';
import { AwsClients } from '../../../provider/client/aws-clients.js';

const account = '210987654321';
const region = 'eu-central-1';

describe('answers that are asked for again', () => {
  let machine: TemporaryMachine;
  let endpoint: string;
  let stranger: AwsClients;
  let queue: string;
  const change = (service: string, operation: string, input: object) =>
    stranger.send(service, region, operation, input);

  /** What a run that reads is told: of a queue, a role, and of everything that has tags. */
  const read = async (log = new AnswerLog()) => {
    const clients = new AwsClients({ endpoint, account, log });
    await clients.send('sqs', region, 'GetQueueAttributes', { QueueUrl: queue, AttributeNames: ['VisibilityTimeout'] });
    await clients.send('iam', region, 'GetRole', { RoleName: 'reader' });
    const { ResourceTagMappingList } = await clients.send('resourcetagging', region, 'GetResources', {
      TagFilters: [{ Key: 'team' }],
    });
    expect(JSON.stringify(ResourceTagMappingList)).toContain('jobs');
    await expect(clients.send('s3', region, 'HeadBucket', { Bucket: 'nowhere' })).rejects.toThrow();
    clients.destroy();
    return log;
  };
  const told = async () => (await read()).answered() as readonly Answered[];

  beforeAll(async () => {
    machine = await TemporaryMachine.create({ cache: 'shared' });
    ({ endpoint } = await ensureEmulator({ accountId: account, region }));
    stranger = new AwsClients({ endpoint, account });
    const made = await change('sqs', 'CreateQueue', { QueueName: 'jobs', tags: { team: 'red' } });
    queue = made.QueueUrl;
    await change('iam', 'CreateRole', { RoleName: 'reader', AssumeRolePolicyDocument: '{}' });
  }, 120_000);

  afterAll(async () => {
    stranger.destroy();
    await stopEmulator();
    await machine.dispose();
  });

  it('are the same while others make what was not asked about', async () => {
    const answers = await told();
    expect(answers).toHaveLength(4);
    await change('sqs', 'CreateQueue', { QueueName: 'another' });
    await change('sns', 'CreateTopic', { Name: 'another' });
    expect(await stillAnswered(endpoint, answers)).toBe(true);
  });

  it('differ when another client has changed a resource', async () => {
    const answers = await told();
    await change('sqs', 'SetQueueAttributes', { QueueUrl: queue, Attributes: { VisibilityTimeout: '77' } });
    expect(await stillAnswered(endpoint, answers)).toBe(false);
  });

  it('differ when what another service answers from has changed', async () => {
    const answers = (await told()).filter(({ headers }) => JSON.stringify(headers).includes('GetResources'));
    expect(answers).toHaveLength(1);
    await change('sqs', 'TagQueue', { QueueUrl: queue, Tags: { team: 'blue' } });
    expect(await stillAnswered(endpoint, answers)).toBe(false);
  });

  it('differ when something is there that was not', async () => {
    const answers = await told();
    const CreateBucketConfiguration = { LocationConstraint: region };
    await change('s3', 'CreateBucket', { Bucket: 'nowhere', CreateBucketConfiguration });
    expect(await stillAnswered(endpoint, answers)).toBe(false);
    await change('s3', 'DeleteBucket', { Bucket: 'nowhere' });
  });

  it('are known to a run that only reads, and told the same each time', async () => {
    const log = new AnswerLog();
    await read(log);
    await read(log);
    expect(log.answered()).toHaveLength(4);
    await change('sqs', 'SetQueueAttributes', { QueueUrl: queue, Attributes: { VisibilityTimeout: '5' } });
    await read(log);
    expect(log.answered()).toBeUndefined();
    const changing = new AnswerLog();
    const clients = new AwsClients({ endpoint, account, log: changing });
    await clients.send('sqs', region, 'CreateQueue', { QueueName: 'third' });
    clients.destroy();
    expect(changing.answered()).toBeUndefined();
  });

  it('are the same of an emulator that was started again, and none of one that is down', async () => {
    const answers = await told();
    await stopEmulator();
    expect(await stillAnswered(endpoint, answers)).toBe(false);
    ({ endpoint } = await ensureEmulator({ accountId: account, region }));
    expect(await stillAnswered(endpoint, answers)).toBe(true);
  }, 60_000);
});
