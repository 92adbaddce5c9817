import { CreateCacheClusterCommand, ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { CreateDBInstanceCommand, RDSClient } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { ResourceNames } from '../../../../stacks/resource-names.js';
import { type Moto, startMoto } from '../../../../test/moto/start-moto.js';
import type { Cloud } from '../../../session/cloud/index.js';
import { askAws } from '../ask-aws.js';
import type { PatchSources } from '../patch-sources.js';

/** An environment that lives beside one whose name extends its own. */
const names = new ResourceNames({
  ...{ platform: 'movies', id: 'prod', aws: { accountId: '123456789012' } },
  foundation: { neighbours: { 'movies-prod-eu': 'there before' } },
} as unknown as Environment);

describe('what AWS is asked, against moto', () => {
  let moto: Moto;
  let sources: PatchSources;
  let emulated: PatchSources;

  beforeAll(async () => {
    moto = await startMoto();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const settings = { region: 'eu-central-1', endpoint: moto.endpoint, maxAttempts: 2, credentials };
    const cloud = { region: 'eu-central-1', settingsFor: () => settings };
    const rds = new RDSClient(settings);
    for (const id of ['movies-prod-main', 'movies-staging-main', 'movies-prod-eu-main']) {
      await rds.send(
        new CreateDBInstanceCommand({
          ...{ DBInstanceIdentifier: id, Engine: 'postgres', EngineVersion: '17.5', DBInstanceClass: 'db.t4g.medium' },
          ...{ AllocatedStorage: 20, MasterUsername: 'platform', MasterUserPassword: 'not-a-secret' },
        }),
      );
    }
    const cache = new ElastiCacheClient(settings);
    const node = { CacheClusterId: 'movies-prod-cache', Engine: 'redis', EngineVersion: '7.1', NumCacheNodes: 1 };
    await cache.send(new CreateCacheClusterCommand({ ...node, CacheNodeType: 'cache.t4g.small' }));
    rds.destroy();
    cache.destroy();
    sources = await askAws({ ...cloud, target: 'aws' } as unknown as Cloud, names);
    emulated = await askAws({ ...cloud, target: 'sandbox' } as unknown as Cloud, names);
  }, 180_000);

  afterAll(async () => {
    sources?.close();
    emulated?.close();
    await moto?.stop();
  });

  it('tells what runs of this environment, and nothing of another', async () => {
    expect(await sources.databases()).toEqual([{ identifier: 'movies-prod-main', version: '17.5' }]);
    expect(await sources.caches()).toEqual([{ identifier: 'movies-prod-cache', version: '7.1' }]);
    expect(await sources.runtimes()).toEqual([]);
  });

  it('does not believe what an emulator says is offered', async () => {
    expect(await emulated.postgresOffered()).toBeUndefined();
    expect(await emulated.cacheOffered('valkey')).toBeUndefined();
    expect(await emulated.clusterOffered()).toBeUndefined();
    expect(await emulated.newestNodes('BOTTLEROCKET_ARM_64', '1.34')).toBeUndefined();
  });
});
