import { meantName } from '../../environments/model/document/environment-name.js';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { correctedLine } from '../kernel/command-line.js';
import { nearestWord } from '../kernel/nearest-word.js';

/** Throws an error on; that of an unknown environment with the user's own command on the nearest one, or on those there are. */
export function withNearestName(error: unknown): never {
  if (!(error instanceof BacklotError) || error.code !== 'UnknownEnvironment') throw error;
  const { code, details, exitCode, hints, message, source } = error;
  const { environment: given = '', known = [] } = details as {
    readonly environment?: string;
    readonly known?: readonly string[];
  };
  // A path or an ending is no spelling mistake: `environments/local.yaml` means `local`.
  const near = meantName(given, known) ?? nearestWord(given, known);
  const actions = (near ? [near] : known).flatMap((name) => correctedLine(given, name) ?? []);
  throw new BacklotError({ code, details, exitCode, hints, message, source, actions, cause: error });
}
