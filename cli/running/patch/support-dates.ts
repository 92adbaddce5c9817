/**
 * Last days of standard support. Where the account can be asked, EKS itself tells those of Kubernetes.
 *
 * PostgreSQL: https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html: the end
 * of February after the community's last release. From then RDS bills Extended Support.
 */
export const POSTGRES_SUPPORT: Readonly<Record<string, string>> = {
  '14': '2027-02-28',
  '15': '2028-02-29',
  '16': '2029-02-28',
  '17': '2030-02-28',
  '18': '2031-02-28',
};

/** https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html; from then a cluster costs six times as much. */
export const CLUSTER_SUPPORT: Readonly<Record<string, string>> = {
  '1.31': '2025-11-26',
  '1.32': '2026-03-23',
  '1.33': '2026-07-29',
  '1.34': '2026-12-02',
  '1.35': '2027-03-27',
};

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/extended-support-versions.html; of 7 and Valkey none is announced. */
export const CACHE_SUPPORT: Readonly<Record<string, string>> = {
  'redis 4': '2026-01-31',
  'redis 5': '2026-01-31',
  'redis 6': '2027-01-31',
};

/** Deprecation of runtimes. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
export const RUNTIME_SUPPORT: Readonly<Record<string, string>> = {
  'nodejs18.x': '2025-09-01',
  'nodejs20.x': '2026-04-30',
  'nodejs22.x': '2027-04-30',
  'nodejs24.x': '2028-04-30',
  'python3.9': '2025-12-15',
  'python3.10': '2026-10-31',
  'python3.11': '2027-06-30',
  'python3.12': '2028-10-31',
  'python3.13': '2029-06-30',
  'python3.14': '2029-06-30',
};
