import { EcrLifecyclePolicy } from '@cdktn/provider-aws/lib/ecr-lifecycle-policy/index.js';
import { EcrRepository } from '@cdktn/provider-aws/lib/ecr-repository/index.js';
import { EcrRepositoryPolicy } from '@cdktn/provider-aws/lib/ecr-repository-policy/index.js';
import { Construct } from 'constructs';
import type { AwsLocation } from './aws-location.js';
import { policyDocument } from './policy-document.js';
import type { Duration } from './values/duration.js';

/** What a {@link ContainerRepository} is made from. */
export interface ContainerRepositoryProps {
  readonly name: string;
  readonly location: AwsLocation;
  readonly keyArn: string;
  /** Tagged images that are kept. */
  readonly keepImages: number;
  /** Age at which untagged images are removed. */
  readonly expireUntagged: Duration;
  /** Other accounts that may pull. @default none */
  readonly pullAccounts?: readonly string[];
  /** Delete the images with the repository. @default false */
  readonly forceDelete?: boolean;
  /** @default none */
  readonly tags?: Record<string, string>;
}

/** A repository whose tags never change what they mean, whose images are scanned, encrypted and removed when old. */
export class ContainerRepository extends Construct {
  readonly name: string;
  readonly arn: string;
  /** What images are pushed to, without a tag. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ContainerRepositoryProps) {
    super(scope, id);
    const { location, pullAccounts = [] } = props;
    const repository = new EcrRepository(this, 'Default', {
      name: props.name,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey: props.keyArn }],
      forceDelete: props.forceDelete ?? false,
      tags: props.tags,
    });
    this.name = repository.name;
    this.arn = repository.arn;
    this.url = repository.repositoryUrl;
    new EcrLifecyclePolicy(this, 'lifecycle', { repository: this.name, policy: lifecyclePolicy(props) });
    if (pullAccounts.length > 0) {
      new EcrRepositoryPolicy(this, 'policy', {
        repository: this.name,
        policy: policyDocument([
          {
            sid: 'Pull',
            principal: {
              AWS: pullAccounts.map((account) =>
                location.arn({ service: 'iam', region: '', account, resource: 'root' }),
              ),
            },
            // In a repository's policy no resource is named: it is the repository.
            actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          },
        ]),
      });
    }
  }
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
function lifecyclePolicy({ keepImages, expireUntagged }: ContainerRepositoryProps): string {
  const rule = (rulePriority: number, description: string, selection: Record<string, unknown>) => ({
    rulePriority,
    description,
    selection,
    action: { type: 'expire' },
  });
  const age = { countType: 'sinceImagePushed', countUnit: 'days', countNumber: expireUntagged.toDays() };
  const count = { countType: 'imageCountMoreThan', countNumber: keepImages };
  return JSON.stringify({
    rules: [
      rule(1, `Untagged images go after ${expireUntagged}`, { tagStatus: 'untagged', ...age }),
      rule(2, `The last ${keepImages} tagged images stay`, { tagStatus: 'tagged', tagPatternList: ['*'], ...count }),
    ],
  });
}
