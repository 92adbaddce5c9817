import { describe, expect, it } from '@jest/globals';
import { ContainerRepository, type ContainerRepositoryProps } from '../container-repository.js';
import { Duration } from '../values/duration.js';
import { LOCATION, SynthesizedModule, statements } from './fixtures/synthesized-module.js';

function synthesize(props: Partial<ContainerRepositoryProps> = {}): SynthesizedModule {
  return new SynthesizedModule((scope) => {
    new ContainerRepository(scope, 'api', {
      name: 'x/api',
      location: LOCATION,
      keyArn: 'key',
      keepImages: 50,
      expireUntagged: Duration.days(7),
      ...props,
    });
  });
}

describe('container repository', () => {
  it('never lets a tag change, scans what is pushed and encrypts with the key', () => {
    expect(synthesize().one('aws_ecr_repository')).toMatchObject({
      name: 'x/api',
      image_tag_mutability: 'IMMUTABLE',
      image_scanning_configuration: { scan_on_push: true },
      encryption_configuration: [{ encryption_type: 'KMS', kms_key: 'key' }],
      force_delete: false,
    });
  });

  it('removes untagged images by age and tagged ones by count', () => {
    const { rules } = JSON.parse(synthesize().one('aws_ecr_lifecycle_policy').policy);
    expect(rules).toMatchObject([
      { selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 7 } },
      { selection: { tagStatus: 'tagged', countType: 'imageCountMoreThan', countNumber: 50 } },
    ]);
  });

  it('opens to other accounts for pulling only, and only to those named', () => {
    expect(synthesize().all('aws_ecr_repository_policy')).toEqual([]);
    const { Pull } = statements(synthesize({ pullAccounts: ['210987654321'] }).one('aws_ecr_repository_policy').policy);
    expect(Pull).toMatchObject({
      Principal: { AWS: ['arn:aws:iam::210987654321:root'] },
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    });
  });
});
