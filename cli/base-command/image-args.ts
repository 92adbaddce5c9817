import { Args } from '@oclif/core';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { environmentArg } from './flags.js';

/** Arguments of commands on one service's images. */
export const imageArgs = {
  ...environmentArg,
  service: Args.string({ ignoreStdin: true, description: 'Service; with :TAG or @sha256:… where an image is meant.' }),
};

/** @throws BacklotError `ServiceMissing` (exit code 3) with the command written out. */
export function requireService(given: string | undefined, command: string, known: readonly string[]): string {
  if (given) return given;
  throw new BacklotError({
    code: 'ServiceMissing',
    message: known.length > 0 ? `name the service: ${known.join(', ')}` : 'name the service: none is declared',
    exitCode: 3,
    actions: known.map((service) => `${command} ${service}`),
  });
}

/** `KEY=VALUE` texts as a record. @throws BacklotError `InvalidFlag` (exit code 3); values aren't repeated */
export function pairs(flag: string, texts: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const equals = text.indexOf('=');
      if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
      const message = `--${flag} is NAME=VALUE; what was given has no '=' in it`;
      throw new BacklotError({ code: 'InvalidFlag', message, exitCode: 3 });
    }),
  );
}

/** `id=NAME,src=FILE` texts as files by id, as Docker writes them. @throws BacklotError `InvalidFlag` (exit code 3) */
export function secretFiles(texts: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const found = /^id=([A-Za-z0-9_.-]+),(?:src|source)=(.+)$/.exec(text);
      if (found) return [found[1], found[2]];
      const message = '--secret is id=NAME,src=FILE: the value itself is never an argument';
      throw new BacklotError({ code: 'InvalidFlag', message, exitCode: 3 });
    }),
  );
}
