import { stringify } from 'yaml';
import { type Explanation, explain } from './explain.js';
import type { LoadedEnvironment } from './load-environment.js';

const WIDEST = 60;

/** One line per value: `network.cidr: 10.20.0.0/16   # environments/dev.yaml:9`, in columns. */
export function renderExplanation(loaded: LoadedEnvironment): string {
  const lines = explain(loaded).map((each) => ({ text: `${each.path}: ${oneLine(each.value)}`, from: from(each) }));
  const width = Math.min(WIDEST, Math.max(...lines.map(({ text }) => text.length)));
  return `${lines.map(({ text, from }) => `${text.padEnd(width)}  # ${from}`).join('\n')}\n`;
}

function oneLine(value: unknown): string {
  const text = typeof value === 'string' && value.includes('\n') ? JSON.stringify(value) : stringify(value).trimEnd();
  return text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text;
}

function from({ origin }: Explanation): string {
  return origin.kind === 'default' ? 'default' : `${origin.file}:${origin.line}`;
}
