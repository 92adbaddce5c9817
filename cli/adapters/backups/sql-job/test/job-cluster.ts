import { MemoryKubernetes } from '../../../../test/fixtures/memory-kubernetes.js';
import type { KubernetesObject, ObjectReference, PodStreams } from '../../../kubernetes/index.js';
import type { SqlPod } from '../pod-trouble.js';

/** What a pod of a Job does: how it ends up, and what is in its log. */
export interface PlayedPod {
  readonly status: SqlPod['status'];
  readonly lines?: readonly string[];
}

/** What a pod gets from its Job. */
export interface Given {
  readonly job: KubernetesObject;
  readonly variables: Readonly<Record<string, string>>;
  readonly script: string;
  readonly statements: Readonly<Record<string, string>>;
}

/** A cluster that plays the pod of a Job as soon as the Job is no longer suspended. */
export class JobCluster extends MemoryKubernetes {
  play: (given: Given) => Promise<PlayedPod | undefined> = async () => undefined;
  readonly given: Given[] = [];
  readonly deleted: string[] = [];
  private lines: readonly string[] = [];

  readonly streams: PodStreams = {
    logs: () => this.log(),
    exec: async () => 0,
    text: async () => undefined,
  };

  override async patch<T extends KubernetesObject>(reference: ObjectReference, patch: unknown): Promise<T> {
    const job = await super.patch<KubernetesObject>(reference, patch);
    const { name, namespace } = reference;
    const of = async <O>(kind: string, suffix = '') =>
      (await this.get<KubernetesObject & O>({ apiVersion: 'v1', kind, name: `${name}${suffix}`, namespace })) as O;
    const { stringData } = await of<{ stringData: Record<string, string> }>('Secret');
    const { data: script } = await of<{ data: Record<string, string> }>('ConfigMap');
    const { data: statements } = await of<{ data: Record<string, string> }>('ConfigMap', '-statements');
    const [container] = (
      job.spec as { template: { spec: { containers: { env: { name: string; value: string }[] }[] } } }
    ).template.spec.containers;
    const literals = Object.fromEntries((container?.env ?? []).map((each) => [each.name, each.value]));
    const given = { job, variables: { ...literals, ...stringData }, script: script['run.sh'] ?? '', statements };
    this.given.push(given);
    const played = await this.play(given);
    this.lines = played?.lines ?? [];
    if (played) {
      const labels = { 'batch.kubernetes.io/job-name': name };
      const metadata = { name: `${name}-x1`, namespace, labels };
      this.put({ apiVersion: 'v1', kind: 'Pod', metadata, status: played.status });
    }
    return job as T;
  }

  override async delete(reference: ObjectReference): Promise<boolean> {
    this.deleted.push(`${reference.kind} ${reference.name}`);
    if (reference.kind === 'Job')
      await super.delete({ ...reference, apiVersion: 'v1', kind: 'Pod', name: `${reference.name}-x1` });
    return super.delete(reference);
  }

  private async *log(): AsyncGenerator<string> {
    yield* this.lines;
  }
}
