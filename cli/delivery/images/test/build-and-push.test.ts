import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { TemporaryMachine } from '../../../../sandbox/tools/test/temporary-machine.js';
import { findBuilder, type ImageCatalog, type StoredImage } from '../../../adapters/images/index.js';
import type { Cloud } from '../../../session/cloud/index.js';
import { assertNoSecrets } from '../build-arguments.js';
import { buildImage, platformOf, readBuildArguments } from '../build-image.js';
import type { ImagesTooling } from '../images-options.js';
import { pushImage } from '../push-image.js';

const url = '222222222222.dkr.ecr.eu-central-1.amazonaws.com/movies-dev/api';
const digest = `sha256:${'a'.repeat(64)}`;

const environment = {
  ...{ id: 'dev', platform: 'movies', target: 'aws', protected: false },
  ...{ aws: { accountId: '222222222222', region: 'eu-central-1' }, registry: { repositories: [] } },
  services: { api: { run: 'kubernetes', kind: 'web' } },
  cluster: { nodeGroups: { general: { architecture: 'amd64' } } },
} as unknown as Environment;

/** Writes down its arguments and what it gets on stdin; `push` fails as the file `fails` says. */
const PROGRAM = `
echo "$@" >> "$(dirname "$0")/../calls"
case "$1" in
  login) cat > "$(dirname "$0")/../stdin";;
  push) if [ -f "$(dirname "$0")/../fails" ]; then cat "$(dirname "$0")/../fails"; exit 1; fi;;
esac`;

