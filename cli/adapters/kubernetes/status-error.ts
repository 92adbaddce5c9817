import { BacklotError, type BacklotErrorProps } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import { again } from '../../kernel/command-line.js';
import type { ApiResponse } from './transport.js';

/** The `Status` object that the API server answers a refused request with. */
export interface ApiStatus {
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
    readonly retryAfterSeconds?: number;
  };
}

/** What was asked, in words for the error. */
export interface AskedFor {
  /** `apply`, `get`, `delete`, … */
  readonly verb: string;
  readonly kind: string;
  /** @default many */
  readonly name?: string;
  readonly namespace?: string;
  readonly server: string;
}

/** The status in an answer; a text answer becomes its message. */
export function statusOf({ status, body }: ApiResponse): ApiStatus {
  if (typeof body === 'object' && body !== null) return body as ApiStatus;
  return { code: status, message: String(body).trim().slice(0, 500) || `the server answered ${status} with nothing` };
}

/** Whether fields don't fit the kind's schema, which server-side apply answers with 500. */
export function isMistyped(body: unknown): boolean {
  return /failed to create typed patch object/.test((body as ApiStatus | undefined)?.message ?? '');
}

/** Turns a refused request into the error that a person reads. */
export function statusError(response: ApiResponse, asked: AskedFor): BacklotError {
  const status = statusOf(response);
  const message = status.message ?? `the server answered ${response.status}`;
  const details = {
    object: nameOf(asked),
    server: asked.server,
    status: response.status,
    reason: status.reason,
    reply: message,
  };
  const error = (props: Omit<BacklotErrorProps, 'details'>, more: Record<string, unknown> = {}) =>
    new BacklotError({ ...props, details: { ...details, ...more } });
  const { causes = [] } = status.details ?? {};
  const what = nameOf(asked);

  if (response.status === 401) {
    return error({
      code: 'Unauthorized',
      message: `${asked.server} does not accept the credentials: ${message}`,
      exitCode: 4,
      hints: ['sign in again (aws sso login), then repeat'],
      actions: ['kubectl auth whoami'],
    });
  }
  if (response.status === 403) return forbidden(message, asked, error);
  if (response.status === 404 && status.details?.kind === 'namespaces' && asked.kind !== 'Namespace') {
    const namespace = status.details.name ?? asked.namespace;
    return error(
      {
        code: 'NamespaceMissing',
        message: `${what}: there is no namespace '${namespace}'`,
        hints: ['deploy the environment: its baseline makes the namespaces'],
        actions: [shell`kubectl create namespace ${namespace}`],
      },
      { namespace },
    );
  }
  if (response.status === 409 && causes.some(({ reason }) => reason === 'FieldManagerConflict')) {
    const conflicts = causes
      .filter(({ reason }) => reason === 'FieldManagerConflict')
      .map((each) => ({ manager: managerOf(each.message), field: each.field ?? '' }));
    const managers = [...new Set(conflicts.map(({ manager }) => manager))];
    return error(
      {
        code: 'FieldConflict',
        message: `${what}: ${conflicts.map(({ manager, field }) => `${field} is owned by ${manager}`).join('; ')}`,
        hints: [
          `stop ${managers.join(' and ')} from setting ${conflicts.map(({ field }) => field).join(', ')}, or leave that to it`,
        ],
        actions: [shell`kubectl get ${argumentsOf(asked)} -o yaml --show-managed-fields`],
      },
      { conflicts },
    );
  }
  if (response.status === 409) return error({ code: 'Conflict', message: `${what}: ${message}`, actions: again() });
  if ([400, 413, 415, 422].includes(response.status) || isMistyped(response.body)) {
    const fields = isMistyped(response.body)
      ? mistypedFields(message)
      : causes.map(({ field, message: text }) => ({ field: field ?? '', message: text ?? '' }));
    return error(
      {
        code: 'ObjectRejected',
        message: `${what}: ${fields.length > 0 ? fields.map((each) => `${each.field}: ${each.message}`).join('; ') : message}`,
        source: 'upstream',
      },
      { fields },
    );
  }
  if (/failed calling webhook/.test(message)) {
    return error({
      code: 'WebhookFailed',
      message: `${what}: ${message}`,
      source: 'upstream',
      hints: ['see whether the pods behind that webhook run'],
      actions: ['kubectl get pods -A', 'kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations'],
    });
  }
  if (response.status === 404) return error({ code: 'NotFound', message: `${what}: ${message}` });
  return error({
    code: 'ClusterFailed',
    message: `${what}: ${message}`,
    source: 'upstream',
    actions: again(),
  });
}

