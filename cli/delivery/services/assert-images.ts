import type { Environment } from '../../../environments/model/index.js';
import { unknownName } from '../../kernel/unknown-name.js';

/** Images are only for services that run on Kubernetes: asked before anything is planned. @throws BacklotError `UnknownService` (exit code 3) */
export function assertImages({ id, services }: Environment, images: Readonly<Record<string, string>>): void {
  if (Object.keys(images).length === 0) return;
  const known = Object.keys(services).filter((name) => services[name]?.run === 'kubernetes');
  const unknown = Object.keys(images).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const [first = ''] = unknown;
  throw unknownName({
    code: 'UnknownService',
    given: first,
    known,
    message: `--image names ${unknown.map((name) => `'${name}'`).join(', ')}, but environment '${id}' has on Kubernetes ${known.join(', ') || 'none'}`,
    actions: [`backlot config ${id}`],
  });
}
