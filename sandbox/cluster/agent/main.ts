/** The agent's process: `node main.js <config.json>`. Says on stdout when it serves; SIGTERM ends it. */
import { startAgent } from './agent.js';
import { readAgentConfig } from './agent-config.js';

const [path] = process.argv.slice(2);
if (!path) {
  process.stderr.write('usage: node main.js <config.json>\n');
  process.exit(3);
}
try {
  const agent = await startAgent(await readAgentConfig(path));
  process.stdout.write(`${JSON.stringify({ url: agent.url, apiUrl: agent.apiUrl, pid: process.pid })}\n`);
  const end = () => void agent.close().then(() => process.exit(0));
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
