/**
 * When these tables were last edited; hints show it, because AWS changes what it offers.
 *
 * They were not read from the AWS API. Each says what it rests on and which page to compare it with.
 */
export const TABLES_FROM = '2026-11';

/** Minor versions of a PostgreSQL major that are accepted. */
export interface PostgresMajor {
  readonly oldestMinor: number;
  /** The last that can be out by PostgreSQL's quarterly schedule; RDS may follow weeks later. */
  readonly newestMinor: number;
}

/**
 * Majors of RDS for PostgreSQL in standard support, with the range of their minors.
 *
 * The oldest minors rest on published reports of the notice by which RDS creates no older ones since 2026-05-01 (18 has
 * none), the newest on the releases of May 2026 and two more quarters of the schedule. Compare with
 * https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
 */
export const POSTGRES_MAJORS: Readonly<Record<string, PostgresMajor>> = {
  '14': { oldestMinor: 18, newestMinor: 25 },
  '15': { oldestMinor: 13, newestMinor: 20 },
  '16': { oldestMinor: 9, newestMinor: 16 },
  '17': { oldestMinor: 5, newestMinor: 12 },
  '18': { oldestMinor: 1, newestMinor: 6 },
};

/** End of standard support of majors that RDS had; from then it bills Extended Support or has stopped. Same page. */
export const RETIRED_POSTGRES_MAJORS: Readonly<Record<string, string>> = {
  '9': '2022-04-26',
  '10': '2023-04-17',
  '11': '2024-02-29',
  '12': '2025-02-28',
  '13': '2026-02-28',
};

/**
 * Versions of ElastiCache that can sign in users with IAM, which every cache here does: Valkey from 7.2, Redis OSS from
 * 7.0. Compare with https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html and
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
 */
export const CACHE_VERSIONS: Readonly<Record<'valkey' | 'redis', readonly string[]>> = {
  valkey: ['7.2', '8.0', '8.1', '8.2'],
  redis: ['7.0', '7.1'],
};

/** Versions of Redis OSS that ElastiCache has or had, and that cannot be used here. Same pages. */
export const RETIRED_CACHE_VERSIONS: readonly string[] = ['2.8', '3.2', '4.0', '5.0', '6.0', '6.2'];

/**
 * Kubernetes versions that EKS creates clusters with, in standard or extended support.
 *
 * 1.32 to 1.35 rest on the calendar in a guide of aws-samples of 2026-04; 1.36 is out upstream and assumed. 1.31 leaves
 * extended support on 2026-11-26 and is not accepted for that. Compare with
 * https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
 */
export const CLUSTER_VERSIONS: readonly string[] = ['1.32', '1.33', '1.34', '1.35', '1.36'];
