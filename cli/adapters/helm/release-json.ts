import type { HelmRelease, ReleaseReference, ReleaseStatus } from './helm.js';

/** What `helm upgrade`, `helm status` print with `--output json`, as far as it is read. */
interface ReleaseJson {
  readonly name: string;
  readonly namespace: string;
  readonly version: number;
  readonly info: { readonly status: string; readonly last_deployed: string; readonly description?: string };
  readonly chart?: {
    readonly metadata?: { readonly name: string; readonly version: string; readonly appVersion?: string };
  };
}

interface HistoryJson {
  readonly revision: number;
  readonly updated: string;
  readonly status: string;
  readonly chart: string;
  readonly app_version?: string;
  readonly description?: string;
}

interface ListJson {
  readonly name: string;
  readonly namespace: string;
  /** A number in quotes. */
  readonly revision: string;
  readonly updated: string;
  readonly status: string;
  readonly chart: string;
  readonly app_version?: string;
}

/** Reads one release. */
export function readRelease(stdout: string): HelmRelease {
  const { name, namespace, version, info, chart } = JSON.parse(stdout) as ReleaseJson;
  const { metadata } = chart ?? {};
  return {
    release: name,
    namespace,
    revision: version,
    status: info.status as ReleaseStatus,
    chart: metadata ? `${metadata.name}-${metadata.version}` : '',
    appVersion: metadata?.appVersion || undefined,
    updated: info.last_deployed,
    description: info.description,
  };
}

/** Reads `helm history`, oldest first. */
export function readHistory(stdout: string, reference: ReleaseReference): HelmRelease[] {
  return (JSON.parse(stdout) as HistoryJson[])
    .map(({ app_version, status, ...each }) => ({
      ...reference,
      ...each,
      status: status as ReleaseStatus,
      appVersion: app_version || undefined,
    }))
    .sort((a, b) => a.revision - b.revision);
}

/** Reads `helm list`. */
export function readList(stdout: string): HelmRelease[] {
  return (JSON.parse(stdout) as ListJson[]).map(({ name, app_version, revision, status, ...each }) => ({
    ...each,
    release: name,
    revision: Number(revision),
    status: status as ReleaseStatus,
    appVersion: app_version || undefined,
  }));
}
