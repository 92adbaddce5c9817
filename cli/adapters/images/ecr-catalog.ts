import type { ECRClient, ImageDetail } from '@aws-sdk/client-ecr';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Finding, ImageCatalog, ScanReport, SeverityCounts, StoredImage } from './image-catalog.js';
import { findingOf, stateOf } from './scan-findings.js';

/** Which registry is meant. */
export interface EcrCatalogOptions {
  /** Account that the registry belongs to: it may be another than that of the credentials. */
  readonly registryId: string;
  /** It is an emulator, which lacks some calls. @default false */
  readonly emulated?: boolean;
}

type Sdk = typeof import('@aws-sdk/client-ecr');

/** The API of ECR for one account's registry. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/Welcome.html */
export class EcrCatalog implements ImageCatalog {
  constructor(
    private readonly sdk: Sdk,
    private readonly client: ECRClient,
    private readonly options: EcrCatalogOptions,
  ) {}

  async images(repositoryName: string): Promise<readonly StoredImage[] | undefined> {
    const { registryId } = this.options;
    const found: StoredImage[] = [];
    try {
      const pages = this.sdk.paginateDescribeImages({ client: this.client }, { registryId, repositoryName });
      for await (const { imageDetails = [] } of pages) found.push(...imageDetails.flatMap(storedImage));
    } catch (error) {
      if (nameOf(error) === 'RepositoryNotFoundException') return undefined;
      throw error;
    }
    return found.sort((a, b) => (b.pushedAt ?? '').localeCompare(a.pushedAt ?? ''));
  }

  async immutable(repository: string): Promise<boolean> {
    const command = new this.sdk.DescribeRepositoriesCommand({
      registryId: this.options.registryId,
      repositoryNames: [repository],
    });
    const { repositories = [] } = await this.client.send(command);
    return repositories[0]?.imageTagMutability?.startsWith('IMMUTABLE') ?? false;
  }

  async startScan(repositoryName: string, imageDigest: string): Promise<boolean> {
    const { registryId } = this.options;
    try {
      const image = { registryId, repositoryName, imageId: { imageDigest } };
      await this.client.send(new this.sdk.StartImageScanCommand(image));
      return true;
    } catch (error) {
      const name = nameOf(error);
      // One scan of an image a day, and none beside the one that runs: what there is serves as well.
      if (name === 'LimitExceededException') return true;
      // Enhanced scanning scans by itself and refuses to be asked.
      if (name === 'ValidationException' && /enhanced|continuous/i.test((error as Error).message)) return true;
      if (name === 'UnsupportedImageTypeException' || this.lacks(error)) return false;
      throw error;
    }
  }

  async scan(repositoryName: string, imageDigest: string): Promise<ScanReport> {
    const { registryId } = this.options;
    const image = { registryId, repositoryName, imageId: { imageDigest } };
    const findings: Finding[] = [];
    let last: Omit<ScanReport, 'findings'> = { state: 'absent' };
    try {
      for await (const page of this.sdk.paginateDescribeImageScanFindings({ client: this.client }, image)) {
        const { imageScanStatus, imageScanFindings } = page;
        const { description } = imageScanStatus ?? {};
        const completed = imageScanFindings?.imageScanCompletedAt;
        last = {
          state: stateOf(imageScanStatus?.status),
          ...(description ? { reason: description } : {}),
          ...(completed ? { completedAt: completed.toISOString() } : {}),
        };
        findings.push(...(imageScanFindings?.findings ?? []).map(findingOf));
        findings.push(...(imageScanFindings?.enhancedFindings ?? []).flatMap(findingOf));
      }
    } catch (error) {
      if (nameOf(error) === 'ScanNotFoundException') return { state: 'absent', findings: [] };
      if (this.lacks(error)) return { state: 'unsupported', reason: 'the emulator scans no images', findings: [] };
      throw error;
    }
    return { ...last, findings };
  }

  async login() {
    const { authorizationData = [] } = await this.client.send(new this.sdk.GetAuthorizationTokenCommand({}));
    const text = Buffer.from(authorizationData[0]?.authorizationToken ?? '', 'base64').toString('utf8');
    const colon = text.indexOf(':');
    if (colon < 1) {
      throw new BacklotError({
        code: 'RegistryLoginFailed',
        message: `ECR of account ${this.options.registryId} gave no token to sign in with`,
        source: 'upstream',
        actions: ['aws ecr get-authorization-token'],
      });
    }
    return { username: text.slice(0, colon), password: text.slice(colon + 1) };
  }

  close(): void {
    this.client.destroy();
  }

  /** Only of an emulator may a call be missing; of the real ECR it is an error. */
  private lacks(error: unknown): boolean {
    return this.options.emulated === true && /InvalidAction|UnknownOperation|NotImplemented/.test(nameOf(error));
  }
}

function storedImage(detail: ImageDetail): StoredImage[] {
  const { imageDigest, imagePushedAt, imageScanFindingsSummary, imageScanStatus, imageSizeInBytes, imageTags } = detail;
  if (!imageDigest) return [];
  const findings = imageScanFindingsSummary?.findingSeverityCounts as SeverityCounts | undefined;
  const status = imageScanStatus?.status;
  return [
    {
      digest: imageDigest,
      tags: [...(imageTags ?? [])].sort(),
      ...(imagePushedAt ? { pushedAt: imagePushedAt.toISOString() } : {}),
      ...(imageSizeInBytes === undefined ? {} : { sizeBytes: imageSizeInBytes }),
      ...(status ? { scan: { status, ...(findings ? { findings } : {}) } } : {}),
    },
  ];
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
