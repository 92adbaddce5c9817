import type { GoModule } from './go-module.js';
import { helm } from './helm.js';
import { kubectl } from './kubectl.js';
import { etcd, kubeApiserver, kubeControllerManager, kubeScheduler, rolloutsController } from './kubernetes-tools.js';
import { kwok } from './kwok.js';
import type { NpmProgram } from './npm-program.js';
import { openTofu } from './opentofu.js';
import { prometheus } from './prometheus.js';
import type { SharedProgram } from './shared-build.js';
import { terraform } from './terraform.js';
import type { VersionProbe } from './tool-version.js';

/** Where a tool was found. */
export type ToolSource = 'override' | 'path' | 'cache' | 'npm' | 'go-module';

/** A program that this project runs, and where it may come from. */
export interface Tool {
  /** Name of its executable file. */
  readonly name: string;
  /** As people call it: `OpenTofu`. */
  readonly title: string;
  /** Oldest version that works. */
  readonly minimum: string;
  /** Oldest version that is too new. @default every newer one works */
  readonly below?: string;
  readonly probe: VersionProbe;
  /** Taken out of this package when it is nowhere else. @default no package has it */
  readonly npm?: NpmProgram;
  /** Built from this when it is nowhere else. @default it cannot be built */
  readonly module?: GoModule;
  /** Built from this, together with others. @default it is built alone, if at all */
  readonly shared?: SharedProgram;
  /** How a person gets it, as commands or short sentences. */
  readonly actions: readonly string[];
}

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
