import type { Component } from '../processes/component.js';
import { agent } from './agent.js';
import { apiserver } from './apiserver.js';
import { controllerManager } from './controller-manager.js';
import { etcd } from './etcd.js';
import { kwok } from './kwok.js';
import type { CoreParts, Parts } from './parts.js';
import { prometheus } from './prometheus.js';
import { rollouts } from './rollouts.js';
import { scheduler } from './scheduler.js';

export type { Parts } from './parts.js';

/** The store and the API server, in the order in which they start. */
export function coreComponents(parts: CoreParts): readonly [etcd: Component, apiserver: Component] {
  return [etcd(parts), apiserver(parts)];
}

/** All that speaks to the API server. */
export function furtherComponents(parts: Parts) {
  return {
    controllerManager: controllerManager(parts),
    scheduler: scheduler(parts),
    kwok: kwok(parts),
    agent: agent(parts),
    prometheus: prometheus(parts),
    rollouts: rollouts(parts),
  };
}
