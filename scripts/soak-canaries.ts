/**
 * README's two canaries, again and again, by the real binary against the running sandbox, each while another service
 * deploys, too: `tsx scripts/soak-canaries.ts 20` after `backlot up`. Fails unless every bad version was given up, and 95 %
 * of the good ones and of those beside were promoted.
 */
import { execa } from 'execa';

const ROUNDS = Number(process.argv[2] ?? 20);
const ENVIRONMENT = process.argv[3] ?? 'local';
const GOOD_SHARE = 0.95;
/** Bounded: the load ends by itself, should this be killed. */
const LOAD = { api: 60, processor: 10 };
const MINUTES_PER_ROUND = 4;

interface Deployed {
  readonly cluster?: { readonly services?: readonly { readonly service: string; readonly status: string }[] };
}

async function backlot(...args: readonly string[]) {
  return execa('bin/backlot', [...args], { reject: false });
}

/** What became of `api` and of the service that was deployed beside it. */
async function deploy(round: string, tag: string): Promise<{ api: string; beside: string }> {
  const started = Date.now();
  const images = ['--image', `api=${tag}`, '--image', `processor=${round}`];
  const { stdout, exitCode } = await backlot('deploy', ENVIRONMENT, ...images, '--wait', '--yes', '--json');
  const services = parsed(stdout).cluster?.services ?? [];
  const status = (name: string) => services.find((one) => one.service === name)?.status ?? 'not deployed';
  const result = { api: status('api'), beside: status('processor') };
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`${tag}  api ${result.api}  processor ${result.beside}  exit ${exitCode}  ${seconds} s`);
  return result;
}

/** What a deploy said; nothing of one that was killed, or failed before it could say. */
function parsed(stdout: string): Deployed {
  try {
    return JSON.parse(stdout);
  } catch {
    return {};
  }
}

const starts = `1.${Math.round(Date.now() / 1000)}`;
for (const [service, rps] of Object.entries(LOAD)) {
  const { exitCode, stderr } = await backlot(
    'sandbox',
    'load',
    service,
    '--rps',
    `${rps}`,
    '--duration',
    `${ROUNDS * MINUTES_PER_ROUND}m`,
    '--detach',
  );
  if (exitCode !== 0) throw new Error(`no load on ${service}, so that nothing could be judged:\n${stderr}`);
}
const outcomes = { good: [] as string[], bad: [] as string[], beside: [] as string[] };
for (let round = 1; round <= ROUNDS; round++) {
  const good = await deploy(`${starts}.${2 * round}`, `${starts}.${2 * round}`);
  const bad = await deploy(`${starts}.${2 * round + 1}`, `${starts}.${2 * round + 1}-sim.error5`);
  outcomes.good.push(good.api);
  outcomes.bad.push(bad.api);
  outcomes.beside.push(good.beside, bad.beside);
}
const count = (list: readonly string[], wanted: string) => list.filter((one) => one === wanted).length;
const promoted = count(outcomes.good, 'promoted');
const aborted = count(outcomes.bad, 'aborted');
const beside = count(outcomes.beside, 'promoted');
console.log(
  `good promoted ${promoted} of ${ROUNDS}, bad aborted ${aborted} of ${ROUNDS}, ` +
    `beside promoted ${beside} of ${2 * ROUNDS}`,
);
const held = promoted >= GOOD_SHARE * ROUNDS && aborted === ROUNDS && beside >= GOOD_SHARE * 2 * ROUNDS;
process.exitCode = held ? 0 : 1;
