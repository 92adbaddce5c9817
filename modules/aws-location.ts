/** Parts of an ARN that differ per resource. */
export interface ArnParts {
  readonly service: string;
  /** What follows the account: `role/deploy`, `log-group:/x`. */
  readonly resource: string;
  /** Empty for services that are global, such as IAM. @default the region of the location */
  readonly region?: string;
  /** Empty for S3. @default the account of the location */
  readonly account?: string;
}

/** An account and a region: what makes a name an ARN. */
export class AwsLocation {
  readonly partition: string;

  constructor(
    /** Twelve digits. */
    readonly accountId: string,
    readonly region: string,
  ) {
    this.partition = awsPartition(region);
  }

  arn(parts: ArnParts): string {
    const { service, resource, region = this.region, account = this.accountId } = parts;
    return `arn:${this.partition}:${service}:${region}:${account}:${resource}`;
  }

  /** ARN that stands for the whole account in a policy. */
  get rootArn(): string {
    return this.arn({ service: 'iam', region: '', resource: 'root' });
  }
}

/** The group of regions that a region belongs to, the second part of every ARN. */
function awsPartition(region: string): 'aws' | 'aws-cn' | 'aws-us-gov' {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
