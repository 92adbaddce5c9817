import { causes, otherPlaces } from './causes.js';
import { codeFrame } from './code-frame.js';
import { formatPath } from './path.js';
import type { Problem } from './problem.js';
import type { SourceFile } from './source-file.js';

/** All problems of an environment as one text for a terminal, without colours. */
export function renderProblems(id: string, problems: readonly Problem[], files: readonly SourceFile[]): string {
  const lines = new Map(files.map((file) => [file.name, maskedLines(file, problems)]));
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const blocks = causes(problems).map(([problem, ...others]) => {
    const { at, path, message, hint } = problem;
    const subject = path.length > 0 ? `${formatPath(path)}: ` : '';
    const head = `${at.file}:${at.line}:${at.column} ${subject}${message}`;
    const frame = codeFrame(lines.get(at.file) ?? [], at);
    return [head, frame, ...(hint ? [`  ${hint}`] : []), ...otherPlaces(others)].join('\n');
  });
  return [`environment '${id}' has ${count}`, ...blocks].join('\n\n');
}

/** The lines of a file without the secrets in it: messages end in the logs of pipelines. */
function maskedLines({ name, lines }: SourceFile, problems: readonly Problem[]): string[] {
  const masked = [...lines];
  for (const { at, secret } of problems) {
    const line = masked[at.line - 1];
    if (!secret || at.file !== name || line === undefined) continue;
    const start = at.column - 1;
    masked[at.line - 1] = line.slice(0, start) + '*'.repeat(at.length) + line.slice(start + at.length);
  }
  return masked;
}

/** In reading order: file by file as they were merged, then from top to bottom; without repetitions. */
export function sortProblems(problems: readonly Problem[], files: readonly string[]): Problem[] {
  const rank = (problem: Problem) => files.indexOf(problem.at.file);
  const seen = new Set<string>();
  return [...problems]
    .sort((a, b) => rank(a) - rank(b) || a.at.line - b.at.line || a.at.column - b.at.column)
    .filter((problem) => {
      const key = JSON.stringify([problem.at, problem.path, problem.message]);
      return !seen.has(key) && seen.add(key);
    });
}
