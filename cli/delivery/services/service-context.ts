import type { StackOutputs } from '../../kernel/stack-outputs.js';
import type { ImageReference } from './image-reference.js';

/** What the cluster can do. */
export interface ClusterCapabilities {
  /** It knows Rollouts of Argo. */
  readonly rollouts: boolean;
  /** It knows ExternalSecrets. Without, the Secrets of the services must be made by somebody else. */
  readonly externalSecrets: boolean;
  /** It knows PodMonitors. */
  readonly podMonitor: boolean;
  /** It knows HTTPRoutes of the Gateway API. */
  readonly gateway: boolean;
}

/** What the values of a service are made from, beside its declaration. */
export interface ServiceContext {
  readonly outputs: StackOutputs;
  readonly image: ImageReference;
  /** Address at which the analysis asks Prometheus. */
  readonly prometheus: string;
  readonly capabilities: ClusterCapabilities;
  /** Address of the AWS emulator as pods reach it. @default the real AWS */
  readonly awsEndpoint?: string;
  /** Image that the environment's file declares, when another is deployed. @default the one that is deployed */
  readonly declaredImage?: string;
  /** Identifier of the release that brings this version. @default none */
  readonly releaseId?: string;
}
