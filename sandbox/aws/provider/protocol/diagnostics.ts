import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { ApiError } from '../client/api-error.js';
import type { Block } from '../schema/schema.js';
import { isObject, type Value } from '../values/value.js';

/** `tfplugin6.Diagnostic`. */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly summary: string;
  readonly detail: string;
  readonly attribute?: { readonly steps: readonly { readonly attribute_name: string }[] };
}

/** Turns an error into what core prints: what was done to which resource, the API's code and words, and the attribute. */
export function toDiagnostic(error: unknown, doing: string, type: string, state: Value, block?: Block): Diagnostic {
  const id = isObject(state) ? (state.id ?? state.name ?? state.bucket) : undefined;
  const subject = typeof id === 'string' ? `${type} (${id})` : type;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ApiError) {
    const attribute = block && namedAttribute(message, block);
    return {
      severity: 'ERROR',
      summary: `${doing} ${subject}: ${error.service} ${error.operation} answered ${error.code}`,
      detail: message,
      ...(attribute ? { attribute: { steps: [{ attribute_name: attribute }] } } : {}),
    };
  }
  const detail = error instanceof BacklotError || !(error instanceof Error) ? message : (error.stack ?? message);
  return { severity: 'ERROR', summary: `${doing} ${subject}: ${message}`, detail };
}

/** The attribute that an API's message speaks of: by its own name or by the API's spelling of it. */
function namedAttribute(message: string, block: Block): string | undefined {
  const words = new Set(message.split(/[^A-Za-z0-9_]+/).map(fold));
  return Object.entries(block.attributes)
    .filter(([name, { optional, required }]) => (optional || required) && name.includes('_') && words.has(fold(name)))
    .map(([name]) => name)[0];
}

function fold(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
