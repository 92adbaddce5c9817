import { visibleJson } from '../../../modules/values/visible-text.js';
import type { ClusterAccess, KubernetesObject } from '../kubernetes/kubernetes.js';
import type {
  ChartReference,
  ChartRequest,
  ChartValues,
  Helm,
  HelmRelease,
  HelmRunOptions,
  ReleaseReference,
  UpgradeOptions,
} from './helm.js';
import { type HelmErrorContext, helmError } from './helm-error.js';
import { helmEnvironment, helmRunsFolder, runRecordFile } from './helm-home.js';
import { type HelmProcessResult, runHelm } from './helm-process.js';
import { readHistory, readList, readRelease } from './release-json.js';
import { awaitRecordedRun, removeRunRecord, writeRunRecord } from './run-record.js';

/** Which program, and which cluster. */
export interface HelmCliProps {
  readonly binary: string;
  /** `4.1.4` */
  readonly version: string;
  readonly access: ClusterAccess;
  /** How much longer than the time that Helm counts itself a run may last. @default 30000 */
  readonly patienceMs?: number;
}

const DEFAULT_TIMEOUT_MS = 300_000;

/** The real Helm, 3.16 or later, and 4. */
export class HelmCli implements Helm {
  readonly version: string;

  constructor(private readonly props: HelmCliProps) {
    this.version = props.version;
  }

  async upgradeInstall(request: ChartRequest, options: UpgradeOptions = {}): Promise<HelmRelease> {
    const { createNamespace, labels = {}, wait, skipCrds, description, historyMax = 10 } = options;
    const words = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    const args = [
      ...['upgrade', request.release, ...chartArgs(request.chart), '--install', '--reset-values', '--values', '-'],
      ...['--output', 'json', '--history-max', String(historyMax), '--timeout', duration(options)],
      ...(createNamespace ? ['--create-namespace'] : []),
      ...(words.length > 0 ? ['--labels', words.join(',')] : []),
      ...(wait ? ['--wait'] : []),
      ...(skipCrds ? ['--skip-crds'] : []),
      ...(description ? ['--description', description] : []),
      // Three-way merge, as Helm 3 does it: a Service's selector is one field to server-side apply, and taking it back
      // from Argo Rollouts would send the stable version's traffic to the canary until the controller puts it right.
      ...(this.isFour() ? ['--server-side=false'] : []),
    ];
    const input = valuesText(request.values);
    const result = await this.change(request, args, { ...options, input, chart: request.chart, verb: 'upgrade' });
    return readRelease(result.stdout);
  }

  async template(request: ChartRequest, options: HelmRunOptions = {}): Promise<KubernetesObject[]> {
    const { release, chart, values } = request;
    const args = ['template', release, ...chartArgs(chart), '--is-upgrade', '--values', '-'];
    const input = valuesText(values);
    const { stdout } = await this.ask(request, args, { ...options, input, chart, verb: 'template' });
    const { parseAllDocuments } = await import('yaml');
    const documents = parseAllDocuments(stdout).map((document) => document.toJS() as unknown);
    return documents.filter((each): each is KubernetesObject => typeof each === 'object' && each !== null);
  }

  async status(reference: ReleaseReference): Promise<HelmRelease | undefined> {
    return (await this.history(reference)).at(-1);
  }

  async values(reference: ReleaseReference, revision?: number): Promise<ChartValues | undefined> {
    const which = revision === undefined ? [] : ['--revision', String(revision)];
    const args = ['get', 'values', reference.release, '--output', 'json', ...which];
    const result = await this.run(reference, args, { verb: 'get values' });
    if (isMissing(result)) return undefined;
    this.check(result, reference, { verb: 'get values' });
    return (JSON.parse(result.stdout) as ChartValues | null) ?? {};
  }

  async history(reference: ReleaseReference): Promise<HelmRelease[]> {
    const args = ['history', reference.release, '--output', 'json'];
    const result = await this.run(reference, args, { verb: 'history' });
    if (isMissing(result)) return [];
    this.check(result, reference, { verb: 'history' });
    return readHistory(result.stdout, reference);
  }

