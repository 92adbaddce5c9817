import { helm } from './helm.js';
import { kubectl } from './kubectl.js';
import { etcd, kubeApiserver, kubeControllerManager, kubeScheduler, rolloutsController } from './kubernetes-tools.js';
import { kwok } from './kwok.js';
import { openTofu } from './opentofu.js';
import { prometheus } from './prometheus.js';
import { terraform } from './terraform.js';
import type { Tool } from './tool-definition.js';

/** The tools, by the name of their executable file. */
export const tools = {
  tofu: openTofu,
  terraform,
  etcd,
  'kube-apiserver': kubeApiserver,
  'kube-controller-manager': kubeControllerManager,
  'kube-scheduler': kubeScheduler,
  kwok,
  'rollouts-controller': rolloutsController,
  prometheus,
  helm,
  kubectl,
} as const satisfies Record<string, Tool>;

/** Name of a tool that this project knows. */
export type ToolName = keyof typeof tools;
