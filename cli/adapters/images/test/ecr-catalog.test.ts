import * as sdk from '@aws-sdk/client-ecr';
import { CreateRepositoryCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Moto, startMoto } from '../../../../test/moto/start-moto.js';
import { EcrCatalog } from '../ecr-catalog.js';

const repositoryName = 'movies-dev/api';
const imageManifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
  config: { mediaType: 'application/vnd.docker.container.image.v1+json', size: 2, digest: `sha256:${'c'.repeat(64)}` },
  layers: [],
});

describe('the catalog of ECR against moto', () => {
  let moto: Moto;
  let client: ECRClient;
  let catalog: EcrCatalog;
  let digest: string;

  beforeAll(async () => {
    moto = await startMoto();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    client = new ECRClient({ region: 'eu-central-1', endpoint: moto.endpoint, credentials });
    catalog = new EcrCatalog(sdk, client, { registryId: '123456789012' });
    await client.send(new CreateRepositoryCommand({ repositoryName, imageTagMutability: 'IMMUTABLE' }));
    const { image } = await client.send(new PutImageCommand({ repositoryName, imageManifest, imageTag: '1.0.0' }));
    digest = image?.imageId?.imageDigest ?? '';
  }, 180_000);

  afterAll(async () => {
    catalog?.close();
    await moto?.stop();
  });

  it('lists images with their tags, and knows no repository that is not there', async () => {
    const [image] = (await catalog.images(repositoryName)) ?? [];
    expect(image).toMatchObject({ digest, tags: ['1.0.0'] });
    expect(await catalog.images('movies-dev/none')).toBeUndefined();
    expect(await catalog.immutable(repositoryName)).toBe(true);
  });

  it('asks for a scan, and reads its findings with their packages', async () => {
    expect(await catalog.scan(repositoryName, digest)).toEqual({ state: 'absent', findings: [] });
    expect(await catalog.startScan(repositoryName, digest)).toBe(true);
    // The second of a day is refused by ECR; the first one serves.
    expect(await catalog.startScan(repositoryName, digest)).toBe(true);
    const report = await catalog.scan(repositoryName, digest);
    expect(report.state).toBe('complete');
    expect(report.findings[0]).toMatchObject({
      id: expect.stringMatching(/^CVE-/),
      severity: 'HIGH',
      package: expect.any(String),
      installed: expect.any(String),
    });
  });

  it('gives the user and password of a login', async () => {
    expect(await catalog.login()).toMatchObject({ username: 'AWS', password: expect.stringMatching(/.+/) });
  });
});