  async list(query: Parameters<NonNullable<Helm['list']>>[0] = {}): Promise<HelmRelease[]> {
    const words = Object.entries(query.labels ?? {}).map(([key, value]) => `${key}=${value}`);
    const args = [
      ...['list', '--output', 'json', '--max', '0'],
      // Helm 4 shows releases in every state; Helm 3 wants to be asked.
      ...(this.isFour() ? [] : ['--all']),
      ...(query.namespace ? [] : ['--all-namespaces']),
      ...(words.length > 0 ? ['--selector', words.join(',')] : []),
    ];
    const { stdout } = await this.ask({ namespace: query.namespace }, args, { verb: 'list' });
    return readList(stdout);
  }

  async settle(reference: ReleaseReference, options: HelmRunOptions = {}): Promise<boolean> {
    const { signal, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
    return awaitRecordedRun(this.recordFile(reference), { signal, timeoutMs });
  }

  async rollback(reference: ReleaseReference, revision: number, options: HelmRunOptions = {}): Promise<void> {
    const args = ['rollback', reference.release, String(revision), '--timeout', duration(options)];
    const merge = this.isFour() ? ['--server-side=false'] : [];
    await this.change(reference, [...args, ...merge], { ...options, verb: 'rollback' });
  }

  async uninstall(
    reference: ReleaseReference,
    options: HelmRunOptions & { readonly wait?: boolean } = {},
  ): Promise<boolean> {
    if ((await this.history(reference)).length === 0) return false;
    const wait = options.wait ? ['--wait'] : [];
    const args = ['uninstall', reference.release, '--ignore-not-found', '--timeout', duration(options), ...wait];
    await this.change(reference, args, { ...options, verb: 'uninstall' });
    return true;
  }

  /** A run that changes the release: it is waited for, recorded, and never runs beside another of this machine. */
  private async change(reference: ReleaseReference, args: readonly string[], options: Run): Promise<HelmProcessResult> {
    await this.settle(reference, options);
    const file = this.recordFile(reference);
    try {
      return await this.ask(reference, args, { ...options, onStart: (pid) => writeRunRecord(file, pid) });
    } finally {
      await removeRunRecord(file);
    }
  }

  private async ask(reference: Partial<ReleaseReference>, args: readonly string[], options: Run) {
    const result = await this.run(reference, args, options);
    this.check(result, reference, options);
    return result;
  }

  private async run(reference: Partial<ReleaseReference>, args: readonly string[], options: Run) {
    const { access, binary } = this.props;
    const namespace = reference.namespace ? ['--namespace', reference.namespace] : [];
    return runHelm({
      binary,
      args: [...args, ...namespace, '--kubeconfig', access.kubeconfig, '--kube-context', access.context],
      env: await helmEnvironment(access),
      folder: helmRunsFolder(),
      input: options.input,
      signal: options.signal,
      timeoutMs: (options.timeoutMs ?? DEFAULT_TIMEOUT_MS) + (this.props.patienceMs ?? 30_000),
      onStart: options.onStart,
    });
  }

  private check(result: HelmProcessResult, reference: Partial<ReleaseReference>, run: Run): void {
    if (result.exitCode === 0) return;
    const context: HelmErrorContext = {
      ...reference,
      verb: run.verb,
      chart: run.chart,
      timeoutMs: run.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    };
    throw helmError(result, context);
  }

  private recordFile({ namespace, release }: ReleaseReference): string {
    return runRecordFile(this.props.access.server, namespace, release);
  }

  private isFour(): boolean {
    return Number.parseInt(this.version, 10) >= 4;
  }
}

interface Run extends HelmRunOptions {
  readonly verb: string;
  readonly input?: string;
  readonly chart?: ChartReference;
  readonly onStart?: (pid: number) => Promise<void>;
}

function chartArgs(chart: ChartReference): string[] {
  if ('path' in chart) return [chart.path];
  const { name, repository, version } = chart;
  if (repository.startsWith('oci://')) return [repository, '--version', version];
  return [name, '--repo', repository, '--version', version];
}

function duration({ timeoutMs = DEFAULT_TIMEOUT_MS }: HelmRunOptions): string {
  return `${Math.max(1, Math.ceil(timeoutMs / 1_000))}s`;
}

function isMissing({ exitCode, stderr }: HelmProcessResult): boolean {
  return exitCode !== 0 && /release: not found/.test(stderr);
}

/**
 * Values as Helm reads them, which takes JSON for YAML: there, U+0085, U+2028 and U+2029 end a line also within quotes, and controls are
 * an error. Written out, they are what they are.
 */
function valuesText(values: ChartValues): string {
  return visibleJson(values);
}
