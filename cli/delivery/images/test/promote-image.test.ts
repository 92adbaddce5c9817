import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { ensureEmulator, stopEmulator } from '../../../../sandbox/aws/emulator/index.js';
import { TemporaryMachine } from '../../../../sandbox/tools/test/temporary-machine.js';
import { stateBucket } from '../../../../stacks/state-location.js';
import type { ImageCatalog, ScanReport } from '../../../adapters/images/index.js';
import type { Interrupts } from '../../../kernel/interrupts.js';
import type { ProgressEvent } from '../../../kernel/progress.js';
import type { Cloud } from '../../../session/cloud/index.js';
import { lockLocation } from '../../../session/locks/lock-location.js';
import { Ledger } from '../../releases/index.js';
import { imageReference } from '../../services/image-reference.js';
import { type ImagesTooling, realTooling } from '../images-options.js';
import { listImages } from '../list-images.js';
import { type PromoteImageOptions, promoteImage } from '../promote-image.js';
import { scanImage } from '../scan-image.js';
import { emulatedCloud, makeRepository, pushFixture, registryOf } from './emulated-registry.js';

function environmentOf(id: string, region: string): Environment {
  const aws = { accountId: '000000000000', region };
  const base = { id, aws, platform: 'movies', target: 'sandbox', protected: false, registry: { repositories: [] } };
  return { ...base, services: { api: { run: 'kubernetes', kind: 'web' } } } as unknown as Environment;
}

const dev = environmentOf('dev', 'eu-central-1');
const prod = environmentOf('prod', 'eu-west-1');

