/**
 * The program that `cdktf.json` names, so that `npx cdktn-cli synth` makes what `backlot synth` makes.
 *
 * The environment is `BACKLOT_ENVIRONMENT`, `local` when unset; the output folder is the one that the tool asks for.
 */
import { loadEnvironment } from '../environments/model/index.js';
import { BacklotError } from '../modules/values/backlot-error.js';
import { synthesize } from './session/synth/index.js';
import { processTerminal } from './terminal/terminal.js';

try {
  const { environment } = await loadEnvironment(process.env.BACKLOT_ENVIRONMENT || 'local');
  await synthesize(environment, { outdir: process.env.CDKTF_OUTDIR || 'cdktf.out' });
} catch (error) {
  if (!(error instanceof BacklotError)) throw error;
  processTerminal.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
