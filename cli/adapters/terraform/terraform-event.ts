/** A warning or an error of Terraform or of a provider. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  /** Resource that it is about. @default none */
  readonly address?: string;
  /** Attribute or expression that it is about. @default none */
  readonly attribute?: string;
}

/** Resources by what an operation does to them, as Terraform counts: a replacement is one `add` and one `remove`. */
export interface ChangeSummary {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

/** What Terraform tells while it runs, one line of its machine-readable UI each. */
export type TerraformEvent =
  | { readonly type: 'diagnostic'; readonly diagnostic: Diagnostic }
  | { readonly type: 'planned' | 'drift'; readonly address: string; readonly action: string }
  | { readonly type: 'outputs'; readonly changed: readonly string[] }
  | { readonly type: 'summary'; readonly operation: 'plan' | 'apply' | 'destroy'; readonly changes: ChangeSummary }
  | {
      readonly type: 'started' | 'completed' | 'errored' | 'progress';
      readonly address: string;
      /** `create`, `update`, `delete`, `read`. */
      readonly action: string;
      readonly seconds: number;
    }
  | { readonly type: 'text'; readonly message: string };

/**
 * Reads one line of `-json` output.
 *
 * @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 * @returns undefined for lines that say nothing that we use; `text` for a line that is no JSON, such as a crash.
 */
export function parseTerraformLine(line: string): TerraformEvent | undefined {
  if (line.trim() === '') return undefined;
  let message: UiMessage;
  try {
    message = JSON.parse(line) as UiMessage;
  } catch {
    return { type: 'text', message: line };
  }
  switch (message.type) {
    case 'diagnostic':
      return message.diagnostic && { type: 'diagnostic', diagnostic: readDiagnostic(message.diagnostic) };
    case 'planned_change':
    case 'resource_drift':
      return {
        type: message.type === 'planned_change' ? 'planned' : 'drift',
        address: message.change?.resource?.addr ?? '',
        action: message.change?.action ?? '',
      };
    case 'outputs':
      return {
        type: 'outputs',
        changed: Object.entries(message.outputs ?? {})
          .filter(([, output]) => output.action !== undefined && output.action !== 'noop')
          .map(([name]) => name),
      };
    case 'change_summary':
      return {
        type: 'summary',
        operation: message.changes?.operation ?? 'plan',
        changes: {
          add: message.changes?.add ?? 0,
          change: message.changes?.change ?? 0,
          remove: message.changes?.remove ?? 0,
        },
      };
    default:
      return readHook(message);
  }
}

const HOOKS = {
  apply_start: 'started',
  apply_progress: 'progress',
  apply_complete: 'completed',
  apply_errored: 'errored',
} as const;

interface UiMessage {
  readonly type?: string;
  readonly diagnostic?: UiDiagnostic;
  readonly change?: { readonly resource?: { readonly addr?: string }; readonly action?: string };
  readonly outputs?: Record<string, { readonly action?: string }>;
  readonly changes?: { add?: number; change?: number; remove?: number; operation?: 'plan' | 'apply' | 'destroy' };
  readonly hook?: {
    readonly resource?: { readonly addr?: string };
    readonly action?: string;
    readonly elapsed_seconds?: number;
  };
}

interface UiDiagnostic {
  readonly severity?: string;
  readonly summary?: string;
  readonly detail?: string;
  readonly address?: string;
  readonly snippet?: { readonly context?: string | null };
}

function readDiagnostic(raw: UiDiagnostic): Diagnostic {
  // The context is `resource.aws_vpc.vpc.cidr_block` or only the block; what follows the address is the attribute.
  const context = raw.snippet?.context ?? undefined;
  const at = raw.address && context?.indexOf(`${raw.address}.`);
  const attribute = typeof at === 'number' && at >= 0 ? context?.slice(at + (raw.address?.length ?? 0) + 1) : undefined;
  return {
    severity: raw.severity === 'warning' ? 'warning' : 'error',
    summary: raw.summary ?? '',
    detail: raw.detail ?? '',
    ...(raw.address ? { address: raw.address } : {}),
    ...(attribute ? { attribute } : {}),
  };
}

function readHook(message: UiMessage): TerraformEvent | undefined {
  const type = HOOKS[message.type as keyof typeof HOOKS];
  if (!type || !message.hook) return undefined;
  return {
    type,
    address: message.hook.resource?.addr ?? '',
    action: message.hook.action ?? '',
    seconds: message.hook.elapsed_seconds ?? 0,
  };
}
