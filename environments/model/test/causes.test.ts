import { describe, expect, it } from '@jest/globals';
import type { ProblemDetails } from '../index.js';
import { errorOf, LEAST, load } from './files.js';

const CLUSTER = 'cluster: {}\n';

const services = (count: number, text: (index: number) => string) =>
  `services:\n${Array.from({ length: count }, (_, index) => `  s${index}: ${text(index)}\n`).join('')}`;

/** Whether a message is about so many problems, and shows so many frames. */
async function shown(text: string): Promise<{ problems: number; frames: number; message: string }> {
  const { details, message } = await errorOf(load({ 'test.yaml': `${LEAST}${text}` }));
  const problems = (details.problems as ProblemDetails[]).length;
  return { problems, frames: (message.match(/^ {2}> /gm) ?? []).length, message };
}

describe('one cause in many places', () => {
  it('is shown once, with the lines of the others', async () => {
    const { problems, frames, message } = await shown(`${CLUSTER}${services(40, () => '{ needs: [main] }')}`);
    expect({ problems, frames }).toEqual({ problems: 40, frames: 1 });
    expect(message).toContain("services.s0.needs.0: nothing with the name 'main' is declared");
    expect(message).toContain('and 39 more places: environments/test.yaml lines 8 to 46');
  });

  it('is one also where each place has another value: what mends it is the same', async () => {
    const { problems, frames } = await shown(
      `${CLUSTER}${services(12, (n) => `{ routes: [{ host: s${n}.a.example }] }`)}`,
    );
    expect({ problems, frames }).toEqual({ problems: 12, frames: 1 });
  });

  it('is shown in both places when there are two', async () => {
    const { frames } = await shown(`${CLUSTER}${services(2, () => '{ needs: [main] }')}`);
    expect(frames).toBe(2);
  });

  it('is one where an anchor brings it to many places', async () => {
    const text = `${CLUSTER}${services(5, (n) => (n === 0 ? '&all { needs: [main] }' : '*all'))}`;
    const { problems, frames, message } = await shown(text);
    expect({ problems, frames }).toEqual({ problems: 5, frames: 1 });
    expect(message).toContain('and 4 more places: environments/test.yaml line 7');
  });

  it('is not taken for one with others: another key, another fix', async () => {
    const text = `data: { postgres: { main: {}, other: {} } }\n${CLUSTER}${services(3, (n) => `{ needs: [${['mian', 'othr', 'x'][n]}] }`)}`;
    expect(await shown(text)).toMatchObject({ problems: 3, frames: 3 });
    expect(await shown(`a: 1\nb: 2\nc: 3\nd: 4\n`)).toMatchObject({ problems: 4, frames: 4 });
  });
});