describe('images in the registries of two regions of the emulator', () => {
  let machine: TemporaryMachine;
  let endpoint: string;
  const clouds = new Map<string, Cloud>();

  beforeAll(async () => {
    machine = await TemporaryMachine.create({ cache: 'shared' });
    ({ endpoint } = await ensureEmulator({}));
    for (const environment of [dev, prod]) {
      const cloud = await emulatedCloud(environment);
      clouds.set(environment.id, cloud);
      await makeRepository(cloud, `movies-${environment.id}/api`);
    }
  }, 120_000);

  afterAll(async () => {
    for (const cloud of clouds.values()) await cloud.close();
    await stopEmulator();
    await machine?.dispose();
  }, 60_000);

  function tooling(more: Partial<ImagesTooling> = {}): Partial<ImagesTooling> {
    return {
      openCloud: async ({ id }) => {
        const cloud = clouds.get(id);
        if (!cloud) throw new Error(`no cloud of ${id}`);
        return { ...cloud, close: async () => {} };
      },
      ...more,
    };
  }

  async function push(tag: string, architectures?: readonly string[]): Promise<string> {
    const registry = registryOf(dev, endpoint);
    return pushFixture(registry, 'movies-dev/api', { tag, content: tag, architectures });
  }

  async function release(image: string, status: string, verdict?: { outcome: string; reason: string }): Promise<void> {
    const ledger = new Ledger({
      objects: (clouds.get('dev') as Cloud).objects,
      bucket: stateBucket(dev),
      environment: 'dev',
    });
    await ledger.append({
      ...{ operation: 'deploy', outcome: 'complete', startedAt: new Date().toISOString(), durationMs: 1 },
      ...{ actor: { who: 'ann@build' }, token: 1, stacks: [] },
      services: [{ service: 'api', status, image, ...(verdict ? { verdict } : {}) }],
    });
  }

  const url = (id: string, region: string) => `000000000000.dkr.ecr.${region}.amazonaws.com/movies-${id}/api`;

  it('copies an image that was promoted, with the same digest, once', async () => {
    const digest = await push('1.0.0');
    await release(`${url('dev', 'eu-central-1')}:1.0.0@${digest}`, 'promoted', { outcome: 'promoted', reason: 'ok' });
    const named = { service: 'api', tag: '1.0.0' };
    const first = await promoteImage(dev, prod, named, { tooling: tooling() });
    expect(first).toMatchObject({ outcome: 'copied', digest, tag: '1.0.0', blobs: { copied: 2, present: 0 } });
    expect(first.health).toMatchObject({ state: 'healthy', release: 1 });
    expect(first.scan).toMatchObject({ state: 'unknown', reason: 'the emulator scans no images' });
    const there = await registryOf(prod, endpoint).manifest('movies-prod/api', '1.0.0');
    expect(there?.digest).toBe(digest);
    const again = await promoteImage(dev, prod, named, { tooling: tooling() });
    expect(again).toMatchObject({ outcome: 'unchanged', blobs: { copied: 0 } });
  });

  it('prints a command whose image the deploy takes', async () => {
    const digest = await push('1.0.0');
    const { deploy } = await promoteImage(dev, prod, { service: 'api', digest }, { tooling: tooling() });
    const text = /--image api=(\S+)/.exec(deploy)?.[1];
    const outputs = { registry: { repository_urls: { api: url('prod', 'eu-west-1') } } };
    expect(imageReference(prod, 'api', outputs, text)).toMatchObject({ repository: url('prod', 'eu-west-1'), digest });
  });

  it('copies an index with the images of all platforms', async () => {
    const digest = await push('2.0.0', ['arm64', 'amd64']);
    const named = { service: 'api', tag: '2.0.0' };
    const result = await promoteImage(dev, prod, named, { tooling: tooling(), force: true });
    expect(result).toMatchObject({ outcome: 'copied', digest, platforms: ['linux/arm64', 'linux/amd64'] });
    // The configuration for arm64 came with an image before.
    expect(result.blobs).toEqual({ copied: 3, present: 1 });
  });

  it('refuses what the source has not proven, or found bad', async () => {
    await push('3.0.0');
    const named = { service: 'api', tag: '3.0.0' };
    await expect(promoteImage(dev, prod, named, { tooling: tooling() })).rejects.toMatchObject({
      code: 'SourceNotProven',
      message: expect.stringContaining("no release of 'dev' has it"),
    });
    await release(`${url('dev', 'eu-central-1')}:3.0.0`, 'aborted', { outcome: 'aborted', reason: 'p95 too high' });
    await expect(promoteImage(dev, prod, named, { tooling: tooling() })).rejects.toMatchObject({
      code: 'SourceNotProven',
      message: expect.stringContaining('p95 too high'),
    });
  });

  it('never lets a tag become another image', async () => {
    await push('4.0.0');
    const taken = await pushFixture(registryOf(prod, endpoint), 'movies-prod/api', { tag: '4.0.0', content: 'other' });
    const run = promoteImage(dev, prod, { service: 'api', tag: '4.0.0' }, { tooling: tooling(), force: true });
    await expect(run).rejects.toMatchObject({ code: 'TagTaken', details: { there: taken } });
  });

  it('changes nothing when it is declined', async () => {
    const digest = await push('5.0.0');
    const options = { tooling: tooling(), force: true, approve: async () => false };
    const result = await promoteImage(dev, prod, { service: 'api', tag: '5.0.0' }, options);
    expect(result).toMatchObject({ outcome: 'declined', digest });
    expect(await registryOf(prod, endpoint).manifest('movies-prod/api', digest)).toBeUndefined();
  });

  it('refuses critical findings, unless they are accepted', async () => {
    await push('6.0.0');
    const catalog = async (...args: Parameters<ImagesTooling['catalog']>) => {
      const real = await realTooling.catalog(...args);
      const findings: ScanReport['findings'] = [{ id: 'CVE-2026-1', severity: 'CRITICAL', fixedIn: '1.2' }];
      return Object.assign(Object.create(real) as ImageCatalog, {
        scan: async () => ({ state: 'complete' as const, findings }),
      });
    };
    const named = { service: 'api', tag: '6.0.0' };
    const options = { tooling: tooling({ catalog }), force: true };
    await expect(promoteImage(dev, prod, named, options)).rejects.toMatchObject({
      code: 'FindingsTooBad',
      message: expect.stringContaining('CVE-2026-1 (mended in 1.2)'),
    });
    const accepted = await promoteImage(dev, prod, named, { ...options, acceptFindings: true });
    expect(accepted).toMatchObject({ outcome: 'copied', scan: { state: 'accepted', counts: { CRITICAL: 1 } } });
  });

  /** What a promotion does when something happens with its first blob. */
  async function disturbed(tag: string, disturb: () => void | Promise<void>, more: Partial<PromoteImageOptions> = {}) {
    const digest = await push(tag);
    let happened: Promise<void> | undefined;
    const progress = {
      emit: ({ type }: ProgressEvent) => {
        if (type === 'step-progress') happened ??= Promise.resolve(disturb());
      },
    };
    const wish = { tooling: tooling({ leaseSeconds: 0.3 }), force: true, progress, ...more };
    const error = await promoteImage(dev, prod, { service: 'api', tag }, wish).catch((thrown) => thrown);
    await happened;
    const there = await registryOf(prod, endpoint).manifest('movies-prod/api', tag);
    return { digest, error, there };
  }

  it('writes no tag once the lock of the destination is lost', async () => {
    const { objects } = clouds.get('prod') as Cloud;
    const location = lockLocation(prod);
    const holder = { id: 'x', who: 'somebody@else', pid: 1, operation: 'deploy', since: '' };
    // Somebody else takes it as soon as the promotion has it.
    const put: typeof objects.put = async (at, body, condition) => {
      const etag = await objects.put(at, body, condition);
      const taken = at.key === location.key && JSON.parse(body).holder?.operation === 'images';
      if (!taken || etag === undefined) return etag;
      await objects.put(location, JSON.stringify({ token: 99, leaseSeconds: 30, holder, beat: 0 }), { etag });
      return etag;
    };
    const openCloud = async ({ id }: Environment) => {
      const cloud = clouds.get(id) as Cloud;
      const read = objects.read.bind(objects);
      const keys = objects.keys.bind(objects);
      const stolen = { read, keys, put } as unknown as typeof objects;
      return { ...cloud, ...(id === 'prod' ? { objects: stolen } : {}), close: async () => {} };
    };
    const { error, there } = await disturbed('9.0.0', () => {}, { tooling: tooling({ openCloud }) });
    expect(error).toMatchObject({ code: 'LockLost', exitCode: 1 });
    expect(there).toBeUndefined();
    const free = JSON.stringify({ token: 100, leaseSeconds: 30, beat: 0 });
    await objects.put(location, free, { etag: (await objects.read(location))?.etag ?? '' });
  });

  it('stops at Ctrl-C with 130 and the command that goes on; run again it copies what is missing', async () => {
    let press = () => {};
    const interrupts: Interrupts = {
      subscribe: (listener) => {
        press = () => listener(1);
        return () => {};
      },
    };
    const { digest, error, there } = await disturbed('9.1.0', () => press(), { interrupts });
    expect(error).toMatchObject({ code: 'Interrupted', exitCode: 130 });
    expect(error.actions).toEqual(['backlot images promote dev prod api:9.1.0']);
    expect(there).toBeUndefined();
    const again = await promoteImage(dev, prod, { service: 'api', tag: '9.1.0' }, { tooling: tooling(), force: true });
    expect(again).toMatchObject({ outcome: 'copied', digest });
  });

  it('keeps what it did in the journal of the destination', async () => {
    await push('9.2.0');
    await promoteImage(dev, prod, { service: 'api', tag: '9.2.0' }, { tooling: tooling(), force: true });
    const { objects } = clouds.get('prod') as Cloud;
    const keys = await objects.keys(stateBucket(prod), 'prod/journal/');
    const newest = await objects.read({ bucket: stateBucket(prod), key: keys.at(-1) ?? '' });
    expect(JSON.parse(newest?.body ?? '{}')).toMatchObject({
      operation: 'images',
      steps: [{ step: 'image:api', outcome: 'done' }],
    });
  });

  it('copies between accounts with the credentials of the destination, but only what is forced', async () => {
    const other: Environment = { ...dev, id: 'staging', aws: { accountId: '111111111111', region: 'eu-central-1' } };
    const cloud = await emulatedCloud(other);
    await makeRepository(cloud, 'movies-staging/api');
    await cloud.close();
    const fixture = { tag: '8.0.0', content: 'elsewhere' };
    const digest = await pushFixture(registryOf(other, endpoint), 'movies-staging/api', fixture);
    const named = { service: 'api', tag: '8.0.0' };
    await expect(promoteImage(other, prod, named, { tooling: tooling() })).rejects.toMatchObject({
      code: 'SourceNotProven',
      message: expect.stringContaining('--from-profile'),
    });
    const result = await promoteImage(other, prod, named, { tooling: tooling(), force: true });
    expect(result).toMatchObject({ outcome: 'copied', digest, scan: { state: 'unknown' } });
    expect(result.source).toBe('111111111111.dkr.ecr.eu-central-1.amazonaws.com/movies-staging/api');
    const own = { openCloudAs: async () => ({ ...cloud, accountId: '111111111111', close: async () => {} }) };
    const profiled = promoteImage(other, prod, named, { tooling: tooling(own), fromProfile: 'staging' });
    await expect(profiled).rejects.toMatchObject({
      message: expect.stringContaining("no release of 'staging' has it"),
    });
  });

  it('names the tags that there are when one is not there', async () => {
    const run = promoteImage(dev, prod, { service: 'api', tag: '9.9.9' }, { tooling: tooling() });
    await expect(run).rejects.toMatchObject({
      code: 'ImageMissing',
      message: expect.stringMatching(/the newest tags are .*\d\.0\.0/),
    });
  });

  it('lists images with what runs, and leaves out parts without a tag', async () => {
    const { images, untagged } = await listImages(dev, { tooling: tooling() });
    const first = images.find(({ tags }) => tags.includes('1.0.0'));
    expect(first).toMatchObject({ service: 'api', runs: [] });
    expect(images.find(({ tags }) => tags.includes('3.0.0'))?.runs).toEqual(['release 2']);
    expect(untagged).toBe(2);
  });

  it('says that the emulator cannot scan', async () => {
    const result = await scanImage(dev, { service: 'api', tag: '1.0.0' }, { tooling: tooling() });
    expect(result).toMatchObject({ state: 'unsupported', reason: 'the emulator scans no images', findings: [] });
  });

  it('notices content that is not what its digest says', async () => {
    const registry = registryOf(dev, endpoint);
    const digest = await push('7.0.0');
    const manifest = await registry.manifest('movies-dev/api', digest);
    const wrong = { digest: `sha256:${'0'.repeat(64)}`, size: 1, mediaType: '' };
    await expect(registry.readBlob('movies-dev/api', wrong)).rejects.toMatchObject({ code: 'RegistryRefused' });
    expect(manifest?.digest).toBe(digest);
  });
});
