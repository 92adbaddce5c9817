import type { Kubernetes, KubernetesObject } from '../../adapters/kubernetes/kubernetes.js';
import { FIELD_MANAGER } from '../../delivery/services/scaling/field-manager.js';
import { actor } from '../../kernel/actor.js';

/** Something that a person did to a service. */
export interface AuditedAction {
  /** `Scaled`, `Restarted`, `CommandRun`, `CommandEnded`. */
  readonly reason: string;
  /** One line, without secrets. */
  readonly message: string;
}

/**
 * Keeps who did what as an Event of the object, where `backlot events` and kubectl show it.
 *
 * @returns why it couldn't be kept; what took effect must not fail for that
 */
export async function recordEvent(
  cluster: Kubernetes,
  { apiVersion, kind, metadata }: KubernetesObject,
  { message, reason }: AuditedAction,
): Promise<string | undefined> {
  const now = new Date();
  const stamp = now.toISOString().replace(/\.\d+Z$/, 'Z');
  const { name, namespace = '', uid = '' } = metadata;
  try {
    await cluster.create({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: {
        name: `${name}.${now.getTime().toString(16)}${process.hrtime.bigint().toString(16).slice(-5)}`,
        namespace,
      },
      type: 'Normal',
      reason,
      message: `${actor()}: ${message}`.slice(0, 1000),
      action: reason,
      involvedObject: { apiVersion, kind, name, namespace, uid },
      source: { component: FIELD_MANAGER },
      reportingComponent: FIELD_MANAGER,
      firstTimestamp: stamp,
      lastTimestamp: stamp,
      count: 1,
    });
    return undefined;
  } catch (error) {
    return `who did it could not be recorded: ${error instanceof Error ? error.message : String(error)}`;
  }
}