type MakeError = (props: Omit<BacklotErrorProps, 'details'>, more?: Record<string, unknown>) => BacklotError;

/** 403 is the answer to more than a missing right. */
function forbidden(message: string, asked: AskedFor, error: MakeError): BacklotError {
  const what = nameOf(asked);
  const quota = /exceeded quota: ([^,]+), requested: ([^ ]+), used: ([^ ]+), limited: (\S+)/.exec(message);
  if (quota) {
    const [, name = '', requested, used, limited] = quota;
    return error(
      {
        code: 'QuotaExceeded',
        message: `${what}: quota '${name}' of namespace '${asked.namespace}' is used up: wants ${requested}, used ${used}, limit ${limited}`,
        hints: ['lower what the services ask for, or raise the quota in the environment file'],
        actions: [shell`kubectl describe resourcequota ${name} -n ${asked.namespace}`],
      },
      { quota: name, requested, used, limited },
    );
  }
  if (/is being terminated/.test(message)) {
    return error({
      code: 'NamespaceTerminating',
      message: `${what}: namespace '${asked.namespace}' is being deleted`,
      actions: [shell`kubectl wait --for=delete namespace/${asked.namespace} --timeout=5m`, ...again()],
    });
  }
  const denied = /User "([^"]*)" cannot (\S+) resource "([^"]*)"(?: in API group "([^"]*)")?/.exec(message);
  if (denied) {
    const [, user, verb, resource, group] = denied;
    const where = asked.namespace ? ` in namespace '${asked.namespace}'` : '';
    const long = group ? `${resource}.${group}` : resource;
    const namespace = asked.namespace ? ['-n', asked.namespace] : [];
    return error(
      {
        code: 'Forbidden',
        message: `${what}: user '${user}' may not ${verb} ${long}${where}`,
        exitCode: 4,
        hints: ['ask for that right, or use a context that has it (--context)'],
        actions: [shell`kubectl auth can-i ${verb} ${long} ${namespace}`],
      },
      { user, verb, resource: long },
    );
  }
  // Admission: Pod Security, a policy engine, a webhook.
  return error({ code: 'AdmissionDenied', message: `${what}: ${message}`, source: 'upstream' });
}

/** `failed to create typed patch object (ns/name; v1, Kind=X): .a: field not declared in schema`, or several in errors:… */
function mistypedFields(message: string): { field: string; message: string }[] {
  const reasons = message.replace(/^.*?Kind=[^)]*\):\s*(errors:)?/s, '').trim();
  return reasons.split('\n').map((line) => {
    const [, field = '', reason = line] = /^\s*(\.\S+?): (.*)$/.exec(line) ?? [];
    return { field: field.replace(/^\./, ''), message: reason.trim() };
  });
}

/** `conflict with "kubectl" using apps/v1 at 2026-01-01T00:00:00Z`, as the server words it. */
function managerOf(message = ''): string {
  return /^conflict with "([^"]+)"/.exec(message)?.[1] ?? message;
}

function nameOf({ kind, name, namespace }: AskedFor): string {
  return `${kind}${name ? ` ${namespace ? `${namespace}/` : ''}${name}` : namespace ? ` in ${namespace}` : ''}`;
}

function argumentsOf({ kind, name, namespace }: AskedFor): string[] {
  return [kind.toLowerCase(), ...(name ? [name] : []), ...(namespace ? ['-n', namespace] : [])];
}
