import { S3Bucket } from '@cdktn/provider-aws/lib/s3-bucket/index.js';
import { S3BucketCorsConfiguration } from '@cdktn/provider-aws/lib/s3-bucket-cors-configuration/index.js';
import { S3BucketLifecycleConfiguration } from '@cdktn/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js';
import { S3BucketLoggingA } from '@cdktn/provider-aws/lib/s3-bucket-logging/index.js';
import { S3BucketOwnershipControls } from '@cdktn/provider-aws/lib/s3-bucket-ownership-controls/index.js';
import { S3BucketPolicy } from '@cdktn/provider-aws/lib/s3-bucket-policy/index.js';
import { S3BucketPublicAccessBlock } from '@cdktn/provider-aws/lib/s3-bucket-public-access-block/index.js';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktn/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js';
import { S3BucketVersioningA } from '@cdktn/provider-aws/lib/s3-bucket-versioning/index.js';
import { Lazy } from 'cdktn';
import { Construct } from 'constructs';
import { bucketLifecycleRule } from './bucket-lifecycle.js';
import { type PolicyStatement, policyDocument } from './policy-document.js';
import { tlsOnly } from './tls-only.js';
import { Duration } from './values/duration.js';

/** What a {@link PrivateBucket} is made from. */
export interface PrivateBucketProps {
  readonly bucketName: string;
  /** A key of KMS; `s3-managed` only where the writing service cannot use one. */
  readonly encryption: { readonly keyArn: string } | 's3-managed';
  /** Keep replaced and deleted objects. @default true */
  readonly versioned?: boolean;
  /** Age at which replaced objects are removed. @default 30 days */
  readonly expireNoncurrent?: Duration;
  /** Age at which objects are removed. @default never */
  readonly expire?: Duration;
  /** Age at which objects move to Glacier Instant Retrieval. @default never */
  readonly coldAfter?: Duration;
  /** Where requests are logged; the prefix ends with a slash. @default nowhere */
  readonly accessLogs?: { readonly bucketName: string; readonly prefix: string };
  /** Web origins that browsers may use it from. @default none */
  readonly cors?: {
    readonly origins: readonly string[];
    readonly methods: readonly ('GET' | 'HEAD' | 'PUT' | 'POST')[];
  };
  /** `BucketOwnerPreferred` only where a service writes with ACLs. @default 'BucketOwnerEnforced' */
  readonly ownership?: 'BucketOwnerEnforced' | 'BucketOwnerPreferred';
  /** Delete the objects with the bucket. @default false */
  readonly forceDestroy?: boolean;
  /** @default none */
  readonly tags?: Record<string, string>;
}

/** A bucket that no one outside can read: public access blocked, encrypted, versioned, TLS only. */
export class PrivateBucket extends Construct {
  readonly name: string;
  readonly arn: string;
  /** `<name>.s3.amazonaws.com`. */
  readonly domainName: string;
  /** `<name>.s3.<region>.amazonaws.com`, what CloudFront wants as an origin. */
  readonly regionalDomainName: string;
  /** For resources that must wait until the policy is in force. */
  readonly policy: S3BucketPolicy;
  private readonly statements: PolicyStatement[] = [];

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { bucketName, forceDestroy = false, tags } = props;
    const resource = new S3Bucket(this, 'Default', { bucket: bucketName, forceDestroy, tags });
    this.name = resource.bucket;
    this.arn = resource.arn;
    this.domainName = resource.bucketDomainName;
    this.regionalDomainName = resource.bucketRegionalDomainName;
    this.protect(props);
    this.addLifecycle(props);
    const { cors, accessLogs } = props;
    if (cors && cors.origins.length > 0) this.addCors(cors);
    if (accessLogs) {
      new S3BucketLoggingA(this, 'logging', {
        bucket: this.name,
        targetBucket: accessLogs.bucketName,
        targetPrefix: accessLogs.prefix,
      });
    }
    this.policy = new S3BucketPolicy(this, 'policy', {
      bucket: this.name,
      policy: Lazy.stringValue({ produce: () => policyDocument([tlsOnly(this.arn), ...this.statements]) }),
    });
  }

  /** Adds a statement to the bucket's policy. */
  addStatement(statement: PolicyStatement): void {
    this.statements.push(statement);
  }

  private protect(props: PrivateBucketProps): void {
    const { encryption, ownership = 'BucketOwnerEnforced', versioned = true } = props;
    new S3BucketPublicAccessBlock(this, 'public-access', {
      bucket: this.name,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership', { bucket: this.name, rule: { objectOwnership: ownership } });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket: this.name,
      rule: [
        encryption === 's3-managed'
          ? { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }
          : {
              applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: encryption.keyArn },
              bucketKeyEnabled: true,
            },
      ],
    });
    new S3BucketVersioningA(this, 'versioning', {
      bucket: this.name,
      versioningConfiguration: { status: versioned ? 'Enabled' : 'Suspended' },
    });
  }

  private addLifecycle(props: PrivateBucketProps): void {
    const { expire, coldAfter, expireNoncurrent = Duration.days(30) } = props;
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: this.name,
      rule: [bucketLifecycleRule({ expire, coldAfter, expireNoncurrent })],
      // A rule on old versions is only valid once versioning is decided.
      dependsOn: [this.node.findChild('versioning') as S3BucketVersioningA],
    });
  }

  private addCors(cors: NonNullable<PrivateBucketProps['cors']>): void {
    new S3BucketCorsConfiguration(this, 'cors', {
      bucket: this.name,
      corsRule: [
        {
          allowedOrigins: [...cors.origins],
          allowedMethods: [...cors.methods],
          allowedHeaders: ['*'],
          exposeHeaders: ['ETag'],
          maxAgeSeconds: 3600,
        },
      ],
    });
  }
}
