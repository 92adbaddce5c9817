import { cells, pad, truncate } from '../cells.js';
import { elapsed } from '../elapsed.js';
import type { Paint, Style } from '../paint.js';
import type { Task, TaskTree } from './task-tree.js';

/** What is drawn in front of a step, by its status. */
const MARKS: Readonly<Record<Task['status'], readonly [string, Style]>> = {
  running: ['', 'cyan'],
  done: ['✔', 'green'],
  unchanged: ['=', 'dim'],
  deferred: ['◌', 'yellow'],
  'in-progress': ['◔', 'cyan'],
  skipped: ['–', 'dim'],
  failed: ['✖', 'red'],
  interrupted: ['■', 'yellow'],
};

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** How a tree is drawn at one moment. */
export interface Frame {
  readonly width: number;
  /** Lines at most, the closing line included. @default as many as there are steps */
  readonly height?: number;
  /** Milliseconds, on the clock of the tree. */
  readonly now: number;
  /** When the run began, on the same clock. */
  readonly since: number;
  readonly paint: Paint;
}

/** The lines of a tree, cut to the width and height of the frame: what runs or failed is kept first. */
export function treeLines(tree: TaskTree, frame: Frame): string[] {
  const all = tree.list();
  if (all.length === 0) return [];
  const room = (frame.height ?? Number.POSITIVE_INFINITY) - 1;
  const shown = all.length <= room ? all : choose(all, Math.max(1, room - 1));
  const titles = Math.min(28, Math.max(...shown.map((task) => cells(task.title) + task.depth * 2)));
  const lines = shown.map((task) => taskLine(tree, task, titles, frame));
  if (shown.length < all.length) {
    lines.push(frame.paint('dim', truncate(`  … ${all.length - shown.length} more`, frame.width)));
  }
  return [...lines, closingLine(tree, frame)];
}

function choose(all: readonly Task[], room: number): Task[] {
  const rank = (task: Task) => (task.status === 'failed' ? 0 : task.status === 'running' ? 1 : 2);
  const kept = all
    .map((task, index) => ({ task, index }))
    .sort((a, b) => rank(a.task) - rank(b.task) || b.index - a.index)
    .slice(0, room);
  return kept.sort((a, b) => a.index - b.index).map(({ task }) => task);
}

function taskLine(tree: TaskTree, task: Task, titles: number, frame: Frame): string {
  const [mark, style] = MARKS[task.status];
  const running = task.status === 'running';
  const spinner = SPINNER[Math.floor(frame.now / 100) % SPINNER.length] ?? '';
  const { over, total } = tree.count(task.id);
  const time = elapsed(running ? frame.now - task.startedAt : (task.durationMs ?? 0));
  const title = truncate(pad(' '.repeat(task.depth * 2) + task.title, titles), Math.max(8, frame.width - 14));
  const word = running || task.status === 'done' ? '' : task.status;
  const parts = [word, total > 0 && running ? `${over}/${total}` : '', task.message].filter(Boolean).join('  ');
  const room = frame.width - cells(title) - cells(time) - 6;
  const detail = room > 3 ? truncate(parts, room) : '';
  const colour = running || task.status === 'done' ? 'dim' : style;
  return [
    `${frame.paint(style, running ? spinner : mark)} ${title}`,
    detail ? `${frame.paint(colour, detail)}  ${frame.paint('dim', time)}` : frame.paint('dim', time),
  ].join('  ');
}

function closingLine(tree: TaskTree, { now, since, width, paint }: Frame): string {
  const { over, total } = tree.count();
  return paint('dim', truncate(`  ${over}/${total} steps, ${elapsed(now - since)}`, width));
}
