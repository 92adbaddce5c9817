import { REGIONS } from '../aws/regions.js';
import { nearestWord } from '../document/nearest-word.js';
import type { Path } from '../document/path.js';
import type { Environment } from '../schema/environment.js';
import type { Rule } from './rule.js';

/** Every region that is named is one of AWS. */
export const regionExists: Rule = (environment) =>
  regionsNamed(environment)
    .filter(({ region }) => !REGIONS.includes(region))
    .map(({ path, region }) => {
      const near = nearestWord(region, REGIONS);
      const hint = near ? `did you mean '${near}'?` : 'such as eu-central-1';
      return { path, message: `AWS has no region '${region}'`, hint };
    });

function regionsNamed({ aws, backup, registry }: Environment): { path: Path; region: string }[] {
  return [
    { path: ['aws', 'region'], region: aws.region },
    ...(backup?.copyTo === undefined ? [] : [{ path: ['backup', 'copyTo'], region: backup.copyTo }]),
    ...(registry?.replicateTo ?? []).map((region, index) => ({ path: ['registry', 'replicateTo', index], region })),
  ];
}
