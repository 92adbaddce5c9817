/** When the tables of this file were last compared with their sources. */
export const TABLES_FROM = '2026-11';

/** Minor versions of a PostgreSQL major that RDS creates instances with. */
export interface PostgresMajor {
  readonly oldestMinor: number;
  readonly newestMinor: number;
}

/**
 * Majors of RDS for PostgreSQL in standard support, with the range of their minors.
 *
 * Sources: https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html (majors;
 * minors before the oldest cannot be created since 2026-05-01) and https://www.postgresql.org/support/versioning/
 * (newest minors).
 */
export const POSTGRES_MAJORS: Readonly<Record<string, PostgresMajor>> = {
  '14': { oldestMinor: 18, newestMinor: 25 },
  '15': { oldestMinor: 13, newestMinor: 20 },
  '16': { oldestMinor: 9, newestMinor: 16 },
  '17': { oldestMinor: 5, newestMinor: 12 },
  '18': { oldestMinor: 1, newestMinor: 6 },
};

/** End of standard support of majors that RDS had; from then it bills Extended Support or has stopped. Same source. */
export const RETIRED_POSTGRES_MAJORS: Readonly<Record<string, string>> = {
  '9': '2022-04-26',
  '10': '2023-04-17',
  '11': '2024-02-29',
  '12': '2025-02-28',
  '13': '2026-02-28',
};

/**
 * Versions of ElastiCache that can sign in users with IAM, which every cache here does.
 *
 * Sources: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html and
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html (Valkey 7.2 and Redis OSS 7.0 onwards).
 */
export const CACHE_VERSIONS: Readonly<Record<'valkey' | 'redis', readonly string[]>> = {
  valkey: ['7.2', '8.0', '8.1', '8.2'],
  redis: ['7.0', '7.1'],
};

/** Versions of Redis OSS that ElastiCache had, and that cannot be used here. Same sources. */
export const RETIRED_CACHE_VERSIONS: readonly string[] = ['2.8', '3.2', '4.0', '5.0', '6.0', '6.2'];

/**
 * Kubernetes versions that EKS creates clusters with, in standard or extended support.
 *
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html. 1.31 leaves extended support on
 * 2026-11-26 and is upgraded by force afterwards.
 */
export const CLUSTER_VERSIONS: readonly string[] = ['1.32', '1.33', '1.34', '1.35', '1.36'];
