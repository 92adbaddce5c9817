import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import type { ImageCatalog } from '../../../adapters/images/index.js';
import type { ProgressEvent } from '../../../kernel/progress.js';
import type { ServiceChange } from '../../services/index.js';
import { requireImages } from '../missing-images.js';

const HOST = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const DIGEST = `sha256:${'a'.repeat(64)}`;

const change = (image: string, more: Partial<ServiceChange> = {}): ServiceChange => ({
  service: 'api',
  action: 'update',
  image,
  previousImage: `${HOST}/backlot-prod/api:1.0.0`,
  canary: true,
  values: [],
  chartChanged: false,
  ...more,
});

async function look(target: 'aws' | 'sandbox', changes: ServiceChange[], images?: () => Promise<unknown>) {
  const notes: string[] = [];
  const emit = (event: ProgressEvent) => void (event.type === 'note' && notes.push(event.message));
  const environment = {
    id: 'prod',
    target,
    aws: { accountId: '123456789012', region: 'eu-central-1' },
  } as unknown as Environment;
  let closed = 0;
  const catalog = {
    images: images ?? (async () => [{ digest: DIGEST, tags: ['1.1.0'] }]),
    close: () => void closed++,
  } as unknown as ImageCatalog;
  let error: unknown;
  await requireImages({ environment, cloud: {} as never, progress: { emit } }, async () => catalog, changes).catch(
    (caught: unknown) => {
      error = caught;
    },
  );
  return { notes, error, closed };
}

describe('images of a deploy', () => {
  it('are let through when they are in the registry, by tag or digest', async () => {
    const changes = [change(`${HOST}/backlot-prod/api:1.1.0`), change(`${HOST}/backlot-prod/api@${DIGEST}`)];
    expect(await look('aws', changes)).toEqual({ notes: [], error: undefined, closed: 1 });
  });

  it('end a deploy to AWS when one is not there', async () => {
    const { error } = await look('aws', [change(`${HOST}/backlot-prod/api:9.9.9`)]);
    expect(error).toMatchObject({
      code: 'ImageMissing',
      message: 'backlot-prod/api:9.9.9 is not in the registry; nothing was changed',
      actions: ['backlot images list prod api'],
    });
  });

  it('are told about in the sandbox, which plays their pods', async () => {
    const { error, notes } = await look('sandbox', [change(`${HOST}/backlot-prod/api:9.9.9`)]);
    expect(error).toBeUndefined();
    expect(notes).toEqual([expect.stringContaining('backlot-prod/api:9.9.9 is not in the registry')]);
  });

  it('are looked for only where they are new and ours', async () => {
    const never = () => Promise.reject(new Error('asked'));
    const changes = [
      change(`${HOST}/backlot-prod/api:1.0.0`, { previousImage: undefined }),
      change('registry.example/team/api:9.9.9'),
      change(`${HOST}/backlot-prod/api:9.9.9`, { action: 'delete', previousImage: undefined }),
    ];
    expect(await look('aws', changes, never)).toEqual({ notes: [], error: undefined, closed: 0 });
  });

  it('keep nobody from deploying when the registry does not answer', async () => {
    const refused = () => Promise.reject(new Error('AccessDenied'));
    const { error, notes } = await look('aws', [change(`${HOST}/backlot-prod/api:9.9.9`)], refused);
    expect(error).toBeUndefined();
    expect(notes).toEqual(['nobody knows whether the images are there: AccessDenied']);
  });
});