describe('building and pushing with a program', () => {
  let machine: TemporaryMachine;
  let folder: string;
  let images: StoredImage[];

  beforeEach(async () => {
    machine = await TemporaryMachine.create();
    folder = await mkdtemp(join(tmpdir(), 'backlot-build-'));
    await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\n');
    images = [];
  });

  afterEach(async () => {
    await machine.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const calls = async () => (await readFile(join(machine.root, 'calls'), 'utf8')).trim().split('\n');

  function tooling(more: Partial<ImageCatalog> = {}): Partial<ImagesTooling> {
    const outputs = { repository_urls: { value: { api: url }, sensitive: false } };
    const states = { read: async () => ({ outputs, resources: [{}] }) };
    const catalog = {
      images: async () => images,
      immutable: async () => true,
      login: async () => ({ username: 'AWS', password: 'hunter2' }),
      close: () => {},
      ...more,
    };
    return {
      openCloud: async () => ({ accountId: '222222222222', states, close: async () => {} }) as unknown as Cloud,
      catalog: async () => catalog as ImageCatalog,
      findBuilder: ({ tool }) => findBuilder({ tool, path: machine.bin }),
    };
  }

  it('builds for the nodes, with labels, and mounts secrets as files', async () => {
    await machine.install('podman', PROGRAM);
    const secret = join(folder, 'npmrc');
    await writeFile(secret, 'hunter2');
    const built = await buildImage(environment, 'api', {
      ...{ folder, tag: '1.4.0', secrets: { npm: secret }, buildArgs: { MODE: 'fast' }, tooling: tooling() },
    });
    expect(built).toMatchObject({ tool: 'podman', reference: `${url}:1.4.0`, platform: 'linux/amd64' });
    const [call = ''] = await calls();
    expect(call).toContain(`--tag ${url}:1.4.0 --platform linux/amd64`);
    expect(call).toContain('--label org.opencontainers.image.title=movies/api');
    expect(call).toContain(`--build-arg MODE=fast --secret id=npm,src=${secret} --timestamp 0 ${folder}`);
    expect(call).not.toContain('hunter2');
  });

  it('prefers Docker, and takes the tool that is asked for', async () => {
    for (const name of ['docker', 'buildah']) await machine.install(name, PROGRAM);
    expect((await findBuilder({ path: machine.bin })).name).toBe('docker');
    expect((await findBuilder({ path: machine.bin, tool: 'buildah' })).name).toBe('buildah');
    await expect(findBuilder({ path: machine.bin, tool: 'podman' })).rejects.toMatchObject({ code: 'NoImageBuilder' });
    await expect(findBuilder({ path: machine.bin, tool: 'kaniko' })).rejects.toMatchObject({ exitCode: 3 });
  });

  it('names all three and where to get them when there is none', async () => {
    await expect(findBuilder({ path: machine.bin })).rejects.toMatchObject({
      code: 'NoImageBuilder',
      exitCode: 1,
      message: expect.stringMatching(/Docker nor Podman nor Buildah/),
      hints: expect.arrayContaining([expect.stringContaining('Podman:')]),
      actions: [expect.stringContaining('images promote')],
    });
  });

  it('gives the token to the program on stdin only, and prints the digest of the registry', async () => {
    await machine.install('podman', PROGRAM);
    let looks = 0;
    const list = async () => (looks++ === 0 ? [] : [{ digest, tags: ['1.4.0'] }]);
    const options = { tag: '1.4.0', image: 'localhost/api:test', tooling: tooling({ images: list }) };
    const pushed = await pushImage(environment, 'api', options);
    expect(pushed).toMatchObject({ outcome: 'pushed', digest, deploy: `backlot deploy dev --image api=@${digest}` });
    expect(await readFile(join(machine.root, 'stdin'), 'utf8')).toBe('hunter2');
    const all = await calls();
    expect(all.slice(1)).toEqual([
      `tag localhost/api:test ${url}:1.4.0`,
      'login --username AWS --password-stdin 222222222222.dkr.ecr.eu-central-1.amazonaws.com',
      `push ${url}:1.4.0`,
    ]);
  });

  it('refuses a tag that is another image, with the way out', async () => {
    await machine.install('podman', PROGRAM);
    await writeFile(
      join(machine.root, 'fails'),
      'tag invalid: The image tag already exists and cannot be overwritten because the repository is immutable.',
    );
    images = [{ digest, tags: ['1.4.0'] }];
    const run = pushImage(environment, 'api', { tag: '1.4.0', tooling: tooling() });
    await expect(run).rejects.toMatchObject({
      code: 'TagTaken',
      actions: expect.arrayContaining([expect.stringMatching(/^backlot images push \S+ api .*--tag 1\.4\.0-1$/)]),
    });
  });

  it('does not even try where the registry itself would let the tag change', async () => {
    await machine.install('podman', PROGRAM);
    images = [{ digest, tags: ['1.4.0'] }];
    const run = pushImage(environment, 'api', { tag: '1.4.0', tooling: tooling({ immutable: async () => false }) });
    await expect(run).rejects.toMatchObject({ code: 'TagTaken' });
    expect((await calls()).some((call) => call.startsWith('push'))).toBe(false);
  });

  it('takes the same image again', async () => {
    await machine.install('podman', PROGRAM);
    images = [{ digest, tags: ['1.4.0'] }];
    const pushed = await pushImage(environment, 'api', { tag: '1.4.0', tooling: tooling() });
    expect(pushed.outcome).toBe('unchanged');
  });

  it('shows the last lines of a program that fails', async () => {
    await machine.install('podman', 'echo "step 3: no space left"; exit 125');
    const run = buildImage(environment, 'api', { folder, tag: 'x', tooling: tooling() });
    await expect(run).rejects.toMatchObject({ code: 'BuildFailed', message: expect.stringContaining('no space left') });
  });

  it('builds with the older builder of Docker where BuildKit is missing, but mounts no secret with it', async () => {
    await machine.install('docker', `if [ "$1" = buildx ]; then exit 1; fi\n${PROGRAM}`);
    await buildImage(environment, 'api', { folder, tag: 'x', tooling: tooling() });
    expect(await calls()).toEqual([expect.stringMatching(/^build --file .*SOURCE_DATE_EPOCH=0/)]);
    const secrets = { npm: join(folder, 'Dockerfile') };
    const run = buildImage(environment, 'api', { folder, tag: 'x', secrets, tooling: tooling() });
    await expect(run).rejects.toMatchObject({ code: 'BuildKitMissing' });
    await machine.install('docker', PROGRAM);
    await buildImage(environment, 'api', { folder, tag: 'x', secrets, tooling: tooling() });
    expect((await calls()).at(-1)).toMatch(/^buildx build --load --provenance=false .*--secret id=npm,src=/);
  });

  it('tells a daemon that is down from an image that is not there', async () => {
    await machine.install(
      'docker',
      'echo "Cannot connect to the Docker daemon at unix:///var/run/docker.sock."; exit 1',
    );
    const run = pushImage(environment, 'api', { tag: 'x', tooling: tooling() });
    await expect(run).rejects.toMatchObject({ code: 'ImageBuilderDown' });
    await machine.install('docker', 'exit 1');
    const missing = pushImage(environment, 'api', { tag: 'x', tooling: tooling() });
    await expect(missing).rejects.toMatchObject({ code: 'ImageNotBuilt' });
  });

  it.each([
    ['NPM_TOKEN', 'x'],
    ['password', 'x'],
    ['AWS_SECRET_ACCESS_KEY', 'x'],
    ['githubToken', 'x'],
    ['HARMLESS', 'AKIAIOSFODNN7EXAMPLE'],
    ['HARMLESS', '-----BEGIN RSA PRIVATE KEY-----'],
  ])('refuses build argument %s=%s and does not repeat the value', (name, value) => {
    expect(() => assertNoSecrets({ [name]: value })).toThrow(expect.objectContaining({ code: 'SecretBuildArgument' }));
    if (value === 'x') return;
    expect(() => assertNoSecrets({ [name]: value })).not.toThrow(new RegExp(value));
  });

  it('takes build arguments that are none, also from a file', async () => {
    const path = join(folder, 'arguments');
    await writeFile(path, '# versions\nNODE_VERSION=24\nURL=https://example.com/?a=b\n');
    const given = await readBuildArguments(path);
    expect(given).toEqual({ NODE_VERSION: '24', URL: 'https://example.com/?a=b' });
    expect(() => assertNoSecrets({ ...given, COMPASS_VERSION: '1', TOKENIZER: 'bpe', AUTHOR: 'ann' })).not.toThrow();
  });

  it('asks which processor is meant where the nodes have both', () => {
    const nodeGroups = { a: { architecture: 'arm64' }, b: { architecture: 'amd64' } };
    const both = { ...environment, cluster: { nodeGroups } } as unknown as Environment;
    expect(() => platformOf(both)).toThrow(expect.objectContaining({ code: 'PlatformAmbiguous' }));
  });
});
