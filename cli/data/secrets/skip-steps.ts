import { setTimeout as delay } from 'node:timers/promises';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import { ROLLOUTS_API, type Rollout } from '../../delivery/canary/rollout-objects.js';

/**
 * Lets a Rollout that has a new template go past the steps of its canary, as `promote --full` does: pods are still replaced
 * one after the other, a new one first. Returns once that was asked for, or when nothing is left to skip.
 */
export async function skipSteps(
  cluster: Kubernetes,
  { name, namespace }: { readonly name: string; readonly namespace: string },
  { pollMs, signal }: { readonly pollMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const reference = { apiVersion: ROLLOUTS_API, kind: 'Rollout', namespace, name };
  while (!signal.aborted) {
    const rollout = await cluster.get<Rollout>(reference);
    if (!rollout?.spec.strategy?.canary) return;
    const { currentPodHash, observedGeneration, pauseConditions, promoteFull, stableRS } = rollout.status ?? {};
    const observed = String(observedGeneration ?? '') === String(rollout.metadata.generation ?? '');
    if (observed && (!stableRS || currentPodHash === stableRS || promoteFull)) return;
    if (observed && currentPodHash) {
      const patch = [
        { op: 'test', path: '/status/currentPodHash', value: currentPodHash },
        ...(pauseConditions ? [{ op: 'remove', path: '/status/pauseConditions' }] : []),
        { op: 'add', path: '/status/promoteFull', value: true },
      ];
      try {
        await cluster.patch(reference, patch, { type: 'json', subresource: 'status', fieldManager: 'backlot-secrets' });
        return;
      } catch (error) {
        // It went on meanwhile: looked at again.
        if (!(error instanceof BacklotError) || error.code !== 'ObjectRejected') throw error;
      }
    }
    await delay(pollMs, undefined, { signal }).catch(() => undefined); // told to stop: the caller sees it
  }
}
