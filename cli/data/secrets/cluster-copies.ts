import type { Kubernetes, KubernetesObject } from '../../adapters/kubernetes/kubernetes.js';
import type { StoredSecret } from './secret-store.js';

/** API of the External Secrets Operator. */
const EXTERNAL_SECRETS_API = 'external-secrets.io/v1';

interface RemoteReference {
  readonly key: string;
  readonly property?: string;
}

/** What is read of an ExternalSecret. */
export interface ExternalSecret extends KubernetesObject {
  readonly spec: {
    readonly target?: { readonly name?: string };
    readonly data?: readonly { readonly secretKey: string; readonly remoteRef: RemoteReference }[];
    readonly dataFrom?: readonly { readonly extract?: RemoteReference }[];
  };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
}

/** A Secret of the cluster. Its values are compared in memory and go nowhere. */
export interface ClusterSecret extends KubernetesObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** ExternalSecrets of a namespace that read this secret; empty where the operator isn't installed. */
export async function copiesOf(
  cluster: Kubernetes,
  namespace: string,
  secret: StoredSecret,
): Promise<ExternalSecret[]> {
  if (!(await cluster.serves(EXTERNAL_SECRETS_API, 'ExternalSecret'))) return [];
  const all = await cluster.list<ExternalSecret>({
    apiVersion: EXTERNAL_SECRETS_API,
    kind: 'ExternalSecret',
    namespace,
  });
  // What belongs to a hook of Helm is made anew with the next release.
  return all.filter((each) => !each.metadata.annotations?.['helm.sh/hook'] && referencesTo(each, secret).length > 0);
}

/** The Secret that an ExternalSecret keeps. */
export async function copyIn(cluster: Kubernetes, external: ExternalSecret): Promise<ClusterSecret | undefined> {
  const { name, namespace } = external.metadata;
  return cluster.get<ClusterSecret>({
    apiVersion: 'v1',
    kind: 'Secret',
    namespace,
    name: external.spec.target?.name ?? name,
  });
}

/** Whether a Secret holds what this value says, in every variable that comes from the secret. */
export function holds(copy: ClusterSecret | undefined, external: ExternalSecret, secret: StoredSecret, value: string) {
  const expected = Object.entries(expectedData(external, secret, value));
  return expected.length > 0 && expected.every(([key, text]) => copy?.data?.[key] === text);
}

/** Asks the operator to read again: it does when an annotation changes. https://external-secrets.io/latest/introduction/faq/ */
export async function askForSync(cluster: Kubernetes, { metadata }: ExternalSecret, mark: string): Promise<void> {
  const { name, namespace } = metadata;
  await cluster.patch(
    { apiVersion: EXTERNAL_SECRETS_API, kind: 'ExternalSecret', namespace, name },
    { metadata: { annotations: { 'force-sync': mark } } },
    { fieldManager: 'backlot-secrets' },
  );
}

/** Why the operator could not bring it, in its own words. */
export function syncProblem({ status }: ExternalSecret): string | undefined {
  return status?.conditions?.find(({ type, status: is }) => type === 'Ready' && is === 'False')?.message;
}

/** Keys of the Secret that come from this secret. */
export function variablesOf(external: ExternalSecret, secret: StoredSecret): string[] {
  return (external.spec.data ?? [])
    .filter(({ remoteRef }) => isOf(remoteRef, secret))
    .map(({ secretKey }) => secretKey);
}

/** When the values of a Secret changed last, in milliseconds since 1970; undefined when the server doesn't say. */
export function changedAt(copy: ClusterSecret | undefined): number | undefined {
  const fields = (copy?.metadata as { readonly managedFields?: readonly ManagedFields[] } | undefined)?.managedFields;
  const times = (fields ?? []).flatMap(({ fieldsV1, time }) =>
    fieldsV1?.['f:data'] && time ? [Date.parse(time)] : [],
  );
  return times.length > 0 ? Math.max(...times) : undefined;
}

interface ManagedFields {
  readonly time?: string;
  readonly fieldsV1?: Readonly<Record<string, unknown>>;
}

function referencesTo({ spec }: ExternalSecret, secret: StoredSecret): RemoteReference[] {
  const all = [
    ...(spec.data ?? []).map(({ remoteRef }) => remoteRef),
    ...(spec.dataFrom ?? []).flatMap((each) => each.extract ?? []),
  ];
  return all.filter((each) => isOf(each, secret));
}

function isOf({ key }: RemoteReference, { arn, name }: StoredSecret): boolean {
  return key === arn || key === name;
}

function expectedData(
  external: ExternalSecret,
  secret: StoredSecret,
  value: string,
): Record<string, string | undefined> {
  const base64 = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text).toString('base64'));
  const { data = [], dataFrom = [] } = external.spec;
  const fields = fieldsOf(value);
  const own = data.filter(({ remoteRef }) => isOf(remoteRef, secret));
  const extracted = dataFrom.some(({ extract }) => extract && isOf(extract, secret)) ? Object.entries(fields) : [];
  return Object.fromEntries([
    ...extracted.map(([key, text]) => [key, base64(text)]),
    ...own.map(({ remoteRef: { property }, secretKey }) => [secretKey, base64(property ? fields[property] : value)]),
  ]);
}

/** Fields of a value that is a JSON object, as text; empty for any other. */
function fieldsOf(value: string): Record<string, string> {
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return {};
    return Object.fromEntries(
      Object.entries(parsed).map(([key, each]) => [key, typeof each === 'string' ? each : JSON.stringify(each)]),
    );
  } catch {
    return {};
  }
}
