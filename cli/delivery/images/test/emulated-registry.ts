import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import type { Environment } from '../../../../environments/model/index.js';
import { Distribution } from '../../../adapters/images/index.js';
import { digestOf, rawManifest } from '../../../adapters/images/manifest.js';
import { type Cloud, openCloud } from '../../../session/cloud/index.js';
import { registryHost } from '../with-images.js';

const OCI = 'application/vnd.oci.image';

/** Makes an immutable repository in the emulator. */
export async function makeRepository(cloud: Cloud, name: string): Promise<void> {
  const client = new ECRClient(cloud.settingsFor('ecr'));
  await client.send(new CreateRepositoryCommand({ repositoryName: name, imageTagMutability: 'IMMUTABLE' }));
  client.destroy();
}

/** A cloud of the emulator whose stack `registry` is applied. */
export async function emulatedCloud(environment: Environment): Promise<Cloud> {
  const cloud = await openCloud(environment);
  const prefix = `${registryHost(environment)}/${environment.platform}-${environment.id}`;
  const urls = Object.fromEntries(Object.keys(environment.services).map((name) => [name, `${prefix}/${name}`]));
  const outputs = { repository_urls: { value: urls, sensitive: false } };
  const read = async () => ({ outputs, resources: [{}], serial: 1 }) as never;
  return { ...cloud, states: { ...cloud.states, read } as Cloud['states'] };
}

/** The registry of an environment in the emulator. */
export function registryOf(environment: Environment, endpoint: string): Distribution {
  const login = async () => ({ username: 'AWS', password: 'x' });
  return new Distribution({ host: registryHost(environment), address: endpoint, login });
}

/** Pushes an image for each platform, and an index of them when there are several. @returns the digest */
export async function pushFixture(
  registry: Distribution,
  repository: string,
  options: { readonly tag: string; readonly content: string; readonly architectures?: readonly string[] },
): Promise<string> {
  const { architectures = ['arm64'], content, tag } = options;
  const images = [];
  for (const architecture of architectures) {
    const layer = Buffer.from(createHash('sha512').update(`${content}${architecture}`).digest('hex').repeat(500));
    const config = Buffer.from(JSON.stringify({ architecture, os: 'linux' }));
    for (const bytes of [layer, config]) {
      const blob = { digest: digestOf(bytes), size: bytes.length, mediaType: '' };
      await registry.writeBlob(repository, blob, Readable.from([bytes]));
    }
    const part = (bytes: Buffer, type: string) => ({
      mediaType: `${OCI}.${type}`,
      digest: digestOf(bytes),
      size: bytes.length,
    });
    const manifest = {
      schemaVersion: 2,
      mediaType: `${OCI}.manifest.v1+json`,
      config: part(config, 'config.v1+json'),
      layers: [part(layer, 'layer.v1.tar')],
    };
    const image = rawManifest(Buffer.from(JSON.stringify(manifest)), manifest.mediaType);
    await registry.writeManifest(repository, image, architectures.length === 1 ? tag : undefined);
    images.push({ image, architecture });
  }
  if (images.length === 1) return images[0]?.image.digest ?? '';
  const index = {
    schemaVersion: 2,
    mediaType: `${OCI}.index.v1+json`,
    manifests: images.map(({ architecture, image }) => ({
      mediaType: image.mediaType,
      digest: image.digest,
      size: image.bytes.length,
      platform: { os: 'linux', architecture },
    })),
  };
  const raw = rawManifest(Buffer.from(JSON.stringify(index)), index.mediaType);
  await registry.writeManifest(repository, raw, tag);
  return raw.digest;
}
