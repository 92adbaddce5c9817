import { App } from 'cdktn';
import type { Environment } from '../environments/model/index.js';
import { terraformTexts } from '../modules/values/terraform-text.js';
import { alerting } from './alerting-stack.js';
import { backup } from './backup-stack.js';
import { cluster } from './cluster-stack.js';
import { data } from './data-stack.js';
import { foundation } from './foundation-stack.js';
import { media } from './media-stack.js';
import { messaging } from './messaging-stack.js';
import { network } from './network-stack.js';
import type { PlatformStack } from './platform-stack.js';
import { registry } from './registry-stack.js';
import { secrets } from './secrets-stack.js';
import type { StackDefinition, Upstream } from './stack-definition.js';

/** All stacks, upstream first. */
export const STACKS: readonly StackDefinition[] = [
  foundation,
  network,
  registry,
  secrets,
  media,
  messaging,
  data,
  cluster,
  backup,
  alerting,
];

/** Engines that know the native lock files of the state, which every stack uses. */
const TARGET_VERSIONS = { terraform: '>=1.10.0', opentofu: '>=1.10.0' };

/**
 * Builds every stack that the environment asks for; `app.synth()` writes them below `outdir`. What the environment says is
 * text, not a template: the only references in the output are those that constructs make.
 */
export function buildApp(declared: Environment, options: { readonly outdir: string }): App {
  const environment = terraformTexts(declared);
  const app = new App({ outdir: options.outdir, context: { targetVersions: TARGET_VERSIONS } });
  const built = new Map<string, PlatformStack>();
  const upstream: Upstream = {
    find: <T extends PlatformStack>(id: string) => built.get(id) as T | undefined,
    get: <T extends PlatformStack>(id: string) => {
      const stack = built.get(id);
      if (!stack) throw new Error(`stack '${id}' is not part of environment '${environment.id}'`);
      return stack as T;
    },
  };
  for (const definition of STACKS) {
    if (definition.enabled(environment)) built.set(definition.id, definition.build(app, environment, upstream));
  }
  return app;
}
